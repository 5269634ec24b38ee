"""Which questions somebody practises today, and how long their row of days is: pure rules."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from itertools import islice

from quizzes.spacing import recall
from storage.values.days import QuestionId
from storage.values.drills import Memory, Row

A_DAY = 5
"""So many questions a day at the most: five minutes, and then it is enough."""


def todays(
    memories: Mapping[QuestionId, Memory],
    fresh: Iterable[QuestionId],
    today: date,
    done: int,
) -> tuple[QuestionId, ...]:
    """What is left to practise today, in the order of asking.

    First what is due of that which was answered before (``memories``), the most likely forgotten
    first, then ``fresh`` questions in their own order. ``done``: how many were answered today.
    """
    left = max(0, A_DAY - done)
    due = [
        (recall(memory, today), each) for each, memory in memories.items() if memory.due <= today
    ]
    chosen = [each for _, each in sorted(due)[:left]]
    return (*chosen, *islice((each for each in fresh if each not in memories), left - len(chosen)))


def next_due(memories: Collection[Memory], today: date, *, more: bool) -> date | None:
    """The next day after today on which there is something to practise; None when nothing is known
    of one. ``more``: whether there are questions that were never answered."""
    tomorrow = today + timedelta(days=1)
    if more:
        return tomorrow
    return max(tomorrow, min(each.due for each in memories)) if memories else None


def practised(row: Row, today: date, expected: date | None) -> Row:
    """The row with today in it. Days on which nothing was due break nothing. ``expected``: when
    something is due again."""
    after = expected or today + timedelta(days=1)
    if row.last == today:
        return Row(row.length, today, after)
    return Row(row.on(today) + 1, today, after)
