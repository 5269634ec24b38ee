"""Questions as values: what is asked, and which choices are right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    NUMERICAL = "numerical"
    MATCHING = "matching"


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question's words in one language.

    ``options`` is empty for :attr:`QuestionKind.TRUE_FALSE`, whose two options (true, false, in
    this order) are worded by the reader's language.
    """

    stem: str
    options: tuple[str, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question in all its languages.

    ``key`` is stable: given by the file, or made from the stem and options. ``correct`` holds the
    indexes of the right options, ascending, counted from 0 (for true/false, 0 is true). ``tags``
    are the bank's own words; one that equals a study item's key aims the question at that item.
    """

    key: str
    kind: QuestionKind
    texts: Mapping[str, QuestionText]
    correct: tuple[int, ...]
    tags: tuple[str, ...] = field(default=())
