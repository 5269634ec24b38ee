"""A GIFT file as a tree of values: everything that the format can say, nothing decided yet."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from quizzes.html_text import looks_like_html, plain_text
from storage.values.messages import BadInput, Message


class GiftFormat(StrEnum):
    """What markup a text is written in; ``MOODLE`` is text in which HTML may stand."""

    MOODLE = "moodle"
    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class GiftText(Struct, frozen=True):
    """A text, its escapes resolved, with its markup left in."""

    text: str
    format: GiftFormat = GiftFormat.MOODLE

    @property
    def plain(self) -> str:
        """The text without HTML; Markdown and LaTeX marks are left as they are."""
        if self.format is GiftFormat.HTML:
            return plain_text(self.text)
        if self.format is GiftFormat.MOODLE and looks_like_html(self.text):
            return plain_text(self.text)
        return self.text


class GiftAnswer(Struct, frozen=True):
    """One answer: marked right by ``=``, wrong by ``~``; ``weight`` in per cent, if given."""

    text: GiftText
    is_marked_right: bool
    weight: Decimal | None = None
    feedback: GiftText | None = None


class GiftNumber(Struct, frozen=True):
    """A number that may be missed by ``tolerance`` either way."""

    value: Decimal
    tolerance: Decimal = Decimal(0)


class GiftRange(Struct, frozen=True):
    """Any number from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal


class GiftNumericalAnswer(Struct, frozen=True):
    """One numerical answer; ``expected`` is None for "anything else"."""

    expected: GiftNumber | GiftRange | None
    is_marked_right: bool
    weight: Decimal | None = None
    feedback: GiftText | None = None


class GiftPair(Struct, frozen=True):
    """Two things that belong together; an empty ``left`` makes ``right`` a mere distractor."""

    left: GiftText
    right: str


class GiftChoices(Struct, frozen=True):
    """A multiple choice."""

    answers: tuple[GiftAnswer, ...]


class GiftTrueFalse(Struct, frozen=True):
    """True or false. The first feedback is for those who answer wrong, the second for the right."""

    is_true: bool
    wrong_feedback: GiftText | None = None
    right_feedback: GiftText | None = None


class GiftShort(Struct, frozen=True):
    """A short answer to be typed; each answer given is accepted at its weight."""

    answers: tuple[GiftAnswer, ...]


class GiftNumerical(Struct, frozen=True):
    """A number to be typed."""

    answers: tuple[GiftNumericalAnswer, ...]


class GiftMatching(Struct, frozen=True):
    """Pairs to be matched."""

    pairs: tuple[GiftPair, ...]


class GiftEssay(Struct, frozen=True):
    """An essay: no answer is given."""


class GiftCloze(Struct, frozen=True):
    """Gaps in the text, each with answers of its own; what they are is not read."""


class GiftDescription(Struct, frozen=True):
    """A text that asks nothing."""


GiftBody = (
    GiftChoices
    | GiftTrueFalse
    | GiftShort
    | GiftNumerical
    | GiftMatching
    | GiftEssay
    | GiftCloze
    | GiftDescription
)


class GiftQuestion(Struct, frozen=True):
    """One question as its file gives it. ``line`` is its first, counted from 1."""

    line: int
    stem: GiftText
    body: GiftBody
    title: str | None = None
    id: str | None = None
    tags: tuple[str, ...] = ()
    category: str | None = None
    has_blank: bool = False
    general_feedback: GiftText | None = None


class GiftFault(BadInput):
    """Something in a GIFT file that can't be understood, and the line on which it stands."""

    def __init__(self, line: int, said: Message) -> None:
        super().__init__(said)
        self.line = line


class GiftFile(Struct, frozen=True):
    """All questions of a GIFT file, and the faults of those that could not be read."""

    questions: tuple[GiftQuestion, ...]
    faults: tuple[GiftFault, ...]
