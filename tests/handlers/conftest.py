"""What the handlers' tests share: a branch on its day, and English words without a catalogue."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from reports.wording import Words
from storage.database import Database, open_database
from storage.tables.telegram import chats
from tests.handlers.cast import Cast, assemble
from tests.handlers.stage import Stage
from tests.handlers.talking import Talk
from tests.reports.plain import ENGLISH
from tests.storage.branch_rows import BOT, GROUP, Branch, make_branch, post_day

ONE_PM = datetime(2026, 5, 20, 5, tzinfo=UTC)


@pytest.fixture
def database_kind() -> str:
    """The queries behind the handlers are tested on both kinds, below storage."""
    return "sqlite"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The handlers speak the sentences as they stand in the code."""

    def plain(_language: str) -> Words:
        return ENGLISH

    monkeypatch.setattr("handlers.turn.words", plain)
    monkeypatch.setattr("handlers.hot.words", plain)


@pytest.fixture
async def branch(database: Database) -> Branch:
    """A branch of three whose group got all of the day's posts."""
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Wang", "Zhao"]))
        await tx.run(
            insert(chats).values(
                bot_id=BOT,
                chat_id=GROUP,
                kind="supergroup",
                unit_id=branch.unit.id,
                changed_at=0,
            )
        )
    return branch


@pytest.fixture
def talk(database: Database, branch: Branch) -> Talk:
    """Li, talking to the bot at one in the afternoon."""
    return Talk(database, ONE_PM)


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A database with the whole cast."""
    file = tmp_path_factory.mktemp("stage") / "stage.db"
    shutil.copy(sqlite_template, file)

    async def fill() -> Cast:
        database = open_database(f"sqlite:///{file}")
        async with database.writing() as tx:
            cast = await assemble(tx)
        await database.close()
        return cast

    return file, asyncio.run(fill())


@pytest.fixture
async def stage(filled: tuple[Path, Cast], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The stage with its cast."""
    file, cast = filled
    database = open_database(f"sqlite:///{file}")
    stage = Stage(database, cast)
    monkeypatch.setattr("handlers.routes._say", stage.note_refusal)
    yield stage
    await database.close()
