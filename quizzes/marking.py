"""Marking: whether an answer is right."""

from collections.abc import Collection


def is_right(chosen: Collection[int], correct: Collection[int]) -> bool:
    """Whether exactly the right options were chosen. Options are counted from 0."""
    return set(chosen) == set(correct)
