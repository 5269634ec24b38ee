"""A town in which anything may happen to records, decisions, people and units, day by day."""

import random
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from msgspec.structs import replace

from programme import belonging
from programme.duties.references import Found
from programme.duties.ruling import rule
from programme.duties.summing import sum_up_duties, sum_up_with_turn
from programme.duties.viewing import views
from programme.importing import import_organisation
from programme.records import keeping
from programme.records.kinds import Part as Asked
from storage import pauses
from storage.appointments import end_office, held_from
from storage.bots import remember_bot
from storage.database import Database, Transaction
from storage.duty_counts import mark_closed
from storage.erasing import erase_person
from storage.people import appoint
from storage.records import add_record
from storage.values.duties import (
    Amount,
    Counting,
    Measure,
    Often,
    Part,
    When,
    Who,
    Whom,
)
from storage.values.messages import Refused
from storage.values.people import PersonId, Role, Unit
from storage.values.programme_files import UnitRow
from storage.values.records import Record, RecordId, RecordState, RulingKind, TookPart
from tests.programme.duties.branch_seven import a_duty, a_record
from tests.programme.duties.town import LONG_SINCE, NORTH, SOUTH, SPRING, STUDY, TOWN, Town
from tests.programme.studies import DEFAULTS

OTHER = UnitRow(5, "other", None, "town", "Other Town", since=SPRING)
_ROLES = (Role.SECRETARY, Role.CADRE)
DUTIES = (
    a_duty("meeting", When(Often.MONTH), tells_above=True),
    a_duty("with-many", When(Often.QUARTER), counting=Counting(("meeting",), quorum=0.5)),
    a_duty("confirmed", When(Often.HALF_YEAR), counting=Counting(("paper",)), confirmed=True),
    a_duty("after", When(Often.QUARTER), counting=Counting(("talk",)), needs=("meeting",)),
    a_duty("spoken", When(Often.QUARTER), counting=Counting(("talk",), spoken_by=_ROLES)),
    a_duty("twice", When(Often.MONTH), amount=Amount(least=2)),
    a_duty("reached", When(Often.QUARTER), amount=Amount(Measure.REACHED, 0.8)),
    a_duty(
        "visit",
        When(Often.MONTH),
        who=Who(Whom.PERSONS, roles=_ROLES),
        counting=Counting(("visit",)),
    ),
    a_duty(
        "at-home",
        When(Often.MONTH),
        who=Who(Whom.PERSONS),
        counting=Counting(("meeting",), in_own_branch=True),
    ),
    a_duty(
        "speech",
        When(Often.QUARTER),
        who=Who(Whom.PERSONS, roles=_ROLES),
        counting=Counting(("talk",), part=Part.SPEAKER),
    ),
    STUDY,
)
_KINDS = ("meeting", "paper", "talk", "visit")


@dataclass(slots=True)
class Lived:
    """The town with its units, people and records so far."""

    stage: Town
    units: list[Unit]
    people: list[PersonId]
    dice: random.Random
    records: list[Record] = field(default_factory=list)

    def some(self, most: int) -> tuple[TookPart, ...]:
        """Some of the people, each once, who were there or spoke."""
        there = self.dice.sample(self.people, self.dice.randint(0, most))
        return tuple(TookPart(each, self.dice.choice(list(Part))) for each in there)


async def settle(database: Database, dice: random.Random) -> Lived:
    """The town with two branches, another town, and people in and out of office."""
    stage = Town(database)
    await stage.with_duties(*DUTIES)
    units = await stage.units(TOWN, NORTH, SOUTH, OTHER)
    town, north, south, _ = units
    both = [(south, Role.SECRETARY), (town, Role.CADRE)]
    offices: list[list[tuple[Unit, Role]]] = [[(north, Role.SECRETARY)], both, [], []]
    people = [await stage.person(40 + n, *held) for n, held in enumerate(offices)]
    async with database.writing() as tx:
        await remember_bot(tx, stage.bot, "bot", hour_of(LONG_SINCE, 0))
        for who, home in zip(people, (north, south, north, south), strict=True):
            await belonging.enter(tx, who, home.id, LONG_SINCE, home=True)
    return Lived(stage, units, people, dice)


async def morning(lived: Lived, day: date) -> None:
    """The morning of branches, and an hour later of units above, with all that they have counted
    afresh."""
    async with lived.stage.database.writing() as tx:
        await mark_closed(tx, day)
    for hour in (0, 1):
        await lived.stage.tick(hour_of(day, hour))
        while await sum_up_duties(lived.stage.database, hour_of(day, hour), DEFAULTS):
            pass


