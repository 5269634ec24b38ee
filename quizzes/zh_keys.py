"""Answers that stand together: ``1-5 ABCDE``, ``1、C 2、B``, ``1. 北京``, and which question each
belongs to.

The grammar of a line of answers::

    line    = ( range | single )+
    range   = number ( "-" | "—" | "~" | "至" ) number sign? answers    as many answers as numbers:
                                       letters and marks side by side, or groups with spaces between
    single  = number sign? answer
    answer  = letters | "√" | "×" | "对" | "错" | "正确" | "错误" | "T" | "F"
    sign    = "." | "、" | ":" | ")"

A line of one number and other words gives a gap's answer; «解析» behind an answer explains it.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from quizzes.zh_signs import explained, folded
from storage.values.questions import QuestionKind

_MARK = "[√×✓✗✔✘✕xX]|正确|错误|对|错"
_SIGN = r"[.．、:：)）]?"
_RANGE = re.compile(
    r"[（(【\[第]?\s*(\d{1,4})\s*(?:[-—–－~～至到]+)\s*(\d{1,4})\s*题?\s*[)）】\]]?\s*"
    + _SIGN
    + r"\s*"
)
_SINGLE = re.compile(
    rf"[（(第]?\s*(\d{{1,4}})\s*题?\s*{_SIGN}\s*(?:【?答案】?\s*[:：]?)?\s*"
    rf"((?:[A-L](?:[\s,，、]*[A-L])*)(?![A-Za-z])|[TF](?![A-Za-z])|{_MARK})\s*[,，;；。.|]?\s*"
)
_ANSWERS = re.compile(rf"[A-L]+|[TF]|{_MARK}")
_EACH = re.compile(rf"[A-L]|[TF]|{_MARK}")
_WORDS = re.compile(
    r"[（(第]?\s*(\d{1,4})\s*题?\s*[.．、:：)）]\s*(?:【?答案】?\s*[:：]?)?\s*(\S.*)", re.DOTALL
)
_NEXT = re.compile(r"(?<=[\s;；])(\d{1,4})\s*[.．、:：)）]")


@dataclass(slots=True)
class Given:
    """An answer as it was written, where, and what explains it."""

    words: str
    line: int
    explanation: str = ""


@dataclass(slots=True)
class Key:
    """Answers under one heading, by the numbers of their questions.

    ``after``: how many sections of questions stand before it.
    """

    after: int
    kind: QuestionKind | str | None = None
    chapter: str = ""
    answers: dict[int, Given] = field(default_factory=dict)


def key_entries(text: str) -> list[tuple[int, str]] | None:
    """The answers of a line that holds nothing else; None for any other line."""
    rest, found = folded(text).strip(" \t,;|"), []
    while rest:
        some = _take_range(rest) or _take_single(rest)
        if some is None:
            return None
        entries, rest = some
        found += entries
    return found or None


def uneven_range(text: str) -> tuple[int, int, int] | None:
    """The first and last number of a range and how many answers it has instead of as many."""
    rest = folded(text).strip(" \t,;|")
    found = _RANGE.match(rest)
    if found is None:
        return None
    until = _RANGE.search(rest, found.end())
    stretch = rest[found.end() : until.start() if until else len(rest)]
    each = _EACH.findall(stretch)
    if not each or _EACH.sub("", stretch).strip(" \t,，;；、。.|"):
        return None
    groups = _ANSWERS.findall(stretch)
    return int(found[1]), int(found[2]), len(groups) if " " in stretch.strip() else len(each)


def worded_entries(text: str) -> list[tuple[int, str, str]]:
    """The answers of a line in words, with what explains each: ``1. 北京  2. 上海``."""
    first = _WORDS.fullmatch(text.strip())
    if first is None:
        return []
    number, cuts = int(first[1]), [0]
    for each in _NEXT.finditer(text):
        if int(each[1]) == number + len(cuts):
            cuts.append(each.start())
    entries = []
    for at, until in pairwise([*cuts, len(text)]):
        part = _WORDS.fullmatch(text[at:until].strip())
        if part:
            answer, explanation = explained(part[2].strip())
            entries.append((int(part[1]), answer.strip(" 。;；"), explanation or ""))
    return entries


def _take_range(text: str) -> tuple[list[tuple[int, str]], str] | None:
    found = _RANGE.match(text)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    until = _RANGE.search(text, found.end())
    stretch = text[found.end() : until.start() if until else len(text)]
    rest = text[until.start() :] if until else ""
    count = last - first + 1
    for pattern in (_ANSWERS, _EACH):
        answers = pattern.findall(stretch)
        left = pattern.sub("", stretch).strip(" \t,，;；、。.|")
        if len(answers) == count and not left.strip(" \t,，;；、。.|"):
            return list(zip(range(first, last + 1), answers, strict=True)), rest.strip()
    return None


def _take_single(text: str) -> tuple[list[tuple[int, str]], str] | None:
    found = _SINGLE.match(text)
    if found is None:
        return None
    return [(int(found[1]), found[2].strip())], text[found.end() :].lstrip(" \t,;|")
