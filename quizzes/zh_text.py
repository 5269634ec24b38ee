"""Question banks in plain text, in the habits of Chinese teachers; English banks in the same shape
are read too.

The grammar, as read here (``?`` optional, ``*`` any number; marks may be full or half width)::

    bank     = ( chapter | heading | question | key )*
    chapter  = "第一章" …  or a line that begins with "#"       becomes the questions' tag
    heading  = "一、单项选择题" ( "（" … "）" )?                  says the kind of what follows
    question = number? kind? stem option* answer? about*
    number   = "1." | "1、" | "(1)" | "第1题"                    without one: what stands
                                                             above options or an answer
    kind     = "【单选题】" | "（多选）" | …
    stem     = lines; the answer may stand in its brackets "（B）", in its gap "__B__" or behind it
    option   = "A." | "A、" | "（A）" | "A " text                several on a line, or the stem's;
                                                              «√» or «（正确答案）» behind one
                                                              marks it right
    answer   = ( "答案：" | "【答案】" | … ) words
    about    = "解析：" … | "知识点：" … | "难度：" …              topics become tags
    key      = ( "参考答案" heading* )? line of answers           see quizzes.zh_keys

An answer of the question's own counts before one from a key, that before one in its brackets, and
that before one behind its stem.
"""

from collections.abc import Sequence

from quizzes.readings import Reading, Sourced
from quizzes.zh_ahead import Ahead
from quizzes.zh_answers import Draft, answers_itself, finished
from quizzes.zh_keys import Given, Key, key_entries, uneven_range, worded_entries
from quizzes.zh_parts import begin, take_part
from quizzes.zh_sections import Section, give_answers
from quizzes.zh_signs import (
    Line,
    answer,
    chapter,
    clean,
    explained,
    heading,
    is_decimal,
    is_key_heading,
    named_kind,
    numbered,
    options,
)
from storage.values.messages import BadInput, Finding, Message, Place, message
from storage.values.questions import QuestionKind

MOST_LINES = 100_000
MOST_CHARACTERS = 20_000
"""How long a line may be."""


def is_question_text(text: str) -> bool:
    """Whether a text holds questions in this shape."""
    beginning = text.splitlines()[:MOST_LINES]
    lines = [clean(0, line[:MOST_CHARACTERS]) for line in beginning]
    has_options = any(found[0][0] == "A" for line in lines if (found := options(line.text)[1]))
    has_numbers = any(numbered(line) for line in lines)
    has_answers = any(
        answer(line) or key_entries(line.text) or is_key_heading(line) for line in lines
    )
    has_kinds = any(heading(line) for line in lines)
    has_marks = any(numbered(line) and answers_itself(line.text) for line in lines)
    return (has_options and (has_numbers or has_answers)) or (
        has_numbers and (has_answers or has_kinds or has_marks)
    )


def read_question_text(lines: Sequence[tuple[int, str]], file: str, language: str) -> Reading:
    """The questions of a text, given as its lines with their numbers.

    Raises :class:`BadInput` for one that is too long, or has too long a line.
    """
    if len(lines) > MOST_LINES:
        raise BadInput(
            message("The text has more than {most} lines. Split it.", most=f"{MOST_LINES:,}")
        )
    endless = next((number for number, text in lines if len(text) > MOST_CHARACTERS), None)
    if endless is not None:
        raise BadInput(
            message(
                "Line {line} has more than {most} characters. Break it up: a question and its "
                "options are a few lines.",
                line=endless,
                most=f"{MOST_CHARACTERS:,}",
            )
        )
    cleaned = [clean(number, text) for number, text in lines]
    reader = _Reader(cleaned)
    reader.run()
    findings = [Finding(Place(file, at), said, blocks) for at, said, blocks in reader.noticed]
    findings += [
        Finding(Place(file, at), said) for at, said in give_answers(reader.sections, reader.keys)
    ]
    sourced: list[Sourced] = []
    for section in reader.sections:
        for draft in section.drafts:
            made = finished(draft, section.kind, section.tag, Place(file, draft.line), language)
            if isinstance(made, Finding):
                findings.append(made)
            else:
                sourced.append(made)
    findings.sort(key=lambda each: each.place.line or 0)
    return Reading(tuple(sourced), tuple(findings))


