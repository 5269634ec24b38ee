"""How many obligations stand where, unit by unit, written down so that units above need only read.

What is counted: the unit's own obligations, those of its groups, and those of the persons there,
that are due this year, are still open, or wait for the units above to confirm them. It is counted
afresh in the same transaction when a record or a ruling changes it, and each study day with the
unit's morning, for all that changes by itself: people come and go, a period begins.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime

from programme.calendar import local_day
from programme.duties.counting import counts_as
from programme.duties.loading import UnitMatters, load_matters
from programme.duties.rights import is_any_members
from programme.duties.standing import Standing
from programme.duties.viewing import LOOK_SOON, span_in_view, with_duties
from programme.duties.working_out import work_out
from storage import duty_books, duty_counts
from storage.database import Database, Transaction, passes
from storage.duty_counts import Place
from storage.duty_people import units_of_people
from storage.faults import frames
from storage.rebuilding import all_units
from storage.units import Defaults, units
from storage.values.duties import DutyBook, State, Whom
from storage.values.people import UnitId
from storage.values.records import Record

log = logging.getLogger(__name__)

_AT_ONCE = 20
"""Few enough that intake never waits long for its turn to write."""
_OPEN = (State.NOT_BEGUN, State.ON_THE_WAY, State.OVERDUE)


async def count_anew_for(tx: Transaction, *records: Record) -> None:
    """Have it counted afresh wherever one of these records could count."""
    books = await duty_books.every_book(tx)
    told = [record for record in records if _counts(record, books)]
    theirs = [record for record in told if _counts(record, books, Whom.PERSONS)]
    people = {each.person_id for record in theirs for each in record.people}
    elsewhere = await units_of_people(tx, people) if people else set()
    await duty_counts.mark(tx, {record.unit_id for record in told} | elsewhere)


def _counts(record: Record, books: Iterable[DutyBook], whom: Whom | None = None) -> bool:
    """Whether any version's duties, or those for one sort of subject, look at such a record."""
    for book in books:
        kinds = counts_as(record.kinds, book)
        duties = (duty for duty in book.duties if whom is None or duty.who.whom is whom)
        if any(not kinds.isdisjoint(duty.counting.kinds) for duty in duties):
            return True
    return False


async def sum_up_with_turn(tx: Transaction, now: datetime, defaults: Defaults) -> None:
    """Count afresh, before the commit, where this transaction's deeds have changed it; of many
    units the rest is left to the next tick."""
    changed = [UnitId(each) for each in sorted(tx.marked)[:_AT_ONCE]]
    tx.marked.clear()
    await sum_up(tx, changed, now, defaults)


async def sum_up_duties(database: Database, now: datetime, defaults: Defaults) -> int:
    """Count afresh at some of the units that are marked, by themselves; at how many. Call again
    until it is 0. What can't be counted is left as it was, so that it does not stop the rest."""
    found: list[UnitId] = []
    try:
        async with database.reading() as tx:
            if not await duty_counts.marked(tx, 1):
                return 0
        async with database.writing() as tx:
            found = await duty_counts.marked(tx, _AT_ONCE)
            await sum_up(tx, found, now, defaults)
    except Exception as error:
        if passes(error):
            raise
        more = {"error": type(error).__name__, "exception": frames(error), "units": found}
        log.error("duties could not be counted, and stay as they were", extra=more)
        async with database.writing() as tx:
            await duty_counts.unmark(tx, found)
    return len(found)


async def rebuild_duties(database: Database, now: datetime, defaults: Defaults) -> int:
    """Count afresh everywhere, a helping in each transaction; at how many units it was wrong."""
    async with database.reading() as tx:
        everywhere = await all_units(tx)
    wrong = 0
    for at in range(0, len(everywhere), _AT_ONCE):
        async with database.writing() as tx:
            wrong += await sum_up(tx, everywhere[at : at + _AT_ONCE], now, defaults)
    return wrong


async def sum_up(
    tx: Transaction, unit_ids: Collection[UnitId], now: datetime, defaults: Defaults
) -> int:
    """Count afresh at these units; at how many it had changed."""
    if not unit_ids:
        return 0
    await duty_counts.unmark(tx, unit_ids)
    counted: dict[UnitId, Counter[Place]] = {unit: Counter() for unit in unit_ids}
    bound = await with_duties(tx, list((await units(tx, unit_ids, defaults)).values()))
    if bound:
        spans = [span_in_view(local_day(now, unit.time_zone)) for unit in bound]
        first, last = min(begin for begin, _ in spans), max(end for _, end in spans)
        for unit_id, matters in (await load_matters(tx, bound, first, last, now)).items():
            counted[unit_id] = places(matters)
    return await duty_counts.write_counts(tx, counted)


def places(matters: UnitMatters) -> Counter[Place]:
    """How many of a unit's obligations stand where."""
    today = matters.today
    found = work_out(matters, *span_in_view(today), begun_by=today + LOOK_SOON)
    told = (_place(each, today) for each in found)
    return Counter(place for place in told if place is not None)


def _place(standing: Standing, today: date) -> Place | None:
    obligation = standing.obligation
    personal = obligation.subject.person_id is not None
    if standing.state is State.AWAITING and not is_any_members(obligation.duty):
        return Place(personal, standing.state.value, due=standing.due.isoformat())
    if standing.state not in _OPEN:
        is_of_year = obligation.period.due.year == today.year
        return Place(personal, standing.state.value) if is_of_year else None
    begun = State.ON_THE_WAY if standing.counted else State.NOT_BEGUN
    return Place(
        personal,
        begun.value,
        obligation.duty.key,
        obligation.period.first.isoformat(),
        standing.due.isoformat(),
    )
