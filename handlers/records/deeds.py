"""/deed: a member's own good deeds, put down in a line."""

from datetime import timedelta

from handlers.gate import Command
from handlers.member import Member, button_parts, is_number, member, too_old
from handlers.thanks import album_of, say_once
from handlers.turn import Turn
from handlers.written import after_command, is_own, typed, written
from programme.records import keeping
from programme.records.changing import with_chosen, with_files, with_typed
from programme.records.deeds import is_own_deed, own_deeds, put_down_deed, totals
from programme.records.kinds import Part
from programme.records.scene import Scene, scene
from reports.records import deeds as reports
from reports.records import pages
from reports.records.card import DELETE, OTHER, READY, RESTORE, SEE
from storage import dialogues, records
from storage.units import unit as unit_of
from storage.values.dialogues import Dialogue
from storage.values.duties import Family
from storage.values.messages import BadInput, Refused, message
from storage.values.notes import NoteFile, NoteMedia
from storage.values.records import Record, RecordFile, RecordId, RecordState

WRITTEN = "deed"
"""The kind of question that asks for a good deed, or for something about one."""
_TOO_OLD = too_old("/deed")
_PATIENCE = timedelta(hours=1)
_AFTERWARDS = timedelta(minutes=10)
_SHOWN = 5
_PARTS = (Part.FILES, Part.MINUTES, Part.NUMBERS, Part.PLACE, Part.DAY, Part.TEXT)


async def deed(turn: Turn) -> None:
    """Answer /deed: put down what stands behind it, or ask for it."""
    who = member(turn, Command.DEED)
    said = turn.update.effective_message
    assert said is not None
    text = after_command(said)
    if text and is_own(said):
        await _put_down(turn, who, text, ())
        return
    at = await scene(turn.tx, who.unit, turn.now, own=True)
    await _wait(turn, None, None, _PATIENCE)
    last = await own_deeds(turn.tx, at, who.id, _SHOWN)
    turn.reply(reports.ask_for_deed(turn.own_words, await totals(turn.tx, at, who.id), last))


async def deed_button(turn: Turn) -> None:
    """A tap on ``deed:<record>``, ``deed:<record>:<what>`` or ``deed:<record>:<what>:<value>``."""
    who = member(turn, Command.DEED)
    number, *what = button_parts(turn)[1:] or [""]
    record, at = await _found(turn, who, number)
    match what:
        case []:
            turn.edit(reports.deed_page(turn.own_words, record, at))
        case [act] if act == RESTORE and record.state is RecordState.DELETED:
            back = await keeping.restore(turn.tx, record, who.id, turn.now)
            turn.edit(reports.deed_page(turn.own_words, back, at, turn.own_words("Put back.")))
        case _ if record.state is RecordState.DELETED:
            raise Refused(_TOO_OLD)
        case [act, *sure] if act == DELETE and sure in ([], ["yes"]):
            await _delete(turn, who, record, at, sure=bool(sure))
        case [act] if act == SEE:
            for file in record.files:
                if file.bot_id == turn.bot_id:
                    turn.show(file.media, file.file_id)
        case [part, *value] if part in _PARTS and len(value) <= 1:
            await _about(turn, who, record, at, Part(part), value)
        case _:
            raise Refused(_TOO_OLD)


def is_meant(turn: Turn, asked: Dialogue) -> bool:
    """Whether a message answers the question about a deed; one that asks for nothing in particular
    is answered by photos alone."""
    if asked.kind != WRITTEN or asked.payload.get("part") or not asked.payload.get("record"):
        return True
    said = turn.update.effective_message
    return said is not None and bool(said.photo)


async def deed_written(turn: Turn, asked: Dialogue) -> None:
    """Take a good deed that was asked for, or something about one."""
    who = member(turn, Command.DEED)
    said = written(turn.update.effective_message) if turn.update.effective_message else None
    files = _files(turn, said.files if said else ())
    number = asked.payload.get("record")
    if number:
        record, at = await _found(turn, who, str(number))
        await _said_more(turn, who, record, at, str(asked.payload.get("part", "")), files)
    elif said is None:
        raise BadInput(message("Please write in a line what it was, or send a photo."))
    else:
        await _put_down(turn, who, said.text, files)


