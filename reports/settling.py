"""The three questions to the secretary with which the binding of a group ends."""

from datetime import date

from programme.branch_choices import Setting
from programme.calendar import NextPost
from reports.days import shown_day_from, shown_time
from reports.help import LANGUAGE_NAMES
from reports.said import Button, Said
from reports.setting_choices import Choice, asked_about, choices_of, in_words
from reports.wording import Words
from storage.values.branches import BranchSettings
from storage.values.people import Unit

STEPS = (Setting.LANGUAGE, Setting.QUIZ, Setting.SOUND)


def question(words: Words, unit: Unit, step: Setting) -> Said:
    """One of the three, each answered by one tap."""
    number = STEPS.index(step) + 1
    if step is Setting.LANGUAGE:
        text = words.html(
            "<b>Three short questions to the secretary, then all is set.</b>\n\n"
            "1/3 Which language shall I speak in the group of {branch}?",
            branch=unit.name,
        )
        answers = [Choice(code, name) for code, name in LANGUAGE_NAMES.items()]
    else:
        text = f"{number}/{len(STEPS)} {asked_about(words, step)}"
        answers = list(choices_of(words, step))
    row = tuple(
        Button(each.label, data=f"settle:{unit.id}:{step.value}:{each.value}") for each in answers
    )
    return Said(text, (row,))


def all_set(
    words: Words, unit: Unit, branch: BranchSettings, first: NextPost | None, today: date
) -> Said:
    """What was chosen, when it begins, and how it is changed."""
    quiz = in_words(words, Setting.QUIZ, branch)
    lines = [
        words("<b>All is set. Thank you!</b>"),
        "",
        words("Language: {language}", language=LANGUAGE_NAMES[unit.language]),
        words("Noon question: {how}", how=quiz),
        in_words(words, Setting.SOUND, branch),
        "",
    ]
    if first is not None:
        day, at = shown_day_from(words, first.day, today), shown_time(first.at)
        lines.append(words("The first post comes {day} at {time}.", day=day, time=at))
    lines.append(words("All of this can be changed any time: /settings"))
    return Said("\n".join(lines))
