"""Doubting an answer key: when those who usually do best choose something else.

A wrong key shows in who disagrees with it. Somebody's ability is the share right of what they
answered in recent weeks, without the question itself. The best third are those whose ability
reaches that of the last one in a third of all; who is as good as that one belongs to them. The key
is doubted when they chose another answer more often than the key.

So that chance raises no alarm, nobody's ability is told from fewer than :data:`FEWEST_OTHERS`
other answers, the best must be :data:`FEWEST_BEST` at least (so ten must have answered), and the
other answer must lead by :data:`LEAST_LEAD`.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from storage.values.question_figures import Chosen

FEWEST_OTHERS = 3
FEWEST_BEST = 4
LEAST_LEAD = 2


class Answer(Struct, frozen=True):
    """What somebody chose, and their record in other questions: how many right, of how many."""

    chosen: Chosen
    right: int
    others: int


class Doubt(Struct, frozen=True):
    """What the best chose most, and how many of them; ``for_key`` chose the key."""

    chosen: Chosen
    best: int
    for_chosen: int
    for_key: int


def doubt(answers: Sequence[Answer], key: Chosen) -> Doubt | None:
    """The doubt about a key, or None where there is none, or too little to tell."""
    tried = [(each.right / each.others, each.chosen) for each in answers if _is_known(each)]
    third = -(-len(tried) // 3)
    if third < FEWEST_BEST:
        return None
    last = sorted((ability for ability, _ in tried), reverse=True)[third - 1]
    counts = Counter(chosen for ability, chosen in tried if ability >= last)
    # Of several that were chosen alike, always the same one.
    most = min(counts, key=lambda chosen: (-counts[chosen], chosen))
    if counts[most] - counts[key] < LEAST_LEAD:
        return None
    return Doubt(most, counts.total(), counts[most], counts[key])


def _is_known(answer: Answer) -> bool:
    return answer.others >= FEWEST_OTHERS
