"""Workbooks are read back as they were meant: typed, and no text a formula."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

from python_calamine import CalamineWorkbook

from reports.workbooks import Column, Shape, Table, workbook

NOW = datetime(2026, 5, 20, tzinfo=UTC)
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "{=1}", "\t=1", "12", "")
COLUMNS = (
    Column("Word", Shape.TEXT, 30),
    Column("Count", Shape.COUNT),
    Column("Share", Shape.SHARE),
    Column("Day", Shape.DAY),
)


def made(*rows: tuple[object, ...]) -> bytes:
    """A workbook of one sheet with these rows."""
    return workbook([Table("题目", COLUMNS, rows)], NOW)  # type: ignore[arg-type]


def test_cells_are_read_back_as_what_they_are() -> None:
    content = made(("水", 3, 0.25, date(2026, 5, 20)), (None, 0, 0.0, None))
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        assert book.sheet_names == ["题目"]
        header, *rows = book.get_sheet_by_index(0).to_python()
    assert header == [each.title for each in COLUMNS]
    assert rows == [["水", 3.0, 0.25, date(2026, 5, 20)], ["", 0.0, 0.0, ""]]


def test_no_text_becomes_a_formula_or_a_number() -> None:
    content = made(*((each, 1, 1.0, None) for each in EVIL))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet
    # A program that saves it as CSV and reads it again asks for this mark.
    assert 'quotePrefix="1"' in styles
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        rows = book.get_sheet_by_index(0).to_python()[1:]
    assert tuple(row[0] for row in rows) == EVIL


def test_the_header_stands_and_can_be_filtered() -> None:
    with zipfile.ZipFile(BytesIO(made(("a", 1, 1.0, None)))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet and '<autoFilter ref="A1:D2"' in sheet


def test_a_text_too_long_for_a_cell_is_cut() -> None:
    with CalamineWorkbook.from_filelike(BytesIO(made(("长" * 40_000, 1, 1.0, None)))) as book:
        (row,) = book.get_sheet_by_index(0).to_python()[1:]
    assert len(row[0]) == 32_767
