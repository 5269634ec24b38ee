"""A branch without a group: its posts come to each member's private chat."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bot.practice.records import User
from programme.planning import plan_unit
from storage import branch_settings
from storage.database import Database
from tests.stories.house import Branch, House, house, plain

MORNING = datetime(2026, 5, 20, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


async def _without_group(h: House, names: list[str]) -> tuple[Branch, list[User]]:
    """A branch whose secretary is the first; all but the last have opened the private chat."""
    branch = await h.found("b", "渔船支部", names[0], names[1:])
    people = [branch[name] for name in names]
    for user in people[:-1]:
        h.server.start_private(user)
    await h.settle()
    async with h.database.writing() as tx:
        chosen = await branch_settings.of_unit(tx, branch.unit.id)
        await branch_settings.put(tx, branch.unit.id, replace(chosen, in_private=True))
        await plan_unit(tx, h.bot_id, branch.unit, h.clock.now())
    return branch, people


async def test_a_day_in_private_chats(database: Database) -> None:
    async with house(database, MORNING) as h:
        _, people = await _without_group(h, ["李书记", "王大妈", "赵大爷", "孙阿姨"])
        li, wang, zhao, sun = people
        await h.at("07:30")
        posts = {user.id: h.last(user) for user in (li, wang, zhao)}
        assert all("一天学一点" in post.text for post in posts.values())
        assert not h.said(sun)
        assert await h.tap(wang, posts[wang.id], "我学了") == "记上了，连续第 1 天"
        await h.write(zhao, zhao, "收到", to=posts[zhao.id])
        await h.at("12:00")
        question = h.last(wang)
        assert question.poll is None
        assert "应选 B" in await h.tap(wang, question, "A")
        await h.at("20:00")
        assert any("午间一答：结果" in text for text in h.texts(li)[-2:])
        await h.write(wang, wang, "今天很好", to=h.last(wang))
        status = plain((await h.ask(li, "/status")).text)
        assert "早一学 2/4" in status and "午一答 1/4" in status and "晚一记 1/4" in status
        await h.tomorrow("07:30")
        assert await h.tap(wang, h.last(wang), "我学了") == "记上了，连续第 2 天"


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_one_who_stopped_the_bot_spoils_nobodys_day(database: Database) -> None:
    async with house(database, MORNING) as h:
        _, people = await _without_group(h, ["李书记", "王大妈", "赵大爷", "孙阿姨"])
        li, wang, zhao, _ = people
        h.server.block(zhao)
        await h.at("07:30")
        assert await h.tap(wang, h.last(wang), "我学了") == "记上了，连续第 1 天"
        # Without an act on a day that counts the streak would be at its end; this day counts.
        await h.tomorrow("07:30")
        await h.tomorrow("07:30")
        assert "没发" not in (await h.ask(li, "/status")).text


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_group_takes_the_posts_over(database: Database) -> None:
    async with house(database, MORNING, language="en") as h:
        branch, (_, wang, *_) = await _without_group(h, ["Li", "Wang", "Zhao", "Sun"])
        await h.at("07:30")
        before = len(h.said(wang))
        await h.bind_by_link(branch)
        await h.at("12:00")
        assert any(each.poll is not None for each in h.said(branch.group))
        assert len(h.said(wang)) == before
