"""The secretary has the branch's week made as one page for the wall, by a tap below /members."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from reports.wall_sheet import WALL_SHEET_JOB
from storage import jobs
from storage.database import Database
from storage.tables.work import papers
from tests.stories.house import house
from tests.stories.sayings import EN, ZH, Sayings

WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


class Labels(Struct, frozen=True):
    """What the button says, and what is heard."""

    says: Sayings
    button: str
    coming: str
    this_week: str
    next_week: str
    caption: str


CHINESE = Labels(
    ZH,
    "墙上的一周",
    "一会儿就发给您",
    "红星村支部 5月18日至24日.pdf",
    "红星村支部 5月25日至31日.pdf",
    "没有手机的也看得到",
)
ENGLISH = Labels(
    EN,
    "The week on the wall",
    "on its way",
    "Red Star branch 18–24 May.pdf",
    "Red Star branch 25–31 May.pdf",
    "one page to print and hang up",
)


@SQLITE
@pytest.mark.parametrize("labels", [CHINESE, ENGLISH], ids=["zh", "en"])
async def test_a_tap_brings_the_week_and_on_a_sunday_the_next(
    database: Database, labels: Labels
) -> None:
    says = labels.says
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("b", says.branch, says.secretary, says.members)
        secretary = branch.secretary
        listed = await h.ask(secretary, "/members")
        toast = await h.tap(secretary, listed, labels.button)
        assert labels.coming in toast
        await h.at("07:12")
        sheet = h.last(secretary)
        assert sheet.media is not None and sheet.media.content.startswith(b"%PDF")
        assert sheet.media.name == labels.this_week
        assert labels.caption in sheet.text
        before = len(h.said(secretary))
        await h.at("09:00", day=date(2026, 5, 24))
        await h.tap(secretary, listed, labels.button)
        await h.at("09:01")
        sheets = [each.media for each in h.said(secretary)[before:] if each.media]
        assert [each.name for each in sheets] == [labels.next_week]
        # What would be posted was played on a copy: the branch's own days are as they were, and
        # nothing of the file stays.
        assert len(h.studies(branch)) == 5
        async with h.database.reading() as tx:
            assert await tx.rows(papers.select()) == []


@SQLITE
async def test_whose_office_has_ended_meanwhile_gets_none(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("b", ZH.branch, ZH.secretary, ZH.members)
        member = branch[ZH.members[0]]
        h.server.start_private(member)
        await h.settle()
        before = h.texts(member)
        asked = {"unit": branch.unit.id, "day": "2026-05-18", "chat": member.id, "language": "zh"}
        async with h.database.writing() as tx:
            now, more = h.clock.now(), {"paper": "sheet"}
            await jobs.put(tx, h.bot_id, WALL_SHEET_JOB, "key", now, {**asked, **more})
        await h.at("07:12")
        assert h.texts(member) == before
        async with h.database.reading() as tx:
            assert await tx.rows(papers.select()) == []
