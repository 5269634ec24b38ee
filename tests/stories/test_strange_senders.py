"""Senders who are nobody in particular: hidden administrators, channels, other bots."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.tables.work import deliveries
from tests.stories.house import Branch, House, house
from tests.stories.small_programme import small_programme
from tests.stories.test_coming_and_going import open_door

MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
async def h(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database, MORNING, programme=small_programme(tmp_path)) as built:
        yield built


def _as(h: House, branch: Branch, author: dict[str, object], text: str, **more: object) -> None:
    """Something is written in the branch's group by one of Telegram's own accounts."""
    group = branch.group
    chat = {"id": group.id, "type": "supergroup", "title": group.title}
    written: dict[str, object] = {
        "message_id": 9000,
        "date": int(h.clock.now().timestamp()),
        "chat": chat,
        "from": author,
        "text": text,
        **more,
    }
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        written["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    h.server.push_raw({"message": written})


ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
OTHER_BOT = {"id": 4242, "is_bot": True, "first_name": "Other", "username": "other_bot"}


@SQLITE
async def test_a_hidden_administrator_is_helped_and_others_are_passed_over(h: House) -> None:
    branch = await h.branch("b", "一支部", "李书记")
    await open_door(h, branch)
    await h.at("07:30")
    study = h.studies(branch)[0]
    group = {"id": branch.group.id, "type": "supergroup", "title": "x"}
    channel = {"id": -100777, "type": "channel", "title": "频道"}
    before = len(h.said(branch.group))
    post = {
        "message_id": study.message_id,
        "date": 1,
        "chat": group,
        "from": {"id": h.bot_id, "is_bot": True, "first_name": "Sanxue"},
        "text": "x",
    }
    for author, more in (
        (CHANNEL, {"sender_chat": channel}),
        (TELEGRAM, {"sender_chat": channel, "is_automatic_forward": True}),
        (OTHER_BOT, {}),
    ):
        for text in ("/today", "/status", "/join", "/bind X", "收到"):
            _as(h, branch, author, text, **more, reply_to_message=post)
            await h.settle()
    assert len(h.said(branch.group)) == before
    for command in ("/today", "/status", "/join", "/invite", "/me"):
        _as(h, branch, ANONYMOUS, command, sender_chat=group)
        await h.settle()
        h.clock.move(30)
        await h.settle()
        assert "匿名" in h.last(branch.group).text
    _as(h, branch, ANONYMOUS, "收到", sender_chat=group, reply_to_message=post)
    await h.settle()
    assert len(h.said(branch.group)) == before + 5
    # A tap comes from the person, however they write.
    assert "连续第 1 天" in await h.tap(branch.secretary, study, "我学了")
    assert "早一学 1/1" in (await h.ask(branch.secretary, "/status")).text


@SQLITE
async def test_a_channel_that_adds_the_bot_hears_nothing(h: House) -> None:
    adder = h.server.add_user("某某")
    me = {"id": h.bot_id, "is_bot": True, "first_name": "Sanxue"}
    chat = {"id": -100888, "type": "channel", "title": "频道"}
    change = {
        "chat": chat,
        "from": {"id": adder.id, "is_bot": False, "first_name": "某某"},
        "date": int(h.clock.now().timestamp()),
        "old_chat_member": {"user": me, "status": "left"},
        "new_chat_member": {"user": me, "status": "member"},
    }
    h.server.push_raw({"my_chat_member": change})
    post = {"message_id": 1, "date": 1, "chat": chat, "text": "/start"}
    h.server.push_raw({"channel_post": post})
    h.clock.move(60)
    await h.settle()
    async with h.database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(deliveries)) == 0
