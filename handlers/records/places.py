"""The places, pairs and service stations of a unit, for whoever puts down what it did."""

from datetime import timedelta

from handlers.gate import Command, records_for, require
from handlers.member import is_number
from handlers.own_units import named_in
from handlers.records.finding import TOO_OLD, units_to_record
from handlers.turn import Turn
from handlers.written import typed
from programme.records.kinds import named_by
from programme.records.places import add, own_place, own_places
from programme.records.scene import Scene, scene
from reports.records import places as reports
from storage import dialogues, places
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused
from storage.values.people import PersonId
from storage.values.records import Place

WRITTEN = "place"
_PATIENCE = timedelta(hours=1)


async def places_button(turn: Turn, what: list[str]) -> None:
    """A tap on ``record:places:<unit>`` with ``what`` behind it, the unit first."""
    at = await _scene(turn, what[0] if what else "")
    match what[1:]:
        case []:
            turn.edit(reports.place_list(turn.own_words, at, own_places(at)))
        case [act] if act == reports.ADD:
            turn.edit(reports.which_kind(turn.own_words, at))
        case [act, kind] if act == reports.ADD:
            await _ask(turn, at, kind)
        case [act, number] if act == reports.ONE:
            turn.edit(reports.place_page(turn.own_words, at, _place(at, number)))
        case [act, number] if act == reports.CLOSE:
            await places.close_place(turn.tx, _place(at, number).id)
            await _show(turn, at, turn.own_words("Taken out."))
        case [act, number, page] if act == reports.WHOSE and is_number(page):
            place = _place(at, number)
            turn.edit(reports.whose_page(turn.own_words, at, place, int(page)))
        case [act, number, _, person] if act == reports.WHOSE:
            await _hold(turn, at, _place(at, number), person)
        case _:
            raise Refused(TOO_OLD)


async def name_written(turn: Turn, asked: Dialogue) -> None:
    """Take the name of a place that was asked for."""
    require(turn, Command.RECORD)
    at = await _scene(turn, str(asked.payload.get("unit", "")))
    kind = str(asked.payload.get("kind", ""))
    if kind not in at.book.places:
        raise Refused(TOO_OLD)
    await add(turn.tx, at, kind, typed(turn.update))
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    await _show(turn, at, turn.own_words("Added."))


async def _ask(turn: Turn, at: Scene, kind: str) -> None:
    key = named_by(kind, list(at.book.places))
    if key is None:
        raise Refused(TOO_OLD)
    asked = Dialogue(WRITTEN, {"unit": at.unit.id, "kind": key})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
    turn.reply(reports.ask_name(turn.own_words))


async def _hold(turn: Turn, at: Scene, place: Place, person: str) -> None:
    holder = next((each for each in at.names if str(each) == person), None)
    if holder is None and person != reports.NOBODY:
        raise Refused(TOO_OLD)
    await places.set_holder(turn.tx, place.id, PersonId(holder) if holder else None)
    await _show(turn, at, turn.own_words("Set."))


async def _show(turn: Turn, at: Scene, notice: str) -> None:
    now = await scene(turn.tx, at.unit, turn.now)
    said = reports.place_list(turn.own_words, now, own_places(now), notice)
    if turn.update.callback_query is not None:
        turn.edit(said)
    else:
        turn.reply(said)


async def _scene(turn: Turn, unit: str) -> Scene:
    own = [each for each in await units_to_record(turn) if records_for(turn.known, each)]
    at = await scene(turn.tx, named_in(own, unit, TOO_OLD), turn.now)
    if not at.book.places:
        raise Refused(TOO_OLD)
    return at


def _place(at: Scene, number: str) -> Place:
    place = own_place(at, number)
    if place is None:
        raise Refused(TOO_OLD)
    return place
