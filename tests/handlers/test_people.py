"""/start, /bind, /language, /status, and the bot's coming and going, on real databases."""

from datetime import date

import pytest

from handlers import groups, starting, status
from programme.binding import make_code
from programme.calendar import local_day
from storage import chats
from storage.database import Database, Transaction
from storage.people import appoint, person, secretaries_of
from storage.programmes import add_version
from storage.roster import upsert_roster
from storage.units import unit_by_code, upsert_units
from storage.values.chats import ChatState
from storage.values.messages import Refused
from storage.values.people import ChatId, Role, TelegramId, Unit
from storage.values.programme_files import ProgrammeSettings, RosterRow
from tests.handlers.turns import (
    BOT,
    DEFAULTS,
    GROUP,
    NOW,
    membership,
    private,
    said,
    tap,
    text,
    turn_for,
)
from tests.reports.plain import ENGLISH
from tests.storage.branch_rows import TWO_BRANCHES

TODAY = date(2026, 5, 20)
CHAT = ChatId(-1001)
OWNER = TelegramId(99)


@pytest.fixture(autouse=True)
def english_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentences as they stand in the code, also where a language is asked for by name."""
    monkeypatch.setattr("handlers.starting.words", lambda _language: ENGLISH)


@pytest.fixture(autouse=True)
async def organisation(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, TWO_BRANCHES)
        await add_version(tx, ProgrammeSettings("two", {"zh": "三学"}, ("zh",)), "", NOW)
        rows = [
            RosterRow(2, "north", "Li", (Role.SECRETARY,), telegram_id=TelegramId(11)),
            RosterRow(3, "north", "Wang", telegram_id=TelegramId(12)),
            RosterRow(4, "town", "Sun", (Role.ORGANISER,), False, telegram_id=TelegramId(13)),
        ]
        await upsert_roster(tx, rows, TODAY)


async def branch(tx: Transaction, code: str = "north") -> Unit:
    unit = await unit_by_code(tx, code, DEFAULTS)
    assert unit is not None
    return unit


async def bind_north(tx: Transaction) -> None:
    code = await make_code(tx, (await branch(tx)).id, NOW)
    await starting.start(await turn_for(tx, text(f"/start@sanxue_bot {code.code}", chat=GROUP)))


async def test_start_says_who_one_is(database: Database) -> None:
    async with database.writing() as tx:
        expected = {
            11: "You look after North Street",
            12: "Your branch is North Street",
            13: "You oversee Willow Town",
            14: "<code>14</code>",
            99: "see every branch",
        }
        for number, words in expected.items():
            turn = await turn_for(tx, text("/start", number), OWNER)
            await starting.start(turn)
            [(chat, answer)] = said(turn)
            assert (chat, words in answer) == (number, True)
            known = await chats.get(tx, BOT, ChatId(number))
            assert known is not None and known.state is ChatState.ACTIVE


async def test_the_deep_link_binds_and_tells_group_and_secretary(database: Database) -> None:
    async with database.writing() as tx:
        code = await make_code(tx, (await branch(tx)).id, NOW)
        turn = await turn_for(tx, text(f"/start@sanxue_bot {code.code}", chat=GROUP))
        await starting.start(turn)
        (group, answer), (secretary, more), (asked, question) = said(turn)
        assert (group, secretary) == (CHAT, 11)
        assert "North Street" in answer and "begins today at 12:00" in answer
        assert "/status" in more
        # They have not opened a chat with the bot, so they are asked in the group.
        assert asked == CHAT and "1/3" in question


async def test_an_anonymous_admin_binds_without_becoming_secretary(database: Database) -> None:
    async with database.writing() as tx:
        south = await branch(tx, "south")
        code = await make_code(tx, south.id, NOW)
        raw = text(f"/bind {code.code}", 1087968824, GROUP, sender_chat=GROUP)
        turn = await turn_for(tx, raw)
        await starting.bind_group(turn)
        assert await secretaries_of(tx, south.id, TODAY) == []
        assert [chat for chat, _ in said(turn)] == [CHAT]


async def test_bind_in_private_and_without_a_code_says_what_to_do(database: Database) -> None:
    async with database.writing() as tx:
        with pytest.raises(Refused, match="group"):
            await starting.bind_group(await turn_for(tx, text("/bind ABC")))
        turn = await turn_for(tx, text("/bind", chat=GROUP))
        await starting.bind_group(turn)
        assert "/bind CODE" in said(turn)[0][1]


async def test_a_chosen_language_is_kept(database: Database) -> None:
    async with database.writing() as tx:
        await bind_north(tx)
        await starting.language_button(await turn_for(tx, tap("language:en", 11, GROUP)))
        assert (await branch(tx)).language == "en"
        own = await turn_for(tx, tap("language:zh", 12))
        await starting.language_button(own)
        assert own.known.person is not None
        kept = await person(tx, own.known.person.id)
        assert kept is not None and kept.language == "zh"
        for _ in range(2):
            await starting.language_button(await turn_for(tx, tap("language:zh", 99), OWNER))
        with pytest.raises(Refused, match="secretary"):
            await starting.language_button(await turn_for(tx, tap("language:zh", 12, GROUP)))
        with pytest.raises(Refused, match="too old"):
            await starting.language_button(await turn_for(tx, tap("language:xx", 12)))


async def test_status_names_people_in_private_only(database: Database) -> None:
    async with database.writing() as tx:
        await bind_north(tx)
        await starting.start(await turn_for(tx, text("/start", 11)))
        turn = await turn_for(tx, text("/status", 11, GROUP))
        await status.status(turn)
        answers = dict(said(turn))
        assert set(answers) == {11, CHAT}
        assert "Wang" not in answers[CHAT]
        member = await turn_for(tx, text("/status", 12))
        with pytest.raises(Refused, match="/me"):
            await status.status(member)
        with pytest.raises(Refused):
            await status.status(await turn_for(tx, text("/status", 14)))


async def test_a_status_button_forged_in_a_group_names_nobody_there(database: Database) -> None:
    async with database.writing() as tx:
        await bind_north(tx)
        north = await branch(tx)
        for data in (f"status:own:{north.id}", f"status:{north.id}:0", "status:0:0"):
            for who in (11, 13):
                turn = await turn_for(tx, tap(data, who, GROUP))
                with pytest.raises(Refused, match="too old"):
                    await status.status_button(turn)
                assert said(turn) == []


async def test_an_organiser_taps_down_to_counts_and_no_further(database: Database) -> None:
    async with database.writing() as tx:
        north = await branch(tx)
        turn = await turn_for(tx, text("/status", 13))
        await status.status(turn)
        assert "North Street" in said(turn)[0][1]
        turn = await turn_for(tx, tap(f"status:{north.id}:0", 13))
        await status.status_button(turn)
        # Of a few people not even counts are told upwards.
        assert "Wang" not in said(turn)[0][1] and "0/" not in said(turn)[0][1]
        assert "Fewer than five people" in said(turn)[0][1]
        forged = (f"status:own:{north.id}", "status:999:0", "status:x:y", "status:", "status:1")
        for data in forged:
            with pytest.raises(Refused):
                await status.status_button(await turn_for(tx, tap(data, 13)))
        for data in (f"status:{north.id}:0", "status:0:0"):
            with pytest.raises(Refused):
                await status.status_button(await turn_for(tx, tap(data, 12)))


async def test_a_secretary_who_organises_too_goes_to_and_fro(database: Database) -> None:
    async with database.writing() as tx:
        north = await branch(tx)
        turn = await turn_for(tx, text("/status", 11))
        assert turn.known.person is not None and north.parent_id is not None
        await appoint(tx, turn.known.person.id, north.parent_id, Role.ORGANISER, TODAY)
        turn = await turn_for(tx, text("/status", 11))
        await status.status(turn)
        [delivery] = turn.page.added.deliveries
        assert delivery.payload["buttons"] == [
            [{"text": "Members", "data": f"members:{north.id}:0"}],
            [{"text": "All my branches", "data": "status:0:0"}],
        ]
        turn = await turn_for(tx, tap("status:0:0", 11))
        await status.status_button(turn)
        [delivery] = turn.page.added.deliveries
        assert [f"status:own:{north.id}"] == [b["data"] for b in delivery.payload["buttons"][-1]]


async def test_a_group_hears_once_how_to_be_bound(database: Database) -> None:
    async with database.writing() as tx:
        turn = await turn_for(tx, membership("left", "member", GROUP))
        await groups.own_membership(turn)
        [hint] = turn.page.added.deliveries
        assert "/bind" in hint.payload["text"] and hint.not_before > NOW
        again = await turn_for(tx, membership("member", "member", GROUP))
        await groups.own_membership(again)
        assert said(again) == []


async def test_a_lost_group_is_told_above_once_and_comes_back(database: Database) -> None:
    async with database.writing() as tx:
        await bind_north(tx)
        turn = await turn_for(tx, membership("member", "kicked", GROUP))
        await groups.own_membership(turn)
        assert said(turn) == [(13, "unreachable")]
        bot = {"id": int(BOT), "is_bot": True, "first_name": "Sanxue"}
        left = await turn_for(tx, text("", chat=GROUP, left_chat_member=bot))
        await groups.bot_left(left)
        assert said(left) == []
        lost = await chats.get(tx, BOT, CHAT)
        assert lost is not None and (lost.state, lost.reason) == ("unreachable", "removed")
        back = await turn_for(tx, membership("kicked", "member", GROUP))
        await groups.own_membership(back)
        assert said(back) == []
        found = await chats.chat_of(tx, BOT, (await branch(tx)).id)
        assert found is not None and found.state is ChatState.ACTIVE


async def test_a_private_chat_may_be_blocked_and_opened(database: Database) -> None:
    async with database.writing() as tx:
        for new, state in (("kicked", ChatState.UNREACHABLE), ("member", ChatState.ACTIVE)):
            turn = await turn_for(tx, membership("member", new, private(11)))
            await groups.own_membership(turn)
            chat = await chats.get(tx, BOT, ChatId(11))
            assert chat is not None and chat.state is state
            # The unit above hears that a secretary stopped the chat.
            told = [(13, "unreachable")] if new == "kicked" else []
            assert said(turn) == told


async def test_a_group_keeps_its_branch_when_it_moves_and_is_renamed(database: Database) -> None:
    async with database.writing() as tx:
        await bind_north(tx)
        new = {**GROUP, "id": -1002}
        for raw in (
            text("", chat=GROUP, migrate_to_chat_id=-1002),
            text("", chat=new, migrate_from_chat_id=-1001),
        ):
            await groups.moved(await turn_for(tx, raw))
        await groups.renamed(await turn_for(tx, text("", chat={**new, "title": "New"})))
        chat = await chats.chat_of(tx, BOT, (await branch(tx)).id)
        assert chat is not None and (chat.chat_id, chat.title) == (-1002, "New")
        assert local_day(NOW, "Asia/Shanghai") == TODAY
