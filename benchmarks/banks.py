"""How long it takes to bring in a large bank of questions: an Excel sheet of 9,370, read, looked
through for what is there already, and stored in SQLite; and the same sheet once more."""

import io
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from msgspec import Struct

from programme.importing import import_organisation
from programme.quiz_import import as_bank, kept_for, store_bank, without_known
from quizzes.bank import read_content
from storage.database import Database
from storage.schema import open_newest
from storage.units import Defaults, unit_by_code
from storage.values.programme_files import UnitRow

QUESTIONS = 9_370
_DEFAULTS = Defaults("Asia/Shanghai", "zh")
_SIGNS = "党员支部学习制度理论实践群众服务组织建设会议民主监督责任担当使命历史经验改革发展稳定"
_SEED = 41


class Brought(Struct, frozen=True):
    """Seconds for the first time and for the second, and how many questions were taken in."""

    first: float
    again: float
    questions: int


async def measure() -> Brought:
    """Bring the sheet in twice."""
    sheet = _sheet(random.Random(_SEED))
    with tempfile.TemporaryDirectory() as folder:
        database, _ = await open_newest(f"sqlite:///{Path(folder) / 'banks.db'}")
        try:
            async with database.writing() as tx:
                unit = UnitRow(2, "top", None, "city", "市委")
                await import_organisation(tx, [unit], datetime.now(UTC), _DEFAULTS)
            first, stored = await _bring(database, sheet)
            again, _ = await _bring(database, sheet)
        finally:
            await database.close()
    return Brought(first, again, stored)


async def _bring(database: Database, sheet: bytes) -> tuple[float, int]:
    began = time.perf_counter()
    read = as_bank("bank.xlsx", read_content(sheet, "bank.xlsx", "zh"))
    async with database.reading() as tx:
        unit = await unit_by_code(tx, "top", _DEFAULTS)
        assert unit is not None
        (read,) = without_known(await kept_for(tx, unit), [read])
    async with database.writing() as tx:
        _, stored = await store_bank(tx, unit, read.title, read.questions, datetime.now(UTC))
    return time.perf_counter() - began, stored.added


def _sheet(dice: random.Random) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("题库")
    sheet.append(["题干", "A", "B", "C", "D", "答案"])
    for number in range(QUESTIONS):
        options = [f"{_words(dice, 4, 12)}{at}" for at in range(4)]
        right = dice.choice(options)
        sheet.append([f"第{number}条，{_words(dice, 20, 70)}（）。", *options, right])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _words(dice: random.Random, fewest: int, most: int) -> str:
    return "".join(dice.choices(_SIGNS, k=dice.randint(fewest, most)))
