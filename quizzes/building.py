"""Making questions of what the readers of formats have found, with the same faults for all.

A reader of a format says what stands in its file; whether that makes a question is judged here.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from msgspec import Struct

from quizzes.answers import truth
from quizzes.identity import question_key
from quizzes.readings import (
    MOST_OPTIONS,
    Sourced,
    doubled_option,
    left_out_wordless,
    no_right_answer,
    notice,
    too_few_options,
    too_many_options,
)
from storage.values.messages import Finding, Message, Place, message
from storage.values.questions import (
    AcceptedNumber,
    Question,
    QuestionKind,
    QuestionText,
    Spelling,
)

Made = Sourced | Finding
"""A question, or why there is none."""

# Beyond this many digits no question asks for a number, and arithmetic ends.
_MOST_DIGITS = 99

_Accepted = TypeVar("_Accepted", Spelling, AcceptedNumber)


class Choice(Struct, frozen=True):
    """One option: its words, whether it is right, what is said to it, and what choosing it is worth
    (1 is all); None where the file gives no worth."""

    words: str
    right: bool
    fraction: float | None = None
    feedback: str = ""


class Maker(Struct, frozen=True):
    """What is known of a question besides its answers. ``key``: given by the file, else empty."""

    place: Place
    language: str
    stem: str
    explanation: str = ""
    tags: tuple[str, ...] = ()
    key: str = ""

    def choice(self, choices: Sequence[Choice], *, several: bool | None = None) -> Made:
        """A question with options; ``several`` is told by the format, else seen from the answers:
        then two options that say true and false make a true/false question."""
        right = tuple(at for at, each in enumerate(choices) if each.right)
        fault = self._choice_fault(choices, right)
        if fault is not None:
            return fault
        said = [truth(each.words) for each in choices]
        if several is None and len(right) == 1 and said in ([True, False], [False, True]):
            by_truth = sorted(choices, key=lambda each: truth(each.words) is False)
            return self.true_false(bool(said[right[0]]), [each.feedback for each in by_truth])
        is_several = len(right) > 1 if several is None else several
        text = QuestionText(
            self.stem,
            tuple(each.words for each in choices),
            self.explanation,
            self._feedback([each.feedback for each in choices]),
        )
        kind = QuestionKind.SEVERAL if is_several else QuestionKind.ONE
        return self._of(text, kind, correct=right, weights=_weights(choices, is_several))

    def true_false(self, is_true: bool, feedback: Sequence[str] = ()) -> Made:
        """A statement; ``feedback`` to those who say true, and to those who say false."""
        said = self._feedback(feedback)
        text = QuestionText(self.stem, (), self.explanation, said)
        return self._of(text, QuestionKind.TRUE_FALSE, correct=(0,) if is_true else (1,))

    def short(
        self, accepted: Sequence[Spelling], feedback: Sequence[str] = (), *, case: bool = False
    ) -> Made:
        """A few words to be typed. What is worth nothing is not kept."""
        pairs = _best_first(accepted, feedback)
        text = QuestionText(
            self.stem,
            explanation=self.explanation,
            feedback=self._feedback([said for _, said in pairs]),
            spellings=tuple(each for each, _ in pairs),
        )
        if not any(each.text.strip("* ") for each in text.spellings):
            return Finding(self.place, no_right_answer())
        return self._of(text, QuestionKind.SHORT, case=case)

    def numerical(self, accepted: Sequence[AcceptedNumber], feedback: Sequence[str] = ()) -> Made:
        """A number to be typed. What is worth nothing is not kept."""
        pairs = _best_first(accepted, feedback)
        if not pairs:
            return Finding(self.place, no_right_answer())
        said = self._feedback([each for _, each in pairs])
        text = QuestionText(self.stem, (), self.explanation, said)
        return self._of(text, QuestionKind.NUMERICAL, numbers=tuple(each for each, _ in pairs))

    def matching(self, pairs: Sequence[tuple[str, str]]) -> Made:
        """Pairs to be matched; one with an empty first half is a second half too many."""
        asked = [(left, right) for left, right in pairs if left]
        partners = (*(right for _, right in asked), *(right for left, right in pairs if not left))
        if not asked or len(set(partners)) < 2:
            return Finding(self.place, message("Matching needs at least two pairs."))
        options = tuple(left for left, _ in asked)
        said_twice = doubled_option(options)
        if said_twice is not None:
            return notice(self.place, said_twice)
        text = QuestionText(self.stem, options, self.explanation, partners=partners)
        return self._of(text, QuestionKind.MATCHING)

    def card(self, back: str) -> Made:
        """A flash card."""
        if not back:
            return notice(self.place, left_out_wordless())
        return self._of(QuestionText(self.stem, back=back), QuestionKind.CARD)

    def left_out(self, said: Message) -> Finding:
        """The question is not taken, and why."""
        return notice(self.place, said)

    def _choice_fault(self, choices: Sequence[Choice], right: Sequence[int]) -> Finding | None:
        options = [each.words for each in choices]
        if not right:
            return Finding(self.place, no_right_answer())
        if len(options) < 2:
            return Finding(self.place, too_few_options())
        if not all(options):
            return notice(self.place, left_out_wordless())
        said_twice = doubled_option(options)
        return None if said_twice is None else notice(self.place, said_twice)

    def _of(
        self,
        text: QuestionText,
        kind: QuestionKind,
        correct: tuple[int, ...] = (),
        weights: tuple[float, ...] = (),
        numbers: tuple[AcceptedNumber, ...] = (),
        case: bool = False,
    ) -> Made:
        if not self.stem:
            return notice(self.place, left_out_wordless())
        if max(len(text.options), len(text.partners)) > MOST_OPTIONS:
            return notice(self.place, too_many_options())
        key = self.key or question_key(text)
        question = Question(
            key, kind, {self.language: text}, correct, self.tags, weights, numbers, case
        )
        return Sourced(question, self.place)

    def _feedback(self, said: Sequence[str]) -> tuple[str, ...]:
        """What is said to each, without what the explanation says anyhow."""
        told = tuple("" if each == self.explanation else each for each in said)
        return told if any(told) else ()


def decimal_in(text: str) -> Decimal | None:
    """The number that a text says; None for any other text, and for what is out of all reason."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    is_usual = number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS
    return number if is_usual else None


