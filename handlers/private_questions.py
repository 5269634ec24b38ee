"""Answers to a question asked in private: what its buttons and typed words mean."""

from collections.abc import Sequence

from msgspec import Struct

from handlers.member import TOO_OLD, is_number
from quizzes.typed import read_number
from reports.private_questions import ANSWER, KNEW, MATCH, PICK, TURN, Private, partners_in
from reports.today import options_in
from storage.values.given import Given
from storage.values.messages import Refused, message
from storage.values.questions import QuestionKind

_LONGEST = 400
_NO_NUMBER = message("Please send just the number, such as 12 or 3.5.")
_NO_WORDS = message("Please write your answer as a short text.")


class Step(Struct, frozen=True):
    """What a tap says: an answer that is complete, or one still in the making.

    ``is_turned``: the card was turned over; its reader has yet to say how it went.
    """

    given: Given
    is_complete: bool
    is_turned: bool = False


def step_of(it: Private, parts: Sequence[str]) -> Step:
    """What a button's data says behind the question's own word: a code and a value.

    Raises :class:`Refused` for what none of this question's buttons carries.
    """
    match it.kind, list(parts):
        case QuestionKind.CARD, [code, "0"] if code == TURN:
            return Step(Given(), is_complete=False, is_turned=True)
        case QuestionKind.CARD, [code, ("0" | "1") as how] if code == KNEW:
            return Step(Given((int(how),)), is_complete=True)
        case QuestionKind.MATCHING, [code, digits] if code in (MATCH, ANSWER):
            return _paired(it, digits, submits=code == ANSWER)
        case QuestionKind.SEVERAL, [code, mask] if code in (PICK, ANSWER):
            return _picked(it, mask, submits=code == ANSWER)
        case ((QuestionKind.ONE | QuestionKind.TRUE_FALSE), [code, mask]) if code == ANSWER:
            return _picked(it, mask, submits=True)
    raise Refused(TOO_OLD)


def typed_in(it: Private, text: str) -> Given:
    """The answer that was typed. Raises :class:`Refused` with what to do when it can't be one."""
    said = text.strip()
    if not said:
        raise Refused(_NO_WORDS)
    if it.kind is QuestionKind.NUMERICAL and read_number(said) is None:
        raise Refused(_NO_NUMBER)
    return Given(text=said[:_LONGEST])


def _picked(it: Private, mask: str, *, submits: bool) -> Step:
    chosen = options_in(int(mask)) if is_number(mask) else ()
    is_one = it.kind is not QuestionKind.SEVERAL
    is_known = set(chosen) <= set(it.order)
    if not is_known or (submits and not chosen) or (is_one and len(chosen) != 1):
        raise Refused(TOO_OLD)
    return Step(Given(chosen), submits)


def _paired(it: Private, digits: str, *, submits: bool) -> Step:
    try:
        partners = partners_in(digits)
    except ValueError:
        raise Refused(TOO_OLD) from None
    count = len(it.text.options)
    is_whole = len(partners) == count
    if not set(partners) <= set(it.order) or len(partners) > count or (submits and not is_whole):
        raise Refused(TOO_OLD)
    return Step(Given(partners), submits)
