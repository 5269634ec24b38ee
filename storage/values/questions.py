"""Questions as values: what is asked, and which answers are right.

What a question is worth is told in fractions: 1 is all of it, 0 nothing; a wrong choice may cost
something (below 0).
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


class QuestionKind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    """A few words to be typed."""
    NUMERICAL = "numerical"
    """A number to be typed."""
    MATCHING = "matching"
    """For each option, what belongs to it."""
    CARD = "card"
    """A flash card: one looks at its back and says oneself whether one knew it."""


class Spelling(Struct, frozen=True):
    """A typed answer that is accepted, and what it is worth. ``*`` in it is any text."""

    text: str
    fraction: float = 1.0


class AcceptedNumber(Struct, frozen=True):
    """Any number from ``low`` to ``high``, both included, and what it is worth.

    ``value`` is the one to tell as right; None for a mere range.
    """

    low: Decimal
    high: Decimal
    value: Decimal | None = None
    fraction: float = 1.0


class QuestionText(Struct, frozen=True):
    """A question's words in one language.

    ``options`` is empty for :attr:`QuestionKind.TRUE_FALSE`, whose two options (true, false, in
    this order) are worded by the reader's language. For :attr:`QuestionKind.MATCHING` the options
    are what partners are sought for; ``partners`` begins with theirs, in the same order, and ends
    with those that belong to nothing. ``spellings`` are what is accepted for
    :attr:`QuestionKind.SHORT`, the best first. ``back`` is that of a :attr:`QuestionKind.CARD`,
    whose front is the stem. ``feedback`` says something to each option (to true and false), or to
    each spelling or number, in their order; it is empty when nothing is said to any.
    """

    stem: str
    options: tuple[str, ...] = ()
    explanation: str = ""
    feedback: tuple[str, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    partners: tuple[str, ...] = ()
    back: str = ""


class Question(Struct, frozen=True):
    """One question in all its languages.

    ``key`` is stable: given by the file, or made from the stem and options. ``correct`` holds the
    indexes of the right options, ascending, counted from 0 (for true/false, 0 is true); it is empty
    for the kinds without options to choose. ``tags`` are the bank's own words; one that equals a
    study item's key aims the question at that item. ``weights`` is what choosing each option is
    worth, in their order; when empty, the right ones share equally and a wrong one takes a right
    one's share away. ``numbers`` are what is accepted for :attr:`QuestionKind.NUMERICAL`, the best
    first. ``case_matters``: whether capitals count in a :attr:`QuestionKind.SHORT` answer.
    """

    key: str
    kind: QuestionKind
    texts: Mapping[str, QuestionText]
    correct: tuple[int, ...]
    tags: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    numbers: tuple[AcceptedNumber, ...] = ()
    case_matters: bool = False
