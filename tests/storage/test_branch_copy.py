"""The copy on which one branch's week is played ahead: its own days, and nothing of the others'."""

from pathlib import Path

from sqlalchemy import select

from storage.bots import remember_bot
from storage.branch_copy import copy_branch
from storage.database import Database, Transaction, open_database
from storage.postings import postings_of_day
from storage.questions import askable
from storage.tables import metadata
from storage.values.days import Posting, SlotKind
from storage.values.people import ChatId, UnitId
from tests.storage.branch_rows import BOT, DAY, SIX, Branch, make_branch, post_day
from tests.storage.posting_rows import add


async def posted(tx: Transaction, branch: Branch) -> list[Posting]:
    key = (UnitId(branch.unit.id), DAY)
    return [
        each
        for kind in SlotKind
        for each in (await postings_of_day(tx, BOT, [key], kind)).get(key, [])
    ]


async def test_it_holds_one_branch_and_what_it_studies(database: Database, tmp_path: Path) -> None:
    async with database.writing() as tx:
        await remember_bot(tx, BOT, "three_bot", SIX)
        north = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        south = await make_branch(tx, ["Zhang"], code="south")
        south = await post_day(tx, south, ChatId(-5))
        noon = next(each for each in south.postings if each.kind is SlotKind.NOON)
        tables = metadata.tables
        for branch in (north, south):
            asked = next(each for each in branch.postings if each.kind is SlotKind.NOON)
            deed = {"person_id": branch.people[0], "unit_id": branch.unit.id, "day": str(DAY)}
            await add(tx, tables["answers"], posting_id=asked.id, chosen="[0]", at=1, **deed)
    await copy_branch(database, south.unit, tmp_path / "copy.db")
    copy = open_database(f"sqlite:///{tmp_path / 'copy.db'}")
    async with copy.reading() as found, database.reading() as tx:
        assert await posted(found, south) == await posted(tx, south) != []
        assert await posted(found, north) == []
        version = noon.version_id
        assert await askable(found, version) == await askable(tx, version) != ()
        names = await found.rows(select(tables["persons"].c.name))
        assert [row.name for row in names] == ["Zhang"]
        answered = await found.rows(select(tables["answers"].c.posting_id))
        assert [row.posting_id for row in answered] == [noon.id]
        assert await found.rows(select(tables["posted_messages"])) == []
    await copy.close()
