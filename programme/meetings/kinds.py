"""Of which kind a meeting can be, those first that something is still due of."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.duties.counting import counts_as
from programme.duties.loading import load_matters
from programme.duties.standing import Standing
from programme.duties.working_out import work_out
from programme.records.choices import by_need
from programme.records.kinds import GATHERINGS
from storage.database import Transaction
from storage.records import newest_records
from storage.values.duties import DutyBook, Family, Part, RecordKind, State, Whom
from storage.values.people import Unit

_AHEAD = timedelta(days=100)
_LATELY = 20
_ASKED_FOR = frozenset({State.NOT_BEGUN, State.ON_THE_WAY, State.OVERDUE})


class OfferedKind(Struct, frozen=True):
    """A kind of meeting. ``serves``: what is open of the unit's, or of a group's within it, and
    what one such meeting goes towards; the one that is due first."""

    kind: RecordKind
    serves: Standing | None = None


class Choice(Struct, frozen=True):
    """What there is to choose at a unit: the kinds, and the groups within it."""

    book: DutyBook
    kinds: Sequence[OfferedKind]
    groups: Sequence[str]

    def kind(self, key: str) -> OfferedKind | None:
        """The one with this key."""
        return next((each for each in self.kinds if each.kind.key == key), None)


async def choice_at(tx: Transaction, unit: Unit, now: datetime) -> Choice:
    """The kinds of meeting of a unit, those that serve an open obligation first."""
    year = now.year
    span = date(year, 1, 1), now.date() + _AHEAD
    matters = (await load_matters(tx, [unit], *span, now))[unit.id]
    open_ones = [
        each
        for each in work_out(matters, *span)
        if each.state in _ASKED_FOR and each.obligation.subject.person_id is None
    ]
    lately = await newest_records(tx, unit.id, _LATELY)
    kinds = [
        OfferedKind(kind, _served(kind, matters.book, open_ones))
        for kind in by_need(matters.book, open_ones, lately, own=False)
        if kind.family in GATHERINGS
    ]
    groups = tuple(matters.facts.groups_on(matters.today))
    return Choice(matters.book, kinds, groups)


def _served(kind: RecordKind, book: DutyBook, open_ones: Collection[Standing]) -> Standing | None:
    """What is due first of that towards which a meeting of a kind goes."""
    counted = counts_as([kind.key], book)
    fitting = (
        each for each in open_ones if not counted.isdisjoint(each.obligation.duty.counting.kinds)
    )
    return min(fitting, key=lambda each: each.due, default=None)


def for_branches(book: DutyBook) -> list[OfferedKind]:
    """The kinds of which a unit can plan one for all its branches: those that count for branches
    first."""
    wanted = {
        key
        for duty in book.duties
        if duty.who.whom in (Whom.BRANCHES, Whom.GROUPS)
        for key in duty.counting.kinds
    }
    kinds = [kind for kind in book.kinds if kind.family in GATHERINGS]
    kinds.sort(key=lambda kind: counts_as([kind.key], book).isdisjoint(wanted))
    return [OfferedKind(kind) for kind in kinds]


def is_of_groups(kind: RecordKind, book: DutyBook) -> bool:
    """Whether some duty of groups within a branch counts this kind."""
    counted = counts_as([kind.key], book)
    return any(
        duty.who.whom is Whom.GROUPS and not counted.isdisjoint(duty.counting.kinds)
        for duty in book.duties
    )


def wants_speaker(kinds: Sequence[str], book: DutyBook) -> bool:
    """Whether it matters who spoke at a meeting of these kinds."""
    found = (book.kind(key) for key in kinds)
    if any(kind is not None and kind.family is Family.LECTURE for kind in found):
        return True
    counted = counts_as(kinds, book)
    return any(
        duty.counting.part is Part.SPEAKER and not counted.isdisjoint(duty.counting.kinds)
        for duty in book.duties
    )