class _Reader:
    """Goes through the lines once; looks at what follows a line, never back."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._ahead = Ahead(lines)
        self.sections: list[Section] = [Section()]
        self.keys: list[Key] = []
        self.noticed: list[tuple[int, Message, bool]] = []
        self._draft: Draft | None = None
        self._key: Key | None = None
        self._given: Given | None = None
        self._after_blank = False
        self._chapter = ""

    def run(self) -> None:
        for at, line in enumerate(self._lines):
            if not line.text:
                self._after_blank = True
                continue
            self._take(at, line)
            self._after_blank = False

    def _take(self, at: int, line: Line) -> None:
        if self._take_heading(at, line) or self._take_key(at, line):
            return
        if self._key is not None:
            if not self._ahead.leaves_key(at, line):
                self._explain_given(line)
                return
            self._key = self._given = None
        if self._take_question(line):
            return
        if self._draft is not None and take_part(self._draft, line):
            return
        self._take_text(at, line)

    def _take_heading(self, at: int, line: Line) -> bool:
        said = heading(line)
        if said is not None:
            holds = said.rest and key_entries(said.rest)
            if said.is_key or holds or (self._key is not None and self._ahead.leads_to_key(at)):
                self._open_key(said.kind)
                self._take_entries(line.number, holds or [])
            else:
                self._open_section(said.kind)
            return True
        title = chapter(line)
        if title:
            self._chapter = title
            if self._key is not None and self._ahead.leads_to_key(at):
                self._open_key(self._key.kind)
            else:
                self._open_section(None)
            return True
        if is_key_heading(line) and not self._answer_follows(at):
            self._open_key(named_kind(line.text))
            return True
        return False

    def _take_key(self, at: int, line: Line) -> bool:
        """A line of answers to many questions."""
        own = answer(line)
        entries = key_entries(line.text) or (key_entries(own) if own else None)
        if entries:
            self._take_entries(line.number, entries)
            return True
        uneven = uneven_range(own or line.text)
        if uneven is not None:
            first, last, count = uneven
            said = message(
                "For the questions {first} to {last} there are {count} answers. Write one for "
                "each.",
                first=first,
                last=last,
                count=count,
            )
            self.noticed.append((line.number, said, True))
            return True
        if self._key is None or self._ahead.leaves_key(at, line):
            return False
        worded = worded_entries(line.text)
        for number, words, explanation in worded:
            self._give(number, Given(words, line.number, explanation))
        return bool(worded)

    def _take_question(self, line: Line) -> bool:
        found = numbered(line)
        if found is None or not self._begins_question(*found, line):
            return False
        number, rest = found
        section = self.sections[-1]
        if section.drafts and number == 1 and (section.drafts[-1].number or 0) >= 1:
            self._open_section(section.kind)
        self._begin(number, line.number, rest)
        return True

    def _begins_question(self, number: int, rest: str, line: Line) -> bool:
        """Whether a number begins a question, and not a line of a stem, or a decimal."""
        last = self._draft.number if self._draft else None
        if last is None or number == last + 1:
            return True
        if self._draft is not None and not self._draft.is_answerable and not self._after_blank:
            return False
        return not is_decimal(line) or number == 1

    def _begin(self, number: int | None, at: int, text: str) -> None:
        self._draft = Draft(at, number)
        self.sections[-1].drafts.append(self._draft)
        begin(self._draft, text)

    def _take_text(self, at: int, line: Line) -> None:
        """Words without a sign: what they belong to follows from where they stand."""
        draft = self._draft
        if (draft is None or draft.is_answerable) and self._ahead.answered_below(at):
            self._begin(None, line.number, line.text)
        elif draft is None:
            return
        elif draft.part == "explanation":
            draft.explanation = "\n".join(filter(None, [draft.explanation, line.text]))
        elif draft.part == "answer" and not draft.answer:
            draft.answer = line.text
        elif self._after_blank and draft.part != "stem":
            said = message("This line belongs to no question, so it was left out.")
            self.noticed.append((line.number, said, False))
        elif draft.part == "options":
            draft.options[-1] = _joined(draft.options[-1], line.text)
        elif draft.part == "stem":
            draft.stem.append(line.text)

    def _answer_follows(self, at: int) -> bool:
        """Whether the word for an answer stands alone above the answer of one question."""
        draft = self._draft
        if draft is None or draft.answer or self._after_blank:
            return False
        return self._ahead.answer_stands_below(at)

    def _open_section(self, kind: QuestionKind | str | None) -> None:
        self._draft = self._key = self._given = None
        self.sections.append(Section(kind, self._chapter))

    def _open_key(self, kind: QuestionKind | str | None) -> None:
        self._draft = self._given = None
        self._key = Key(len(self.sections), kind, self._chapter)
        self.keys.append(self._key)

    def _take_entries(self, at: int, entries: Sequence[tuple[int, str]]) -> None:
        for number, words in entries:
            self._give(number, Given(words, at))

    def _give(self, number: int, given: Given) -> None:
        key = self._key
        if key is None or (number == 1 and number in key.answers):
            self._open_key(key.kind if key else self.sections[-1].kind)
            key = self._key
        assert key is not None
        key.answers[number] = self._given = given

    def _explain_given(self, line: Line) -> None:
        """Words among the answers explain the one above them."""
        if self._given is not None:
            _, why = explained(line.text)
            told = line.text if why is None else why
            self._given.explanation = "\n".join(filter(None, [self._given.explanation, told]))


def _joined(first: str, second: str) -> str:
    """Two lines of one text: with a space between words of Latin letters."""
    space = " " if first[-1:].isascii() and second[:1].isascii() else ""
    return f"{first}{space}{second}"
