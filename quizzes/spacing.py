"""When somebody is likely to have forgotten an answer: the FSRS model, in whole local days.

FSRS (Free Spaced Repetition Scheduler, version 6, with its published parameters) keeps two numbers
of what one person remembers of one question: its stability, the days after which nine of ten are
still remembered, and its difficulty. Its steps of minutes are left out: what was wrong today
comes again tomorrow.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from fsrs import Card, Rating, Scheduler, State

from storage.values.drills import Memory

_LONGEST = 365
_SOME_DAY = date(2000, 1, 1)
# Nothing by chance, so that what happened always gives the same.
_SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=_LONGEST, enable_fuzzing=False
)


def reviewed(memory: Memory | None, day: date, *, right: bool) -> Memory:
    """What is remembered after an answer on a local day; ``memory`` is None for a first one. An
    answer of a day before the last one's counts as of that day. What was wrong is due tomorrow."""
    if memory is not None and day < memory.last:
        day = memory.last
    card, _ = _SCHEDULER.review_card(
        _card(memory), Rating.Good if right else Rating.Again, _noon(day)
    )
    assert card.stability is not None and card.difficulty is not None
    due = card.due.date() if right else day + timedelta(days=1)
    return Memory(card.stability, card.difficulty, day, due)


def recall(memory: Memory, day: date) -> float:
    """How likely it is, from 0 to 1, that the answer is still remembered on a day."""
    return _SCHEDULER.get_card_retrievability(_card(memory), _noon(day))


@cache
def recall_once(days: int, *, right: bool) -> float:
    """The same for somebody who has answered once, so many days ago."""
    once = reviewed(None, _SOME_DAY, right=right)
    return recall(once, _SOME_DAY + timedelta(days))


def _card(memory: Memory | None) -> Card:
    if memory is None:
        # Without a number of its own the library would wait for the clock to give it one.
        return Card(card_id=0, due=_noon(_SOME_DAY))
    return Card(
        card_id=0,
        state=State.Review,
        step=None,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_noon(memory.due),
        last_review=_noon(memory.last),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
