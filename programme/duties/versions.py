"""What earlier versions of a programme's duties have to say, where the duties changed in mid-year.

What was met under an earlier version stays met: each version that held before is asked, too, with
the records that were there then. And nothing new is owed for a day that lies before a version came
in: what fell due earlier is asked for only where the version that held then asked for it, too.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from programme.calendar import local_day
from programme.duties.loading import UnitMatters
from programme.duties.obligations import Obligation, obligations
from programme.duties.standing import Standing, standing
from storage.duty_books import KeptBook
from storage.values.days import VersionId
from storage.values.duties import Duty, State, Subject
from storage.values.records import Record

_KEPT = (State.DONE, State.DONE_LATE)


def owed_all_along(matters: UnitMatters, owed: Iterable[Obligation]) -> list[Obligation]:
    """Those of these obligations by the newest version that were owed when they fell due."""
    if len(matters.books) < len(("newest", "before")):
        return list(owed)
    zone = matters.facts.unit.time_zone
    since = [(local_day(kept.since, zone), kept) for kept in matters.books]
    asked: dict[tuple[VersionId, str, int], set[tuple[str, Subject, str]]] = {}
    found = []
    for each in owed:
        kept = next((kept for day, kept in since if day <= each.period.due), since[-1][1])
        before = kept.book.duty(each.duty.key)
        if before is None:
            continue
        if before != each.duty:
            of_year = kept.version_id, before.key, each.period.due.year
            if of_year not in asked:
                asked[of_year] = {one.key for one in _of_year(before, kept, matters, of_year[2])}
            if each.key not in asked[of_year]:
                continue
        found.append(each)
    return found


def met_before(
    obligation: Obligation,
    records: Sequence[Record],
    matters: UnitMatters,
    unmet: Collection[str] = (),
) -> Iterator[Standing]:
    """How it stood by an earlier version that what was done then met. ``unmet``: the keys of duties
    that the same subject has yet to meet."""
    duty = obligation.duty
    for newer, kept in zip(matters.books, matters.books[1:], strict=False):
        before = kept.book.duty(duty.key)
        if before is None or before == duty:
            continue
        known = [record for record in records if record.made_at < newer.since]
        if not known:
            continue
        for each in _of_year(before, kept, matters, obligation.period.due.year):
            if each.key != obligation.key:
                continue
            facts, today = matters.facts, matters.today
            then = standing(each, known, matters.rulings, facts, kept.book, today, unmet)
            if then.state in _KEPT:
                yield replace(then, obligation=obligation)


def _of_year(duty: Duty, kept: KeptBook, matters: UnitMatters, year: int) -> list[Obligation]:
    """What a duty as a version had it asked for in a year."""
    return obligations(kept.book, matters.facts, date(year, 1, 1), date(year, 12, 31), [duty])
