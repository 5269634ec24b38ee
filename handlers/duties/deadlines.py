"""/deadlines: what is due next, by date, with what counts and what is missing."""

from collections.abc import Mapping, Sequence

from handlers.duties.places import own_id, places_of, seen, unnamed_to
from handlers.gate import Command, looks_after, oversees, require
from handlers.member import button_parts, is_number, too_old
from handlers.turn import Turn
from programme.calendar import local_day
from programme.duties.references import find
from programme.duties.rights import names_for, sees
from programme.duties.standing import Standing
from programme.duties.viewing import (
    UnitView,
    awaiting,
    coming,
    overdue,
    views,
)
from programme.duties.working_out import work_out
from reports.duties import deadlines as reports
from reports.duties.entries import entries, told_where
from reports.duties.matters import nothing_of_yours
from reports.said import Button, Rows, Said
from storage.units import unit as unit_of
from storage.values.duties import DutyBook
from storage.values.messages import Refused
from storage.values.people import Unit, UnitId

_TOO_OLD = too_old("/deadlines")
_OWN = "own"
_MOST = 40
"""So many persons are one message, with a button each."""


async def deadlines(turn: Turn) -> None:
    """Answer /deadlines."""
    require(turn, Command.DEADLINES)
    turn.reply(await first_page(turn))


async def first_page(turn: Turn) -> Said:
    """What is due next in the first of the speaker's units, or else of their own."""
    places = await places_of(turn)
    if not places.charge:
        return await _own_page(turn, 0)
    first, *others = places.charge
    # Most who look after a unit are at home there: it is worked out once.
    loaded = await views(turn.tx, list({u.id: u for u in (first, *places.own)}.values()), turn.now)
    own = [Button(turn.own_words("Your own"), data=f"due:{_OWN}:0")]
    more: Rows = (tuple(own),) if _owed(turn, places.own, loaded) else ()
    return await _unit_page(turn, first, loaded.get(first.id), 0, (*more, *_others(others)))


async def due_button(turn: Turn) -> None:
    """A tap on ``due:<unit>:<page>``, ``due:own:<page>`` or ``due:each:<obligation>``."""
    require(turn, Command.DEADLINES)
    match button_parts(turn)[1:]:
        case [kind, page] if kind == _OWN and is_number(page):
            turn.edit(await _own_page(turn, int(page)))
        case ["each", named]:
            turn.edit(await _each(turn, named))
        case [number, page] if is_number(number) and is_number(page):
            unit = await unit_of(turn.tx, UnitId(int(number)), turn.defaults)
            if unit is None or not (looks_after(turn.known, unit) or oversees(turn.known, unit)):
                raise Refused(_TOO_OLD)
            view = (await views(turn.tx, [unit], turn.now)).get(unit.id)
            turn.edit(await _unit_page(turn, unit, view, int(page), back_to(turn, unit)))
        case _:
            raise Refused(_TOO_OLD)


async def _unit_page(
    turn: Turn, unit: Unit, view: UnitView | None, page: int, buttons: Rows = ()
) -> Said:
    listed = seen(turn, view) if view else []
    today = local_day(turn.now, unit.time_zone)
    shown = _in_order(listed, view)
    told = reports.Deadlines(
        unit=unit.name,
        today=today,
        book=view.matters.book if view else DutyBook(),
        entries=entries(shown, unnamed_to(turn, unit)),
        names=await names_for(turn.tx, turn.known, [(unit, each) for each in shown]),
        reader=own_id(turn),
    )
    return reports.deadlines_text(turn.own_words, told, page, f"due:{unit.id}", buttons)


async def _own_page(turn: Turn, page: int) -> Said:
    """What the speaker owes themselves, wherever it is."""
    places = await places_of(turn)
    own = _owed(turn, places.own, await views(turn.tx, places.own, turn.now))
    if not own:
        return nothing_of_yours(turn.own_words)
    view = own[0][0]
    shown = [each for at, theirs in own for each in _in_order(theirs, at)]
    told = reports.Deadlines(
        unit=turn.own_words("Your own"),
        today=view.today,
        book=view.matters.book,
        entries=told_where(
            entries(sorted(shown, key=lambda each: each.due)), (at.unit for at, _ in own)
        ),
        names={},
        reader=own_id(turn),
    )
    return reports.deadlines_text(turn.own_words, told, page, f"due:{_OWN}")


async def _each(turn: Turn, named: str) -> Said:
    """One duty of several persons, by name."""
    found = await find(turn.tx, named, turn.now, turn.defaults)
    if found is None:
        raise Refused(_TOO_OLD)
    unit, obligation = found.matters.facts.unit, found.standing.obligation
    alike = [
        each
        for each in work_out(
            found.matters, obligation.period.due, obligation.period.due, {obligation.duty.key}
        )
        if each.obligation.subject.person_id is not None and sees(turn.known, unit, each.obligation)
    ]
    if not alike:
        raise Refused(_TOO_OLD)
    told = reports.Deadlines(
        unit=unit.name,
        today=found.matters.today,
        book=found.matters.book,
        entries=[each for one in alike[:_MOST] for each in entries([one])],
        names=await names_for(turn.tx, turn.known, [(unit, each) for each in alike]),
    )
    return reports.each_text(turn.own_words, told, back_to(turn, unit))


def _in_order(listed: Sequence[Standing], view: UnitView | None) -> list[Standing]:
    if view is None:
        return []
    return [*overdue(listed), *awaiting(listed), *coming(listed, view.today)]


def _owed(
    turn: Turn, own: Sequence[Unit], loaded: Mapping[UnitId, UnitView]
) -> list[tuple[UnitView, list[Standing]]]:
    """What the speaker owes themselves at these units."""
    me = own_id(turn)
    if me is None:
        return []
    at = [loaded[unit.id] for unit in own if unit.id in loaded]
    return [(view, theirs) for view in at if (theirs := view.of(me))]


def _others(units: Sequence[Unit]) -> Rows:
    return tuple((Button(each.name, data=f"due:{each.id}:0"),) for each in units)


def back_to(turn: Turn, unit: Unit) -> Rows:
    """To the page that leads to what is due at a unit: the card, or its line in the status."""
    if any(each.unit_id == unit.id for each in turn.known.appointments):
        data = f"matter:{unit.id}"
    elif oversees(turn.known, unit):
        data = f"status:{unit.id}:0"
    else:
        data = f"due:{_OWN}:0"
    return ((Button(turn.own_words("Back"), data=data),),)
