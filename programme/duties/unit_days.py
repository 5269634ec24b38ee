"""What is spoken of at units on one of their days, and to whom.

It costs little on a day on which there is nothing: what anybody may be reminded of follows from the
duties and the days off alone, and only units that it concerns are looked at.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from programme.calendar import local_day, next_study_day
from programme.duties.facts import UnitFacts, is_meant
from programme.duties.loading import UnitMatters, load_matters
from programme.duties.periods import period_of
from programme.duties.readers import in_office, readers_of
from programme.duties.reminding import (
    LONGEST_WINDOW,
    Occasion,
    Window,
    is_newly_overdue,
    is_told,
    occasion_of,
    occasions,
    window_of,
)
from programme.duties.standing import Standing
from programme.duties.working_out import work_out
from programme.timetables import followed_by
from storage import duty_books, pauses, programmes, reminders, slots
from storage.database import Transaction
from storage.reminders import PutOff, Reachable
from storage.values.days import SlotKind
from storage.values.duties import DutyBook, Period
from storage.values.people import BotId, PersonId, Unit, UnitId
from storage.values.programme_files import DaysOff


class Line(Struct, frozen=True):
    """One thing of which somebody is reminded: an obligation, or the same one of several people
    other than the reader."""

    unit: Unit
    standings: tuple[Standing, ...]

    @property
    def first(self) -> Standing:
        """The obligation, or the first of them."""
        return self.standings[0]


class UnitDay(Struct, frozen=True):
    """A unit on one of its days.

    ``named``: of what anybody may be reminded here. ``standings``: what of it is not met.
    ``reached``: those in office to whom the bot can write and who are not on leave.
    """

    unit: Unit
    window: Window
    days_off: DaysOff
    book: DutyBook
    today: frozenset[Occasion] = frozenset()
    named: frozenset[tuple[str, Period]] = frozenset()
    facts: UnitFacts | None = None
    standings: Sequence[Standing] = ()
    put_off: Sequence[PutOff] = ()
    reached: Mapping[PersonId, Reachable] = {}

    def is_told(self, standing: Standing, reader: PersonId | None = None) -> bool:
        """Whether an obligation is spoken of today; with what ``reader`` has put off."""
        until = next(
            (
                each.until
                for each in self.put_off
                if each.reader == reader and each.obligation == standing.obligation.key
            ),
            None,
        )
        return is_told(standing, until, self.window, self.days_off, self.today)

    def is_new(self, standing: Standing) -> bool:
        """Whether it is told for the first time today that this is overdue."""
        return is_newly_overdue(standing, self.window, self.days_off)

    def readers(self, standing: Standing) -> Sequence[PersonId]:
        """Who is reminded of an obligation."""
        if self.facts is None:
            return ()
        subject = standing.obligation.subject
        return readers_of(subject, self.facts, self.window.today, self.reached)


def lines_for(days: Collection[UnitDay], reader: PersonId) -> list[Line]:
    """Of what somebody is reminded, at all their units: what is due next first, then what is
    overdue, the latest first. What is asked of several members is one line."""
    found: dict[object, Line] = {}
    for day in days:
        for each in day.standings:
            if reader not in day.readers(each) or not day.is_told(each, reader):
                continue
            is_own = each.obligation.subject.person_id in (None, reader)
            key = each.obligation.key if is_own else (day.unit.id, occasion_of(each))
            known = found[key].standings if key in found else ()
            found[key] = Line(day.unit, (*known, each))
    today = {day.unit.id: day.window.today for day in days}
    return sorted(found.values(), key=lambda line: _urgency(line, today[line.unit.id]))


async def unit_days(
    tx: Transaction, bot_id: BotId, units: Sequence[Unit], now: datetime
) -> dict[UnitId, UnitDay]:
    """Today at each of these units whose programme has duties."""
    return await looked_into(tx, bot_id, await bare_days(tx, bot_id, units, now), now)


async def bare_days(
    tx: Transaction, bot_id: BotId, units: Sequence[Unit], now: datetime
) -> dict[UnitId, UnitDay]:
    """Today at these units, without a look at how it stands there: only of what anybody may be
    reminded at all."""
    days = await _days(tx, bot_id, units, now)
    put_off = await _put_off(tx, days)
    of_level: dict[object, frozenset[tuple[str, Period]]] = {}
    found = {}
    for unit_id, day in days.items():
        shared = day.unit.programme_key, day.today, day.unit.level
        if shared not in of_level:
            of_level[shared] = _named(day, {(key, period) for key, period, _ in day.today})
        theirs = put_off.get(unit_id, ())
        named = of_level[shared] | _named(day, _back_today(day, theirs))
        found[unit_id] = replace(day, named=named, put_off=theirs)
    return found


async def looked_into(
    tx: Transaction, bot_id: BotId, days: Mapping[UnitId, UnitDay], now: datetime
) -> dict[UnitId, UnitDay]:
    """The same days, with how it stands where anybody may be reminded of something."""
    busy = [day for day in days.values() if day.named]
    if not busy:
        return dict(days)
    loaded = await _loaded(tx, busy, now)
    reached = await _reached(tx, bot_id, loaded.values())
    return {**days, **{d.unit.id: _filled(d, loaded[d.unit.id], reached) for d in busy}}


def _urgency(line: Line, today: date) -> tuple[bool, int]:
    days = (line.first.due - today).days
    return days < 0, abs(days)


async def _days(
    tx: Transaction, bot_id: BotId, units: Sequence[Unit], now: datetime
) -> dict[UnitId, UnitDay]:
    versions = await programmes.newest_versions(tx)
    used = {unit.programme_key for unit in units if unit.programme_key in versions}
    books = {key: await duty_books.books(tx, key) for key in used if key}
    bound = [unit for unit in units if any(k.book.duties for k in _newest(books, unit))]
    settings = await followed_by(tx, bound, versions)
    todays = {unit.id: local_day(now, unit.time_zone) for unit in bound}
    since = min(todays.values(), default=date.max) - LONGEST_WINDOW if bound else date.max
    before = await slots.days_taken(tx, bot_id, list(todays), SlotKind.DUTIES, since)
    known: dict[object, frozenset[Occasion]] = {}
    found = {}
    for unit in bound:
        window = window_of(todays[unit.id], before.get(unit.id, ()))
        days_off = settings[unit.id].days_off
        book = _newest(books, unit)[0].book
        shared = unit.programme_key, window, days_off
        if shared not in known:
            known[shared] = occasions(book, window, days_off)
        found[unit.id] = UnitDay(unit, window, days_off, book, today=known[shared])
    return found


def _newest(
    books: Mapping[str, Sequence[duty_books.KeptBook]], unit: Unit
) -> Sequence[duty_books.KeptBook]:
    return books.get(unit.programme_key or "", ())[:1]


async def _put_off(tx: Transaction, days: Mapping[UnitId, UnitDay]) -> dict[UnitId, list[PutOff]]:
    if not days:
        return {}
    since = min(day.window.today for day in days.values()) - 2 * LONGEST_WINDOW
    return await reminders.put_off_at(tx, list(days), since)


def _back_today(day: UnitDay, put_off: Iterable[PutOff]) -> set[tuple[str, str]]:
    """The duties and keys of periods that were put off until today."""
    return {
        (each.obligation[0], each.obligation[2])
        for each in put_off
        if next_study_day(each.until, day.days_off) in day.window
    }


def _named(day: UnitDay, told: Iterable[tuple[str, str]]) -> frozenset[tuple[str, Period]]:
    """Of these duties and keys of periods, those that concern units of this level."""
    at = UnitFacts(day.unit, is_branch=False)
    found = set()
    for key, named in told:
        duty = day.book.duty(key)
        period = period_of(duty.when, named) if duty and is_meant(duty.who, at, day.book) else None
        if period is not None:
            found.add((key, period))
    return frozenset(found)


async def _loaded(
    tx: Transaction, days: Sequence[UnitDay], now: datetime
) -> dict[UnitId, UnitMatters]:
    """What is known of units, as far as it matters for what is named there."""
    told = {each for day in days for each in day.named}
    dues = [period.due for _, period in told]
    keys = {key for key, _ in told}
    linked = any(duty.needs for day in days for duty in day.book.duties if duty.key in keys)
    since = None if linked else min(period.first for _, period in told)
    units = [day.unit for day in days]
    return await load_matters(tx, units, min(dues), max(dues), now, since)


def _filled(day: UnitDay, matters: UnitMatters, reached: Mapping[PersonId, Reachable]) -> UnitDay:
    today = day.window.today
    by_due: dict[date, set[str]] = {}
    for key, period in day.named:
        by_due.setdefault(period.due, set()).add(key)
    worked = [each for due, keys in by_due.items() for each in work_out(matters, due, due, keys)]
    here = in_office(matters.facts, today)
    return replace(
        day,
        facts=matters.facts,
        standings=[each for each in worked if not each.is_met],
        reached={person: reached[person] for person in here if person in reached},
    )


async def _reached(
    tx: Transaction, bot_id: BotId, loaded: Iterable[UnitMatters]
) -> dict[PersonId, Reachable]:
    """Those in office to whom the bot can write, and who are not on leave."""
    held = {person: each.today for each in loaded for person in in_office(each.facts, each.today)}
    if not held:
        return {}
    leaves = await pauses.of_people(tx, list(held), min(held.values()))
    at_work = [
        person
        for person, today in held.items()
        if not any(leave.covers(today) for leave in leaves.get(person, ()))
    ]
    return dict(await reminders.reachable(tx, bot_id, at_work))