async def _put_down(turn: Turn, who: Member, text: str, files: tuple[RecordFile, ...]) -> None:
    at = await scene(turn.tx, who.unit, turn.now, own=True)
    kept = await put_down_deed(turn.tx, at, who.id, text, files, turn.now)
    await _wait(turn, kept, None, _AFTERWARDS)
    found = await totals(turn.tx, at, who.id)
    say_once(turn, reports.deed_kept(turn.own_words, kept, found, at))


async def _said_more(
    turn: Turn, who: Member, record: Record, at: Scene, part: str, files: tuple[RecordFile, ...]
) -> None:
    if files:
        caption = typed(turn.update)
        new = with_files(record, files, caption)
        kept = await keeping.change(turn.tx, record, new, Part.FILES, who.id, turn.now)
        several = album_of(turn) is not None
        say_once(turn, reports.photo_came(turn.own_words, kept, several=several))
        return
    if part not in _PARTS or part == Part.FILES:
        raise BadInput(message("Please send a photo, or tap a button."))
    new = with_typed(record, Part(part), typed(turn.update), at)
    kept = await keeping.change(turn.tx, record, new, Part(part), who.id, turn.now)
    await _wait(turn, kept, None, _AFTERWARDS)
    turn.reply(reports.deed_page(turn.own_words, kept, at))


async def _about(
    turn: Turn, who: Member, record: Record, at: Scene, part: Part, value: list[str]
) -> None:
    match value:
        case [] if part is Part.FILES:
            await _wait(turn, record, part, _PATIENCE)
            turn.edit(pages.ask_files(turn.own_words, record, reports.DEED))
        case [ready] if ready == READY:
            turn.edit(reports.deed_page(turn.own_words, record, at))
        case [other] if other == OTHER:
            await _ask(turn, record, part)
        case [] if pages.only_typed(record, part, at):
            await _ask(turn, record, part)
        case []:
            page = pages.part_page(turn.own_words, record, part, at, prefix=reports.DEED)
            turn.edit(page)
        case _:
            new = with_chosen(record, part, value[0], at)
            if new is None:
                raise Refused(_TOO_OLD)
            kept = await keeping.change(turn.tx, record, new, part, who.id, turn.now)
            turn.edit(reports.deed_page(turn.own_words, kept, at))


async def _ask(turn: Turn, record: Record, part: Part) -> None:
    await _wait(turn, record, part, _PATIENCE)
    turn.reply(pages.ask_typed(turn.own_words, part, Family.DEED))


async def _delete(turn: Turn, who: Member, record: Record, at: Scene, *, sure: bool) -> None:
    if not sure and not keeping.may_take_back(record, turn.now):
        turn.edit(reports.sure_to_delete(turn.own_words, record))
        return
    await keeping.delete(turn.tx, record, who.id, turn.now)
    gone = await records.record_with(turn.tx, record.id)
    assert gone is not None
    turn.edit(reports.deed_page(turn.own_words, gone, at))


async def _found(turn: Turn, who: Member, number: str) -> tuple[Record, Scene]:
    record = (
        await records.record_with(turn.tx, RecordId(int(number))) if is_number(number) else None
    )
    unit = await unit_of(turn.tx, record.unit_id, turn.defaults) if record else None
    if record is None or unit is None:
        raise Refused(_TOO_OLD)
    at = await scene(turn.tx, unit, turn.now, record, own=True)
    if not is_own_deed(record, at, who.id) or record.state is RecordState.DRAFT:
        raise Refused(_TOO_OLD)
    return record, at


def _files(turn: Turn, files: tuple[NoteFile, ...]) -> tuple[RecordFile, ...]:
    return tuple(
        RecordFile(turn.bot_id, each.media, each.id)
        for each in files
        if each.media is not NoteMedia.STICKER
    )


async def _wait(turn: Turn, record: Record | None, part: Part | None, how_long: timedelta) -> None:
    payload = {"record": record.id if record else 0, "part": part.value if part else ""}
    asked = Dialogue(WRITTEN, payload)
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + how_long)
