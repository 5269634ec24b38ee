"""The one door for question files: whatever the format, questions and findings come out.

A format is known by its content; the name decides only where the content fits none. A new format is
one more line in ``_FORMATS``.
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from msgspec import Struct

from quizzes import aiken, anki, moodle_xml, qti, zh_text
from quizzes.archives import BROKEN_ZIP
from quizzes.cells import Rows, Sheet, csv_delimiter, csv_rows, read_workbook
from quizzes.files import decode, read_bytes, refuse_many_lines, refuse_size
from quizzes.gift_questions import read_gift
from quizzes.headers import find_headers
from quizzes.merging import merge_readings
from quizzes.readings import Reading
from quizzes.sheet import read_sheets
from quizzes.xml_tree import root_name
from storage.values.messages import BadInput, Finding, Place, message

__all__ = ["Reading", "may_be_bank", "merge_readings", "read_bank", "read_content"]

_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# How a Word document of before 2007 names its own stream.
_OLD_WORD = "WordDocument".encode("utf-16-le")
_GIFT_ANSWERS = re.compile(
    r"(?<!\\)\{\s*(?:[=~#}]|(?:TRUE|FALSE|T|F)\s*[}#]|\d*:[A-Z_]{2,16}:)", re.IGNORECASE
)
_GIFT_TITLE = re.compile(r"^[ \t]*(?:::.+?::|\$CATEGORY:)", re.MULTILINE)


class _Format(Struct, frozen=True):
    """How a format is known, by its content or else by the file's name, and how it is read."""

    suffixes: tuple[str, ...]
    is_content: Callable[[bytes], bool]
    read: Callable[[bytes, str, str], Reading]


def may_be_bank(name: str) -> bool:
    """Whether a file of this name may hold questions, before anybody has looked into it."""
    return PurePath(name.lower()).suffix in _SUFFIXES


def read_bank(path: Path, language: str) -> Reading:
    """Read the questions of one file, in ``language`` (``zh``, ``en``).

    Never raises for what is in the file: a file that can't be used gives a blocking finding, as
    does a question with an error; a question that can't be asked gives a notice and is left out.
    """
    try:
        data = read_bytes(path)
    except BadInput as refusal:
        return _refused(path.name, refusal)
    return read_content(data, path.name, language)


def read_content(data: bytes, file: str, language: str) -> Reading:
    """The same for a file's content; ``file`` is what the person calls it."""
    try:
        refuse_size(data)
        reading = _recognise(file, data).read(data, file, language)
    except BadInput as refusal:
        return _refused(file, refusal)
    except RecursionError:
        return _refused(file, BadInput(message("The file is nested too deeply to be read.")))
    if not reading.sourced and not reading.findings:
        nothing = Finding(Place(file), message("There are no questions in this file."))
        return Reading(findings=(nothing,))
    return merge_readings([reading])


def _refused(file: str, refusal: BadInput) -> Reading:
    return Reading(findings=(Finding(Place(file), refusal.said),))


def _recognise(file: str, data: bytes) -> _Format:
    for each in _FORMATS:
        if each.is_content(data):
            return each
    suffix = PurePath(file.lower()).suffix
    for each in _FORMATS:
        if suffix in each.suffixes:
            return each
    raise BadInput(
        message(
            "The file's format is not known. Questions can be read from XLSX, XLS, ODS, CSV, DOCX "
            "and plain text, from GIFT, Aiken, Moodle XML and QTI, and from Anki decks."
        )
    )


def _names(data: bytes) -> tuple[str, ...]:
    """The files in a zip archive; none if it is no archive."""
    if not data.startswith(_ZIP):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(archive.namelist())
    except BROKEN_ZIP:
        return ()


def _read_word(data: bytes, file: str, language: str) -> Reading:
    # Imported late: python-docx with lxml takes 7 MB, which a bot without such files does without.
    from quizzes.word import read_word  # noqa: PLC0415

    return read_word(data, file, language)


def _is_old_word(data: bytes) -> bool:
    return data.startswith(_OLE) and _OLD_WORD in data


def _read_old_word(_data: bytes, _file: str, _language: str) -> Reading:
    raise BadInput(message("This is a Word document of an old kind. Save it as DOCX, please."))


def _is_workbook(data: bytes) -> bool:
    return data.startswith((_ZIP, _OLE))


def _read_workbook(data: bytes, file: str, language: str) -> Reading:
    book = read_workbook(data)
    reading = read_sheets(book.sheets, file, language)
    notices = (Finding(Place(file), said, blocks=False) for said in book.notices)
    return Reading(reading.sourced, (*notices, *reading.findings))


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
    text = decode(data)
    refuse_many_lines(text)
    return read_gift(text, file, language)


def _read_aiken(data: bytes, file: str, language: str) -> Reading:
    text = decode(data)
    refuse_many_lines(text)
    return aiken.read_aiken(text, file, language)


def _read_text(data: bytes, file: str, language: str) -> Reading:
    lines = list(enumerate(decode(data).splitlines(), 1))
    return zh_text.read_question_text(lines, file, language)


_FORMATS: Sequence[_Format] = (
    _Format((".docx",), lambda data: "word/document.xml" in _names(data), _read_word),
    _Format((".apkg", ".colpkg"), lambda data: anki.is_deck(_names(data)), anki.read_deck),
    _Format((".zip",), lambda data: qti.is_package(_names(data)), qti.read_package),
    _Format((".doc",), _is_old_word, _read_old_word),
    _Format((".xlsx", ".xlsm", ".xls", ".ods"), _is_workbook, _read_workbook),
    _Format((), lambda data: root_name(data) in qti.ROOTS, qti.read_qti),
    _Format((".xml",), lambda data: root_name(data) == "quiz", moodle_xml.read_moodle_xml),
    _Format((".csv", ".tsv"), _is_csv, _read_csv),
    _Format((".gift",), _is_gift, _read_gift),
    _Format((), lambda data: aiken.is_aiken(decode(data)), _read_aiken),
    _Format((".txt", ".md"), lambda data: zh_text.is_question_text(decode(data)), _read_text),
)
_SUFFIXES = frozenset(suffix for each in _FORMATS for suffix in each.suffixes)
