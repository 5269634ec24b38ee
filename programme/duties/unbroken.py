"""How long a duty has been done period after period without a break.

Plain rules. A branch may have done so long before its duties were kept here: a record of the kind
that the duty names is dated on the day since when, and the row begins there, as long as nothing
broke it since. What was made up counts; a period that the unit above excused neither counts nor
breaks; one that is still open breaks nothing yet.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from programme.duties.periods import period_at, periods_between
from programme.duties.standing import Standing
from storage.values.duties import Duty, State

_DONE = (State.DONE, State.DONE_LATE, State.AWAITING)


class Unbroken(Struct, frozen=True):
    """A row without a break: its first day, and how many periods it has."""

    since: date
    periods: int


def unbroken(
    duty: Duty, standings: Iterable[Standing], entered: date | None = None
) -> Unbroken | None:
    """The row of a subject that still goes on; None where there is none.

    ``standings``: of its obligations from this duty, without a gap. ``entered``: the day since
    when it has been done, as the branch has written down.
    """
    newest_first = sorted(standings, key=lambda each: each.obligation.period.due, reverse=True)
    since, done = None, 0
    for each in newest_first:
        if each.state in _DONE:
            since, done = each.obligation.period.first, done + 1
        elif each.state is State.OVERDUE:
            return None if since is None else Unbroken(since, done)
    known = min((each.obligation.period.first for each in newest_first), default=None)
    if entered is None or known is None or entered >= known:
        return None if since is None else Unbroken(since, done)
    begun = period_at(duty.when, entered)
    before = [
        period
        for period in periods_between(duty.when, entered, known)
        if begun and begun.first <= period.first and period.last < known
    ]
    return Unbroken(entered, done + len(before))
