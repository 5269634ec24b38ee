"""The photos and files of records in a folder: where each goes, and the list of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePath

from msgspec import Struct

from programme.records.scene import book_at
from storage.database import Transaction
from storage.records import records_of_units
from storage.values.duties import DutyBook
from storage.values.people import Unit, UnitId
from storage.values.records import Record, RecordFile

INDEX = "index.csv"
_NAME = 40
"""So long is a part of a folder's name at most: old systems allow 260 characters in all."""
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


class Evidence(Struct, frozen=True):
    """One file of a record, and where it goes: ``place`` is its path without an ending, which
    Telegram tells, beneath the chosen folder."""

    unit: Unit
    record: Record
    kind: str
    file: RecordFile
    place: PurePath


async def evidence_of(
    tx: Transaction, units: Sequence[Unit], first: date, last: date, language: str
) -> list[Evidence]:
    """All files of the kept records of these units with a day from ``first`` to ``last``, in the
    order of units and days. Kinds are named in this language."""
    books: dict[str | None, DutyBook] = {}
    by_unit: dict[UnitId, list[Record]] = {}
    for record in await records_of_units(tx, [unit.id for unit in units], first, last):
        by_unit.setdefault(record.unit_id, []).append(record)
    found: list[Evidence] = []
    for unit in units:
        if unit.programme_key not in books:
            books[unit.programme_key] = await book_at(tx, unit)
        for record in by_unit.get(unit.id, ()):
            kind = _kind(books[unit.programme_key], record, language)
            found += _files(unit, record, kind)
    return found


def row_of(each: Evidence, file: str, problem: str) -> Sequence[str]:
    """A line of the list: the unit, what the record is, where the file lies, and what is wrong."""
    record = each.record
    cells = (
        each.unit.code,
        each.unit.name,
        str(record.id),
        record.day.isoformat(),
        each.kind,
        record.topic,
        record.place,
        str(len(record.people)),
        file,
        problem,
    )
    # A table that opens it must not take what somebody wrote for a formula.
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells]


def already_there(names: Iterable[str]) -> Mapping[str, str]:
    """The files that a folder holds whole, by their names without endings."""
    return {PurePath(name).stem: name for name in names if not name.endswith(".part")}


def _files(unit: Unit, record: Record, kind: str) -> list[Evidence]:
    # The code tells it from others of its name, so it comes first and is never cut off.
    top = _named(f"{unit.code}-{unit.name}")
    folder = _named(f"{record.day.isoformat()}-{record.id}-{kind}")
    return [
        Evidence(unit, record, kind, file, PurePath(top, folder, f"{number:02d}"))
        for number, file in enumerate(record.files, 1)
    ]


def _named(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", text).strip(".-")[:_NAME] or "unit"


def _kind(book: DutyBook, record: Record, language: str) -> str:
    kind = book.kind_once(record.kinds[0])
    titles = kind.titles if kind else {}
    return titles.get(language) or next(iter(titles.values()), record.kinds[0])
