"""The noon's question as a native quiz: in a form that Telegram takes, with nothing lost.

What does not fit into a poll is said in a text before it, the preface; the poll then asks shortly
and refers to it. The limits are Telegram's own (method sendPoll); lengths are counted in UTF-16
units, which are never fewer than its characters.
"""

import unicodedata
from collections.abc import Collection
from html import escape

from msgspec import Struct

from quizzes.shuffling import may_shuffle
from reports.morning import late_line
from reports.said import Said
from reports.wording import Words
from storage.values.questions import QuestionKind, QuestionText

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
EXPLANATION_LIMIT = 200
EXPLANATION_LINE_FEEDS = 2

# A poll takes twelve options; in private there may be more.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Letters and signs to Unicode, and yet nothing to see: Telegram calls a text of them empty.
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class QuizPost(Struct, frozen=True):
    """A poll that Telegram takes, and the text before it.

    ``correct`` holds indexes into ``options``, which stand in the question's own order. Everything
    but ``preface`` is plain text. ``description`` is shown above the question. ``explanation`` is
    the poll's own, shown to whoever has answered.
    """

    question: str
    options: tuple[str, ...]
    correct: tuple[int, ...]
    several: bool
    shuffle: bool
    explanation: str | None = None
    description: str | None = None
    preface: Said | None = None


def options_of(words: Words, kind: QuestionKind, text: QuestionText) -> tuple[str, ...]:
    """The options as they are told: true and false are worded by the language."""
    if kind is QuestionKind.TRUE_FALSE:
        return (words("True"), words("False"))
    return text.options


def quiz(
    words: Words,
    kind: QuestionKind,
    text: QuestionText,
    correct: Collection[int],
    late: bool = False,
) -> QuizPost:
    """A question as a quiz. :func:`programme.asking.can_be_asked` must hold.

    A stem that does not fit goes into the preface; so do the options, with letters, when one of
    them does not fit or two of them are the same, and then the poll offers the letters.
    """
    options = options_of(words, kind, text)
    several = kind is QuestionKind.SEVERAL
    hint = words("(more than one)") if several else ""
    stem = text.stem.strip()
    asked = f"{stem} {hint}".strip()
    lettered = not _options_fit(options)
    stem_fits = _is_seen(stem) and _length(asked) <= QUESTION_LIMIT
    preface = _preface(words, text.stem, options if lettered else (), late)
    if not stem_fits:
        asked = _referring(words, lettered, hint)
    shown = stem_fits and not lettered
    return QuizPost(
        question=asked,
        options=tuple(_LETTERS[: len(options)]) if lettered else _trimmed(options),
        correct=tuple(sorted(correct)),
        several=several,
        shuffle=not lettered and kind is not QuestionKind.TRUE_FALSE and may_shuffle(options),
        explanation=_short_explanation(words, text.explanation),
        description=late_line(words) if late and shown else None,
        preface=None if shown else preface,
    )


def is_lettered(words: Words, kind: QuestionKind, text: QuestionText) -> bool:
    """Whether the poll of this question offers letters instead of the options' words."""
    return not _options_fit(options_of(words, kind, text))


def letter(index: int) -> str:
    """The letter of an option, counted from 0."""
    return _LETTERS[index]


def lettered_lines(options: Collection[str]) -> str:
    """The options one a line, each after its letter, as HTML."""
    lines = (f"{_LETTERS[n]}. {escape(each, quote=False)}" for n, each in enumerate(options))
    return "\n".join(lines)


def _preface(words: Words, stem: str, options: Collection[str], late: bool) -> Said:
    title = words("Noon question")
    parts = [
        late_line(words) if late else "",
        f"<b>{title}</b>\n{escape(stem, quote=False)}",
        lettered_lines(options),
    ]
    return Said("\n\n".join(part for part in parts if part))


def _referring(words: Words, lettered: bool, hint: str) -> str:
    if lettered:
        asked = words("Noon question: it stands in the message above. Which letter is right?")
    else:
        asked = words("Noon question: it stands in the message above. What do you say?")
    return f"{asked} {hint}".strip()


def _trimmed(options: Collection[str]) -> tuple[str, ...]:
    return tuple(each.strip() for each in options)


def _options_fit(options: Collection[str]) -> bool:
    trimmed = _trimmed(options)
    if len(set(trimmed)) < len(trimmed):
        return False
    return all(_is_seen(each) and _length(each) <= OPTION_LIMIT for each in trimmed) and not any(
        "\n" in each for each in trimmed
    )


def _short_explanation(words: Words, explanation: str) -> str | None:
    whole = explanation.strip()
    if not _is_seen(whole):
        return None
    if whole.count("\n") > EXPLANATION_LINE_FEEDS:
        whole = " ".join(whole.split())
    if _length(whole) <= EXPLANATION_LIMIT:
        return whole
    return words("The explanation is long: it comes tonight with the result.")


def _is_seen(text: str) -> bool:
    return any(unicodedata.category(each)[0] in "LNPS" and each not in _UNSEEN for each in text)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
