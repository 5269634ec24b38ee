"""Monday morning of an organiser over sixty branches: every figure, its sheet and its picture."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.practice.records import User
from bot.practice.views import MessageView
from programme.digest.keeping import kept
from storage.database import Database
from storage.people import appoint
from storage.tables.organisation import persons
from storage.tables.work import jobs
from storage.values.people import ChatId, Role
from tests.stories.digest_compared import (
    branches_of,
    digest_agrees,
    front_agrees,
    named,
    page_agrees,
    picture_agrees,
    rest_agrees,
    sheet_agrees,
    towns_of,
    worst_first,
)
from tests.stories.digest_reckoned import (
    Reckoned,
    asked_in_the_week,
    names_of,
    note_of_the_week,
    of_town,
    reckoned,
    together,
)
from tests.stories.digest_scene import (
    LOST,
    MONDAY,
    SILENT,
    five_weeks,
    last_things,
    name_of,
    organisation,
    programme,
    reminders_to,
)
from tests.stories.house import House, house, plain

ZONE = ZoneInfo("Asia/Shanghai")
BEGINNING = datetime(2026, 4, 27, 6, 0, tzinfo=ZONE)
THURSDAY = datetime(2026, 5, 28, 6, 0, tzinfo=ZONE)
MONDAY_MORNING = datetime(2026, 6, 1, 7, 50, tzinfo=ZONE)


async def look(
    h: House, organiser: User, front: MessageView, found: dict[str, Reckoned], note: Any
) -> None:
    """The organiser looks further, by the buttons, and everything is within reach."""

    async def tap(label: str) -> str:
        await h.tap(organiser, front, label)
        message = h.server.message(organiser, front.message_id)
        # The data of a button holds 64 bytes, and a message 4096 signs.
        assert all(len((b.data or "").encode()) <= 64 for b in message.buttons)
        assert len(message.text) < 4000
        return plain(message.text)

    rest = await tap("更多")
    rest_agrees(rest, found, note)
    heads = ["要您出面", "变好了", "总的情况", "值得一读", "占用大家多少时间"]
    assert sorted(heads, key=rest.index) == heads
    owed = await tap("过期的")
    lines = {line[3:] for line in owed.splitlines()[2:]}
    wanted = {f"{name}：5月主题党日，过了 1 天" for name in named(found, "newly", shown=True)[:5]}
    assert lines == wanted and '<b>&"支部：' in owed
    assert "请他们改什么" not in await tap("返回")
    await tap("更多")
    assert name_of(SILENT) in await tap("没动静的")
    await tap("返回")
    await tap("提醒 2 个支部")
    h.clock.move(2)
    await h.settle()
    assert "联系不到人" in plain(h.last(organiser).text)
    await tap("更多")
    top = await tap("逐级查看")
    page_agrees(top, together(found.values()), towns_of(found))
    below = await tap("第1镇")
    page_agrees(below, of_town(found, 1), worst_first(branches_of(found, 1), 8))
    assert "还没有书记" in await tap(name_of(LOST))
    assert await tap("返回") == below
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
            await reminders_to(tx, h.bot_id, organiser.id)
        await last_things(h)
        await h.settle()
        async with database.reading() as tx:
            found, everybody = await reckoned(tx), await names_of(tx)
            asked, note = await asked_in_the_week(tx), await note_of_the_week(tx, found)

        await h.at("08:00")

        async with database.reading() as tx:
            digest = await kept(tx, h.bot_id, ChatId(organiser.id))
            assert not await tx.rows(select(jobs).where(jobs.c.state == "failed"))
        assert digest is not None
        digest_agrees(digest, found, note)
        said = h.said(organiser)[-3:]
        front, picture, sheet = said
        assert len(plain(front.text)) <= 800
        front_agrees(plain(front.text), found)
        assert picture.media is not None and picture.media.content.startswith(b"\x89PNG")
        picture_agrees(digest, plain(picture.text), found)
        assert sheet.media is not None
        sheet_agrees(sheet.media.content, found, asked, everybody)
        await look(h, organiser, front, found, note)


async def test_monday_in_two_branches_and_a_kind_word_to_the_silent_one(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
        assert "李书记" not in page.text, "nobody is asked to call themselves"
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
        # Over many units pages are made by a job, after the commit.
        monkeypatch.setattr("programme.digest.tree.LARGE", 2)
        await look_by_job(h, organiser)


async def look_by_job(h: House, organiser: User) -> None:
    """Pages come a moment later, and a further one in place of the one that was tapped."""
    for command, wanted in (("/overview", "2 个支部，共 12 人"), ("/standings", "江北县")):
        await h.write(organiser, organiser, command)
        h.clock.move(2)
        await h.settle()
        moment, page = h.said(organiser)[-2:]
        assert "马上" in moment.text and wanted in page.text
    await h.tap(organiser, page, "本月")
    h.clock.move(2)
    await h.settle()
    assert h.last(organiser).message_id == page.message_id
    assert "江北县 · 本月" in plain(h.last(organiser).text)
