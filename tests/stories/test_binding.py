"""Groups are bound by codes that are typed; every slip is answered in words."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from tests.stories.house import Branch, House, house
from tests.stories.sayings import ZH
from tests.stories.small_programme import small_programme

MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
async def h(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database, MORNING, programme=small_programme(tmp_path)) as built:
        yield built


async def test_a_typed_code_binds_and_makes_its_user_the_secretary(h: House) -> None:
    unit = await h.unit("b", ZH.branch)
    li = h.server.add_user("李书记")
    h.server.start_private(li)
    group = h.server.add_group("红星", [li])
    h.server.add_bot(group, li)
    h.clock.move(30)
    await h.settle()
    assert "/bind" in h.last(group).text
    code = await h.code(unit)
    typed = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    assert ZH.branch in (await h.ask(li, f"/bind {typed}", group)).text
    assert ZH.branch in h.last(li).text
    assert (await h.ask(li, "/status")).text.startswith(ZH.branch)
    await h.at("07:30")
    assert h.last(group).buttons[0].label == ZH.read_it


@SQLITE
async def test_the_hint_is_not_said_when_the_code_comes_with_the_link(h: House) -> None:
    branch = await h.branch("b", ZH.branch, ZH.secretary)
    h.clock.move(60)
    await h.settle()
    assert len(h.said(branch.group)) == 1


@SQLITE
async def test_wrong_used_and_expired_codes_are_answered_in_words(h: House) -> None:
    first = await h.found("b1", "一支部", "李书记")
    second = await h.found("b2", "二支部", "赵书记")
    for branch in (first, second):
        h.server.start_private(branch.secretary)
        h.server.add_bot(branch.group, branch.secretary)
    h.clock.move(30)
    await h.settle()
    used, old = await h.code(first.unit), await h.code(second.unit)
    assert "没有这个绑定码" in await _bind(h, second, "NOSUCHCODE")
    assert "一支部" in await _bind(h, first, used)
    assert "用过了" in await _bind(h, second, used)
    # The same code typed again in its own group is no fault.
    assert "已经是" in await _bind(h, first, used)
    fresh = await h.code(second.unit)
    assert "已经是一支部的群" in await _bind(h, first, fresh)
    h.clock.move_to(h.clock.now() + timedelta(days=7))
    await h.settle()
    assert "七天" in await _bind(h, second, old)
    assert "二支部" in await _bind(h, second, await h.code(second.unit))


@SQLITE
async def test_two_groups_live_side_by_side(h: House) -> None:
    first = await h.branch("b1", "一支部", "李书记", ["王大妈", "周姨", "钱伯"])
    second = await h.branch("b2", "二支部", "赵书记", ["老张", "小孙", "阿林"])
    await h.at("07:30")
    await h.tap(first["王大妈"], h.studies(first)[0], ZH.read_it)
    assert h.studies(first)[0].buttons[0].label == f"{ZH.read_it} · 1"
    assert h.studies(second)[0].buttons[0].label == ZH.read_it
    assert "早一学 1/4" in (await h.ask(first.secretary, "/status")).text
    assert "早一学 0/4" in (await h.ask(second.secretary, "/status")).text


async def test_binding_another_group_moves_the_branch(h: House) -> None:
    branch = await h.branch("b", ZH.branch, ZH.secretary, ZH.members)
    await h.at("07:30")
    await h.tap(branch["王大妈"], h.studies(branch)[0], ZH.read_it)
    new = h.server.add_group("新群", branch.members.values(), kind="supergroup")
    h.server.add_bot(new, branch.secretary, start_parameter=await h.code(branch.unit))
    await h.settle()
    assert "原来的群" in h.last(new).text
    await h.at("12:00")
    await h.at("20:00")
    before = len(h.said(branch.group))
    assert [bool(m.poll) for m in h.said(new)] == [False, True, False, False]
    # What was done in the earlier group stays done.
    assert "早一学 1/4" in (await h.ask(branch.secretary, "/status")).text
    assert len(h.said(branch.group)) == before == 2


async def _bind(h: House, branch: Branch, code: str) -> str:
    return (await h.ask(branch.secretary, f"/bind {code}", branch.group)).text
