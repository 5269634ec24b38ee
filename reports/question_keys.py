"""Correcting an answer key: choosing what is right, and saying so once more."""

from collections.abc import Collection

from programme.question_pages import QuestionPage
from reports.noon import letter
from reports.question_words import key_in_words, options_in_words, stem_of
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.questions import QuestionKind

_IN_A_ROW = 4


def choose_key(words: Words, page: QuestionPage, picked: Collection[int]) -> Said:
    """What is right? Of a question with several right options all are picked, then shown once
    more; of any other a tap is enough."""
    several = page.question.kind is QuestionKind.SEVERAL
    asked = (
        words("<b>Which are right?</b> Tap all of them, then That is all.")
        if several
        else words("<b>Which one is right?</b>")
    )
    now = words("The key now:")
    lines = [
        stem_of(words, page.question),
        "",
        *options_in_words(words, page.question),
        "",
        now,
        key_in_words(words, page.question, page.question.correct),
        "",
        asked,
    ]
    return Said("\n".join(lines), _choices(words, page, picked, several=several))


def confirm_key(words: Words, page: QuestionPage, key: Collection[int]) -> Said:
    """The new key once more, and what follows from it."""
    lines = [
        stem_of(words, page.question),
        "",
        words("<b>From now on right:</b>"),
        key_in_words(words, page.question, key),
        "",
        words(
            "All answers are marked afresh, points follow, and every branch that was told the old "
            "key hears of it once. The explanation stays as it is."
        ),
    ]
    here = f"question:{page.id}"
    sure = Button(words("Correct it"), data=f"{here}:set:{page.revision}:{mask_of(key)}")
    return Said("\n".join(lines), ((sure, Button(words("Better not"), data=here)),))


def key_corrected(words: Words) -> str:
    """Said above the question once its key is put right."""
    return words("✅ The key is put right. Answers are being marked afresh.")


def key_left(words: Words) -> str:
    """Said above the question once its key was left."""
    return words("✅ The key stays as it is; nobody is asked about it again.")


def mask_of(options: Collection[int]) -> int:
    """Options as one number for a button: a bit for each."""
    return sum(1 << each for each in options)


def options_in(mask: int) -> tuple[int, ...]:
    """The options that a number of :func:`mask_of` stands for, ascending."""
    return tuple(each for each in range(mask.bit_length()) if mask >> each & 1)


def _choices(words: Words, page: QuestionPage, picked: Collection[int], *, several: bool) -> Rows:
    here = f"question:{page.id}"
    buttons = []
    for option in range(len(options_in_words(words, page.question))):
        if not several and option in page.question.correct:
            continue
        sign = "☑ " if several and option in picked else ""
        chosen = set(picked) ^ {option} if several else {option}
        what = "pick" if several else "sure"
        data = f"{here}:{what}:{page.revision}:{mask_of(chosen)}"
        buttons.append(Button(f"{sign}{letter(option)}", data=data))
    rows = [tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)]
    last = [Button(words("Better not"), data=here)]
    if several and picked and set(picked) != set(page.question.correct):
        data = f"{here}:sure:{page.revision}:{mask_of(picked)}"
        last.insert(0, Button(words("That is all"), data=data))
    return (*rows, tuple(last))
