"""The header row of a sheet of questions, as people write it in Chinese and in English."""

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

_SEARCHED_ROWS = 20


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STEM = _words(
    "题干 题目 试题 问题 题目名称 试题名称 题目内容 试题内容 试题题干 题目题干 题干内容 题目描述 "
    "内容 "
    "question questions questiontext questionstem stem"
)
ANSWER = _words(
    "答案 正确答案 正确选项 标准答案 参考答案 试题答案 题目答案 answer answers answerkey correct "
    "correctanswer correctanswers correctoption correctoptions rightanswer"
)
EXPLANATION = _words(
    "解析 说明 答案解析 试题解析 题目解析 答题解析 解释 explanation feedback rationale"
)
KIND = _words("题型 类型 题目类型 试题类型 type kind questiontype")
TAGS = _words("标签 分类 章节 知识点 主题 类别 tag tags category categories topic topics chapter")
KEY = _words("编号 题目编号 试题编号 id key questionid")
ALL_OPTIONS = _words("选项 备选项 备选答案 选项内容 options choices option")

_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
# "Question - max 120 characters": what stands behind a dash explains.
_NOTE = re.compile(r"(?<=\S)\s+[-–—]\s.*$", re.DOTALL)
_NOT_WORDS = re.compile(r"[\s*:_.、，\-]+")
_OPTION_WORD = "(?:选项|备选项|备选答案|答案选项|答案|option|choice|answer)"
_OPTION = re.compile(
    rf"{_OPTION_WORD}?([a-l]|1?\d)|{_OPTION_WORD}([m-z]|[2-9]\d)"
    r"|([a-z])(?:选项|项)|选项([一二三四五六七八九十])"
)
_CHINESE_DIGITS = "一二三四五六七八九十"


class Headers(Struct, frozen=True):
    """Which column says what. Columns and rows are counted from 0; ``names`` are as found.

    ``options`` lists the columns of options in the order of their letters, None for a letter
    without a column; ``all_options`` is the column that holds all of them in one cell.
    """

    row: int
    names: tuple[str, ...]
    stem: int
    answer: int
    options: tuple[int | None, ...] = ()
    all_options: int | None = None
    explanation: int | None = None
    kind: int | None = None
    key: int | None = None
    tags: tuple[int, ...] = ()


def find_headers(rows: Sequence[Sequence[str]]) -> Headers | None:
    """The first of the top 20 rows that names a question and an answer, else None."""
    for number, row in enumerate(rows[:_SEARCHED_ROWS]):
        found = _read_headers(number, row)
        if found is not None:
            return found
    return None


def first_words(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What stands where headers were expected: the filled cells of the first row that has any."""
    for row in rows:
        words = tuple(cell.strip() for cell in row if cell.strip())
        if words:
            return words
    return ()


def tidy(header: str) -> str:
    """A header without width, case, spaces, stars, and notes in parentheses."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return _NOT_WORDS.sub("", _PARENTHESES.sub("", _NOTE.sub("", folded)))


def _read_headers(number: int, row: Sequence[str]) -> Headers | None:
    tidied = [tidy(cell) for cell in row]
    stem, answer = _first(tidied, STEM), _first(tidied, ANSWER)
    if stem is None or answer is None:
        return None
    return Headers(
        row=number,
        names=tuple(cell.strip() for cell in row),
        stem=stem,
        answer=answer,
        options=_options(tidied),
        all_options=_first(tidied, ALL_OPTIONS),
        explanation=_first(tidied, EXPLANATION),
        kind=_first(tidied, KIND),
        key=_first(tidied, KEY),
        tags=tuple(at for at, header in enumerate(tidied) if header in TAGS),
    )


def _first(tidied: Sequence[str], names: frozenset[str]) -> int | None:
    return next((at for at, header in enumerate(tidied) if header in names), None)


def _options(tidied: Sequence[str]) -> tuple[int | None, ...]:
    columns: dict[int, int] = {}
    for at, header in enumerate(tidied):
        found = _OPTION.fullmatch(header)
        if found:
            columns.setdefault(_position(next(filter(None, found.groups()))), at)
    if not columns:
        return ()
    return tuple(columns.get(position) for position in range(max(columns) + 1))


def _position(label: str) -> int:
    """The place, from 0, of the option that is called A, 1 or 一."""
    if label in _CHINESE_DIGITS:
        return _CHINESE_DIGITS.index(label)
    return max(0, int(label) - 1) if label.isdigit() else ord(label) - ord("a")
