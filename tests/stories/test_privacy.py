"""What is held on somebody: told, erased, and never in a log."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.logs import set_up_logging
from bot.practice.records import User
from reports.my_data import attached
from storage.database import Database
from storage.held import held_on
from storage.schema import open_newest
from storage.tables import metadata
from storage.values.people import Role, TelegramId
from tests.practice.pictures import png
from tests.stories.house import Branch, House, house
from tests.stories.sayings import EN, ZH, Sayings

WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])
BOTH = pytest.mark.parametrize("says", [ZH, EN], ids=["zh", "en"])
NAME = "欧阳大妈"
OWN_WORDS = "只有我自己知道的话"
GO_ON = {"zh": ("继续", "是的，忘掉我"), "en": ("Go on", "Yes, forget me")}
STRANGER = {"zh": "咱们还不认识", "en": "I don't know you yet"}
HAND_OVER = {"zh": "只有您一位书记", "en": "only secretary"}
STAY = {"zh": "不删了", "en": "No, stay"}


async def _a_day(h: House, branch: Branch, who: User, says: Sayings) -> None:
    """Somebody reads, answers, writes and shares."""
    h.server.start_private(who)
    await h.at("07:30")
    await h.tap(who, h.studies(branch)[0], says.read_it)
    await h.at("12:00")
    await h.vote(who, h.polls(branch)[0], 0)
    await h.at("20:00")
    await h.write(who, branch.group, "在群里说的话", h.last(branch.group))
    await h.write(who, who, f"/note {OWN_WORDS}")
    share = "Share" if says is EN else "给大家"
    await h.tap(who, h.last(who), share)
    cards = await h.ask(who, "/card")
    for button in ("Experience card" if says is EN else "心得卡", "1"):
        await h.tap(who, cards, button)
    await h.at("20:02")
    await h.tap(who, h.last(who), share)
    await h.at("20:04")
    shown = h.last(branch.group)
    assert shown.media is not None and OWN_WORDS in shown.text


async def _everything(database: Database) -> str:
    async with database.reading() as tx:
        tables = [await tx.rows(select(table)) for table in metadata.sorted_tables]
    return "\n".join(str(tuple(row)) for rows in tables for row in rows)


@BOTH
@SQLITE
async def test_who_asks_is_told_and_who_asks_twice_is_forgotten(
    database: Database, says: Sayings
) -> None:
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("b", says.branch, says.secretary, [NAME, *says.members[1:]])
        wang = branch[NAME]
        await _a_day(h, branch, wang, says)
        await h.write(wang, wang, "/mydata")
        file = h.last(wang).media
        assert file is not None and file.content.startswith(b"%PDF")
        async with database.reading() as tx:
            held = await held_on(tx, h.bot_id, TelegramId(wang.id))
        [data] = attached(held).values()
        assert len(json.loads(data)["notes"]) == 2 and OWN_WORDS in data.decode()
        before = (await h.ask(branch.secretary, "/status")).text
        # Nothing happens until both questions are answered.
        first, second = GO_ON[says.language]
        await h.tap(wang, await h.ask(wang, "/forgetme"), STAY[says.language])
        await h.tap(wang, await h.ask(wang, "/forgetme"), first)
        assert NAME in await _everything(database)
        await h.tap(wang, h.last(wang), second)
        assert h.last(wang).keyboard == ()
        assert not any(OWN_WORDS in text for text in h.texts(branch.group))
        # An hour later the number is gone, too.
        await h.at("21:30")
        after = await _everything(database)
        for secret in (NAME, OWN_WORDS, str(wang.id)):
            assert secret not in after
        assert STRANGER[says.language] in (await h.ask(wang, "/help")).text
        assert "1/4" in before
        assert f"{says.morning_line} 0/3" in (await h.ask(branch.secretary, "/status")).text


@BOTH
@SQLITE
async def test_the_only_secretary_hands_over_first(database: Database, says: Sayings) -> None:
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("b", says.branch, says.secretary, says.members)
        told = await h.ask(branch.secretary, "/forgetme")
        assert HAND_OVER[says.language] in told.text and told.buttons == ()
        second = h.server.add_user("Zhao")
        await h.appoint(second, branch.unit, Role.SECRETARY)
        asked = await h.ask(branch.secretary, "/forgetme")
        assert len(asked.buttons) == 2


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged at the lowest level, as it would stand in the operator's log."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers, root.level
    set_up_logging("debug", SecretStr("7:not-the-token"), stream)
    yield stream
    root.handlers = before
    root.setLevel(level)


async def test_no_log_tells_names_or_notes(log: io.StringIO, tmp_path: Path) -> None:
    database, _ = await open_newest(f"sqlite:///{tmp_path}/s.db")
    try:
        async with house(database, WEDNESDAY) as h:
            branch = await h.branch("b", "静悄悄支部", ZH.secretary, ZH.members)
            wang = branch[ZH.members[0]]
            await _a_day(h, branch, wang, ZH)
            h.server.send_photo(wang, wang, png(30, 20), "照片上的秘密")
            await h.settle()
            await h.ask(wang, "/notebook")
            await h.tap(wang, h.last(wang), "存成 PDF")
            await h.tap(wang, h.last(wang), "全部")
            await h.write(wang, wang, "/mydata")
            # Things that go wrong are the ones that are logged.
            sender = {"id": wang.id, "first_name": wang.first_name}
            h.server.push_raw({"message": {"message_id": 1, "text": OWN_WORDS, "from": sender}})
            await h.settle()
            h.server.block(wang)
            await h.write(branch.secretary, branch.group, f"/bind {OWN_WORDS}")
            await h.tomorrow("20:30")
    finally:
        await database.close()
    written = log.getvalue()
    secrets = (OWN_WORDS, "在群里说的话", "照片上的秘密", "静悄悄支部", ZH.secretary, *ZH.members)
    assert [secret for secret in secrets if secret in written] == []
    assert "dead letter" in written
