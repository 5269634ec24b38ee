"""The alarm about an answer key, in private to those who may correct it; and how it was settled."""

from reports.names import shown_name
from reports.question_words import key_in_words, letters, options_in_words, stem_of
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.days import QuestionId
from storage.values.question_figures import Chosen, KeyAlarm
from storage.values.questions import Question


def alarm_text(words: Words, question: Question, alarm: KeyAlarm) -> Said:
    """A question whose key may be wrong, with what speaks for it."""
    lines = [
        words("<b>⚠️ Is the key of this question right?</b>"),
        "",
        stem_of(words, question),
        *_options(words, question, alarm),
        "",
        reason(words, question, alarm),
        "",
        words("It is told once, and only to whoever may correct it. What do you say?"),
    ]
    return Said("\n".join(lines), (decide_row(words, alarm.question_id, alarm.revision),))


def reason(words: Words, question: Question, alarm: KeyAlarm) -> str:
    """Why the key is doubted."""
    if not alarm.for_key:
        return words.html(
            "Of the {best} who usually do best, {count} chose {chosen}, and nobody the key, {key}.",
            best=alarm.best,
            count=alarm.for_chosen,
            chosen=letters(alarm.chosen),
            key=letters(question.correct),
        )
    return words.html(
        "Of the {best} who usually do best, {count} chose {chosen}; the key, {key}, was chosen by "
        "{for_key}.",
        best=alarm.best,
        count=alarm.for_chosen,
        chosen=letters(alarm.chosen),
        key=letters(question.correct),
        for_key=alarm.for_key,
    )


def decide_row(words: Words, question_id: QuestionId, revision: int) -> tuple[Button, ...]:
    """The two ways to settle an alarm."""
    return (
        Button(words("Correct the key"), data=f"question:{question_id}:key:{revision}"),
        Button(words("Keep the key"), data=f"question:{question_id}:leave:{revision}"),
    )


def was_corrected(words: Words, question: Question, key: Chosen, by: str | None) -> Said:
    """Said to the others who were shown an alarm, when one has corrected the key."""
    lines = [
        stem_of(words, question),
        "",
        words.html("{name} has corrected the key. Right now:", name=_name(words, by)),
        key_in_words(words, question, key),
    ]
    return Said("\n".join(lines), _to_list(words))


def was_left(words: Words, question: Question, by: str | None) -> Said:
    """Said to the others who were shown an alarm, when one has left the key as it is."""
    lines = [
        stem_of(words, question),
        "",
        words.html("{name} has looked at the key and left it as it is:", name=_name(words, by)),
        key_in_words(words, question, question.correct),
    ]
    return Said("\n".join(lines), _to_list(words))


def _options(words: Words, question: Question, alarm: KeyAlarm) -> list[str]:
    told = []
    for number, option in enumerate(options_in_words(words, question)):
        marks = []
        if number in question.correct:
            marks.append(words("the key"))
        if number in alarm.chosen:
            marks.append(words("chosen most by the best"))
        told.append(f"{option}  ← {' · '.join(marks)}" if marks else option)
    return told


def _name(words: Words, name: str | None) -> str:
    return words("The owner") if name is None else shown_name(name)


def _to_list(words: Words) -> Rows:
    return ((Button(words("All questions"), data="questions:0"),),)
