"""Calendars by their links, over HTTP: for whom, what of, how often, and until when."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from icalendar import Calendar
from msgspec import Struct
from sqlalchemy import select

from bot.doors.turnstile import Turnstile
from bot.practice.records import User
from storage import meetings
from storage.database import Database
from storage.tables.duties import calendar_feeds
from storage.tables.organisation import appointments
from storage.values.meetings import Meeting, MeetingState
from storage.values.records import MeetingId
from tests.doors.places import free_place, hook_at
from tests.stories.house import Branch, House, house
from tests.stories.record_scene import with_duties

EARLY = datetime(2026, 5, 19, 23, tzinfo=UTC)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


class Readers(Struct, frozen=True):
    """A branch whose people fetch calendars."""

    house: House
    branch: Branch
    http: aiohttp.ClientSession

    async def link(self, who: User) -> str:
        """A new link of somebody's."""
        offers = [each for each in self.house.said(who) if "链接" in str(each.buttons)]
        if not offers:
            await self.house.write(who, who, "/calendar")
            offers = [each for each in self.house.said(who) if "链接" in str(each.buttons)]
        await self.house.tap(who, offers[0], "要个链接")
        [*_, told] = [each for each in self.house.texts(who) if "http" in each]
        return next(line for line in told.splitlines() if line.startswith("http"))

    async def fetch(self, address: str) -> tuple[int, str]:
        async with self.http.get(address) as answer:
            return answer.status, await answer.text()

    async def names(self, address: str) -> list[str]:
        status, text = await self.fetch(address)
        assert status == 200
        return [str(each["summary"]) for each in Calendar.from_ical(text).walk("VEVENT")]


@pytest.fixture
async def readers(database: Database, tmp_path: Path) -> AsyncIterator[Readers]:
    hook = hook_at(free_place())
    async with (
        house(database, EARLY, programme=with_duties(tmp_path), hook=hook) as h,
        aiohttp.ClientSession() as http,
    ):
        branch = await h.branch("b", "一支部", "李", ["王"])
        h.server.start_private(branch["王"])
        await h.settle()
        planned = Meeting(
            MeetingId(0),
            branch.unit.id,
            MeetingState.PLANNED,
            ("party-day",),
            None,
            EARLY,
            EARLY + timedelta(days=2),
        )
        async with h.database.writing() as tx:
            await meetings.add_meeting(tx, planned)
        yield Readers(h, branch, http)


DAILY = ["今日一学", "午间一答", "晚间一记"]


@SQLITE
async def test_a_secretary_reads_what_is_due_a_member_what_is_planned(readers: Readers) -> None:
    li, wang = readers.branch.secretary, readers.branch["王"]
    mine, theirs = await readers.link(li), await readers.link(wang)
    assert mine != theirs
    names = await readers.names(mine)
    assert {"二季度党员大会", "5月主题党日", "书记讲党课", "主题党日", *DAILY} <= set(names)
    assert await readers.names(theirs) == ["主题党日", *DAILY]
    # Who looks after the branch no more reads no more than a member does.
    async with readers.house.database.writing() as tx:
        await tx.run(appointments.update().values(until="2026-05-01"))
    assert await readers.names(mine) == ["主题党日", *DAILY]
    # What is stored is not what is in the link.
    async with readers.house.database.reading() as tx:
        kept = [row.token for row in await tx.rows(select(calendar_feeds))]
    assert len(kept) == 2 and not any(each in mine + theirs for each in kept)


@SQLITE
async def test_a_revoked_link_is_gone_as_if_it_had_never_been(readers: Readers) -> None:
    h, li = readers.house, readers.branch.secretary
    first, second = await readers.link(li), await readers.link(li)
    async with readers.http.get(first) as answer:
        assert answer.status == 200 and answer.content_type == "text/calendar"
        assert answer.headers["Cache-Control"] == "private, max-age=900"
    [*_, told] = [each for each in h.said(li) if "http" in each.text]
    await h.tap(li, told, "停用链接")
    assert any("停用了" in each for each in h.texts(li))
    for address in (first, second, first.replace(".ics", "x.ics"), f"{first[:-36]}{'a' * 32}.ics"):
        assert await readers.fetch(address) == (404, "")
    # A further link works, and the sixth ends the first of them.
    links = [await readers.link(li) for _ in range(6)]
    statuses = [(await readers.fetch(each))[0] for each in links]
    assert statuses == [404, 200, 200, 200, 200, 200]


@SQLITE
async def test_one_link_is_fetched_so_many_times_a_minute(readers: Readers) -> None:
    address = await readers.link(readers.branch["王"])
    statuses = [(await readers.fetch(address))[0] for _ in range(7)]
    assert statuses == [200] * 6 + [429]
    readers.house.clock.move(61)
    assert (await readers.fetch(address))[0] == 200


def test_a_turnstile_counts_the_last_minute() -> None:
    gate = Turnstile(most=3, each=2)
    at = [EARLY + timedelta(seconds=n) for n in (0, 1, 2, 3, 4, 60, 61)]
    came = ["a", "a", "a", "b", "c", "a", "c"]
    assert [gate.lets_in(who, when) for who, when in zip(came, at, strict=True)] == [
        *(True, True, False, True, False, True, True)
    ]


@SQLITE
async def test_without_a_public_address_there_is_the_file(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, EARLY, programme=with_duties(tmp_path)) as h:
        branch = await h.branch("b", "一支部", "李", ["王"])
        li = branch.secretary
        await h.write(li, li, "/calendar")
        await h.at("07:05")
        answer, file = h.said(li)[-2:]
        assert "没有设链接" in answer.text and answer.buttons == ()
        assert file.media is not None and file.media.name == "一支部 日历.ics"
        read = Calendar.from_ical(file.media.content)
        assert {str(each["summary"]) for each in read.walk("VEVENT")} >= {"书记讲党课", *DAILY}
        assert read["x-wr-calname"] == "一支部 · 三学"
        told = await h.ask(li, "/calendar", branch.group)
        assert "私下" in told.text
