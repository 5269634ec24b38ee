"""Answers that were typed: a few words or a number, as people type them on a phone."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from storage.values.questions import Spelling

# Numbers with their sign; commas or spaces may part thousands, a lone comma may stand for a point.
_NUMBER = re.compile(
    r"(?<![a-z0-9_.])[-+]?(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?(?:e[-+]?\d{1,3})?"
)
_THOUSANDS = re.compile(r"[, ](?=\d{3}(?:\D|$))")
_MINUS = str.maketrans({"−": "-", "–": "-"})
# Between these no space is a part of the word.
_WIDE = r"[\u3400-\u9fff\u3040-\u30ff]"
_SPACE_IN_WIDE = re.compile(rf"(?<={_WIDE})\s+|\s+(?={_WIDE})")
_ENDS = " \t\n.。!！,，;；:：?？\"'“”‘’「」"
_LONGEST = 400


def read_number(typed: str) -> Decimal | None:
    """The one number in what was typed, in whatever width and with or without a unit; None when
    there is none, or more than one."""
    folded = unicodedata.normalize("NFKC", typed[:_LONGEST]).translate(_MINUS).casefold()
    found = _NUMBER.findall(folded)
    if len(found) != 1:
        return None
    digits = _THOUSANDS.sub("", found[0]).replace(",", ".").replace(" ", "")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def is_spelled(typed: str, spelling: Spelling, *, case_matters: bool = False) -> bool:
    """Whether what was typed is an accepted spelling: width, spaces at the ends or between Chinese
    characters, and closing punctuation make no difference, capitals only where they matter. ``*``
    in the spelling is any text, unless it stands behind a backslash."""
    said = folded(typed[:_LONGEST], case_matters=case_matters)
    parts = [_folded_part(each, case_matters) for each in _parts(spelling.text)]
    if len(parts) == 1:
        return said == folded(_plain(spelling.text), case_matters=case_matters)
    return _has_in_order(said, parts)


def _has_in_order(said: str, parts: Sequence[str]) -> bool:
    """Whether a text begins with the first of these parts, ends with the last, and has the others
    between them in their order."""
    first, *between, last = parts
    at, end = len(first), len(said) - len(last)
    if at > end or not said.startswith(first) or not said.endswith(last):
        return False
    for part in between:
        found = said.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def folded(text: str, *, case_matters: bool = False) -> str:
    """A typed answer without what is a matter of typing; idempotent."""
    part = _folded_part(text, case_matters)
    return part.strip(_ENDS) or part.strip()


def _folded_part(text: str, case_matters: bool) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if not case_matters:
        plain = unicodedata.normalize("NFKC", plain.casefold())
    return _SPACE_IN_WIDE.sub("", re.sub(r"\s+", " ", plain))


def _parts(text: str) -> list[str]:
    """A spelling between its stars."""
    return [_plain(each) for each in re.split(r"(?<!\\)\*", text)]


def _plain(text: str) -> str:
    return text.replace("\\*", "*")
