"""Monday morning of an organiser over sixty branches: every figure, its sheet and its picture."""

import io
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.practice.records import User
from bot.practice.views import MessageView
from programme.digest.figures import Digest, Line, Need
from programme.digest.keeping import kept
from reports.digest.picture import picture_of
from reports.wording import words
from storage.database import Database
from storage.people import appoint
from storage.tables.organisation import persons
from storage.tables.work import jobs
from storage.values.duties import State
from storage.values.people import ChatId, Role
from tests.stories.digest_scene import (
    BACK,
    BRANCHES,
    DAY,
    FORMULA,
    LOST,
    MISSED,
    MONDAY,
    SILENT,
    SMALL,
    TOWNS,
    WEEK,
    Reckoned,
    five_weeks,
    names_of,
    of_town,
    organisation,
    programme,
    reckoned,
)
from tests.stories.house import House, house, plain

ZONE = ZoneInfo("Asia/Shanghai")
BEGINNING = datetime(2026, 4, 27, 6, 0, tzinfo=ZONE)
THURSDAY = datetime(2026, 5, 28, 6, 0, tzinfo=ZONE)
MONDAY_MORNING = datetime(2026, 6, 1, 7, 50, tzinfo=ZONE)
LAST, BEFORE = MONDAY - WEEK, MONDAY - 2 * WEEK


def figures_agree(line: Line, wanted: Reckoned) -> None:
    """A unit's figures are what its deeds come to."""
    found = line.figures
    assert (found.size.branches, found.size.members) == (wanted.branches, wanted.members)
    for sums, first in ((found.week, LAST), (found.before, BEFORE)):
        assert sums.due == wanted.week("due", first)
        assert sums.acts == wanted.week("acts", first)
        assert sums.check_ins == wanted.week("read", first)
        assert sums.answered == wanted.week("answered", first)
        assert sums.right == wanted.week("right", first)
        assert sums.notes == wanted.week("noted", first)
        people = sum(len(wanted.active[first + n * DAY]) for n in range(7))
        assert sums.active == people
    for n, each in enumerate(line.days):
        day = LAST + n * DAY
        assert (each.due, each.acts) == (wanted.due[day], wanted.acts[day])
    duties = found.duties
    assert (duties.met, duties.overdue) == (wanted.met, wanted.overdue)
    assert (duties.newly, duties.coming) == (wanted.newly, wanted.coming)
    assert duties.all == wanted.met + wanted.overdue + wanted.open


def digest_agrees(digest: Digest, found: dict[str, Reckoned]) -> None:
    """All that the digest says is what the deeds come to."""
    whole = Reckoned()
    for line in digest.lines:
        town = of_town(found, int(line.name[1]))
        figures_agree(line, town)
        whole.add(town)
    assert len(digest.lines) == TOWNS
    assert digest.total.size.members == whole.members
    assert digest.records == (whole.week("records", LAST), whole.week("records", BEFORE))
    names = {n.need: {each.name for each in n.named} for n in digest.needed}
    numbers = {n.need: n.number for n in digest.needed}
    assert numbers == {
        Need.NEWLY: whole.newly,
        Need.SILENT: 2,
        Need.UNREACHABLE: 1,
        Need.MISSED: 3,
        Need.COMING: whole.coming,
    }
    # Of three people it is counted that they were silent, and not said where.
    assert names[Need.SILENT] == {_name(SILENT)}
    assert names[Need.UNREACHABLE] == {_name(LOST)}
    assert names[Need.MISSED] == {_name(MISSED)}
    owing = {_name(code) for code, each in found.items() if each.newly}
    assert names[Need.NEWLY] <= owing and len(names[Need.NEWLY]) == min(30, len(owing))
    assert [each.name for each in digest.better.back] == [_name(BACK)]
    picture = picture_of(words("zh"), digest)
    assert picture.share == pytest.approx(whole.week("acts", LAST) / (3 * whole.week("due", LAST)))
    for row in picture.units:
        town = of_town(found, int(row.name[1]))
        for day, share in row.shares.items():
            wanted = town.acts[day] / (3 * town.due[day]) if town.due[day] else None
            assert share == (wanted if wanted is None else pytest.approx(wanted))
    assert picture.states[State.OVERDUE] == whole.overdue
    assert sum(picture.states.values()) == whole.met + whole.overdue + whole.open


