"""A branch, or a whole county, chooses what it studies: from the next day on, and all below it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from storage.values.people import Role
from tests.stories.house import house

NOON = datetime(2026, 5, 20, 12, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


async def test_a_secretary_chooses_the_shipped_one_about_safety(database: Database) -> None:
    async with house(database, NOON) as h:
        branch = await h.branch("b", "一支部", "李书记")
        page = await h.ask(branch.secretary, "/programme")
        assert page.text.startswith("一支部：学什么\n两学一做：三十天，每天一点（跟上级一样）")
        await h.tap(branch.secretary, page, "平安第一：三十天，每天一招")
        assert h.texts(branch.secretary)[-1].endswith("正在准备，明天开始。")
        await h.tomorrow("07:30")
        assert h.studies(branch)[-1].text.startswith("差一点，就是提个醒")
        again = await h.ask(branch.secretary, "/programme")
        assert "平安第一：三十天，每天一招（自己选的）" in again.text
        await h.tap(branch.secretary, again, "两学一做：三十天，每天一点")
        assert "明天开始，有 1 个支部换过来" in h.texts(branch.secretary)[-1]
        await h.tomorrow("07:30")
        assert h.studies(branch)[-1].text.startswith("一天学一点")


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_an_organisers_choice_is_that_of_all_below_that_made_none(
    database: Database,
) -> None:
    async with house(database, NOON, language="en") as h:
        county = await h.unit("county", "The county")
        one = await h.branch("b", "First branch", "Li", parent="county")
        two = await h.branch("c", "Second branch", "Wang", parent="county")
        organiser = h.server.add_user("Organiser")
        h.server.start_private(organiser)
        await h.settle()
        await h.appoint(organiser, county, Role.ORGANISER)
        page = await h.ask(organiser, "/programme")
        await h.tap(organiser, page, "Safety first: thirty days, one thing a day")
        await h.tomorrow("07:30")
        assert [h.studies(b)[-1].text[:11] for b in (one, two)] == ["A near miss"] * 2
        # The one that chose for itself keeps its choice.
        own = await h.ask(one.secretary, "/programme")
        await h.tap(one.secretary, own, "Two Studies: thirty days, a little each day")
        await h.tomorrow("07:30")
        assert h.studies(one)[-1].text.startswith("A little every day")
        assert h.studies(two)[-1].text.startswith("Two minutes")


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_members_and_forged_buttons_choose_nothing(database: Database) -> None:
    async with house(database, NOON) as h:
        branch = await h.branch("b", "一支部", "李书记", ["王大妈"])
        refused = await h.ask(branch["王大妈"], "/programme")
        assert refused.text == "学什么由书记或者上级来选。"
        page = await h.ask(branch.secretary, "/programme")
        for data in ("programme:999", "programme:x:1", f"programme:{branch.unit.id}:none"):
            tap = h.server.tap(branch.secretary, page, data, forged=True)
            await h.settle()
            assert "过期" in (await tap).text
