"""/why: how an obligation stands, and why."""

from collections.abc import Sequence
from datetime import date

from handlers.duties.deadlines import back_to, first_page
from handlers.duties.places import does, own_id, places_of, seen
from handlers.gate import Command, require
from handlers.member import button_parts, too_old
from handlers.turn import Turn
from handlers.written import after_command
from programme.duties.loading import load_matters
from programme.duties.obligations import Obligation
from programme.duties.periods import period_at
from programme.duties.references import Found, find
from programme.duties.rights import decides, names_for, sees
from programme.duties.standing import Standing
from programme.duties.unbroken import Unbroken, unbroken
from programme.duties.viewing import UnitView, coming, overdue, views
from programme.duties.working_out import work_out
from reports.duties import why as reports
from reports.said import Said
from storage.records import last_of_kind
from storage.values.messages import Refused, message

_TOO_OLD = too_old("/deadlines")
_UNKNOWN = message("I find no such duty of yours. All that are due: /deadlines")
_MOST = 8
"""So many are offered to choose from."""
_YEARS = 2
"""How many years back a row without a break is followed."""


async def why(turn: Turn) -> None:
    """Answer /why, with a duty's name or key behind it; without one, what there is to ask about."""
    require(turn, Command.WHY)
    written = turn.update.effective_message
    named = after_command(written).strip() if written is not None else ""
    if not named:
        turn.reply(await first_page(turn))
        return
    found = await _named(turn, named)
    if not found:
        raise Refused(_UNKNOWN)
    if len(found) == 1:
        view, standing = found[0]
        turn.reply(await _page(turn, Found(view.matters, standing)))
        return
    told = [(view.unit, each) for view, each in found[:_MOST]]
    names = await names_for(turn.tx, turn.known, told)
    turn.reply(reports.which(turn.own_words, told, names, found[0][0].today, own_id(turn)))


async def why_button(turn: Turn) -> None:
    """A tap on ``why:<obligation>``."""
    require(turn, Command.WHY)
    _, *named = button_parts(turn)
    if len(named) != 1:
        raise Refused(_TOO_OLD)
    found = await find(turn.tx, named[0], turn.now, turn.defaults)
    if found is None:
        raise Refused(_TOO_OLD)
    turn.edit(await explained(turn, found))


async def explained(turn: Turn, found: Found) -> Said:
    """The explanation of an obligation. Raises :class:`Refused` for somebody whom it does not
    concern."""
    unit, obligation = found.matters.facts.unit, found.standing.obligation
    if not (sees(turn.known, unit, obligation) or decides(turn.known, unit, obligation)):
        raise Refused(_TOO_OLD)
    return await _page(turn, found)


async def _page(turn: Turn, found: Found) -> Said:
    matters, standing = found.matters, found.standing
    unit, duty = matters.facts.unit, standing.obligation.duty
    row = await _row(turn, found) if duty.unbroken_since else None
    told = reports.Why(
        unit=unit,
        today=matters.today,
        book=matters.book,
        standing=standing,
        names=await names_for(turn.tx, turn.known, [(unit, standing)], deciding=True),
        reader=own_id(turn),
        decides=decides(turn.known, unit, standing.obligation),
        does=does(turn, unit, standing),
        row=row,
    )
    return reports.why_text(turn.own_words, told, back_to(turn, unit))


async def _row(turn: Turn, found: Found) -> Unbroken | None:
    """How long a duty has been met without a break: over the last years, or since the day that
    the branch has put down."""
    matters, obligation = found.matters, found.standing.obligation
    unit, duty = matters.facts.unit, obligation.duty
    said = await last_of_kind(turn.tx, unit.id, duty.unbroken_since)
    years = [matters.today.year - _YEARS, *([said.day.year] if said else [])]
    first = date(max(min(years), matters.facts.since.year), 1, 1)
    present = period_at(duty.when, matters.today)
    # What is done already in the period that is under way counts.
    last = max(matters.today, present.due) if present else matters.today
    wide = (await load_matters(turn.tx, [unit], first, last, turn.now))[unit.id]
    alike = [
        each
        for each in work_out(wide, first, last, {obligation.duty.key})
        if each.obligation.subject == obligation.subject
    ]
    return unbroken(duty, alike, said.day if said else None)


async def _named(turn: Turn, named: str) -> list[tuple[UnitView, Standing]]:
    """The obligations that a typed name or key may mean: of each duty of each subject the one that
    matters now."""
    places = await places_of(turn)
    found: list[tuple[UnitView, Standing]] = []
    for view in (await views(turn.tx, places.all, turn.now)).values():
        listed = [
            each
            for each in seen(turn, view)
            if sees(turn.known, view.unit, each.obligation) and _is_called(each.obligation, named)
        ]
        found += [(view, each) for each in _of_now(listed, view)]
    return found


def _of_now(listed: Sequence[Standing], view: UnitView) -> list[Standing]:
    """Of each duty and subject: what is overdue, else what comes, else what was due last."""
    chosen: dict[object, Standing] = {}
    begun = [each for each in listed if each.obligation.period.first <= view.today]
    for each in (*overdue(listed), *coming(listed, view.today), *reversed(begun), *listed):
        chosen.setdefault((each.obligation.duty.key, each.obligation.subject), each)
    return list(chosen.values())


def _is_called(obligation: Obligation, named: str) -> bool:
    duty, said = obligation.duty, named.casefold()
    return said == duty.key or any(said in title.casefold() for title in duty.titles.values())
