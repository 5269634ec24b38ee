"""Who sees an obligation, and who decides about it.

The unit above decides: about a unit's own obligation the organisers above it, about that of
somebody who holds an office the organisers where they hold it, or above; the owner decides about
any. What any member of a branch owes is told to its secretary by name, and to nobody above: so its
secretary decides, too. Nobody decides about themselves: nor does an
organiser decide about a unit below that is in their own charge, too; whoever is further above does.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from programme.calendar import local_day
from programme.duties.obligations import Obligation
from programme.duties.standing import Standing
from programme.office_holders import Holder, Office, nearest_organisers, reached
from storage.database import Transaction
from storage.people import people, people_as, person
from storage.units import ancestors
from storage.values.duties import Duty, Whom
from storage.values.people import BotId, Known, PersonId, Role, TelegramId, Unit, UnitId

_KEEPERS = (Role.SECRETARY, Role.STAND_IN)
_IN_CHARGE = (*_KEEPERS, Role.ORGANISER)


def is_any_members(duty: Duty) -> bool:
    """Whether a duty is one of all members, and not of those who hold an office."""
    who = duty.who
    return who.whom is Whom.PERSONS and (not who.roles or Role.MEMBER in who.roles)


def sees(known: Known, unit: Unit, obligation: Obligation) -> bool:
    """Whether an obligation may be told to somebody, with the name of the person whose it is."""
    whose = obligation.subject.person_id
    if whose is not None and known.person is not None and known.person.id == whose:
        return True
    if unit.id in known.units_as(*_KEEPERS):
        return True
    return _oversees(known, ancestors(unit.path)) and not is_any_members(obligation.duty)


def decides(known: Known, unit: Unit, obligation: Obligation) -> bool:
    """Whether somebody may confirm an obligation at this unit, send it back or excuse it."""
    whose = obligation.subject.person_id
    if whose is not None and known.person is not None and known.person.id == whose:
        return False
    if whose is None and unit.id in known.units_as(*_IN_CHARGE):
        # They would confirm what they themselves put down.
        return known.is_owner
    if is_any_members(obligation.duty) and unit.id in known.units_as(*_KEEPERS):
        return True
    return _oversees(known, _line(unit, obligation))


async def names_for(
    tx: Transaction,
    known: Known,
    told: Iterable[tuple[Unit, Standing]],
    *,
    deciding: bool = False,
) -> Mapping[PersonId, str]:
    """The names that may be told to somebody of all that these speak of: whose they are, whom they
    wait for, who decided. ``deciding``: they are asked about each by itself, and so may know whose
    it is wherever they decide."""
    ids: set[PersonId] = set()
    for unit, each in told:
        obligation = each.obligation
        whose = obligation.subject.person_id
        asked = deciding and decides(known, unit, obligation)
        if whose is not None and (asked or sees(known, unit, obligation)):
            ids.add(whose)
        if unit.id in known.units_as(*_KEEPERS) or _awaits_offices(obligation):
            ids |= set(each.waits_for)
        if each.ruling is not None and each.ruling.by is not None:
            ids.add(each.ruling.by)
    found = await people(tx, ids) if ids else {}
    return {person_id: person.name for person_id, person in found.items()}


async def who_decides(
    tx: Transaction,
    bot_id: BotId,
    unit: Unit,
    obligation: Obligation,
    now: datetime,
    owner: TelegramId | None,
) -> Sequence[Holder]:
    """Whom to ask about an obligation: the nearest of those who decide and can be written to."""
    day = local_day(now, unit.time_zone)
    besides = await _themselves(tx, unit, obligation, day)
    if is_any_members(obligation.duty):
        held = await people_as(tx, [unit.id], day, *_KEEPERS)
        near = await reached(tx, bot_id, unit, held[unit.id], Office.SECRETARY, besides)
        if near:
            return near
    line = _line(unit, obligation)
    found = await nearest_organisers(tx, bot_id, unit, line, now, besides)
    if found or owner is None or owner in besides:
        return found
    return (Holder(owner, "", unit.language, Office.OWNER),)


async def who_answers(
    tx: Transaction,
    bot_id: BotId,
    unit: Unit,
    obligation: Obligation,
    now: datetime,
    besides: Sequence[TelegramId] = (),
) -> Sequence[Holder]:
    """Who is told what was decided: whoever looks after the unit, else its organisers, and the
    person whose obligation it is. Nobody of ``besides``."""
    day = local_day(now, unit.time_zone)
    kept = (await people_as(tx, [unit.id], day, *_KEEPERS))[unit.id]
    kept = kept or (await people_as(tx, [unit.id], day, Role.ORGANISER))[unit.id]
    whose = obligation.subject.person_id
    own = await person(tx, whose) if whose is not None else None
    everybody = {each.id: each for each in (*kept, *((own,) if own else ()))}
    return await reached(tx, bot_id, unit, list(everybody.values()), Office.SECRETARY, besides)


def _awaits_offices(obligation: Obligation) -> bool:
    """Whether those whom a duty is to reach hold an office, all of them."""
    return bool(obligation.amount.roles) and Role.MEMBER not in obligation.amount.roles


def _line(unit: Unit, obligation: Obligation) -> tuple[UnitId, ...]:
    """The units whose organisers decide, the nearest first."""
    line = ancestors(unit.path)
    return line if obligation.subject.person_id is not None else line[1:]


def _oversees(known: Known, line: Sequence[UnitId]) -> bool:
    return known.is_owner or bool(set(line) & set(known.units_as(Role.ORGANISER)))


async def _themselves(
    tx: Transaction, unit: Unit, obligation: Obligation, day: date
) -> tuple[TelegramId, ...]:
    """Whose it is: the person, or whoever looks after the unit."""
    whose = obligation.subject.person_id
    if whose is None:
        found = list((await people_as(tx, [unit.id], day, *_IN_CHARGE))[unit.id])
    else:
        own = await person(tx, whose)
        found = [own] if own is not None else []
    return tuple(each.telegram_id for each in found if each.telegram_id is not None)
