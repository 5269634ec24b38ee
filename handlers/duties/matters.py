"""/matters: what there is to see to, for one's unit and oneself; one tap from the keyboard."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from handlers.duties.places import Places, own_id, places_of, seen, unnamed_to
from handlers.gate import Command, looks_after, oversees, require
from handlers.member import button_parts, is_number, too_old
from handlers.own_units import in_charge_of
from handlers.problems.mentions import on_card
from handlers.turn import Turn
from programme.calendar import local_day
from programme.duties.awaiting import awaiting_below
from programme.duties.rights import decides, names_for, sees
from programme.duties.standing import Standing
from programme.duties.viewing import (
    UnitView,
    awaiting,
    coming,
    overdue,
    views,
)
from reports.duties import matters as reports
from reports.duties.entries import Entry, entries, told_where
from reports.said import Said
from storage import meetings
from storage.status import Counts, counts
from storage.values.duties import DutyBook
from storage.values.messages import Refused
from storage.values.people import Unit, UnitId

_TOO_OLD = too_old("/matters")


async def matters(turn: Turn) -> None:
    """Answer /matters, and the key that says the same."""
    require(turn, Command.MATTERS)
    turn.reply(await _card(turn, await places_of(turn)))


async def matters_button(turn: Turn) -> None:
    """A tap on ``matter:<unit>``."""
    require(turn, Command.MATTERS)
    places = await places_of(turn)
    _, number, *rest = [*button_parts(turn), ""]
    if rest != [""] or not is_number(number):
        raise Refused(_TOO_OLD)
    found = next((unit for unit in places.charge if unit.id == int(number)), None)
    if found is None:
        raise Refused(_TOO_OLD)
    turn.edit(await _card(turn, places, found))


async def _card(turn: Turn, places: Places, wanted: Unit | None = None) -> Said:
    """What is told of one unit, the first where none is named, with the speaker's own."""
    loaded = await views(turn.tx, places.all, turn.now)
    own = _own(turn, loaded.values())
    unit = wanted or next(iter(places.charge), None)
    if unit is None and not own:
        return await on_card(turn, reports.nothing_of_yours(turn.own_words), None, is_empty=True)
    told = await _told(turn, unit or places.own[0], unit is not None, loaded, own)
    others = [each for each in places.charge if unit is None or each.id != unit.id]
    buttons = reports.card_buttons(
        turn.own_words,
        told,
        others,
        looked_after=unit is not None and looks_after(turn.known, unit),
        overseen=unit is not None and oversees(turn.known, unit),
    )
    return await on_card(turn, reports.matters_text(turn.own_words, told, buttons), unit)


async def _told(
    turn: Turn,
    unit: Unit,
    in_charge: bool,
    loaded: Mapping[UnitId, UnitView],
    own: Sequence[Standing],
) -> reports.Matters:
    view = loaded.get(unit.id) if in_charge else None
    today = local_day(turn.now, unit.time_zone)
    listed = [s for s in seen(turn, view) if s not in own] if view else []
    late, soon = overdue(listed), coming(listed, today)
    decisions = await _decisions(turn, loaded.values())
    unnamed = unnamed_to(turn, unit)
    planned = await meetings.planned(turn.tx, [unit.id], turn.now) if in_charge else []
    return reports.Matters(
        unit=unit,
        today=today,
        book=view.matters.book if view else DutyBook(),
        names=await names_for(turn.tx, turn.known, [*decisions, *_at(unit, *late, *soon)]),
        counts=await _counts(turn, unit, today) if in_charge else None,
        overdue=entries(late, unnamed),
        coming=entries(soon, unnamed),
        own=told_where(_own_entries(own, today), (each.unit for each in loaded.values())),
        decisions=decisions,
        meetings=planned,
        over={each.id for each in planned if each.ends_at and each.ends_at <= turn.now},
        reader=own_id(turn),
    )


def _at(unit: Unit, *standings: Standing) -> list[tuple[Unit, Standing]]:
    return [(unit, each) for each in standings]


def _own(turn: Turn, loaded: Iterable[UnitView]) -> list[Standing]:
    """What the speaker owes themselves, wherever it is."""
    me = own_id(turn)
    return [] if me is None else [each for view in loaded for each in view.of(me)]


def _own_entries(own: Sequence[Standing], today: date) -> list[Entry]:
    return [*entries(overdue(own)), *entries(coming(own, today))]


async def _decisions(turn: Turn, loaded: Iterable[UnitView]) -> list[tuple[Unit, Standing]]:
    """What waits for the speaker to confirm it."""
    at = {each.id for each in await in_charge_of(turn) if oversees(turn.known, each)}
    below = await awaiting_below(turn.tx, at, turn.now, turn.defaults) if at else []
    here = [(view.unit, each) for view in loaded for each in awaiting(view.standings)]
    found = {each.obligation.key: (unit, each) for unit, each in (*here, *below)}
    return [
        (unit, each)
        for unit, each in found.values()
        if sees(turn.known, unit, each.obligation) and decides(turn.known, unit, each.obligation)
    ]


async def _counts(turn: Turn, unit: Unit, today: date) -> Counts | None:
    """The day's three of a branch that the speaker looks after."""
    if not looks_after(turn.known, unit):
        return None
    return (await counts(turn.tx, [unit.id], today, today))[unit.id]
