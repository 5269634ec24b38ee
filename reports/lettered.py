"""A question as text with lettered options and a button for each letter, and what is said to taps.

Nothing stands in signs or colours: a screen reader reads the question, the options in their order
with their letters first, and then buttons called A, B, C. The verdict is a box for the one who
taps; Telegram takes 200 characters there, counted in UTF-16 units to be safe.
"""

from collections.abc import Collection, Sequence
from html import escape

from reports.lists import listed
from reports.morning import late_line
from reports.names import shortened
from reports.noon import letter, lettered_lines, options_of
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.days import PostingId
from storage.values.questions import QuestionKind, QuestionText

ALERT_LIMIT = 200

LETTERS = "quiz"
"""What the data of a letter's button begins with; its option, counted from 0, and the posting
follow."""
SUBMIT = "submit"
"""What stands in place of the option on the button that submits what was picked."""

_IN_A_ROW = 4
_SHOWN_OPTION = 60


def question_html(words: Words, kind: QuestionKind, text: QuestionText, late: bool = False) -> str:
    """A question and its options as HTML, with an apology above when it is late."""
    several = kind is QuestionKind.SEVERAL
    title = words("Noon question (more than one)") if several else words("Noon question")
    parts = [
        late_line(words) if late else "",
        f"<b>{title}</b>\n{escape(text.stem, quote=False)}",
        lettered_lines(options_of(words, kind, text)),
    ]
    return "\n\n".join(part for part in parts if part)


def in_rows(buttons: Sequence[Button]) -> Rows:
    """Buttons in as few rows as leave them big, and as even as can be."""
    rows = -(-len(buttons) // _IN_A_ROW)
    width = -(-len(buttons) // max(1, rows))
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), max(1, width)))


def lettered_post(
    words: Words,
    kind: QuestionKind,
    text: QuestionText,
    posting_id: PostingId,
    answered: int = 0,
    late: bool = False,
) -> Said:
    """The question as a post that is answered by its buttons. ``answered``: how many have."""
    several = kind is QuestionKind.SEVERAL
    hint = (
        words("Tap every letter you think is right, then Submit. Only you are told how it went.")
        if several
        else words("Tap a letter. Only you are told how it went.")
    )
    count = (
        words.count("{count} has answered.", "{count} have answered.", count=answered)
        if answered
        else ""
    )
    said = "\n".join(part for part in (hint, count) if part)
    return Said(
        f"{question_html(words, kind, text, late)}\n\n{said}",
        _buttons(words, len(options_of(words, kind, text)), posting_id, several=several),
    )


def verdict(
    words: Words,
    kind: QuestionKind,
    text: QuestionText,
    correct: Collection[int],
    *,
    right: bool,
    first: Sequence[int] | None = None,
) -> str:
    """What the one who answered is told, as plain text: right or not, and why if that fits.

    ``first``: what was chosen first, when this is a later, other choice.
    """
    kept = "" if first is None else _first_counts(words, first)
    whys = [text.explanation.strip()]
    if whys[0]:
        whys.append(words("The explanation is long: it comes tonight with the result."))
    whys.append("")
    tries = [
        "\n".join(part for part in (told, kept, why) if part)
        for why in whys
        for told in _told(words, kind, text, correct, right)
    ]
    return next((each for each in tries if _fits(each)), tries[-1])


def picked(words: Words, options: Sequence[int]) -> str:
    """What is said while somebody picks several letters."""
    if not options:
        return words("Nothing is chosen now. Tap the letters you think are right.")
    return words("Chosen: {letters}. Tap Submit when done.", letters=in_letters(words, options))


def nothing_picked(words: Words) -> str:
    """What is said to submitting without having picked anything."""
    return words("Nothing is chosen yet: tap the letters first, then Submit.")


def over(words: Words, first: Sequence[int] | None, *, can_catch_up: bool) -> str:
    """What is said to a letter tapped after the end. ``first``: what was answered in time."""
    parts = [words("The time for this question is over; the result stands below.")]
    if first is not None:
        kept = words("Your answer is kept: {letters}.", letters=in_letters(words, first))
        parts.append(kept)
    elif can_catch_up:
        parts.append(
            words("If you missed it, no matter: from the next day on, /today lets you catch up.")
        )
    return "\n".join(parts)


def in_letters(words: Words, options: Sequence[int]) -> str:
    """Options by their letters, in their order."""
    return listed(words, [letter(option) for option in sorted(options)])


def _buttons(words: Words, count: int, posting_id: PostingId, *, several: bool) -> Rows:
    letters = [
        Button(letter(option), data=f"{LETTERS}:{option}:{posting_id}") for option in range(count)
    ]
    submit = Button(words("Submit"), data=f"{LETTERS}:{SUBMIT}:{posting_id}")
    return (*in_rows(letters), (submit,)) if several else in_rows(letters)


def _told(
    words: Words, kind: QuestionKind, text: QuestionText, correct: Collection[int], right: bool
) -> Sequence[str]:
    """The verdict, the fullest way of saying it first."""
    if right:
        return (words("Right!"),)
    letters = words("Look again: it's {letters}.", letters=in_letters(words, sorted(correct)))
    if len(correct) != 1:
        return (letters,)
    [option] = correct
    shown = shortened(" ".join(options_of(words, kind, text)[option].split()), _SHOWN_OPTION)
    whole = words(
        "Look again: it's {letter}, {option}", letter=letter(option), option=shown.rstrip(".。")
    )
    return whole, letters


def _first_counts(words: Words, first: Sequence[int]) -> str:
    return words(
        "Your change is noted; your first choice, {letters}, is the one that counts.",
        letters=in_letters(words, first),
    )


def _fits(text: str) -> bool:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 <= ALERT_LIMIT
