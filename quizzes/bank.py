"""The one door for question files: whatever the format, questions and findings come out.

A new format is one more line in ``_FORMATS``.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizzes.cells import Rows, Sheet, csv_delimiter, csv_rows, workbook_sheets
from quizzes.files import decode, read_bytes
from quizzes.gift_questions import read_gift
from quizzes.headers import find_headers
from quizzes.merging import merge_readings
from quizzes.readings import Reading
from quizzes.sheet import read_sheets
from storage.values.messages import BadInput, Finding, Place, message

__all__ = ["Reading", "merge_readings", "read_bank"]

_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_GIFT_ANSWERS = re.compile(r"(?<!\\)\{\s*(?:[=~#}]|(?:TRUE|FALSE|T|F)\s*[}#])", re.IGNORECASE)
_GIFT_TITLE = re.compile(r"^[ \t]*(?:::.+?::|\$CATEGORY:)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Format:
    """How a format is known, by its content or else by the file's name, and how it is read."""

    suffixes: tuple[str, ...]
    is_content: Callable[[bytes], bool]
    read: Callable[[bytes, str, str], Reading]


def read_bank(path: Path, language: str) -> Reading:
    """Read the questions of one file, in ``language`` (``zh``, ``en``).

    Never raises for what is in the file: a file that can't be used gives a blocking finding, as
    does a question with an error; a question that can't be asked gives a notice and is left out.
    """
    try:
        data = read_bytes(path)
        reading = _recognise(path, data).read(data, path.name, language)
    except BadInput as refusal:
        return Reading(findings=(Finding(Place(path.name), refusal.said),))
    if not reading.sourced and not reading.findings:
        nothing = Finding(Place(path.name), message("There are no questions in this file."))
        return Reading(findings=(nothing,))
    return merge_readings([reading])


def _recognise(path: Path, data: bytes) -> _Format:
    for each in _FORMATS:
        if each.is_content(data):
            return each
    for each in _FORMATS:
        if path.suffix.lower() in each.suffixes:
            return each
    raise BadInput(
        message(
            "The file's format is not known. Questions can be read from GIFT, CSV, XLSX, XLS and "
            "ODS."
        )
    )


def _is_workbook(data: bytes) -> bool:
    return data.startswith((_ZIP, _OLE))


def _read_workbook(data: bytes, file: str, language: str) -> Reading:
    return read_sheets(workbook_sheets(data), file, language)


def _has_headers(rows: Rows) -> bool:
    return find_headers(rows) is not None


def _is_csv(data: bytes) -> bool:
    return csv_delimiter(decode(data), _has_headers) is not None


def _read_csv(data: bytes, file: str, language: str) -> Reading:
    text = decode(data)
    rows = csv_rows(text, csv_delimiter(text, _has_headers))
    return read_sheets([Sheet("", rows)], file, language)


def _is_gift(data: bytes) -> bool:
    text = decode(data)
    return bool(_GIFT_ANSWERS.search(text) or _GIFT_TITLE.search(text))


def _read_gift(data: bytes, file: str, language: str) -> Reading:
    return read_gift(decode(data), file, language)


_FORMATS: Sequence[_Format] = (
    _Format((".xlsx", ".xls", ".ods"), _is_workbook, _read_workbook),
    _Format((".csv", ".tsv"), _is_csv, _read_csv),
    _Format((".gift",), _is_gift, _read_gift),
)
