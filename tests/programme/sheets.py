"""Writes the CSV and XLSX files that the readers' tests read."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from storage.values.messages import Finding


def write_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def said(findings: Sequence[Finding]) -> list[tuple[int | None, str | None, str]]:
    """Row, column and words of all that blocks."""
    return [(f.place.line, f.place.column, str(f.said)) for f in findings if f.blocks]
