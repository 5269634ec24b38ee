"""Which questions can be asked in a group: what a poll of Telegram's can say at all."""

from collections.abc import Collection

from storage.questions import Askable
from storage.values.questions import QuestionKind, QuestionText

CHOSEN = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.TRUE_FALSE)
"""The kinds that are answered by choosing, which is all that a poll knows."""

FEWEST_OPTIONS = 2
MOST_OPTIONS = 12
LONGEST_STEM = 3000
"""A stem that does not fit into a poll goes before it as one message, letters and all."""


def can_be_asked(kind: QuestionKind, text: QuestionText, correct: Collection[int]) -> bool:
    """Whether a question can be a quiz in a group, in whatever form."""
    if len(text.stem) + sum(map(len, text.options)) > LONGEST_STEM:
        return False
    if kind is QuestionKind.TRUE_FALSE:
        return len(correct) == 1 and set(correct) <= {0, 1}
    if kind not in CHOSEN:
        return False
    count = len(text.options)
    in_range = set(correct) <= set(range(count))
    return FEWEST_OPTIONS <= count <= MOST_OPTIONS and bool(correct) and in_range


def fits_poll(question: Askable) -> bool:
    """The same for a question of a version or a bank, whose key was looked at when it came in."""
    if question.kind not in CHOSEN:
        return False
    return question.options <= MOST_OPTIONS and question.length <= LONGEST_STEM
