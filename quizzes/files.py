"""Bytes of a person's file: how large they may be, and as which text they read."""

import codecs
import re
from pathlib import Path

from storage.values.messages import BadInput, message

MOST_BYTES = 20 * 1024 * 1024

# Signs that no text file has, in any number: control characters other than tab and line ends.
_JUNK = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
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


def decode(data: bytes) -> str:
    """The text in UTF-8, UTF-16 with a byte order mark, or GB18030 (older Chinese Windows)."""
    named = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _JUNK.search(text):
            break
        return text
    raise BadInput(
        message(
            "The file is not text that can be read. Save it as UTF-8 text, CSV or XLSX, then try "
            "again."
        )
    )
