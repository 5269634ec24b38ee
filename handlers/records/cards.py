"""The card of a record: each thing changed by taps; put down, dropped, taken back, deleted."""

from datetime import timedelta

from msgspec.structs import replace

from handlers.gate import Command, require
from handlers.member import is_number
from handlers.records.finding import (
    TOO_OLD,
    Found,
    again,
    ask_to_confirm,
    card_of,
    found,
    speaker,
    units_to_record,
)
from handlers.turn import Turn
from programme.duties.viewing import views
from programme.records import keeping
from programme.records.changing import with_chosen
from programme.records.changing_people import NONE
from programme.records.choices import by_need, open_ones
from programme.records.counted import around, making_up, to_make_up
from programme.records.kinds import Part, family_of, parts_of
from reports.records import card as reports
from reports.records import making_up as making_up_pages
from reports.records import pages, showing
from storage import dialogues, records
from storage.values.dialogues import Dialogue
from storage.values.duties import RecordKind
from storage.values.messages import Refused
from storage.values.records import Record, RecordState

WRITTEN = "record"
"""The kind of question that asks for something about a record. Without a part, photos alone are
taken for it."""
_PATIENCE = timedelta(hours=1)
_AFTERWARDS = timedelta(minutes=10)
_STAYING = (Part.PEOPLE, Part.SPEAKERS, Part.ALSO)
"""Of these, more than one may be meant: the page stays."""
_PAGE = "page"


async def about(turn: Turn, number: int, what: list[str]) -> None:
    """A tap on ``record:<record>`` with ``what`` behind it."""
    require(turn, Command.RECORD)
    shown = await found(turn, number)
    match what:
        case [] | [reports.CHANGE]:
            await show_card(turn, shown)
        case [part, *rest] if part in tuple(Part):
            await _about_part(turn, shown, Part(part), rest)
        case [reports.KEEP, *as_it_is] if as_it_is in ([], [reports.AS_IT_IS]):
            await _keep(turn, shown, asked=bool(as_it_is))
        case [reports.UP, code]:
            await _make_up(turn, shown, code)
        case [reports.DROP] if shown.record.state is RecordState.DRAFT:
            await records.drop_draft(turn.tx, shown.record.id)
            await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, WRITTEN)
            turn.edit(showing.dropped(turn.own_words))
        case _:
            raise Refused(TOO_OLD)


async def show_card(turn: Turn, shown: Found, notice: str = "", *, edits: bool = True) -> None:
    """Show the card, in place of what was tapped where it ``edits``. Photos that come now belong
    to a draft."""
    _check_alive(shown.record)
    said = reports.card(turn.own_words, await card_of(turn, shown), notice)
    if shown.record.state is RecordState.DRAFT:
        await _wait(turn, shown.record, None, _PATIENCE)
    if edits and turn.update.callback_query is not None:
        turn.edit(said)
    else:
        turn.reply(said)


async def changed(turn: Turn, shown: Found, new: Record, part: Part) -> Found:
    """Keep what was changed about a record."""
    _check_alive(shown.record)
    kept = await keeping.change(turn.tx, shown.record, new, part, speaker(turn), turn.now)
    if kept.state is RecordState.KEPT and kept != shown.record:
        await ask_to_confirm(turn, kept)
    # What is known there hangs on the day.
    return await found(turn, kept.id) if kept.day != shown.record.day else again(shown, kept)


async def _about_part(turn: Turn, shown: Found, part: Part, rest: list[str]) -> None:
    _check_alive(shown.record)
    if part is Part.MAKES_UP and not rest:
        await _ask_up(turn, shown)
        return
    if not await _is_offered(turn, shown, part):
        raise Refused(TOO_OLD)
    match rest:
        case []:
            await _show_part(turn, shown, part)
        case [page, number] if page == _PAGE and is_number(number):
            await _show_part(turn, shown, part, int(number))
        case [reports.OTHER]:
            await ask(turn, shown, part)
        case [reports.READY] if part is Part.FILES:
            await show_card(turn, shown)
        case [value, *page] if not page or is_number(page[0]):
            await _choose(turn, shown, part, value, int(page[0]) if page else 0)
        case _:
            raise Refused(TOO_OLD)


async def _is_offered(turn: Turn, shown: Found, part: Part) -> bool:
    record, at = shown.record, shown.at
    if part is Part.UNIT:
        return at.own and len(await units_to_record(turn)) > 1
    return part in parts_of(family_of(at.book, record), own=at.own)