async def office_hours(lived: Lived, day: date, times: int) -> None:
    """So many things happen to records and obligations, each in its own transaction."""
    for n in range(times):
        now = hour_of(day, 2) + timedelta(minutes=n)
        async with lived.stage.database.writing() as tx:
            with suppress(Refused):
                await _do(tx, lived, day, now)
            await sum_up_with_turn(tx, now, DEFAULTS)


async def evening(lived: Lived, day: date) -> None:
    """Something happens to people or units, which the next morning tells."""
    dice, now = lived.dice, hour_of(day, 9)
    who, unit = dice.choice(lived.people), dice.choice(lived.units[1:3])
    above = dice.choice(("town", "other"))
    row = UnitRow(3, unit.code, above, "branch", unit.name, since=SPRING)
    async with lived.stage.database.writing() as tx:
        match dice.randrange(8):
            case 0:
                await belonging.enter(tx, who, unit.id, day, home=dice.random() < 0.7)
            case 1:
                await belonging.leave(tx, who, unit.id, day)
            case 2:
                role = dice.choice(_ROLES)
                await appoint(tx, who, unit.id, role, day)
            case 3:
                for held in await held_from(tx, unit.id, dice.choice(_ROLES), day):
                    await end_office(tx, held.id, day)
            case 4:
                await import_organisation(tx, [row], now, DEFAULTS)
            case 5:
                until = day + timedelta(days=dice.randint(0, 9))
                await import_organisation(tx, [replace(row, until=until)], now, DEFAULTS)
            case 6:
                await pauses.add_leave(tx, who, day, day + timedelta(days=9), who, now)
            case 7 if dice.random() < 0.3:
                await erase_person(tx, who, day, now)


def hour_of(day: date, hour: int) -> datetime:
    """A day's hour in UTC."""
    return datetime.combine(day, time(hour), UTC)


async def _do(tx: Transaction, lived: Lived, day: date, now: datetime) -> None:
    dice, by = lived.dice, lived.dice.choice(lived.people)
    place = dice.randrange(len(lived.records)) if lived.records else None
    what = dice.choice(
        ("new", "change", "change", "delete", "restore", "take back", "rule", "rule")
    )
    if what == "rule":
        await _rule(tx, lived, by, now)
    elif what == "new" or place is None:
        back = timedelta(days=dice.randint(0, 70))
        draft = a_record(
            str(day - back),
            unit_id=dice.choice(lived.units).id,
            kinds=tuple(dice.sample(_KINDS, dice.randint(1, 2))),
            people=lived.some(3),
            by=by,
        )
        kept = await add_record(tx, replace(draft, id=RecordId(0), state=RecordState.DRAFT))
        lived.records.append(await keeping.put_down(tx, kept, by, now))
    else:
        lived.records[place] = await _again(tx, lived, lived.records[place], what, now)


async def _again(tx: Transaction, lived: Lived, record: Record, what: str, now: datetime) -> Record:
    dice, by = lived.dice, lived.dice.choice(lived.people)
    is_kept = record.state is RecordState.KEPT
    match what:
        case "change" if is_kept:
            changed = dice.choice(
                (
                    replace(record, day=record.day - timedelta(days=dice.randint(1, 40))),
                    replace(record, people=lived.some(4)),
                    replace(record, kinds=(dice.choice(_KINDS),)),
                    replace(record, minutes=dice.randint(1, 200)),
                )
            )
            return await keeping.change(tx, record, changed, dice.choice(list(Asked)), by, now)
        case "delete" if is_kept:
            await keeping.delete(tx, record, by, now)
            return replace(record, state=RecordState.DELETED, changed_at=now)
        case "restore" if record.state is RecordState.DELETED:
            return await keeping.restore(tx, record, by, now)
        case "take back" if is_kept:
            draft = await keeping.take_back(tx, record, by, now)
            return await keeping.put_down(tx, draft, by, now) if dice.random() < 0.3 else draft
    return record


async def _rule(tx: Transaction, lived: Lived, by: PersonId, now: datetime) -> None:
    unit = lived.dice.choice(lived.units)
    view = (await views(tx, [unit], now)).get(unit.id)
    if view and view.standings:
        found = Found(view.matters, lived.dice.choice(list(view.standings)))
        await rule(tx, found, lived.dice.choice(list(RulingKind)), by, "so it is", now)
