"""A corrected key, told once where the question was asked."""

from collections.abc import Collection
from datetime import date
from html import escape

from reports.days import shown_day
from reports.languages import text_in
from reports.lettered import in_letters
from reports.names import shortened
from reports.noon import is_lettered, options_of
from reports.said import Said
from reports.wording import Words
from storage.values.questions import Question

_STEM = 80


def correction_text(words: Words, question: Question, key: Collection[int], day: date) -> Said:
    """What a branch is told whose result has been told by the wrong key; nobody is named."""
    text = text_in(question.texts, words.language)
    options = [each.strip() for each in options_of(words, question.kind, text)]
    right = [n for n in sorted(key) if n < len(options)]
    lettered = is_lettered(words, question.kind, text)
    told = [f"{in_letters(words, [n])} {options[n]}" if lettered else options[n] for n in right]
    lines = [
        words.html(
            "<b>The noon question of {day}: our answer key was wrong</b>", day=shown_day(words, day)
        ),
        f"<i>{escape(shortened(' '.join(text.stem.split()), _STEM), quote=False)}</i>",
        "",
        words("It has been put right, and all points follow it. We are sorry!"),
    ]
    if len(told) == 1:
        lines.append(words.html("Right: {options}", options=told[0]))
    else:
        lines += [words("Right are:"), *(f"· {escape(each, quote=False)}" for each in told)]
    return Said("\n".join(lines))