async def _show_part(turn: Turn, shown: Found, part: Part, number: int = 0) -> None:
    record, at = shown.record, shown.at
    if part is Part.FILES:
        await _wait(turn, record, part, _PATIENCE)
        turn.edit(pages.ask_files(turn.own_words, record))
        return
    if pages.only_typed(record, part, at):
        await ask(turn, shown, part)
        return
    kinds = await _kinds(turn, shown) if part in (Part.KIND, Part.ALSO) else ()
    units = await units_to_record(turn) if part is Part.UNIT else ()
    turn.edit(pages.part_page(turn.own_words, record, part, at, kinds, number, units))


async def _choose(turn: Turn, shown: Found, part: Part, value: str, page: int) -> None:
    if part is Part.UNIT:
        await _move(turn, shown, value)
        return
    new = with_chosen(shown.record, part, value, shown.at)
    if new is None:
        raise Refused(TOO_OLD)
    now = await changed(turn, shown, new, part)
    if part in _STAYING:
        await _show_part(turn, now, part, page)
    else:
        await show_card(turn, now)


async def _move(turn: Turn, shown: Found, value: str) -> None:
    """Somebody's own record belongs to another of their units."""
    units = {str(each.id): each for each in await units_to_record(turn)}
    if value not in units:
        raise Refused(TOO_OLD)
    new = replace(shown.record, unit_id=units[value].id, place_id=None, makes_up=())
    await changed(turn, shown, new, Part.UNIT)
    await show_card(turn, await found(turn, shown.record.id))


async def ask(turn: Turn, shown: Found, part: Part) -> None:
    """Ask for what is typed."""
    await _wait(turn, shown.record, part, _PATIENCE)
    turn.reply(pages.ask_typed(turn.own_words, part, family_of(shown.at.book, shown.record)))


async def _keep(turn: Turn, shown: Found, *, asked: bool) -> None:
    record = shown.record
    if record.state is RecordState.DRAFT and not asked and not record.makes_up:
        known = await around(turn.tx, [record], turn.now, turn.defaults)
        candidates = to_make_up(record, known)
        if candidates:
            turn.edit(making_up_pages.ask_to_make_up(turn.own_words, record, candidates, shown.at))
            return
    await _put_down(turn, shown)


async def _put_down(turn: Turn, shown: Found) -> None:
    """Keep a draft, and say for what it counts. A second tap says the same once more."""
    _check_alive(shown.record)
    at = None if shown.at.own else shown.at
    kept = await keeping.put_down(turn.tx, shown.record, speaker(turn), turn.now, at)
    if shown.record.state is RecordState.DRAFT:
        await ask_to_confirm(turn, kept)
        # Whoever sends the photo now means it for this.
        await _wait(turn, kept, None, _AFTERWARDS)
    turn.edit(showing.put_down(turn.own_words, await card_of(turn, again(shown, kept))))


async def _ask_up(turn: Turn, shown: Found) -> None:
    record = shown.record
    known = await around(turn.tx, [record], turn.now, turn.defaults)
    candidates = to_make_up(record, known)
    if not candidates and not record.makes_up:
        raise Refused(TOO_OLD)
    turn.edit(making_up_pages.ask_to_make_up(turn.own_words, record, candidates, shown.at))


async def _make_up(turn: Turn, shown: Found, code: str) -> None:
    """A record is meant for an earlier period, or for its own after all."""
    record = shown.record
    known = await around(turn.tx, [record], turn.now, turn.defaults)
    candidates = to_make_up(record, known)
    meant = [each for each in candidates if making_up_pages.up_code(each) == code]
    if not meant and code != NONE:
        raise Refused(TOO_OLD)
    chosen = making_up(record, meant).makes_up
    if len(candidates) > 1 and set(chosen) <= set(record.makes_up):
        # Of several, a second tap takes it back.
        up = tuple(each for each in record.makes_up if each not in chosen)
    else:
        up = tuple(dict.fromkeys((*record.makes_up, *chosen))) if chosen else ()
    now = await changed(turn, shown, replace(record, makes_up=up), Part.MAKES_UP)
    if len(candidates) > 1:
        turn.edit(making_up_pages.ask_to_make_up(turn.own_words, now.record, candidates, now.at))
    elif record.state is RecordState.DRAFT:
        await _put_down(turn, now)
    else:
        await show_card(turn, now)


async def _kinds(turn: Turn, shown: Found) -> list[RecordKind]:
    at = shown.at
    here = (await views(turn.tx, [at.unit], turn.now)).get(at.unit.id)
    person = speaker(turn) if at.own else None
    wanted = open_ones(here.standings, here.matters, person) if here else ()
    return by_need(at.book, wanted, [shown.record], own=at.own)


async def _wait(turn: Turn, record: Record, part: Part | None, how_long: timedelta) -> None:
    asked = Dialogue(WRITTEN, {"record": record.id, "part": part.value if part else ""})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + how_long)


def _check_alive(record: Record) -> None:
    if record.state is RecordState.DELETED:
        raise Refused(TOO_OLD)