def sheet_agrees(content: bytes, found: dict[str, Reckoned], everybody: set[str]) -> None:
    """The sheet opens in two other libraries, and holds the same figures."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["单位", "任务", "题目"]
    for sheet in book:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"], "a formula"
        assert not everybody & {cell.value for cell in cells}, "a member's name"
    rows = list(book["单位"].iter_rows(min_row=2, values_only=True))
    by_name = {row[1]: row for row in rows}
    assert len(rows) == 1 + TOWNS + TOWNS * BRANCHES
    wanted = {_name(code): each for code, each in found.items()}
    wanted |= {f"第{n}镇": of_town(found, n) for n in range(TOWNS)}
    county = Reckoned()
    for n in range(TOWNS):
        county.add(of_town(found, n))
    wanted["江北县"] = county
    for name, each in wanted.items():
        row = by_name[name]
        assert row[2:4] == (each.branches, each.members)
        assert row[10:15] == (
            each.met + each.overdue + each.open,
            each.met,
            each.overdue,
            each.newly,
            each.coming,
        )
        if each.members < 5:
            assert row[4:10] == (None,) * 6 and row[15] is None
            continue
        due, acts = each.week("due", LAST), each.week("acts", LAST)
        assert row[4] == (pytest.approx(acts / (3 * due)) if due else None)
        assert row[6:8] == (each.week("read", LAST), each.week("answered", LAST))
        answered = each.week("answered", LAST)
        assert row[8] == (pytest.approx(each.week("right", LAST) / answered) if answered else None)
        assert row[9] == each.week("noted", LAST)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert sheets.sheet_names == book.sheetnames
    again = sheets.get_sheet_by_name("单位").to_python()
    assert {row[1] for row in again[1:]} == set(wanted)
    asked = list(book["题目"].iter_rows(min_row=2, values_only=True))
    assert sum(row[2] for row in asked) == county.week("answered", LAST)
    right = sum(round(row[2] * row[3]) for row in asked if row[3] is not None)
    assert right == county.week("right", LAST)
    owed = list(book["任务"].iter_rows(min_row=2, values_only=True))
    own = [row for row in owed if row[2] == "单位的"]
    assert sum(row[3] for row in own) == county.overdue + county.coming
    assert all(isinstance(row[6], datetime) for row in owed)


def _name(code: str) -> str:
    return "=1+1支部" if code == FORMULA else f"第{int(code[1:])}支部"


def worst_first(found: dict[str, Reckoned]) -> list[str]:
    """The towns, those first in which the most needs somebody."""
    besides = [SILENT, SMALL, LOST, MISSED]
    towns = []
    for n in range(TOWNS):
        town = of_town(found, n)
        needs = town.newly + sum(int(code[1:]) // BRANCHES == n for code in besides)
        share = town.week("acts", LAST) / town.week("due", LAST)
        towns.append((-needs, share, f"第{n}镇"))
    return [name for _, _, name in sorted(towns)]


async def look(h: House, organiser: User, front: MessageView, found: dict[str, Reckoned]) -> None:
    """The organiser looks further, by the buttons, and everything is within reach."""

    async def tap(label: str) -> str:
        await h.tap(organiser, front, label)
        message = h.server.message(organiser, front.message_id)
        # The data of a button holds 64 bytes, and a message 4096 signs.
        assert all(len((b.data or "").encode()) <= 64 for b in message.buttons)
        assert len(message.text) < 4000
        return plain(message.text)

    rest = await tap("更多")
    heads = ["要您出面", "变好了", "总的情况", "值得一读", "占用大家多少时间"]
    assert sorted(heads, key=rest.index) == heads
    owed = await tap("过期的")
    assert "第2支部：5月主题党日，过了 1 天" in owed
    assert "请他们改什么" not in await tap("返回")
    await tap("更多")
    assert _name(SILENT) in await tap("没动静的")
    await tap("返回")
    await tap("提醒 2 个支部")
    h.clock.move(2)
    await h.settle()
    assert "联系不到人" in plain(h.last(organiser).text)
    await tap("更多")
    top = await tap("逐级查看")
    lines = [line for line in top.splitlines() if line.startswith("·")]
    assert [line[2:5] for line in lines] == worst_first(found)
    assert f"60 个支部，共 {sum(each.members for each in found.values())} 人" in top
    assert "第22支部" in await tap("第1镇")
    assert "还没有书记" in await tap("第22支部")
    assert "第22支部" in await tap("返回")
    assert await tap("返回") == top


async def test_monday_over_sixty_branches(database: Database, tmp_path: Path) -> None:
    async with house(database, BEGINNING, programme=programme(tmp_path)) as h:
        h.clock.move_to(MONDAY_MORNING)
        await organisation(h)
        await five_weeks(h)
        organiser, county = h.server.add_user("周组织"), await h.unit("county", "江北县")
        h.server.start_private(organiser)
        await h.appoint(organiser, county, Role.ORGANISER)
        town = await h.unit("t1", "第1镇", "county")
        # Twice an organiser, and yet one digest.
        async with database.writing() as tx:
            who = await tx.scalar(select(persons.c.id).where(persons.c.name == "周组织"))
            await appoint(tx, who, town.id, Role.ORGANISER, MONDAY)
        await h.settle()
        async with database.reading() as tx:
            found, everybody = await reckoned(tx), await names_of(tx)

        await h.at("08:00")

        async with database.reading() as tx:
            digest = await kept(tx, h.bot_id, ChatId(organiser.id))
            assert not await tx.rows(select(jobs).where(jobs.c.state == "failed"))
        assert digest is not None
        digest_agrees(digest, found)
        said = h.said(organiser)[-3:]
        front, picture, sheet = said
        assert len(plain(front.text)) <= 800
        assert "本周有 5 件事要您出面" in front.text
        assert picture.media is not None and picture.media.content.startswith(b"\x89PNG")
        assert sheet.media is not None
        sheet_agrees(sheet.media.content, found, everybody)
        await look(h, organiser, front, found)


async def test_monday_in_two_branches_and_a_kind_word_to_the_silent_one(
    database: Database, tmp_path: Path
) -> None:
    async with house(database, THURSDAY, programme=programme(tmp_path)) as h:
        county = await h.unit("county", "江北县")
        organiser = h.server.add_user("周组织")
        h.server.start_private(organiser)
        await h.appoint(organiser, county, Role.ORGANISER)
        names = ["王大妈", "老张", "小陈", "小刘", "老周"]
        keen = await h.branch("b1", "红旗支部", "李书记", names, parent="county")
        quiet = await h.branch("b2", "东街支部", "赵书记", names, parent="county")
        await h.at("07:30", day=date(2026, 5, 31))
        for name in names[:4]:
            await h.tap(keen[name], h.studies(keen)[-1], "我学了")
        chats = (keen.group, keen.secretary, quiet.group, quiet.secretary, organiser)
        before = [len(h.said(chat)) for chat in chats]
        await h.tomorrow("08:00")
        told = [h.said(chat)[n:] for chat, n in zip(chats, before, strict=True)]
        (week,) = [m for m in told[0] if "谢谢" in m.text]
        # Three lines at most, without a sound, and without a name.
        assert week.text == "上周我们支部一起学了 4 次\n谢谢大家。没顾上的慢慢补，不着急。"
        assert week.is_silent
        (page,) = [m for m in told[1] if "这一周" in m.text]
        assert "一周没动静，打个电话问问：" in plain(page.text) and "老周" in page.text
        assert not [m for m in told[2] if "谢谢" in m.text], "a silent group is not told so"
        assert len([m for m in told[3] if "这一周" in m.text]) == 1
        front = told[4][0]
        assert "1 个支部一周没动静，打个电话问问：东街支部" in plain(front.text)
        assert not set(names) & set(front.text)

        # Monday comes once, whoever starts the bot.
        await h.stop()
        await h.start()
        await h.settle()
        assert [len(h.said(chat)) for chat in chats] == [
            n + len(each) for n, each in zip(before, told, strict=True)
        ]

        heard = len(h.said(quiet.secretary))
        for answer in ("已经替您问候了 1 个支部", "1 个支部这周已经问候过"):
            await h.tap(organiser, front, "提醒")
            h.clock.move(2)
            await h.settle()
            assert h.last(organiser).text == answer
        (word,) = h.said(quiet.secretary)[heard:]
        assert word.text.startswith("东街支部这一周还没有动静")
        # Asked for at any time, it comes anew, with picture and sheet.
        await h.write(organiser, organiser, "/digest")
        h.clock.move(2)
        await h.settle()
        answer, front, picture, sheet = h.said(organiser)[-4:]
        assert "汇总" in answer.text and "件事要您出面" in front.text
        assert picture.media and sheet.media
        page = await h.ask(organiser, "/overview")
        assert "2 个支部，共 12 人" in page.text
