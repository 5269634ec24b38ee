"""The evening's posts: first how the noon's question went, then the prompt for a note."""

from html import escape

from msgspec import Struct

from programme.small_groups import is_small, tells_share
from reports.lettered import in_letters
from reports.morning import late_line
from reports.names import shortened
from reports.noon import is_lettered, lettered_lines, options_of
from reports.said import Said
from reports.wording import Words
from storage.values.questions import QuestionKind, QuestionText

_REMINDER_LENGTH = 80


class Outcome(Struct, frozen=True):
    """How a question went in a branch: the right options, and how many answered and were right.

    ``answered`` is None in a rehearsal, where nobody can answer. ``reached`` is how many members
    have Telegram. ``lettered``: it was answered by letters, so they are told again.
    """

    correct: tuple[int, ...]
    answered: int | None
    right: int
    reached: int = 0
    lettered: bool = False


def result_post(
    words: Words, kind: QuestionKind, text: QuestionText, outcome: Outcome, corrected: bool = False
) -> Said:
    """How the noon's question went, the right answer and the whole explanation.

    Nobody is named, nor shown by a figure behind which hardly anybody stands; that nobody was
    right is told as a hard question. ``corrected``: the
    answer key was put right since it was asked.
    """
    title, stem = words("Noon result"), shortened(" ".join(text.stem.split()), _REMINDER_LENGTH)
    parts = [
        f"<b>{title}</b>\n<i>{escape(stem, quote=False)}</i>",
        _how_it_went(words, outcome),
        words("Our answer key was wrong and has been put right; all points follow it.")
        if corrected
        else "",
        _right_answer(words, kind, text, outcome),
        escape(text.explanation.strip(), quote=False),
    ]
    return Said("\n\n".join(part for part in parts if part))


def evening_post(words: Words, prompt: str = "", late: bool = False) -> Said:
    """The prompt for a note: the study item's own, or the usual one."""
    title = words("Evening note")
    usual = words(
        "Anything to say about today? A line, a voice note or a photo of your notebook: just "
        "reply to this message."
    )
    parts = [
        late_line(words) if late else "",
        f"<b>{title}</b>",
        escape(prompt.strip(), quote=False),
        usual if not prompt.strip() else words("Reply to this message; anything counts."),
    ]
    return Said("\n\n".join(part for part in parts if part))


def _how_it_went(words: Words, outcome: Outcome) -> str:
    if outcome.answered is None:
        return words("(Here it will say how many answered, and how many were right.)")
    if is_small(outcome.reached):
        return ""
    if outcome.answered == 0:
        return words("Nobody got round to this one at noon; here is the answer for everybody.")
    if not tells_share(outcome.answered, outcome.reached):
        return words.count(
            "{count} person answered.", "{count} people answered.", count=outcome.answered
        )
    if outcome.right == 0:
        return words.count(
            "{count} person answered. A hard one: let's look at it together.",
            "{count} people answered. A hard one: let's look at it together.",
            count=outcome.answered,
        )
    share = round(100 * outcome.right / outcome.answered)
    if outcome.right < outcome.answered:
        # "All" and "nobody" are told only when they are true.
        share = min(max(share, 1), 99)
    return words.count(
        "{count} person answered, {share} % right.",
        "{count} people answered, {share} % right.",
        count=outcome.answered,
        share=share,
    )


def _right_answer(words: Words, kind: QuestionKind, text: QuestionText, outcome: Outcome) -> str:
    options = options_of(words, kind, text)
    right = [n for n in sorted(outcome.correct) if n < len(options)]
    if outcome.lettered or is_lettered(words, kind, text):
        told = words.html("Right: {options}", options=in_letters(words, right))
        return f"{told}\n{lettered_lines(options)}"
    if len(right) == 1:
        return words.html("Right: {options}", options=options[right[0]].strip())
    lines = "\n".join(f"· {escape(options[n].strip(), quote=False)}" for n in right)
    head = words("Right are:")
    return f"{head}\n{lines}"
