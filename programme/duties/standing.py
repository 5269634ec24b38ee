"""How it stands with an obligation: worked out from what was done, never typed in.

The first that holds:

- *excused*, when the unit above has said so;
- *awaiting*, when enough was done and the unit above has yet to confirm it;
- *done* or *done late*, when enough was done and what must come first is done too: late when the
  day on which it was enough lies behind the due date, or an earlier step was late;
- *overdue*, when the due date, or that of an earlier step, lies behind today;
- *on the way*, when anything counts already, else *not begun*.

What was accepted has to be accepted again when a record that it needed is changed; what was sent
back counts again once it is changed.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct

from programme.duties.counting import PassedOver, look_at, topics_of
from programme.duties.facts import UnitFacts
from programme.duties.obligations import Obligation, awaited
from storage.values.duties import Amount, DutyBook, Measure, State, Step
from storage.values.people import PersonId
from storage.values.records import Record, Ruling, RulingKind

_CLOSE = 1e-9
"""Shares are fractions, and a tenth of 30 is not quite 3 to a computer."""
MET = frozenset({State.DONE, State.DONE_LATE, State.AWAITING, State.EXCUSED})
"""States in which nothing more is asked of the one whose obligation it is."""


class Standing(Struct, frozen=True):
    """How it stands with an obligation.

    ``have``: how much was done, in what the duty's measure counts. ``counted`` and
    ``passed_over``: the records that were looked at. ``waits_for``: of a duty that is to reach
    people, those whom it has not. ``done_on``: the day on which it was enough. ``step``: the next
    step that is yet to be taken. ``ruling``: the decision that holds, if there is one. ``first``:
    keys of duties that must be met first.
    """

    obligation: Obligation
    state: State
    have: float = 0
    counted: tuple[Record, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    waits_for: tuple[PersonId, ...] = ()
    done_on: date | None = None
    step: Step | None = None
    ruling: Ruling | None = None
    first: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether nothing more is asked."""
        return self.state in MET

    @property
    def due(self) -> date:
        """The next day by which something is due: that of the next step, else of the whole."""
        if self.step is None:
            return self.obligation.period.due
        return _step_day(self.obligation, self.step)


def standing(
    obligation: Obligation,
    records: Iterable[Record],
    rulings: Iterable[Ruling],
    facts: UnitFacts,
    book: DutyBook,
    today: date,
    unmet: Collection[str] = (),
) -> Standing:
    """How it stands with an obligation on a local day.

    ``records``: whatever may count, ``rulings``: those about it; others are left aside.
    ``unmet``: the keys of duties that the same subject has yet to meet.
    """
    ruled = [each for each in rulings if (each.duty, each.subject, each.period) == obligation.key]
    excuse = _latest(ruled, RulingKind.EXCUSED, RulingKind.EXCUSE_ENDED)
    verdict = _latest(ruled, RulingKind.ACCEPTED, RulingKind.SENT_BACK)
    sent_back = verdict if verdict and verdict.kind is RulingKind.SENT_BACK else None
    looked = look_at(obligation, records, facts, book, sent_back.at if sent_back else None)
    waits_for = _waits_for(obligation, looked.counted, facts)
    amounts = [
        _done(obligation, looked.counted[: n + 1], facts, book) for n in range(len(looked.counted))
    ]
    have = amounts[-1] if amounts else 0.0
    enough = _first(amounts, obligation.amount.least)
    first = tuple(key for key in obligation.duty.needs if key in unmet)
    step = _next_step(obligation, amounts)
    done_on = None if enough is None or step else looked.counted[enough].day

    def told(state: State, ruling: Ruling | None = None) -> Standing:
        return Standing(
            obligation,
            state,
            have,
            looked.counted,
            looked.passed_over,
            waits_for,
            done_on,
            step,
            ruling,
            first,
        )

    if excuse is not None and excuse.kind is RulingKind.EXCUSED:
        return told(State.EXCUSED, excuse)
    if enough is not None and done_on is not None and not first:
        used = looked.counted[: enough + 1]
        if obligation.duty.confirmed and not _accepts(verdict, used):
            return told(State.AWAITING)
        late = _is_late(obligation, looked.counted, amounts, done_on)
        accepted = verdict if obligation.duty.confirmed else None
        return told(State.DONE_LATE if late else State.DONE, accepted)
    if today > (_step_day(obligation, step) if step else obligation.period.due):
        return told(State.OVERDUE, sent_back)
    return told(State.ON_THE_WAY if looked.counted else State.NOT_BEGUN, sent_back)


