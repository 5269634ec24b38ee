"""A question of each kind, for tests of what is asked in private."""

from decimal import Decimal

from storage.values.questions import (
    AcceptedNumber,
    Question,
    QuestionKind,
    QuestionText,
    Spelling,
)


def asked(kind: QuestionKind, stem: str = "What & <why>?", **more: object) -> Question:
    """A question in English."""
    correct = more.pop("correct", ())
    numbers = more.pop("numbers", ())
    weights = more.pop("weights", ())
    text = QuestionText(stem, **more)  # type: ignore[arg-type]
    return Question("q", kind, {"en": text}, correct, numbers=numbers, weights=weights)  # type: ignore[arg-type]


ONE = asked(
    QuestionKind.ONE, options=("a < b", "b", "c", "d"), correct=(0,), explanation="Since <a>."
)
SEVERAL = asked(QuestionKind.SEVERAL, options=("a", "b", "c", "d"), correct=(0, 1))
TRUE_FALSE = asked(QuestionKind.TRUE_FALSE, correct=(1,), feedback=("No & no.", "Yes & yes."))
SHORT = asked(
    QuestionKind.SHORT, spellings=(Spelling("Beijing"), Spelling("北京"), Spelling("Peking", 0.5))
)
NUMERICAL = asked(
    QuestionKind.NUMERICAL,
    numbers=(AcceptedNumber(Decimal("23.50"), Decimal("24.5"), Decimal("24")),),
)
MATCHING = asked(
    QuestionKind.MATCHING, options=("cat", "dog"), partners=("miaow", "bow & wow", "moo")
)
CARD = asked(QuestionKind.CARD, stem="front", back="back\n& more")
EVERY = (ONE, SEVERAL, TRUE_FALSE, SHORT, NUMERICAL, MATCHING, CARD)
