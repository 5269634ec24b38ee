"""A new problem: what is wrong, in a line; the rest is tapped afterwards, or never."""

from datetime import timedelta

from handlers.problems.access import TOO_OLD, Seen, ledger_of, speaker
from handlers.problems.pages import told
from handlers.thanks import say_once
from handlers.turn import Turn
from handlers.written import attached, typed
from programme.problems.ledger import open_problem
from programme.records.kinds import kinds_like, named_by
from programme.records.scene import Scene
from reports.problems import ledger as reports
from storage import dialogues, records
from storage.values.dialogues import Dialogue
from storage.values.duties import Family
from storage.values.messages import BadInput, Refused, message
from storage.values.notes import NoteMedia
from storage.values.problems import Problem
from storage.values.records import RecordFile, RecordId

WRITTEN = "problem"
"""The kind of question that asks for a problem, or for something about one."""
PHOTOS = "photos"
"""What is asked for when only photos are taken."""
PATIENCE = timedelta(hours=1)
_AFTERWARDS = timedelta(minutes=10)


async def new_button(turn: Turn, unit: str, kind: str = "") -> None:
    """Ask for a new problem at a unit, and first of which kind it is, where there are several."""
    await ask_new(turn, await ledger_of(turn, unit), kind)


async def ask_new(turn: Turn, at: Scene, kind: str = "") -> None:
    """The same at a unit that the speaker looks after; ``kind`` as a button carries it."""
    speaker(turn)
    keys = kinds_like(at.book, Family.PROBLEM)
    if not kind and len(keys) > 1:
        kinds = [each for each in at.book.kinds if each.key in keys]
        turn.edit(reports.which_kind(turn.own_words, at, kinds))
        return
    key = named_by(kind, keys) if kind else keys[0]
    if key is None:
        raise Refused(TOO_OLD)
    asked = Dialogue(WRITTEN, {"unit": at.unit.id, "kind": key})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + PATIENCE)
    turn.reply(reports.ask_new(turn.own_words))


async def new_written(turn: Turn, asked: Dialogue) -> None:
    """Take a new problem that was asked for."""
    at = await ledger_of(turn, str(asked.payload.get("unit", "")))
    key = str(asked.payload.get("kind", ""))
    if key not in kinds_like(at.book, Family.PROBLEM):
        raise Refused(TOO_OLD)
    text, files = words_and_files(turn)
    found = await open_problem(turn.tx, at, key, text, speaker(turn), turn.now, files)
    await wait_for_photos(turn, found, found.record_id)
    kept = await records.record_with(turn.tx, found.record_id)
    notice = turn.own_words("In the ledger.")
    say_once(turn, await told(turn, Seen(found, at, whole=True), notice, kept))


async def wait_for_photos(turn: Turn, problem: Problem, record: RecordId) -> None:
    """Whoever sends a photo now means it for this."""
    asked = Dialogue(WRITTEN, {"problem": problem.id, "part": PHOTOS, "record": record})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _AFTERWARDS)


def words_and_files(turn: Turn) -> tuple[str, list[RecordFile]]:
    """What was written, and the photo or file that came with it. Raises :class:`BadInput` for a
    file without a word."""
    written = turn.update.effective_message
    file = attached(written) if written is not None else None
    if file is None or file.media is NoteMedia.STICKER:
        return typed(turn.update), []
    text = (written.caption or "") if written is not None else ""
    if not text.strip():
        raise BadInput(message("Please write a few words first; then send the photo."))
    return text, [RecordFile(turn.bot_id, file.media, file.id)]
