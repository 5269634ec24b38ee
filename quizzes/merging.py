"""Readings put together: languages of one question joined, doubled questions found."""

from collections.abc import Iterable

from msgspec.structs import replace

from quizzes.identity import question_key
from quizzes.readings import Reading, Sourced, notice
from storage.values.messages import Finding, Message, Place, message
from storage.values.questions import Question


def merge_readings(readings: Iterable[Reading]) -> Reading:
    """One reading of several files, in any number of languages.

    Questions with the same key in different languages become one with several texts; their kind,
    number of options and right options must agree. A key in one language only is fine. The same
    question twice in one language is kept once, with a notice; one key for two different
    questions, or one question with two different keys to it, blocks.
    """
    merged: dict[str, Sourced] = {}
    places: dict[tuple[str, str], Place] = {}
    findings: list[Finding] = []
    for reading in readings:
        findings.extend(reading.findings)
        for sourced in reading.sourced:
            key = sourced.question.key
            finding = _clash(merged.get(key), sourced, places)
            if finding is not None:
                findings.append(finding)
                continue
            merged[key] = _joined(merged.get(key), sourced)
            places.update({(key, language): sourced.place for language in sourced.question.texts})
    return Reading(tuple(merged.values()), tuple(findings))


def right_of(question: Question) -> tuple[object, ...]:
    """What decides which answers are right: equal for questions that are marked alike."""
    typed = {
        language: (frozenset(each.text for each in text.spellings), text.partners)
        for language, text in question.texts.items()
    }
    return question.kind, question.correct, frozenset(question.numbers), tuple(typed.values())


def _joined(known: Sourced | None, new: Sourced) -> Sourced:
    if known is None:
        return new
    tags = tuple(dict.fromkeys((*known.question.tags, *new.question.tags)))
    texts = {**known.question.texts, **new.question.texts}
    return replace(known, question=replace(known.question, texts=texts, tags=tags))


def _clash(
    known: Sourced | None, new: Sourced, places: dict[tuple[str, str], Place]
) -> Finding | None:
    """What speaks against joining the two, if anything."""
    if known is None:
        return None
    for language, text in new.question.texts.items():
        other = known.question.texts.get(language)
        if other is not None:
            same_words = question_key(other) == question_key(text)
            return _doubled(known, new, places[new.question.key, language], same_words)
    said = _disagreement(known, new)
    return Finding(new.place, said) if said else None


def _doubled(known: Sourced, new: Sourced, first: Place, same_words: bool) -> Finding:
    at = {"file": first.file, "line": first.line}
    if not same_words:
        said = message(
            "The id {id} is used twice, first in {file}, line {line}. Give each question its own.",
            id=new.question.key,
            **at,
        )
        return Finding(new.place, said)
    if right_of(known.question) != right_of(new.question):
        said = message(
            "This question is also in {file}, line {line}, but with another right answer. "
            "Mend one of them.",
            **at,
        )
        return Finding(new.place, said)
    said = message("Left out: this question is already in {file}, line {line}.", **at)
    return notice(new.place, said)


def _disagreement(known: Sourced, new: Sourced) -> Message | None:
    ours, theirs = new.question, known.question
    at = {"id": ours.key, "file": known.place.file, "line": known.place.line}
    if ours.kind is not theirs.kind:
        return message(
            "Question {id} is of another kind here than in {file}, line {line}. "
            "Both languages must ask the same.",
            **at,
        )
    options = len(next(iter(ours.texts.values())).options)
    other_options = len(next(iter(theirs.texts.values())).options)
    if options != other_options:
        return message(
            "Question {id} has {options} options here, but {other_options} in {file}, "
            "line {line}. Both languages need the same options in the same order.",
            options=options,
            other_options=other_options,
            **at,
        )
    if (ours.correct, set(ours.numbers)) != (theirs.correct, set(theirs.numbers)):
        return message(
            "Question {id} has another right answer here than in {file}, line {line}. "
            "Both languages need the same options in the same order.",
            **at,
        )
    return None
