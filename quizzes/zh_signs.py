"""What single lines of a question bank in plain text say: headings, numbers, options, answers.

Patterns only; how lines make questions stands in :mod:`quizzes.zh_text`.
"""

import re
import unicodedata
from itertools import pairwise

from msgspec import Struct

from storage.values.questions import QuestionKind

ESSAY = "essay"
"""The kind of what is answered in one's own words."""
BRIEF = "brief"
"""The kind that is either a few words or an essay: its answer tells."""

_KINDS: tuple[tuple[str, QuestionKind | str | None], ...] = (
    ("单项选择题|单选题|单项选择|单选|single choice", QuestionKind.ONE),
    ("多项选择题|多选题|多项选择|多选|不定项选择题|不定项|multiple response", QuestionKind.SEVERAL),
    (
        "判断正误题?|判断对错题?|判断改错题?|判断题|判断|是非题|对错题|true/false",
        QuestionKind.TRUE_FALSE,
    ),
    ("填空题|填空|fill in the blanks?", QuestionKind.SHORT),
    ("计算题", QuestionKind.NUMERICAL),
    ("匹配题|连线题|matching", QuestionKind.MATCHING),
    ("简答题|简答", BRIEF),
    ("论述题|论述|问答题|名词解释题?|辨析题|材料分析题|材料题|案例分析题|案例题|essay", ESSAY),
    ("选择题|multiple choice", None),
)
_KIND = "|".join(f"(?P<k{n}>{words})" for n, (words, _) in enumerate(_KINDS))
_NUMERAL = "[一二三四五六七八九十百零〇]"
_HEADING = re.compile(
    rf"(?:第?{_NUMERAL}+\s*(?:部分|大题)?\s*[、.．:：\s]|[（(]{_NUMERAL}+[)）]|\d{{1,2}}\s*[、.．]"
    rf"|[IVX]+[.、])?\s*[【\[（(]?\s*(?:{_KIND})\s*[】\])）]?\s*(?P<key>的?(?:参考)?答案)?\s*"
    r"(?P<rest>[:：].*|[（(【\[].*[)）】\]][。.]?|[,，]?\s*[共每本].*|)",
    re.IGNORECASE,
)
_KIND_MARK = re.compile(rf"[【\[（(]\s*(?:{_KIND})\s*[】\])）]\s*[:：.、]?", re.IGNORECASE)
_KIND_PREFIX = re.compile(rf"(?:{_KIND})\s*[:：]\s*", re.IGNORECASE)
_SCORE = re.compile(r"[（(【\[]\s*(?:本题|共)?\s*\d+(?:\.\d+)?\s*分\s*[)）】\]]")
_CHAPTER = re.compile(
    rf"第\s*(?:{_NUMERAL}+|\d+)\s*[章节篇讲课编单]\S?(?:[\s:：、.].{{0,40}}|[^。？?；;]{{0,40}})"
    r"|(?:专题|模块)\s*\S{1,3}(?:[\s:：、].{0,40})?|Chapter\s+\d+.{0,60}",
    re.IGNORECASE,
)
_KEY_HEADING = re.compile(
    r"(?:[^。？?，,；;]{0,20}?)(?:参考|标准|正确|试题|习题)?(?:答案|answer key|answers)"
    r"(?:(?:及|与|和)?(?:详细)?解析|汇总|速查|表|部分|如下)?\s*[】)）\]]?\s*[:：]?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:第\s*(?P<a>\d{1,4})\s*题\s*[.．、:：)）]?|(?:题目|question)\s*(?P<b>\d{1,4})\s*[.．、:：)）]?"
    r"|[（(【\[]\s*(?P<c>\d{1,4})\s*[)）】\]]\s*[.．、]?|Q?(?P<d>\d{1,4})\s*(?P<sep>[.．、:：)）]|\s{2,}|\t))"
    r"\s*",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"(?:[（(【\[]\s*(?P<a>[A-Za-z])\s*[)）】\]]\s*[.．、:：]?|(?P<b>[A-Za-z])\s*[.．、:：)）]"
    r"|(?P<c>[A-Z])(?=\s{1,4}\S))\s*"
)
_INNER_OPTION = re.compile(
    r"(?<![A-Za-z0-9])(?:[（(【\[]\s*([A-Z])\s*[)）】\]]|([A-Z])\s*[.．、:：)）])\s*"
)
_ANSWER = re.compile(
    r"[【\[（(]?\s*(?:我的答案.*?)?(?:参考|正确|标准|本题|试题)?(?:答案|答|answer|key|correct(?:\s+answer)?)"
    r"\s*(?P<close>[】\])）])?\s*(?:为|是)?\s*(?P<colon>[:：])?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_EXPLAINED = re.compile(
    r"[【\[（(]\s*(?:答案|试题|题目|考点)?(?:解析|详解|解答|解释)\s*[】\])）]\s*[:：]?\s*"
    r"|(?:答案|试题|题目|考点)?(?:解析|详解|解答|解释|explanation|rationale)\s*[:：]\s*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"[【\[]?\s*(?P<what>难度|难易程度|难易度|分值|分数|得分|题型|知识点|考点|章节|标签|来源|出处|考查点)"
    r"\s*[】\]]?\s*[:：]\s*(?P<rest>.*)"
)
# Longer runs of spaces or underscores say no more, and cost patterns their time.
_LONGEST_RUN = 20
_LONG_RUN = re.compile(r"\s{21,}|_{21,}|＿{21,}")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_BULLET = re.compile(r"[-*•·●○]\s+(?=[（(【\[]?[A-Z]\s*[.．、:：)）】\]])")


# Full-width digits and letters in their plain form; signs stay as they are.
_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_PLAIN_LETTERS = {wide: wide - 0xFEE0 for wide in _WIDE} | {0x3000: 0x20, 0xA0: 0x20}


class Line(Struct, frozen=True):
    """A line of the file: its number, from 1, and its words; ``is_heading``: marked as one."""

    number: int
    text: str
    is_heading: bool = False


class Heading(Struct, frozen=True):
    """A line that says of what kind the next questions, or the next answers, are."""

    kind: QuestionKind | str | None
    is_key: bool
    rest: str


def clean(number: int, text: str) -> Line:
    """A line without what only marks it up."""
    words = _INVISIBLE.sub("", text).translate(_PLAIN_LETTERS).strip()
    words = _LONG_RUN.sub(lambda run: run[0][:_LONGEST_RUN], words)
    is_heading = words.startswith("#")
    words = words.lstrip("#").strip() if is_heading else words
    words = re.sub(r"\*\*(.+?)\*\*", r"\1", words)
    return Line(number, _BULLET.sub("", words, count=1), is_heading)


def heading(line: Line) -> Heading | None:
    """What a heading says; None for any other line."""
    found = _HEADING.fullmatch(line.text) if len(line.text) <= 80 else None
    if found is None:
        return None
    rest = found["rest"].strip()
    rest = rest[1:].strip() if rest.startswith((":", "：")) else ""
    return Heading(_kind_of(found), bool(found["key"]), rest)


def chapter(line: Line) -> str:
    """The title of a chapter; empty for any other line."""
    if len(line.text) <= 60 and _CHAPTER.fullmatch(line.text):
        return line.text
    is_title = line.is_heading and not is_key_heading(line)
    return line.text if is_title and not _NUMBER.match(line.text) else ""


def is_key_heading(line: Line) -> bool:
    """Whether the answers to many questions begin below this line."""
    begins_otherwise = _NUMBER.match(line.text) or _OPTION.match(line.text)
    return bool(_KEY_HEADING.fullmatch(line.text)) and not begins_otherwise


def numbered(line: Line) -> tuple[int, str] | None:
    """The number with which a line begins, and what follows it."""
    found = _NUMBER.match(line.text)
    if found is None:
        return None
    number = next(int(found[name]) for name in "abcd" if found[name])
    return number, line.text[found.end() :]


def is_decimal(line: Line) -> bool:
    """Whether the number at the beginning may be a decimal, such as 3.5, or a date."""
    found = _NUMBER.match(line.text)
    return bool(found and found["sep"] in (".", "．") and line.text[found.end() :][:1].isdigit())


def options(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the options of a line, and the options in their order with their letters.

    On one line: A.甲 B.乙 C.丙. A lone letter counts at the beginning of a line only.
    """
    first = _OPTION.match(text)
    found = list(_INNER_OPTION.finditer(text))
    if first:
        letter = (first["a"] or first["b"] or first["c"]).upper()
        marks = [(letter, 0, first.end())]
    else:
        start = next((n for n, each in enumerate(found) if _letter(each) == "A"), None)
        if start is None:
            return text, []
        marks = [("A", found[start].start(), found[start].end())]
    for each in found:
        follows = ord(_letter(each)) == ord(marks[-1][0]) + 1
        if each.start() >= marks[-1][2] and follows:
            marks.append((_letter(each), each.start(), each.end()))
    # «（A）和（B）» in a stem are no options, unless there are more of them.
    in_brackets = not first and text[marks[0][1]] in "（(【["
    if not first and len(marks) < (3 if in_brackets else 2):
        return text, []
    bounds = [*(start for _, start, _ in marks), len(text)]
    parts = [
        (letter, text[end:until].strip())
        for (letter, _, end), (_, until) in zip(marks, pairwise(bounds), strict=True)
    ]
    # «（A、B）» behind a stem is its answer.
    if not first and not parts[0][1]:
        return text, []
    return text[: bounds[0]].strip(), parts


def answer(line: Line) -> str | None:
    """What follows the word for an answer; None for a line that begins otherwise."""
    found = _ANSWER.fullmatch(line.text)
    if found is None or not (found["colon"] or found["close"] or _is_mark(found["rest"])):
        return None
    return found["rest"].strip()


def explained(text: str) -> tuple[str, str | None]:
    """A text up to the word for an explanation, and what follows it."""
    found = _EXPLAINED.search(text)
    if found is None:
        return text, None
    return text[: found.start()].strip(), text[found.end() :].strip()


def about(line: Line) -> tuple[str, str] | None:
    """What a line says about a question besides asking it: topic, difficulty, kind."""
    found = _ABOUT.fullmatch(line.text)
    return (found["what"], found["rest"].strip()) if found else None


def kind_in(text: str) -> tuple[QuestionKind | str | None, bool, str]:
    """The kind that a stem says of itself, whether it says one, and the stem without it."""
    bare = _SCORE.sub("", text).strip()
    prefix = _KIND_PREFIX.match(bare)
    found = prefix or _KIND_MARK.match(bare) or _KIND_MARK.search(bare)
    if found is None or (not prefix and found.start() > 0 and found.end() < len(bare)):
        return None, False, bare
    return _kind_of(found), True, (bare[: found.start()] + bare[found.end() :]).strip()


def named_kind(text: str) -> QuestionKind | str | None:
    """The kind that some words name."""
    found = re.search(_KIND, text, re.IGNORECASE)
    return _kind_of(found) if found else None


def folded(text: str) -> str:
    """Full-width letters and signs in their plain form."""
    return unicodedata.normalize("NFKC", text)


def _kind_of(found: re.Match[str]) -> QuestionKind | str | None:
    return next(kind for n, (_, kind) in enumerate(_KINDS) if found[f"k{n}"])


def _letter(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _is_mark(text: str) -> bool:
    return bool(re.fullmatch(r"[A-L、,， ]{1,16}|[√×✓✗]|对|错|正确|错误", text.strip()))
