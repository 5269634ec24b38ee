"""A group bound by somebody who is not on the branch's list: those above hear of it, and may undo
it."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.practice.records import Chat, User
from storage.database import Database
from storage.values.people import Role, TelegramId, Unit
from tests.stories.house import House, house, plain
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
async def h(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database, MORNING, programme=small_programme(tmp_path)) as built:
        yield built


async def organiser_at(h: House, unit: Unit, name: str = "孙组织员") -> User:
    user = h.server.add_user(name, language_code="zh")
    h.server.start_private(user)
    await h.settle()
    await h.appoint(user, unit, Role.ORGANISER)
    return user


async def binds(h: House, unit: Unit, name: str = "外人<b>") -> tuple[User, Chat]:
    """Somebody has got hold of a branch's code, and binds a group of their own."""
    user = h.server.add_user(name, language_code="zh")
    group = h.server.add_group("别的群", [user])
    h.server.add_bot(group, user, start_parameter=await h.code(unit))
    await h.settle()
    return user, group


async def test_a_strangers_group_is_undone_by_one_tap(h: House) -> None:
    town = await h.unit("town", "柳镇")
    unit = await h.unit("b", "一支部", "town")
    first, second = [await organiser_at(h, town, name) for name in ("孙组织员", "钱组织员")]
    stranger, group = await binds(h, unit)
    asked = h.last(first)
    assert plain(asked.text) == (
        "一支部绑定了群：别的群\n绑定的是外人<b>，用的是支部的绑定码，但支部名单上没有这个人。\n"
        "现在支部由这个人管着。\n要是没错，就不用管。"
    )
    h.server.start_private(stranger)
    await h.settle()
    assert "一支部" in (await h.ask(stranger, "/status")).text
    await h.tap(first, asked, "不对，撤回")
    assert "别的群不再是一支部的群了" in h.server.message(first, asked.message_id).text
    assert plain(h.last(second).text).endswith("孙组织员撤回的。")
    # The stranger is nobody again, and nothing comes into that group.
    assert "还不认识" in (await h.ask(stranger, "/status")).text
    said = len(h.said(group))
    await h.at("12:00")
    assert len(h.said(group)) == said
    # A button that comes too late finds it done.
    told = h.last(second)
    late = h.server.tap(second, told, asked.buttons[0].data or "", forged=True)
    await h.settle()
    await late
    assert "不再改动" in h.server.message(second, told.message_id).text


async def test_the_earlier_group_gets_its_posts_again(h: House) -> None:
    town = await h.unit("town", "柳镇")
    organiser = await organiser_at(h, town)
    branch = await h.branch("b", "一支部", "李书记", ["老张"], parent="town")
    # The secretary is on the list: nobody is told.
    assert all("绑定了群" not in text for text in h.texts(organiser))
    await h.at("07:30")
    _, group = await binds(h, branch.unit)
    assert "现在支部由这个人管着" not in h.last(organiser).text
    await h.tap(organiser, h.last(organiser), "不对，撤回")
    assert "还发到原来的群：一支部" in h.last(organiser).text
    said = len(h.said(group))
    await h.at("12:00")
    assert len(h.polls(branch)) == 1 and len(h.said(group)) == said
    assert "早一学" in (await h.ask(branch.secretary, "/status")).text


async def test_without_an_organiser_the_owner_hears_of_it(h: House) -> None:
    owner = h.server.add_user("主人", language_code="zh")
    await h.stop()
    h.owner = TelegramId(owner.id)
    await h.start()
    h.server.start_private(owner)
    await h.settle()
    unit = await h.unit("b", "一支部")
    await binds(h, unit)
    assert "绑定了群：别的群" in h.last(owner).text
    # What the owner binds is right.
    said = len(h.said(owner))
    other = await h.unit("c", "二支部")
    h.server.add_bot(
        h.server.add_group("自己的群", [owner]), owner, start_parameter=await h.code(other)
    )
    await h.settle()
    assert all("绑定了群" not in each.text for each in h.said(owner)[said:])
