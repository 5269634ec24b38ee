"""What is told of a question bank before and after it is taken in."""

from collections import Counter
from collections.abc import Collection, Sequence
from html import escape

from msgspec.structs import replace

from programme.asking import CHOSEN
from programme.quiz_import import BankReading
from reports.languages import text_in
from reports.lists import listed
from reports.names import shortened
from reports.private_questions import Private, asked, key_in_words, turned
from reports.wording import Words
from storage.values.messages import Finding
from storage.values.questions import Question, QuestionKind, QuestionText

SHOWN_QUESTIONS = 3

_LONGEST_STEM, _LONGEST_OPTION = 500, 120


def counts(words: Words, read: BankReading) -> str:
    """How many questions of each kind there are to take in, and how many are there already."""
    questions = read.questions
    names = _kind_names(words)
    counted = Counter(question.kind for question in questions)
    parts = [
        words("{kind}: {count}", kind=names[kind], count=counted[kind])
        for kind in QuestionKind
        if counted[kind]
    ]
    count = len(questions)
    lines = [
        words.count("{count} question to take in", "{count} questions to take in", count=count),
        *filter(None, [listed(words, parts)]),
    ]
    if read.known:
        lines.append(
            words.count("{count} is there already.", "{count} are there already.", count=read.known)
        )
    return "\n".join(lines)


def left_out_line(words: Words, findings: Collection[Finding]) -> str:
    """How much could not be read, and how much is worth a look; empty when there is nothing."""
    faults = sum(each.blocks for each in findings)
    notices = len(findings) - faults
    parts = []
    if faults:
        parts.append(
            words.count(
                "{count} fault: what it stands in is left out.",
                "{count} faults: what they stand in is left out.",
                count=faults,
            )
        )
    if notices:
        parts.append(words.count("{count} notice.", "{count} notices.", count=notices))
    return "\n".join(parts)


def shown_questions(words: Words, questions: Sequence[Question]) -> list[str]:
    """The first questions as members see them, and what is right, as HTML."""
    told = []
    for number, question in enumerate(questions[:SHOWN_QUESTIONS], 1):
        text = _brief(text_in(question.texts, words.language))
        count = 2 if question.kind is QuestionKind.TRUE_FALSE else len(text.options)
        count = len(text.partners) if question.kind is QuestionKind.MATCHING else count
        it = Private(question, text, tuple(range(count)), "")
        head = words.html("<b>Question {number}</b>", number=number)
        told.append(f"{head}\n{_shown(words, it)}")
    return told


def _shown(words: Words, it: Private) -> str:
    if it.kind is QuestionKind.CARD:
        return turned(words, it, "").text
    right = key_in_words(words, it)
    if it.kind in CHOSEN:
        # The options stand right above: their letters are enough.
        right = right.partition("\n")[0]
    shown = escape(it.text.stem.strip(), quote=False) if it.is_typed else asked(words, it, "").text
    told = words.html("Right: {answer}", answer=right)
    return f"{shown}\n<i>{told}</i>"


def finding_lines(words: Words, findings: Sequence[Finding]) -> list[str]:
    """Each finding with its file, line and column, as plain text; the faults first."""
    in_order = sorted(findings, key=lambda each: not each.blocks)
    return [f"{_place(words, each)}{words.say(each.said)}" for each in in_order]


def _place(words: Words, finding: Finding) -> str:
    place = finding.place
    if place.line is None:
        return words("{file}: ", file=place.file)
    if place.column:
        return words(
            "{file}, line {line}, {column}: ", file=place.file, line=place.line, column=place.column
        )
    return words("{file}, line {line}: ", file=place.file, line=place.line)


def _kind_names(words: Words) -> dict[QuestionKind, str]:
    return {
        QuestionKind.ONE: words("one right"),
        QuestionKind.SEVERAL: words("several right"),
        QuestionKind.TRUE_FALSE: words("true or false"),
        QuestionKind.SHORT: words("short answer"),
        QuestionKind.NUMERICAL: words("a number"),
        QuestionKind.MATCHING: words("matching"),
        QuestionKind.CARD: words("flash card"),
    }


def _brief(text: QuestionText) -> QuestionText:
    """The words of a question, very long ones only as far as a glance takes them in."""
    return replace(
        text,
        stem=shortened(text.stem, _LONGEST_STEM),
        options=tuple(shortened(each, _LONGEST_OPTION) for each in text.options),
        partners=tuple(shortened(each, _LONGEST_OPTION) for each in text.partners),
        back=shortened(text.back, _LONGEST_STEM),
    )
