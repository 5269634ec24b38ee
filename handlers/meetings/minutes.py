"""What is sent after a meeting was noted as held: photos, files, a line of minutes."""

from handlers import replies
from handlers.meetings.access import to_run
from handlers.meetings.pages import counted_in_words
from handlers.records.finding import ask_to_confirm
from handlers.speaker import own_person
from handlers.thanks import say_once
from handlers.turn import Turn
from handlers.written import written
from programme.meetings.holding import add_minutes
from reports.meetings import running as reports
from storage import dialogues, records
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused, message
from storage.values.records import RecordFile

_GONE = message("That meeting has no record any more. /meeting shows what there is.")
_NOT_THAT = message("I can keep a photo, a file or a line of text with it. /cancel leaves it.")


async def minutes_sent(turn: Turn, asked: Dialogue) -> None:
    """Take a photo, a file or a line for the record of a meeting; more may follow."""
    if replies.answers_post(turn):
        # A branch without a group has its posts here, and answers them here.
        await replies.reply_to_post(turn)
        return
    spoken = await to_run(turn, str(asked.payload.get("meeting", "")))
    record = await records.record_of_meeting(turn.tx, spoken.meeting.id)
    if record is None:
        await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
        raise Refused(_GONE)
    sent = turn.update.effective_message
    said = written(sent) if sent is not None else None
    if said is None:
        raise Refused(_NOT_THAT)
    files = [RecordFile(turn.bot_id, each.media, each.id) for each in said.files]
    by = await own_person(turn)
    kept = await add_minutes(turn.tx, record, by, turn.now, said.text, files)
    await ask_to_confirm(turn, kept)
    lines = await counted_in_words(turn, spoken, kept)
    say_once(turn, reports.taken_in(turn.own_words, spoken, lines, files=len(kept.files)))
