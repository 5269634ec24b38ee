"""Taps that are forged, late, doubled or made up for."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.practice.views import MessageView
from storage.database import Database
from storage.tables.deeds import check_ins, member_days
from storage.tables.work import deliveries, postings
from storage.values.days import SlotKind
from tests.stories.house import Branch, House, house
from tests.stories.small_programme import small_programme

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 5, 20, 6, 0, tzinfo=SHANGHAI)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


async def _posting(h: House, kind: SlotKind) -> int:
    async with h.database.reading() as tx:
        query = select(postings.c.id).where(postings.c.kind == kind.value)
        return int(await tx.scalar(query))


async def _forge(h: House, branch: Branch, name: str, on: MessageView, data: str) -> str:
    tap = h.server.tap(branch[name], on, data, forged=True)
    await h.settle()
    return (await tap).text


async def _rows(h: House, *columns: object) -> list[tuple[object, ...]]:
    async with h.database.reading() as tx:
        return [tuple(row) for row in await tx.rows(select(*columns))]  # type: ignore[call-overload]


@SQLITE
async def test_the_result_takes_no_answer(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b", "一", "李", ["王"])
        h.server.start_private(branch["王"])
        await h.at("12:00")
        await h.vote(branch["王"], h.polls(branch)[0], 0)
        await h.at("20:00")
        before = await _rows(h, member_days.c.answered, member_days.c.points)
        result = await _posting(h, SlotKind.RESULT)
        today = await h.ask(branch["王"], "/today")
        for mask in (1, 2, 4, 8):
            said = await _forge(h, branch, "王", today, f"answer:{mask}:{result}")
            assert "过期" in said
        assert await _rows(h, member_days.c.answered, member_days.c.points) == before


@SQLITE
async def test_the_question_checks_nobody_in(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b", "一", "李", ["王"])
        await h.at("12:00")
        noon = await _posting(h, SlotKind.NOON)
        said = await _forge(h, branch, "王", h.studies(branch)[0], f"read:{noon}")
        h.clock.move(60)
        await h.settle()
        assert said == "这个按钮过期了，发 /today 就有新的。"
        assert await _rows(h, check_ins.c.person_id) == []
        errors = await _rows(h, deliveries.c.error)
        assert ("no-words",) not in errors


@SQLITE
async def test_of_several_items_the_last_has_button_and_sound(
    database: Database, tmp_path: Path
) -> None:
    programme = small_programme(tmp_path, 6, more="[amounts]\nmorning = 3\n")
    async with house(database, MORNING, programme=programme) as h:
        branch = await h.branch("b", "一", "李", ["王", "张", "赵"])
        await h.at("07:30")
        posts = [m for m in h.said(branch.group) if "课" in m.text]
        assert [len(post.buttons) for post in posts] == [0, 0, 1]
        quiet = [
            call.params.get("disable_notification")
            for call in h.server.calls_of("sendMessage")
            if "课" in str(call.params.get("text"))
        ]
        assert [str(each).lower() for each in quiet] == ["true", "true", "false"]
        await h.tap(branch["王"], posts[2], "我学了")
        # A reply to the first checks in as well, and the count stands on the last.
        await h.write(branch["张"], branch.group, "学了", posts[0])
        h.clock.move(60)
        await h.settle()
        last = h.server.message(branch.group, posts[2].message_id)
        assert last.buttons[0].label.endswith("2")


@SQLITE
async def test_a_slip_can_be_taken_back_again_where_one_can_be_written_to(
    database: Database,
) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b", "一", "李", ["王", "张"])
        h.server.start_private(branch["王"])
        await h.at("07:30")
        [study] = h.studies(branch)
        for name in ("王", "张"):
            await h.tap(branch[name], study, "我学了")
            await h.tap(branch[name], study, "我学了")
        assert not [call for call in h.server.calls if call.status == 403]
        for _ in range(2):
            offer = h.last(branch["王"])
            assert "撤回" in offer.text
            await h.tap(branch["王"], offer, "点错了，撤回")
            assert "连续第 1 天" in await h.tap(branch["王"], study, "我学了")
            await h.tap(branch["王"], study, "我学了")


@SQLITE
async def test_a_day_made_up_for_is_no_number_in_a_row(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b", "一", "李", ["王"])
        await h.at("07:30")
        await h.tomorrow("07:30")
        await h.tomorrow("07:30")
        first, second, third = h.studies(branch)
        assert "连续第 1 天" in await h.tap(branch["王"], third, "我学了")
        for earlier in (second, first):
            assert (await h.tap(branch["王"], earlier, "我学了")).startswith("补上了")
        await h.tomorrow("07:30")
        assert "连续第 4 天" in await h.tap(branch["王"], h.studies(branch)[3], "我学了")


@SQLITE
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Shanghai"])
async def test_a_day_closes_at_the_branchs_own_midnight(
    database: Database, tmp_path: Path, zone: str
) -> None:
    programme = small_programme(tmp_path, 6, more="[windows]\nmake_up_days = 0\n")
    start = datetime(2026, 5, 20, 6, 0, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    async with house(database, start, programme=programme) as h:
        branch = await h.branch("b", "一", "李", ["王", "张", "赵"], zone=zone)
        h.server.start_private(branch["王"])
        await h.at("07:30", zone=zone)
        [study] = h.studies(branch)
        await h.at("23:59", zone=zone)
        assert "记上了" in await h.tap(branch["王"], study, "我学了")
        await h.tap(branch["王"], study, "我学了")
        h.clock.move(120)
        assert h.today(zone) == date(2026, 5, 21)
        assert "记上了" not in await h.tap(branch["张"], study, "我学了")
        await h.write(branch["赵"], branch.group, "学了", study)
        await h.tap(branch["王"], h.last(branch["王"]), "点错了，撤回")
        assert await _rows(h, check_ins.c.day) == [("2026-05-20",)]


@SQLITE
async def test_a_tap_on_nothing_by_nobody_is_answered_in_the_usual_language(
    database: Database,
) -> None:
    async with house(database, MORNING, language="en") as h:
        branch = await h.branch("b", "One", "Li", ["Wang"], language="en")
        stranger = h.server.add_user("Sun")
        h.server.join(stranger, branch.group)
        await h.at("07:30")
        tap = h.server.tap(stranger, h.studies(branch)[0], "read:999", forged=True)
        await h.settle()
        assert "too old" in (await tap).text
        assert h.clock.now() - MORNING < timedelta(days=1)
