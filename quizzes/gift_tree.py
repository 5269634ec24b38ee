"""A GIFT file as a tree of values: everything that the format can say, nothing decided yet."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from quizzes.html_text import looks_like_html, plain_text
from storage.values.messages import BadInput, Message


class GiftFormat(StrEnum):
    """What markup a text is written in; ``MOODLE`` is text in which HTML may stand."""

    MOODLE = "moodle"
    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class GiftText:
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


@dataclass(frozen=True, slots=True)
class GiftAnswer:
    """One answer: marked right by ``=``, wrong by ``~``; ``weight`` in per cent, if given."""

    text: GiftText
    is_marked_right: bool
    weight: Decimal | None = None
    feedback: GiftText | None = None


@dataclass(frozen=True, slots=True)
class GiftNumber:
    """A number that may be missed by ``tolerance`` either way."""

    value: Decimal
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class GiftRange:
    """Any number from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class GiftNumericalAnswer:
    """One numerical answer; ``expected`` is None for "anything else"."""

    expected: GiftNumber | GiftRange | None
    is_marked_right: bool
    weight: Decimal | None = None
    feedback: GiftText | None = None


@dataclass(frozen=True, slots=True)
class GiftPair:
    """Two things that belong together; an empty ``left`` makes ``right`` a mere distractor."""

    left: GiftText
    right: str


@dataclass(frozen=True, slots=True)
class GiftChoices:
    """A multiple choice."""

    answers: tuple[GiftAnswer, ...]


@dataclass(frozen=True, slots=True)
class GiftTrueFalse:
    """True or false. The first feedback is for those who answer wrong, the second for the right."""

    is_true: bool
    wrong_feedback: GiftText | None = None
    right_feedback: GiftText | None = None


@dataclass(frozen=True, slots=True)
class GiftShort:
    """A short answer to be typed; each answer given is accepted at its weight."""

    answers: tuple[GiftAnswer, ...]


@dataclass(frozen=True, slots=True)
class GiftNumerical:
    """A number to be typed."""

    answers: tuple[GiftNumericalAnswer, ...]


@dataclass(frozen=True, slots=True)
class GiftMatching:
    """Pairs to be matched."""

    pairs: tuple[GiftPair, ...]


@dataclass(frozen=True, slots=True)
class GiftEssay:
    """An essay: no answer is given."""


@dataclass(frozen=True, slots=True)
class GiftCloze:
    """Gaps in the text, each with answers of its own; what they are is not read."""


@dataclass(frozen=True, slots=True)
class GiftDescription:
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


@dataclass(frozen=True, slots=True)
class GiftQuestion:
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


@dataclass(frozen=True, slots=True)
class GiftFile:
    """All questions of a GIFT file, and the faults of those that could not be read."""

    questions: tuple[GiftQuestion, ...]
    faults: tuple[GiftFault, ...]
