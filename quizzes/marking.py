"""Marking: whether an answer is right, and what a question's answers add up to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How a question was answered.

    ``answered`` and ``right`` count answers; ``by_option`` counts, for each option in its order,
    the answers that chose it, so with several choices an answer it sums to more than ``answered``.
    """

    answered: int
    right: int
    by_option: tuple[int, ...]


def is_right(chosen: Collection[int], correct: Collection[int]) -> bool:
    """Whether exactly the right options were chosen. Options are counted from 0."""
    return set(chosen) == set(correct)


def tally(answers: Iterable[Collection[int]], correct: Collection[int], option_count: int) -> Tally:
    """Add up answers, one collection of chosen options each.

    An empty collection is a vote taken back and does not count. A choice that the question does
    not have (its options were fewer after a correction) is no option's, and not right.
    """
    answered = right = 0
    by_option = [0] * option_count
    for chosen in answers:
        if not chosen:
            continue
        answered += 1
        right += is_right(chosen, correct)
        for option in set(chosen):
            if 0 <= option < option_count:
                by_option[option] += 1
    return Tally(answered, right, tuple(by_option))
