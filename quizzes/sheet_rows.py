"""A row of a sheet under its headers, read as one question."""

import re
from collections.abc import Sequence
from typing import NoReturn

from msgspec import Struct

from quizzes.answers import (
    Habit,
    number,
    right_options,
    spellings,
    split_options,
    strip_labels,
    truth,
)
from quizzes.building import Maker
from quizzes.headers import Headers, tidy
from quizzes.identity import question_key
from quizzes.readings import (
    MOST_OPTIONS,
    doubled_option,
    left_out_essay,
    no_right_answer,
    too_few_options,
    too_many_options,
)
from storage.values.messages import BadInput, Finding, Message, Place, message
from storage.values.questions import Question, QuestionKind, QuestionText, Spelling

# As the type column says it, or the name of the sheet. "Multiple choice" alone says too little:
# in English it means that one is right.
_KINDS = (
    (re.compile("单选|单项|^single"), QuestionKind.ONE),
    (
        re.compile("多选|多项|不定项|^several|^multi(ple)?(response|answer|select)"),
        QuestionKind.SEVERAL,
    ),
    (re.compile("判断|是非|对错|^true|^tf$"), QuestionKind.TRUE_FALSE),
    (re.compile("匹配|连线|^match"), QuestionKind.MATCHING),
    (re.compile("数值|计算|^numeric"), QuestionKind.NUMERICAL),
    (re.compile("填空|简答|^short|^fillin"), QuestionKind.SHORT),
)
_ESSAY = re.compile("论述|问答|主观|材料分析|案例分析|名词解释|^essay")
# What is asked to be written in one's own words is marked by a person, if the answer is a long one.
_BRIEF = re.compile("简答|^short")
_LONGEST_BRIEF = 30
# Longer runs of spaces say no more, and cost patterns their time.
_LONGEST_RUN = 20
_LONG_RUN = re.compile(r"[^\S\n]{21,}")
_BETWEEN_TAGS = re.compile(r"[,，;；、|\n]+")


class RowFault(Exception):
    """Why a row gives no question."""

    def __init__(self, column: int | None, said: Message, *, blocks: bool) -> None:
        super().__init__(str(said))
        self.column = column
        self.said = said
        self.blocks = blocks


