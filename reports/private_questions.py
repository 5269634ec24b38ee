"""A question of any kind as one person answers it in private, and what is said to the answer.

Nothing stands in signs or colours alone, so a screen reader reads the question, the options with
their letters first, and then buttons called A, B, C. The options stand in an order of the person's
own; the buttons carry the options' own numbers, so that a button means the same however old it is.
What was picked so far travels in the buttons: nothing is lost when the bot starts anew.
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from msgspec import Struct

from quizzes.shuffling import may_shuffle, order_of
from reports.languages import text_in
from reports.lettered import in_letters, in_rows
from reports.noon import letter, options_of
from reports.said import Button, Rows, Said
from reports.today import mask_of
from reports.wording import Words
from storage.values.given import Given
from storage.values.questions import AcceptedNumber, Question, QuestionKind, QuestionText

# What a button's data says behind the question's own word.
ANSWER = "a"
PICK = "p"
MATCH = "m"
TURN = "t"
KNEW = "k"

TYPED = frozenset({QuestionKind.SHORT, QuestionKind.NUMERICAL})
"""The kinds whose answer is typed."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Private(Struct, frozen=True):
    """A question as one person sees it.

    ``text`` are its words in the person's language. ``order`` says which option (of a matching
    question: which partner) stands at A, B, …. ``word`` is what the data of its buttons begins
    with, at most 40 bytes of ASCII.
    """

    question: Question
    text: QuestionText
    order: tuple[int, ...]
    word: str

    @property
    def kind(self) -> QuestionKind:
        """How it is answered."""
        return self.question.kind

    @property
    def is_typed(self) -> bool:
        """Whether the answer is typed."""
        return self.kind in TYPED


def private(words: Words, question: Question, seed: str, word: str) -> Private:
    """A question as somebody sees it; the order of its options follows from ``seed``."""
    text = text_in(question.texts, words.language)
    shown = text.partners if question.kind is QuestionKind.MATCHING else text.options
    count = len(shown)
    is_free = question.kind in _SHUFFLED and may_shuffle(shown)
    if question.kind is QuestionKind.TRUE_FALSE:
        count = 2
    return Private(question, text, order_of(count, seed) if is_free else tuple(range(count)), word)


_SHUFFLED = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.MATCHING)
_LETTERED = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.TRUE_FALSE)


def asked(words: Words, it: Private, head: str, given: Given | None = None) -> Said:
    """The question with its buttons. ``head`` stands above it (HTML); ``given`` is what was picked
    of it so far."""
    so_far = given.chosen if given else ()
    if it.kind is QuestionKind.MATCHING:
        return _matching(words, it, head, so_far)
    if it.kind is QuestionKind.CARD:
        turn = Button(words("Turn it over"), data=f"{it.word}:{TURN}:0")
        return Said(_joined(head, _stem(it)), ((turn,),))
    if it.is_typed:
        return Said(_joined(head, _stem(it), _how_to_type(words, it)))
    several = it.kind is QuestionKind.SEVERAL
    how = words("Tap every letter that you think is right, then Submit.") if several else ""
    return Said(_joined(head, _stem(it), _options(words, it), how), _letters(words, it, so_far))


def turned(words: Words, it: Private, head: str) -> Said:
    """A flash card's back, and the two buttons by which its reader says how it went."""
    back = (f"<b>{escape(line, quote=False)}</b>" for line in it.text.back.strip().splitlines())
    said = _joined(head, _stem(it), "\n".join(back))
    knew = Button(words("I knew it"), data=f"{it.word}:{KNEW}:0")
    not_yet = Button(words("Not sure yet"), data=f"{it.word}:{KNEW}:1")
    return Said(said, ((knew, not_yet),))


def verdict(words: Words, it: Private, given: Given, mark: float) -> str:
    """What is said to an answer (HTML): right or not, what is right, and why. ``mark`` is what the
    answer is worth, from 0 to 1."""
    why = escape(it.text.explanation.strip(), quote=False)
    if it.kind is QuestionKind.CARD:
        return words("Good, you knew it.") if mark == 1 else words("No matter.")
    short, whole = (words("Right!"), "") if mark == 1 else _key(words, it)
    part = words("A part of it is right already.") if 0 < mark < 1 else ""
    told = (f"<b>{escape(short, quote=False)}</b>", escape(whole, quote=False), part)
    return _joined("\n".join(each for each in told if each), _own_feedback(it, given), why)


def asked_again(words: Words, it: Private, given: Given, head: str) -> str:
    """The question without its buttons, and what was answered, for reading it over (HTML)."""
    options = _options(words, it) if it.kind in _LETTERED else ""
    answer = given_in_words(words, it, given)
    said = words.html("Your answer: {answer}", answer=f"\n{answer}" if "\n" in answer else answer)
    return _joined(head, _stem(it), options, said)


def given_in_words(words: Words, it: Private, given: Given) -> str:
    """An answer as its writer would say it, as plain text."""
    if it.is_typed:
        return given.text
    if it.kind is QuestionKind.CARD:
        return words("I knew it") if given.chosen == (0,) else words("Not sure yet")
    if it.kind is QuestionKind.MATCHING:
        return "\n".join(_pairs(it, given.chosen))
    return in_letters(words, _places(it, given.chosen))


def key_in_words(words: Words, it: Private) -> str:
    """The right answer, as plain text."""
    short, whole = _right(words, it)
    return "\n".join(part for part in (short, whole) if part)