def fraction_of(per_cent: Decimal) -> float:
    """What so many per cent are of a whole; more than all, or less than all taken away, is neither
    worth nor costs more."""
    return float(min(max(per_cent, Decimal(-100)), Decimal(100)) / 100)


def number_around(value: Decimal, tolerance: Decimal, fraction: float = 1.0) -> AcceptedNumber:
    """A number that may be missed by a tolerance either way."""
    return AcceptedNumber(value - abs(tolerance), value + abs(tolerance), value, fraction)


def _weights(choices: Sequence[Choice], several: bool) -> tuple[float, ...]:
    """What each is worth; empty where the file says no more than which are right."""
    given = [each.fraction for each in choices]
    if all(each is None for each in given):
        return ()
    if not several and all(
        each in (None, 0) for each, c in zip(given, choices, strict=True) if not c.right
    ):
        return ()
    whole = [
        float(c.right) if each is None else each for each, c in zip(given, choices, strict=True)
    ]
    return tuple(round(each, 7) for each in whole)


def _best_first(
    accepted: Sequence[_Accepted], feedback: Sequence[str]
) -> list[tuple[_Accepted, str]]:
    said = [*feedback, *[""] * (len(accepted) - len(feedback))]
    pairs = [pair for pair in zip(accepted, said, strict=True) if pair[0].fraction > 0]
    return sorted(pairs, key=lambda pair: -pair[0].fraction)
