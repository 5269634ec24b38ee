"""Word documents (.docx) as lines of a question bank: what Word numbers by itself is written out,
tables are read as sheets when they have headers, else row by row."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError

from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from quizzes import archives
from quizzes.archives import BROKEN_ZIP
from quizzes.cells import Sheet
from quizzes.headers import find_headers
from quizzes.merging import merge_readings
from quizzes.readings import Reading
from quizzes.sheet import read_sheets
from quizzes.zh_text import is_question_text, read_question_text
from storage.values.messages import BadInput, message

# Opened, a part takes some twelve times its size.
_MOST_XML = 40 * 1024 * 1024
_NUMERALS = "一二三四五六七八九十"


def read_word(data: bytes, file: str, language: str) -> Reading:
    """The questions of a document; its lines are its paragraphs, counted from 1.

    Raises :class:`BadInput` for what can't be opened.
    """
    sheets: list[Sheet] = []
    lines = list(enumerate(_lines(_opened(data), sheets), 1))
    readings = [read_sheets(sheets, file, language)] if sheets else []
    if not sheets or is_question_text("\n".join(text for _, text in lines)):
        readings.append(read_question_text(lines, file, language))
    return merge_readings(readings)


def _opened(data: bytes) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > archives.MOST_UNPACKED_BYTES:
                raise _too_large()
            if any(e.file_size > _MOST_XML for e in archive.infolist() if _is_xml(e.filename)):
                raise _too_large()
            if any(
                b"<!DOCTYPE" in archive.read(n)[:2000] for n in archive.namelist() if _is_xml(n)
            ):
                raise _broken()
        return Document(io.BytesIO(data))
    # python-docx names no errors of its own for what is broken inside.
    except (*BROKEN_ZIP, ParseError, SyntaxError, LookupError, AttributeError) as error:
        raise _broken() from error


def _too_large() -> BadInput:
    return BadInput(message("The document is too large to unpack. Split it."))


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _broken() -> BadInput:
    return BadInput(
        message(
            "The document is damaged, or no Word file. Open it in Word or WPS, save it as DOCX, "
            "then try again."
        )
    )


def _lines(document: Opened, sheets: list[Sheet]) -> Iterator[str]:
    """The paragraphs in their order, as people see them. Tables with headers go to ``sheets``."""
    numbering = _Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = [[cell.text.strip() for cell in row.cells] for row in block.rows]
            if find_headers(rows) is not None:
                sheets.append(Sheet("", rows))
            else:
                yield from _row_lines(rows)
        else:
            text = f"{numbering.mark(block)}{block.text}"
            yield from text.splitlines() or [""]


def _row_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table without headers: each row a line; a row of numbers above one of answers is a key."""
    at = 0
    while at < len(rows):
        below = rows[at + 1] if at + 1 < len(rows) else ()
        numbers = [(n, a) for n, a in zip(rows[at], below, strict=False) if n.isdecimal() and a]
        if len(numbers) > 1:
            yield "  ".join(f"{number}、{answer}" for number, answer in numbers)
            at += 2
        else:
            cells = list(dict.fromkeys(cell for cell in rows[at] if cell))
            yield from "  ".join(cells).splitlines() or [""]
            at += 1


class _Numbering:
    """Counts the paragraphs that Word numbers by itself."""

    def __init__(self, document: Opened) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        try:
            self._read(document.part.numbering_part.element)
        except (KeyError, NotImplementedError, AttributeError, ValueError):
            # A document without lists has no such part.
            self._levels = {}

    def _read(self, root: Any) -> None:
        abstract = {
            each.get(qn("w:abstractNumId")): each for each in root.findall(qn("w:abstractNum"))
        }
        for number in root.findall(qn("w:num")):
            kind = number.find(qn("w:abstractNumId"))
            lists = abstract.get(kind.get(qn("w:val"))) if kind is not None else None
            for level in lists.findall(qn("w:lvl")) if lists is not None else ():
                shape = _value(level, "w:numFmt", "decimal")
                text = _value(level, "w:lvlText", "%1.")
                start = int(_value(level, "w:start", "1"))
                key = number.get(qn("w:numId")), level.get(qn("w:ilvl"))
                self._levels[key] = shape, text, start

    def mark(self, paragraph: Paragraph) -> str:
        """What Word shows before a paragraph; empty for one that it does not number."""
        listed = _listing(paragraph)
        if listed is None:
            return ""
        depth = "0" if listed.ilvl is None else str(listed.ilvl.val)
        key = str(listed.numId.val), depth
        if key not in self._levels:
            return ""
        for other in [each for each in self._counts if each[0] == key[0] and each[1] > depth]:
            del self._counts[other]
        shape, text, start = self._levels[key]
        count = self._counts[key] + start
        self._counts[key] += 1
        own = f"%{int(depth) + 1}"
        if shape == "bullet" or own not in text:
            return ""
        return f"{text[text.index(own) :].replace(own, _shown(count, shape))} "


def _listing(paragraph: Paragraph) -> Any:
    """Which list a paragraph stands in, by itself or by its style."""
    style = paragraph.style
    for element in (paragraph._p, style.element if style is not None else None):
        properties: Any = element.pPr if element is not None else None
        listed = properties.numPr if properties is not None else None
        if listed is not None and listed.numId is not None:
            return listed
    return None


def _value(node: Any, name: str, default: str) -> str:
    found = node.find(qn(name))
    return default if found is None else str(found.get(qn("w:val"), default))


def _shown(count: int, shape: str) -> str:
    if shape == "upperLetter":
        return chr(ord("A") + (count - 1) % 26)
    if shape == "lowerLetter":
        return chr(ord("a") + (count - 1) % 26)
    if "chinese" in shape.lower() or "japanese" in shape.lower():
        return _NUMERALS[count - 1] if count <= len(_NUMERALS) else str(count)
    return str(count)