def _key(words: Words, it: Private) -> tuple[str, str]:
    """How it should have been: the sentence, and below it the words of the right options."""
    short, whole = _right(words, it)
    if not short:
        return words("Look again:"), whole
    if it.is_typed:
        return words("Look again: the answer is {answer}.", answer=short), whole
    return words("Look again: it's {letters}.", letters=short), whole


def _right(words: Words, it: Private) -> tuple[str, str]:
    question, text = it.question, it.text
    if it.kind is QuestionKind.SHORT:
        best = max((each.fraction for each in text.spellings), default=0)
        said = [each.text for each in text.spellings if each.fraction == best]
        return _either(words, [each.replace("\\*", "*") for each in said[:3]]), ""
    if it.kind is QuestionKind.NUMERICAL:
        return _number(words, question.numbers[0]) if question.numbers else "", ""
    if it.kind is QuestionKind.MATCHING:
        return "", "\n".join(_pairs(it, range(len(text.options))))
    if it.kind is QuestionKind.CARD:
        return text.back.strip(), ""
    options, places = options_of(words, it.kind, text), _places(it, question.correct)
    lines = [f"{letter(at)}. {options[it.order[at]].strip()}" for at in places]
    return in_letters(words, places), "\n".join(lines)


def _either(words: Words, names: Sequence[str]) -> str:
    said, *others = names or ("",)
    for other in others:
        said = words("{names} or {another}", names=said, another=other)
    return said


def _number(words: Words, accepted: AcceptedNumber) -> str:
    low, high = _plain(accepted.low), _plain(accepted.high)
    if accepted.value is None:
        return words("anything from {low} to {high}", low=low, high=high)
    value = _plain(accepted.value)
    if accepted.low == accepted.high:
        return value
    return words("{number} ({low} to {high} will do)", number=value, low=low, high=high)


def _plain(number: Decimal) -> str:
    """A number as it is written by hand: without an exponent, or zeros at the end."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _own_feedback(it: Private, given: Given) -> str:
    """What the question's author says to this very choice."""
    one = it.kind in (QuestionKind.ONE, QuestionKind.TRUE_FALSE) and len(given.chosen) == 1
    if not one or given.chosen[0] >= len(it.text.feedback):
        return ""
    said = it.text.feedback[given.chosen[0]].strip()
    return "" if said == it.text.explanation.strip() else escape(said, quote=False)


def _stem(it: Private) -> str:
    return escape(it.text.stem.strip(), quote=False)


def _how_to_type(words: Words, it: Private) -> str:
    if it.kind is QuestionKind.NUMERICAL:
        return words("Write the number here and send it.")
    return words("Write your answer here and send it.")


def _options(words: Words, it: Private) -> str:
    options = options_of(words, it.kind, it.text)
    lines = (
        f"{letter(at)}. {escape(options[own].strip(), quote=False)}"
        for at, own in enumerate(it.order)
    )
    return "\n".join(lines)


def _letters(words: Words, it: Private, so_far: Sequence[int]) -> Rows:
    """A button for each option; where several are right, they pick, and another button submits."""
    several, mask = it.kind is QuestionKind.SEVERAL, mask_of(so_far)
    taps = [
        Button(
            ("✓ " if own in so_far else "") + letter(at),
            data=f"{it.word}:{PICK if several else ANSWER}:{mask ^ (1 << own)}",
        )
        for at, own in enumerate(it.order)
    ]
    submit = Button(words("Submit"), data=f"{it.word}:{ANSWER}:{mask}")
    return (*in_rows(taps), (submit,)) if several and so_far else in_rows(taps)


def _matching(words: Words, it: Private, head: str, so_far: Sequence[int]) -> Said:
    """One partner is sought after the other; in the end all is shown once more."""
    options, partners = it.text.options, it.text.partners
    done = "\n".join(escape(line, quote=False) for line in _pairs(it, so_far))
    offered = "\n".join(
        f"{letter(at)}. {escape(partners[own].strip(), quote=False)}"
        for at, own in enumerate(it.order)
    )
    digits = digits_of(so_far)
    anew = Button(words("Begin anew"), data=f"{it.word}:{MATCH}:")
    if len(so_far) >= len(options):
        submit = Button(words("Submit"), data=f"{it.word}:{ANSWER}:{digits}")
        return Said(_joined(head, _stem(it), done), ((submit,), (anew,)))
    place = words("{number} of {count}", number=len(so_far) + 1, count=len(options))
    sought = words.html(
        "<b>{option}</b>: which letter belongs to it? ({place})",
        option=options[len(so_far)].strip(),
        place=place,
    )
    taps = [
        Button(letter(at), data=f"{it.word}:{MATCH}:{digits}{_DIGITS[own]}")
        for at, own in enumerate(it.order)
    ]
    rows = (*in_rows(taps), (anew,)) if so_far else in_rows(taps)
    return Said(_joined(head, _stem(it), done, offered, sought), rows)


def digits_of(partners: Sequence[int]) -> str:
    """Chosen partners as they travel in a button: a digit or letter each."""
    return "".join(_DIGITS[each] for each in partners)


def partners_in(digits: str) -> tuple[int, ...]:
    """The partners that a button carries. Raises ValueError for what it never carries."""
    return tuple(_DIGITS.index(each) for each in digits)


def _pairs(it: Private, partners: Sequence[int]) -> list[str]:
    options, offered = it.text.options, it.text.partners
    return [
        f"{options[at].strip()} — {offered[own].strip()}"
        for at, own in enumerate(partners)
        if at < len(options) and own < len(offered)
    ]


def _places(it: Private, options: Sequence[int]) -> list[int]:
    """Where options stand for this person, ascending."""
    return sorted(at for at, own in enumerate(it.order) if own in options)


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