def _latest(rulings: Sequence[Ruling], *kinds: RulingKind) -> Ruling | None:
    fitting = [each for each in rulings if each.kind in kinds] if rulings else ()
    # Of two in one second, the later one: sorting keeps their order.
    return sorted(fitting, key=lambda each: each.at)[-1] if fitting else None


def _accepts(verdict: Ruling | None, used: Sequence[Record]) -> bool:
    if verdict is None or verdict.kind is not RulingKind.ACCEPTED:
        return False
    return all(record.changed_at <= verdict.at for record in used)


def _done(
    obligation: Obligation, records: Sequence[Record], facts: UnitFacts, book: DutyBook
) -> float:
    """How much these records come to, in what the amount's measure counts."""
    amount = obligation.amount
    if amount.measure is Measure.TIMES:
        return len(records)
    if amount.measure is Measure.HOURS:
        return sum(record.minutes or 0 for record in records) / 60
    if amount.measure is Measure.TOPICS:
        return _topics(obligation, records, book)
    if amount.measure is Measure.PART:
        return _part(amount, records)
    wanted = awaited(amount, facts, obligation.subject, obligation.period)
    return 1 - len(_waits_for(obligation, records, facts)) / len(wanted) if wanted else 0


def _topics(obligation: Obligation, records: Sequence[Record], book: DutyBook) -> int:
    """How many topics have had their hours: of those that the duty names, else of any."""
    named, minutes = obligation.duty.counting.topics, Counter[str]()
    for record in records:
        for topic in topics_of(record, named, book) if named else [_topic(record)]:
            minutes[topic] += record.minutes or 0
    least = obligation.amount.topic_hours * 60 - _CLOSE
    return sum(1 for each in minutes.values() if each >= least)


def _part(amount: Amount, records: Sequence[Record]) -> float:
    """The share that the records' numbers are of the whole; by topic, the least one."""
    by_topic: dict[str, list[Record]] = {}
    for record in records:
        by_topic.setdefault(_topic(record) if amount.by_topic else "", []).append(record)
    shares = []
    for each in by_topic.values():
        whole = max(record.of or 0 for record in each)
        shares.append(sum(record.number or 0 for record in each) / whole if whole else 1.0)
    return min(shares)


def _topic(record: Record) -> str:
    return "".join(record.topic.split()).casefold()


def _waits_for(
    obligation: Obligation, records: Sequence[Record], facts: UnitFacts
) -> tuple[PersonId, ...]:
    if obligation.amount.measure is not Measure.REACHED:
        return ()
    part = obligation.duty.counting.part
    wanted = awaited(obligation.amount, facts, obligation.subject, obligation.period)
    return tuple(p for p in wanted if not any(record.took_part(p, part) for record in records))


def _first(amounts: Sequence[float], least: float) -> int | None:
    """Which record made it enough: with what came later it still was."""
    found = None
    for number, amount in reversed(list(enumerate(amounts))):
        if amount < least - _CLOSE:
            break
        found = number
    return found


def _next_step(obligation: Obligation, amounts: Sequence[float]) -> Step | None:
    steps = sorted(obligation.amount.steps, key=lambda each: (each.by.month, each.by.day))
    return next((step for step in steps if _first(amounts, step.least) is None), None)


def _step_day(obligation: Obligation, step: Step) -> date:
    return step.by.in_year(obligation.period.due.year)


def _is_late(
    obligation: Obligation, counted: Sequence[Record], amounts: Sequence[float], done_on: date
) -> bool:
    if done_on > obligation.period.due:
        return True
    for step in obligation.amount.steps:
        taken = _first(amounts, step.least)
        if taken is not None and counted[taken].day > _step_day(obligation, step):
            return True
    return False
