"""``sanxue export evidence``: files fetched from Telegram, or what stands in for it."""

import csv
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from pydantic import SecretStr
from rich.console import Console

from bot.clock import GivenClock
from bot.commands.export_evidence import evidence
from bot.commands.operator import Operator
from bot.practice.server import PracticeServer
from bot.settings import Settings
from reports.wording import words
from storage.records import add_record
from storage.schema import open_newest
from storage.units import upsert_units
from storage.values.messages import BadInput
from storage.values.notes import NoteMedia
from storage.values.people import BotId
from storage.values.records import Record, RecordFile, RecordId, RecordState
from tests.practice.pictures import png
from tests.storage.branch_rows import TWO_BRANCHES, make_branch

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)


async def recorded(database: str, *files: tuple[RecordFile, ...]) -> None:
    """Records of the north branch, a day after the other, each with some files."""
    opened, _ = await open_newest(database)
    async with opened.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        await upsert_units(tx, TWO_BRANCHES)
        record = Record(
            RecordId(0),
            branch.unit.id,
            RecordState.KEPT,
            ("visit",),
            date(2026, 5, 18),
            branch.people[0],
            NOW,
            NOW,
            topic="=1+1",
        )
        for number, some in enumerate(files):
            new = replace(record, files=some, day=date(2026, 5, 18 + number))
            await add_record(tx, new)
    await opened.close()


async def test_files_are_fetched_once_and_what_fails_is_named(tmp_path: Path) -> None:
    address, out, folder = f"sqlite:///{tmp_path}/s.db", StringIO(), tmp_path / "out"
    async with PracticeServer(GivenClock(NOW)) as server:
        li = server.add_user("Li")
        server.start_private(li)
        content = png(30, 20)
        media = server.send_photo(li, li, content).media
        paper = server.send_document(li, li, b"minutes", "minutes.pdf").media
        assert media is not None and paper is not None
        own = BotId(server.bot_user.id)
        photo = RecordFile(own, NoteMedia.PHOTO, media.file_id)
        await recorded(
            address,
            (photo, RecordFile(own, NoteMedia.FILE, paper.file_id)),
            (replace(photo, file_id="lost"), replace(photo, bot_id=BotId(5))),
        )
        settings = Settings(token=SecretStr(server.token), api_url=server.api_url, database=address)
        console = Console(file=out, width=200)
        operator = Operator(settings, words("en"), console, GivenClock(NOW))
        assert await evidence(operator, None, None, None, folder) == 1
        said = out.getvalue()
        assert "2 new, 0 there already. index.csv lists them." in said
        assert "Not fetched: 2." in said and "Telegram has it no more." in said
        assert "another bot" in said
        first = folder / "north-North-Street" / "2026-05-18-1-visit"
        assert (first / "01.jpg").read_bytes() == content
        assert (first / "02.pdf").read_bytes() == b"minutes"
        rows = list(csv.reader((folder / "index.csv").open(encoding="utf-8-sig")))
        assert len(rows) == 5 and rows[1][5] == "'=1+1"
        assert rows[1][8] == "north-North-Street/2026-05-18-1-visit/01.jpg"
        assert rows[3][8:] == ["", "Telegram has it no more."]
        # Again: what is there whole is not fetched, what was cut off half-way is.
        (first / "01.jpg").rename(first / "01.part")
        out.truncate(0)
        span = date(2026, 5, 18), date(2026, 5, 18)
        assert await evidence(operator, "north", *span, folder) == 0
        assert "1 new, 1 there already" in out.getvalue()
        assert await evidence(operator, "south", None, None, folder) == 0
        # Without a bot there is nobody to ask.
        nobody = replace(operator, settings=Settings(database=address))
        with pytest.raises(BadInput):
            await evidence(nobody, None, None, None, folder)
