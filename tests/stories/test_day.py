"""A branch's whole day over HTTP, as its people live it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from storage.database import Database
from tests.stories.house import house

WEDNESDAY = datetime(2026, 5, 20, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


async def test_day(database: Database) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.branch("red-star", "红星村支部", "李书记", ["王大妈", "老张"])
        print(h.texts(branch.group), h.texts(branch.secretary))
        await h.at("07:30")
        await h.at("12:00")
        await h.at("20:00")
        for m in h.said(branch.group):
            print(
                m.date, m.is_silent, m.text, m.poll and (m.poll.question, m.poll.options), m.buttons
            )
        h.server.say(branch.secretary, branch.secretary, "/status")
        await h.settle()
        print(h.last(branch.secretary).text)
        assert 0
