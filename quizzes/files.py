"""Bytes of a person's file: how large they may be, and as which text they read."""

import codecs
import re
from collections.abc import Sequence
from pathlib import Path

from storage.values.messages import BadInput, message

MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 500_000

# Signs that no text file has, in any number: control characters other than tab and line ends.
_JUNK = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
# By which Chinese characters an older text's encoding is known, and how many there must be.
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_JUDGED_BY, _FEWEST = 20_000, 20
_FEW, _MOST = 0.8, 0.9
_ANY_OF_GB2312, _USUAL_OF_BIG5 = b"\xf7\xfe", b"\xc6\x7e"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """The whole file; refused when it is absent, empty or larger than 20 MB."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(message("The file can't be found or opened.")) from error
    refuse_size(data)
    return data


def refuse_size(data: bytes) -> None:
    """Raise BadInput for a file that is empty or larger than 20 MB."""
    if len(data) > MOST_BYTES:
        raise BadInput(message("The file is larger than 20 MB. Split it into smaller ones."))
    if not data.strip():
        raise BadInput(message("The file is empty."))


def refuse_many_lines(text: str) -> None:
    """Raise BadInput for a text with more lines than any bank of questions has."""
    if text.count("\n") + text.count("\r") > MOST_LINES:
        raise BadInput(
            message("The text has more than {most} lines. Split it.", most=f"{MOST_LINES:,}")
        )


def decode(data: bytes) -> str:
    """The text in UTF-8, UTF-16 with a byte order mark, GB18030 (older Chinese Windows), or Big5
    (the same in Taiwan and Hong Kong)."""
    named = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        text = _decoded(data, encoding)
        if text is None:
            continue
        if encoding == "gb18030":
            text = _unless_big5(data, text)
        if _JUNK.search(text):
            break
        return text
    raise BadInput(
        message(
            "The file is not text that can be read. Save it as UTF-8 text, CSV or XLSX, then try "
            "again."
        )
    )


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unless_big5(data: bytes, text: str) -> str:
    """Nearly all bytes are GB18030. What reads as ``text`` with many characters that hardly anybody
    uses, and as Big5 with usual ones alone, is Big5; of a few words nobody can tell."""
    letters = _IDEOGRAPH.findall(text[:_JUDGED_BY])
    if len(letters) < _FEWEST or _share(letters, "gb2312", _ANY_OF_GB2312) > _FEW:
        return text
    other = _decoded(data, "cp950")
    if other is None:
        return text
    letters = _IDEOGRAPH.findall(other[:_JUDGED_BY])
    return other if _share(letters, "big5", _USUAL_OF_BIG5) > _MOST else text


def _share(letters: Sequence[str], encoding: str, last: bytes) -> float:
    """The share of the characters that an encoding knows, up to the last of the usual ones."""
    known = (letter.encode(encoding, "ignore") for letter in letters)
    return sum(b"" < each <= last for each in known) / max(1, len(letters))