class RowReader(Struct, frozen=True):
    """Reads the rows of one sheet. ``sheet``: its name, which may say the kind of all that stands
    in it; ``habit``: how its answers are written, once that is known."""

    sheet: str
    headers: Headers
    file: str
    language: str
    habit: Habit | None = None

    def question(self, row: Sequence[str]) -> Question:
        """The question in a row. Raises :class:`RowFault` when there is none."""
        stem = cell(row, self.headers.stem)
        if not stem:
            _fault(self.headers.stem, message("The question's words are missing."))
        options = self.options_in(row)
        answer = cell(row, self.headers.answer)
        kind = self._kind(row, options, answer)
        if kind in (QuestionKind.SHORT, QuestionKind.NUMERICAL):
            return self._typed(row, stem, options, answer)
        if kind is QuestionKind.TRUE_FALSE:
            options, correct = (), self._true_or_false(options, answer)
        else:
            options, correct = self._choice(options, answer)
            kind = self._agreed_kind(kind, correct)
        text = QuestionText(stem, options, cell(row, self.headers.explanation))
        key = cell(row, self.headers.key) or question_key(text)
        return Question(key, kind, {self.language: text}, correct, self._tags(row))

    def options_in(self, row: Sequence[str]) -> tuple[str, ...]:
        """The options by position; blank where a letter in between has no words."""
        options = strip_labels([cell(row, column) for column in self.headers.options])
        if not any(options):
            options = split_options(cell(row, self.headers.all_options))
        while options and not options[-1]:
            options = options[:-1]
        return options

    def _kind(self, row: Sequence[str], options: Sequence[str], answer: str) -> QuestionKind | None:
        """The kind that the row or its sheet's name says, or that its cells show."""
        said = self._said_kind(row)
        kind = next((kind for words, kind in _KINDS if words.search(said)), None)
        filled = [option for option in options if option]
        if not filled and _is_essay(said, answer):
            raise RowFault(self.headers.kind, left_out_essay(), blocks=False)
        if kind is QuestionKind.MATCHING:
            raise RowFault(self.headers.kind, _left_out_matching(), blocks=False)
        if not filled and kind in (QuestionKind.SHORT, QuestionKind.NUMERICAL):
            return kind
        if kind is QuestionKind.SHORT and not answer:
            # What belongs in the gaps stands where the options of other questions do.
            return kind
        if [truth(option) for option in filled] in ([True, False], [False, True]):
            return QuestionKind.TRUE_FALSE
        if not filled and kind is None:
            says_truth = truth(answer) is not None or not answer
            return QuestionKind.TRUE_FALSE if says_truth else QuestionKind.SHORT
        if filled and kind not in (QuestionKind.ONE, QuestionKind.SEVERAL):
            return None
        return kind

    def _said_kind(self, row: Sequence[str]) -> str:
        return tidy(cell(row, self.headers.kind)) or tidy(self.sheet)

    def _says(self, row: Sequence[str], kind: QuestionKind) -> bool:
        said = self._said_kind(row)
        return next((each for words, each in _KINDS if words.search(said)), None) is kind

    def _typed(
        self, row: Sequence[str], stem: str, options: Sequence[str], answer: str
    ) -> Question:
        """A gap to be filled in with words, or with a number."""
        answer = answer or "；".join(option for option in options if option)
        self._require_answer(answer)
        maker = Maker(
            Place(self.file),
            self.language,
            stem,
            cell(row, self.headers.explanation),
            self._tags(row),
            cell(row, self.headers.key),
        )
        is_number = self._says(row, QuestionKind.NUMERICAL)
        accepted = number(answer) if is_number else None
        made = (
            maker.numerical([accepted])
            if accepted
            else maker.short([Spelling(each) for each in spellings(stem, answer)])
        )
        if isinstance(made, Finding):
            raise RowFault(self.headers.answer, made.said, blocks=made.blocks)
        return made.question

    def _true_or_false(self, options: Sequence[str], answer: str) -> tuple[int, ...]:
        self._require_answer(answer)
        if options and truth(answer) is None:
            right = self._right(answer, options)
            answer = options[right[0]] if len(right) == 1 else answer
        said = truth(answer)
        if said is None and answer.strip().upper() in ("A", "1", "B", "0"):
            said = answer.strip().upper() in ("A", "1")
        if said is None:
            neither = message(
                "“{answer}” is neither true nor false. Write 对 or 错, true or false.",
                answer=answer[:60],
            )
            _fault(self.headers.answer, neither)
        return (0,) if said else (1,)

    def _choice(
        self, options: Sequence[str], answer: str
    ) -> tuple[tuple[str, ...], tuple[int, ...]]:
        filled = [position for position, option in enumerate(options) if option]
        self._require_answer(answer)
        right = self._right(answer, options)
        if len(filled) < 2:
            _fault(self.headers.answer, too_few_options())
        words = tuple(options[position] for position in filled)
        doubled = doubled_option(words)
        if doubled is not None:
            raise RowFault(self.headers.stem, doubled, blocks=False)
        if len(words) > MOST_OPTIONS:
            raise RowFault(self.headers.stem, too_many_options(), blocks=False)
        return words, tuple(filled.index(position) for position in right)

    def _require_answer(self, answer: str) -> None:
        if not answer:
            _fault(self.headers.answer, no_right_answer())

    def _right(self, answer: str, options: Sequence[str]) -> tuple[int, ...]:
        try:
            return right_options(answer, options, self.habit)
        except BadInput as error:
            _fault(self.headers.answer, error.said)

    def _agreed_kind(self, kind: QuestionKind | None, correct: tuple[int, ...]) -> QuestionKind:
        if kind is QuestionKind.ONE and len(correct) > 1:
            said = message("The question is said to have one right answer, but more are given.")
            _fault(self.headers.answer, said)
        if kind is not None:
            return kind
        return QuestionKind.ONE if len(correct) == 1 else QuestionKind.SEVERAL

    def _tags(self, row: Sequence[str]) -> tuple[str, ...]:
        words = (part for at in self.headers.tags for part in _BETWEEN_TAGS.split(cell(row, at)))
        return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _is_essay(said: str, answer: str) -> bool:
    is_long = bool(_BRIEF.search(said)) and len(answer) > _LONGEST_BRIEF
    return is_long or bool(_ESSAY.search(said))


def _left_out_matching() -> Message:
    return message(
        "Left out: pairs to be matched can't be read from a sheet. GIFT and Moodle XML can hold "
        "them."
    )


def cell(row: Sequence[str], column: int | None) -> str:
    """A cell's words; a short row ends in blank cells."""
    if column is None or column >= len(row):
        return ""
    return _LONG_RUN.sub(" " * _LONGEST_RUN, row[column].strip())


def _fault(column: int | None, said: Message) -> NoReturn:
    """The row has an error that somebody must mend."""
    raise RowFault(column, said, blocks=True)
