"""Questions from a sheet with headers: one question a row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from quizzes.answers import right_options, split_options, strip_labels, truth
from quizzes.cells import Sheet
from quizzes.headers import Headers, find_headers, first_words, tidy
from quizzes.identity import question_key
from quizzes.readings import Reading, Sourced, doubled_option, left_out, left_out_essay, notice
from storage.values.messages import BadInput, Finding, Message, Place, message
from storage.values.questions import Question, QuestionKind, QuestionText

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
_ESSAY = re.compile("论述|问答|主观|材料分析|案例分析|^essay")
_ASKABLE = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.TRUE_FALSE)
_BETWEEN_TAGS = re.compile(r"[,，;；、|\n]+")


def read_sheets(sheets: Sequence[Sheet], file: str, language: str) -> Reading:
    """The questions of all sheets that have headers, all in ``language``.

    Sheets without are left out with a notice when another has them, else they block.
    """
    sourced: list[Sourced] = []
    findings: list[Finding] = []
    filled = [sheet for sheet in sheets if first_words(sheet.rows)]
    headed = [(sheet, find_headers(sheet.rows)) for sheet in filled]
    is_any_headed = any(headers for _, headers in headed)
    for sheet, headers in headed:
        name = f"{file} [{sheet.name}]" if sheet.name else file
        if headers is None:
            said = _no_headers(sheet)
            findings.append(Finding(Place(name, 1), said, blocks=not is_any_headed))
            continue
        for read in _SheetReader(sheet, headers, name, language).read():
            if isinstance(read, Finding):
                findings.append(read)
            else:
                sourced.append(read)
    if not filled:
        findings.append(Finding(Place(file), message("The sheet is empty.")))
    return Reading(tuple(sourced), tuple(findings))


def _no_headers(sheet: Sheet) -> Message:
    return message(
        "No header row was found. The sheet begins with: {found}. Expected are the headers 题干 "
        "(or question), A, B, C, D and 答案 (or answer); welcome are 题型 (type), 解析 "
        "(explanation), 标签 (tags) and 编号 (id).",
        found=" | ".join(first_words(sheet.rows)[:12])[:200],
    )


class _RowFault(Exception):
    """Why a row gives no question."""

    def __init__(self, column: int | None, said: Message, *, blocks: bool) -> None:
        super().__init__(str(said))
        self.column = column
        self.said = said
        self.blocks = blocks


@dataclass(frozen=True, slots=True)
class _SheetReader:
    sheet: Sheet
    headers: Headers
    file: str
    language: str

    def read(self) -> list[Sourced | Finding]:
        """Each filled row under the headers as a question, or as a finding."""
        read: list[Sourced | Finding] = []
        for number, row in enumerate(self.sheet.rows[self.headers.row + 1 :], self.headers.row + 2):
            if not any(cell.strip() for at, cell in enumerate(row) if self._is_named(at)):
                continue
            try:
                read.append(Sourced(self._question(row), Place(self.file, number)))
            except _RowFault as fault:
                column = None if fault.column is None else self.headers.names[fault.column]
                place = Place(self.file, number, column)
                finding = Finding if fault.blocks else notice
                read.append(finding(place, fault.said))
        return read

    def _is_named(self, column: int) -> bool:
        """Whether the column has a header. A first column without one merely counts the rows."""
        return column < len(self.headers.names) and bool(self.headers.names[column])

    def _question(self, row: Sequence[str]) -> Question:
        stem = _cell(row, self.headers.stem)
        if not stem:
            _fault(self.headers.stem, message("The question's words are missing."))
        options = self._options(row)
        answer = _cell(row, self.headers.answer)
        kind = self._kind(row, options, answer)
        if kind is QuestionKind.TRUE_FALSE:
            options, correct = (), self._true_or_false(options, answer)
        else:
            options, correct = self._choice(options, answer)
            kind = self._agreed_kind(kind, correct)
        text = QuestionText(stem, options, _cell(row, self.headers.explanation))
        key = _cell(row, self.headers.key) or question_key(text)
        return Question(key, kind, {self.language: text}, correct, self._tags(row))

    def _options(self, row: Sequence[str]) -> tuple[str, ...]:
        """The options by position; blank where a letter in between has no words."""
        options = strip_labels([_cell(row, column) for column in self.headers.options])
        if not any(options):
            options = split_options(_cell(row, self.headers.all_options))
        while options and not options[-1]:
            options = options[:-1]
        return options

    def _kind(self, row: Sequence[str], options: Sequence[str], answer: str) -> QuestionKind | None:
        """The kind that the row or its sheet's name says, or that its cells show."""
        said = tidy(_cell(row, self.headers.kind)) or tidy(self.sheet.name)
        kind = next((kind for words, kind in _KINDS if words.search(said)), None)
        filled = [option for option in options if option]
        if not filled and _ESSAY.search(said):
            raise _RowFault(self.headers.kind, left_out_essay(), blocks=False)
        if kind is QuestionKind.MATCHING or (not filled and kind and kind not in _ASKABLE):
            raise _RowFault(self.headers.kind, left_out(kind), blocks=False)
        if [truth(option) for option in filled] in ([True, False], [False, True]):
            return QuestionKind.TRUE_FALSE
        if not filled and kind is None and truth(answer) is not None:
            return QuestionKind.TRUE_FALSE
        if filled and kind not in (QuestionKind.ONE, QuestionKind.SEVERAL):
            return None
        return kind

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
        if not filled:
            raise _RowFault(self.headers.stem, left_out(QuestionKind.SHORT), blocks=False)
        self._require_answer(answer)
        right = self._right(answer, options)
        if len(filled) < 2:
            _fault(self.headers.answer, message("A choice needs at least two options."))
        words = tuple(options[position] for position in filled)
        doubled = doubled_option(words)
        if doubled is not None:
            raise _RowFault(self.headers.stem, doubled, blocks=False)
        return words, tuple(filled.index(position) for position in right)

    def _require_answer(self, answer: str) -> None:
        if not answer:
            _fault(self.headers.answer, message("The right answer is missing."))

    def _right(self, answer: str, options: Sequence[str]) -> tuple[int, ...]:
        try:
            return right_options(answer, options)
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
        words = (part for at in self.headers.tags for part in _BETWEEN_TAGS.split(_cell(row, at)))
        return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _cell(row: Sequence[str], column: int | None) -> str:
    """A cell's words; a short row ends in blank cells."""
    return row[column].strip() if column is not None and column < len(row) else ""


def _fault(column: int | None, said: Message) -> NoReturn:
    """The row has an error that somebody must mend."""
    raise _RowFault(column, said, blocks=True)
