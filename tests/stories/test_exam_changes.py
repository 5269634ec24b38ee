"""What changes in the middle of a test: a key, a branch, a member, an office; and typed answers."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.practice.records import User
from storage import questions
from storage.database import Database
from storage.memberships import end_membership, memberships_of
from storage.people import add_membership
from storage.tables.exams import exam_answers
from storage.tables.organisation import appointments, persons
from storage.tables.programme import questions as question_table
from storage.values.days import QuestionId
from storage.values.people import PersonId, Role
from tests.stories.exam_scene import (
    ZH_SAYS,
    announce,
    asking,
    choose,
    met,
    set_test,
    sit,
    with_test,
)
from tests.stories.house import Branch, House, house, plain
from tests.stories.sayings import ZH

WEDNESDAY = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])
MY = ZH_SAYS
TYPED = """\
// [id:n1]
一年有几个月？{#12:0}

// [id:s1]
火警电话是多少？{=119 =一一九 ####记住 119。}

// [id:m1]
配一配{=水 -> 灭火 =电 -> 断闸}
"""


async def _list(h: House, branch: Branch) -> str:
    await h.tap(branch.secretary, await h.ask(branch.secretary, "/test"), "开着")
    return plain((await choose(h, branch.secretary, MY.list_of)).text)


async def _person(h: House, name: str) -> PersonId:
    async with h.database.reading() as tx:
        return PersonId(await tx.scalar(select(persons.c.id).where(persons.c.name == name)))


@SQLITE
async def test_a_corrected_key_marks_the_test_anew(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        branch = await with_test(h, "王")
        wang = branch["王"]
        assert "40 分" in (await sit(h, wang, MY, 2, 3)).text
        assert "还没及格（1）：王" in await _list(h, branch)
        async with h.database.writing() as tx:
            for row in await tx.rows(select(question_table)):
                number = QuestionId(row.id)
                found = await questions.bodies(tx, {(number, row.revision)})
                old = found[number, row.revision]
                given = await tx.scalar(
                    select(exam_answers.c.given).where(exam_answers.c.question_id == number)
                )
                key = tuple(int(each) for each in given.split(","))
                await questions.correct(tx, number, replace(old, correct=key), h.clock.now())
        assert "及格（1）：王" in await _list(h, branch)
        await h.ask(wang, "/test")
        assert "100 分" in (await choose(h, wang, "看结果")).text


@SQLITE
async def test_answers_are_typed_and_paired(database: Database, tmp_path: Path) -> None:
    async with house(database, WEDNESDAY, programme=asking(tmp_path, TYPED)) as h:
        branch = await with_test(h, "王")
        wang = branch["王"]
        await choose(h, wang, MY.begin)
        for _ in range(3):
            asked = h.last(wang).text
            if "配一配" in asked:
                await _pair(h, wang)
            else:
                said = "１２" if "几个月" in asked else "一一九"
                await h.write(wang, wang, said)
        assert "100 分" in h.last(wang).text
        # What is written afterwards is no answer any more.
        await h.write(wang, wang, "还有一句")
        assert "100 分" not in h.last(wang).text


async def _pair(h: House, who: User) -> None:
    for left, right in (("水", "灭火"), ("电", "断闸")):
        asked = h.last(who)
        assert left in asked.text
        letter = next(line[0] for line in asked.text.splitlines() if line[3:] == right)
        await h.tap(who, asked, letter)
    await h.tap(who, h.last(who), "选好了")


@SQLITE
async def test_who_moves_is_counted_once_and_who_leaves_no_more(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        town = await h.unit("town", "红旗镇")
        one = await h.branch("b1", "一支部", "李", ["王", "张"], parent="town")
        two = await h.branch("b2", "二支部", "赵", parent="town")
        zhou = h.server.add_user("周组织")
        await met(h, zhou, one["王"], one["张"])
        await h.appoint(zhou, town, Role.ORGANISER)
        await set_test(h, zhou, MY)
        await announce(h, zhou, MY)
        await sit(h, one["王"], MY, 5, 0)
        asked = await choose(h, one["张"], MY.begin)
        today = h.today()
        await _move(h, "王", two, today)
        await _move(h, "张", None, today)
        assert "/join" in await h.tap(one["张"], asked, "A")
        await h.at("09:16")
        for branch, who in ((one, "李"), (two, "赵、王")):
            page = await h.ask(branch.secretary, "/test")
            await h.tap(branch.secretary, page, MY.list_of)
            told = plain(h.last(branch.secretary).text)
            assert "张" not in told
            assert all(name in told for name in who.split("、")), told
        assert "2 人里 1 人做了，1 人及格" in plain(h.last(two.secretary).text)


async def _move(h: House, name: str, to: Branch | None, today: date) -> None:
    """Somebody belongs to another branch from today on, or to none."""
    person = await _person(h, name)
    async with h.database.writing() as tx:
        [membership] = await memberships_of(tx, person)
        await end_membership(tx, membership, today - timedelta(days=1))
        if to is not None:
            await add_membership(tx, person, to.unit.id, today, home=True)


@SQLITE
async def test_who_has_the_office_no_more_is_not_told_who_took_it(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=asking(tmp_path)) as h:
        branch = await h.branch("b", ZH.branch, ZH.secretary, ["王"])
        wang, li = branch["王"], branch.secretary
        await met(h, wang)
        await set_test(h, li, MY, ["时间", "今天"])
        told = await announce(h, li, MY)
        await sit(h, wang, MY, 5, 0)
        await h.at("20:59")
        async with h.database.writing() as tx:
            yesterday = (h.today() - timedelta(days=1)).isoformat()
            await tx.run(appointments.update().values(until=yesterday))
        await h.tomorrow("09:00")
        assert not any("王" in text for text in h.texts(li))
        assert "小测由书记或者上级来出" in await h.tap(li, told, "去看看")


@SQLITE
async def test_somebody_who_is_forgotten_in_the_middle_leaves_no_trace_in_the_list(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, WEDNESDAY, programme=asking(tmp_path, TYPED)) as h:
        branch = await with_test(h, "王", "张")
        wang = branch["王"]
        await choose(h, wang, MY.begin)
        while "配一配" in h.last(wang).text:
            await choose(h, wang, MY.later)
        await h.write(wang, wang, "１２３４５")
        await h.tap(wang, await h.ask(wang, "/forgetme"), "继续")
        await h.tap(wang, h.last(wang), "是的，忘掉我")
        before = len(h.said(wang))
        await h.at("09:20")
        assert len(h.said(wang)) == before
        assert "2 人里 0 人做了" in await _list(h, branch)
        async with h.database.reading() as tx:
            rows = await tx.rows(select(exam_answers.c.given))
        assert "12345" not in "".join(str(row.given) for row in rows)
