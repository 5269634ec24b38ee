"""The answer column of a sheet, as people write it: AC, A、C, 1,3, the words, 对 or √."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum, auto
from itertools import pairwise

from quizzes.identity import normalise
from storage.values.messages import BadInput, message
from storage.values.questions import AcceptedNumber

# As many clear answers tell a habit, and such a share of them must agree.
_ENOUGH, _NEARLY_ALL = 20, 0.95


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TRUE = _words("对 正确 是 √ ✓ ✔ ☑ t true right correct y yes")
_FALSE = _words("错 错误 不对 不正确 否 × ✗ ✘ ✕ x f false wrong incorrect n no")
_BETWEEN = re.compile(r"[\s,、;|/&+和]+")
_BETWEEN_WORDS = re.compile(r"[\n;；|]+")
_LABEL = re.compile(r"\s*[(（]?([A-Za-zＡ-Ｚａ-ｚ])\s*[)）.．、:：]\s*")


_BLANK = re.compile(r"_{2,}|＿+|[（(]\s*[)）]|【\s*】|\[\s*\]")
_OR = re.compile(r"\s*[|｜]\s*|\s+/\s+|(?<=[\u4e00-\u9fff])[/／](?=[\u4e00-\u9fff])")
_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
_AROUND = re.compile(rf"{_NUMBER}\s*(?:(?:±|\+-|:)\s*{_NUMBER})?")
_FROM_TO = re.compile(rf"{_NUMBER}\s*(?:\.\.|~|—+|至|到)\s*{_NUMBER}")


def spellings(stem: str, answer: str) -> tuple[str, ...]:
    """What is accepted for a gap: alternatives are parted by | or / (甲|乙). A stem with several
    gaps has one answer, which names what belongs in all of them."""
    if len(_BLANK.findall(stem)) > 1:
        return (answer.strip(),)
    parts = (part.strip() for part in _OR.split(answer))
    return tuple(dict.fromkeys(part for part in parts if part))


def number(answer: str) -> AcceptedNumber | None:
    """The number that an answer gives: 5, 5±0.1, 5:0.1, 4.9..5.1 or 4.9~5.1; None if it is none."""
    said = unicodedata.normalize("NFKC", answer).strip()
    between = _FROM_TO.fullmatch(said)
    if between:
        low, high = sorted((Decimal(between[1]), Decimal(between[2])))
        return AcceptedNumber(low, high)
    around = _AROUND.fullmatch(said)
    if around is None:
        return None
    value, tolerance = Decimal(around[1]), abs(Decimal(around[2] or 0))
    return AcceptedNumber(value - tolerance, value + tolerance, value)


def truth(words: str) -> bool | None:
    """Whether the words say true or false; None when they say neither."""
    said = unicodedata.normalize("NFKC", words).strip().strip("。.").casefold()
    if said in _TRUE:
        return True
    return False if said in _FALSE else None


def strip_labels(options: Sequence[str]) -> tuple[str, ...]:
    """Options without their letters, when each one begins with its own: "A. one", "B. two"."""
    stripped = []
    for position, option in enumerate(options):
        label = _LABEL.match(option)
        if not option.strip():
            stripped.append("")
            continue
        if label is None or _letter_position(label[1]) != position:
            return tuple(each.strip() for each in options)
        stripped.append(option[label.end() :].strip())
    return tuple(stripped)


def split_options(cell: str) -> tuple[str, ...]:
    """All options of one cell: one a line, or each led by its letter, "A. one B. two"."""
    starts: list[int] = []
    for found in _LABEL.finditer(cell):
        if _letter_position(found[1]) == len(starts):
            starts.append(found.start())
    if len(starts) > 1 and not cell[: starts[0]].strip():
        bounds = [*starts, len(cell)]
        parts = [cell[at:until] for at, until in pairwise(bounds)]
        return strip_labels(parts)
    return tuple(line.strip() for line in cell.splitlines() if line.strip())


class Habit(Enum):
    """How the answers of a whole sheet are written."""

    LABELS = auto()
    WORDS = auto()


def habit_of(rows: Iterable[tuple[str, Sequence[str]]]) -> Habit | None:
    """How answers are written, told from those that can be read in one way only, with their
    options; None when they are not written alike."""
    seen: Counter[Habit] = Counter()
    for answer, options in rows:
        by_label, by_words = bool(_by_label(answer, options)), bool(_by_words(answer, options))
        if by_label != by_words:
            seen[Habit.LABELS if by_label else Habit.WORDS] += 1
    for habit, count in seen.most_common(1):
        if count >= max(_ENOUGH, _NEARLY_ALL * seen.total()):
            return habit
    return None


def right_options(
    answer: str, options: Sequence[str], habit: Habit | None = None
) -> tuple[int, ...]:
    """The positions of the right options, ascending, from 0. A blank option can't be right.

    A single letter is always a label. Anything else that could be both labels and an option's
    own words is read as the sheet's ``habit`` is, and refused where it has none; so is what is
    neither.
    """
    by_label = _by_label(answer, options)
    by_words = _by_words(answer, options)
    is_letter = len(answer.strip()) == 1 and answer.strip().isalpha()
    if by_label and by_words and by_label != by_words and not is_letter:
        if habit is not None:
            return by_label if habit is Habit.LABELS else by_words
        said = message(
            "The answer “{answer}” can be read as letters and as an option's words. Write the "
            "letters with commas, such as A,C.",
            answer=answer.strip(),
        )
        raise BadInput(said)
    right = by_label or by_words
    if not right:
        said = message(
            "The answer “{answer}” is none of the options. Write its letter, such as A, or "
            "letters, such as AC.",
            answer=answer.strip()[:60],
        )
        raise BadInput(said)
    return right


def _by_label(answer: str, options: Sequence[str]) -> tuple[int, ...]:
    folded = unicodedata.normalize("NFKC", answer).casefold()
    positions: list[int] = []
    for part in filter(None, _BETWEEN.split(folded.strip(" .。"))):
        if part.isascii() and part.isdigit():
            positions.append(int(part[:9]) - 1)
        else:
            positions.extend(_letter_position(letter) for letter in part)
    real = all(0 <= at < len(options) and options[at].strip() for at in positions)
    if not real or len(set(positions)) != len(positions):
        return ()
    return tuple(sorted(positions))


def _by_words(answer: str, options: Sequence[str]) -> tuple[int, ...]:
    words = [normalise(option) or option.strip() for option in options]
    label = _LABEL.match(answer)
    candidates = [[answer], [part for part in _BETWEEN_WORDS.split(answer) if part.strip()]]
    if label:
        candidates.append([answer[label.end() :]])
    for parts in candidates:
        said = [normalise(part) or part.strip() for part in parts]
        if said and all(part and part in words for part in said):
            return tuple(sorted({words.index(part) for part in said}))
    return ()


def _letter_position(letter: str) -> int:
    """0 for A; -1 for what is no letter from A to Z."""
    folded = unicodedata.normalize("NFKC", letter).casefold()
    return ord(folded) - ord("a") if len(folded) == 1 and "a" <= folded <= "z" else -1
