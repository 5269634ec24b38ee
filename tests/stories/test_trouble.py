"""What can go wrong between Telegram and the bot, each kind once, on every kind of send."""

import contextlib
from datetime import datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from bot.decoding import Unreadable
from bot.practice.faults import Fault
from storage import letters
from storage.database import Database
from storage.tables.deeds import answers, check_ins, member_days
from storage.tables.organisation import persons
from storage.tables.telegram import chats, parked_answers
from tests.stories.house import Branch, House, house

MORNING = datetime(2026, 5, 20, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


async def _count(h: House, table: Any) -> int:
    async with h.database.reading() as tx:
        return int(await tx.scalar(select(func.count()).select_from(table)))


async def _letters(h: House) -> list[letters.Letter]:
    async with h.database.reading() as tx:
        return await letters.letters(tx)


async def _with_posts(h: House, until: str = "12:00", **more: Any) -> Branch:
    branch = await h.branch("b1", "第一支部", "李书记", ["王大妈", "老张", "小陈"], **more)
    for at in ("07:30", "12:00", "20:00"):
        if at <= until:
            await h.at(at)
    return branch


def _poll(h: House, branch: Branch) -> Any:
    return next(m for m in h.said(branch.group) if m.poll)


def _morning(h: House, branch: Branch) -> Any:
    return [m for m in h.said(branch.group) if m.buttons and m.buttons[0].data][-1]


async def test_an_unparsable_update_is_kept_and_stops_no_other(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h)
        h.server.vote(branch["王大妈"], _poll(h, branch), (0,))
        # A message without a chat: python-telegram-bot cannot make an update of it.
        broken = h.server.push_raw({"message": {"message_id": 1, "date": 0, "text": "?"}})
        h.server.vote(branch["老张"], _poll(h, branch), (1,))
        await h.settle()
        assert await _count(h, answers) == 2
        [letter] = await _letters(h)
        assert letter.update_id == broken["update_id"]
        assert '"text":"?"' in letter.raw.replace(" ", "")


async def test_a_text_with_half_of_a_pair_is_kept_and_stops_no_other(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h)
        h.server.vote(branch["王大妈"], _poll(h, branch), (0,))
        broken = h.server.push_raw({"message": {"text": "\ud800"}})
        h.server.vote(branch["老张"], _poll(h, branch), (1,))
        # The whole answer is spoilt: updates are asked for one by one until the odd one is found.
        for _ in range(10):
            with contextlib.suppress(Unreadable):
                await h.settle()
        assert await _count(h, answers) == 2
        assert [letter.update_id for letter in await _letters(h)] == [broken["update_id"]]


async def test_a_dead_letter_can_be_tried_again(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h)
        h.server.push_raw({"poll_answer": {"poll_id": 7}})
        await h.settle()
        [letter] = await _letters(h)
        async with database.writing() as tx:
            await letters.ask_again(tx, [letter], h.clock.now())
        await h.settle()
        [again] = await _letters(h)
        assert again.tries == 2
        h.server.say(branch["老张"], branch["老张"], "/help")
        await h.settle()
        assert h.texts(branch["老张"])


async def test_a_doubled_update_does_nothing(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h)
        h.server.vote(branch["王大妈"], _poll(h, branch), (0,))
        # The answer to the next request is lost: Telegram sends the same updates once more.
        h.server.say(branch["老张"], branch.group, "/me")
        h.server.faults.add(Fault("lose", "getUpdates"))
        for _ in range(2):
            try:
                await h.bot.intake.step()
            except Exception as error:
                assert "NetworkError" in {c.__name__ for c in type(error).__mro__}
        await h.settle()
        assert await _count(h, answers) == 1
        async with database.reading() as tx:
            assert await tx.scalar(select(func.sum(member_days.c.answered))) == 1


async def test_numbers_that_begin_anew_are_not_taken_for_old(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h)
        h.server.restart_update_ids(5)
        h.server.vote(branch["王大妈"], _poll(h, branch), (0,))
        await h.settle()
        assert await _count(h, answers) == 1


FORGED = (
    "read:999999",
    "read:-1",
    "read:1;DROP TABLE",
    "read:",
    "nonsense",
    "undo:99999999999999999999",
    "answer:7:999",
    "pick::",
    "status:1:0",
    "status:x:y",
    "standings:week:999",
    "language:xx",
    "notebook:-5",
    "note:show:1",
)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_a_forged_button_does_no_harm(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h, until="07:30")
        before = len(h.said(branch.group))
        stranger = h.server.add_user("Mallory")
        h.server.join(stranger, branch.group)
        for who, data in product((stranger, branch["王大妈"]), FORGED):
            tap = h.server.tap(who, _morning(h, branch), data, forged=True)
            await h.settle()
            assert tap.answer is not None, data
        assert await _letters(h) == []
        assert await _count(h, check_ins) == 0
        assert len(h.said(branch.group)) == before


async def test_a_tap_answered_too_late_counts_all_the_same(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h, until="07:30")
        tap = h.server.tap(branch["王大妈"], _morning(h, branch), "我学了")
        h.clock.move(600)
        await h.settle()
        assert tap.answer is None
        assert await _count(h, check_ins) == 1


async def test_a_vote_in_an_unknown_poll_waits_and_is_forgotten(database: Database) -> None:
    async with house(database, MORNING) as h:
        await _with_posts(h)
        voter = {"id": 4242, "is_bot": False, "first_name": "X"}
        h.server.push_raw(
            {
                "poll_answer": {
                    "poll_id": "no-such-poll",
                    "option_ids": [0],
                    "option_persistent_ids": ["0"],
                    "user": voter,
                }
            }
        )
        await h.settle()
        assert await _count(h, parked_answers) == 1
        h.clock.move_to(h.clock.now() + timedelta(days=4))
        await h.settle()
        assert await _count(h, parked_answers) == 0


async def test_a_vote_tells_that_an_unanswered_poll_arrived(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h, until="07:30")
        h.server.faults.add(Fault("lose", "sendPoll"))
        await h.at("12:00")
        [poll] = [m for m in h.said(branch.group) if m.poll]
        h.server.vote(branch["王大妈"], poll, (0,))
        await h.settle()
        assert await _count(h, parked_answers) == 1
        h.clock.move(30)
        await h.settle()
        assert await _count(h, parked_answers) == 0
        assert await _count(h, answers) == 1
        h.clock.move(1200)
        await h.settle()
        assert len([m for m in h.said(branch.group) if m.poll]) == 1


async def test_an_unanswered_poll_that_nobody_votes_in_is_sent_again(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h, until="07:30")
        h.server.faults.add(Fault("lose", "sendPoll"))
        await h.at("12:00")
        h.clock.move(660)
        await h.settle()
        first, second = [m for m in h.said(branch.group) if m.poll]
        h.server.vote(branch["王大妈"], second, (0,))
        await h.settle()
        # Only the first answer in a slot counts, whichever copy it came by.
        h.server.vote(branch["王大妈"], first, (1,))
        h.server.vote(branch["老张"], first, (1,))
        await h.settle()
        h.clock.move(30)
        await h.settle()
        async with database.reading() as tx:
            who = persons.c.id == answers.c.person_id
            rows = await tx.rows(select(persons.c.name, answers.c.chosen).join(persons, who))
        assert {row.name: row.chosen for row in rows} == {"王大妈": "0", "老张": "1"}
        assert len(rows) == 2
        assert await _count(h, parked_answers) == 0


NASTY = '<b>&"Wang" \u202egnaW\u200b\u200d 王'


async def test_strange_names_and_notes_stay_what_they_are(database: Database) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b1", "一支部 <i>&", "李书记", [NASTY, "王", "张"])
        await h.at("07:30")
        h.server.tap(branch[NASTY], _morning(h, branch), "我学了")
        await h.settle()
        await h.at("20:00")
        evening = h.said(branch.group)[-1]
        long_note, emoji = "学" * 4096, "🌾👨\u200d👩\u200d👧"
        for text in (long_note, emoji, "\u200f\u200b<script>"):
            h.server.say(branch[NASTY], branch.group, text, reply_to=evening)
        h.server.say(branch["李书记"], branch["李书记"], "/status")
        h.server.say(branch["李书记"], branch.group, "/standings")
        h.server.start_private(branch[NASTY])
        h.server.say(branch[NASTY], branch[NASTY], "/notebook")
        h.server.say(branch[NASTY], branch[NASTY], "/me")
        await h.settle()
        assert await _letters(h) == []
        assert h.server.calls_of("sendMessage")
        refused = [call.method for call in h.server.calls if call.status == 400]
        assert refused == []
        assert '&"Wang"' in h.last(branch.group).text or NASTY[:3] in h.texts(branch.group)[-1]


@pytest.mark.parametrize("at", ["07:30", "12:00", "20:00"])
async def test_a_group_that_put_the_bot_out_and_took_it_back(database: Database, at: str) -> None:
    async with house(database, MORNING, language="en") as h:
        branch = await _with_posts(h, until="06:00", language="en")
        # The bot is put out while a post is on its way: the send itself is refused.
        h.server.faults.add(
            Fault(
                "refuse",
                chat_id=branch.group.id,
                code=403,
                description="Forbidden: bot was kicked from the supergroup chat",
            )
        )
        await h.at(at)
        async with database.reading() as tx:
            state = await tx.scalar(select(chats.c.state).where(chats.c.chat_id == branch.group.id))
        assert state == "unreachable"
        h.server.say(branch.secretary, branch.secretary, "/status")
        await h.settle()
        assert "no longer in the group" in h.last(branch.secretary).text
        h.server.remove_bot(branch.group, branch.secretary)
        h.server.add_bot(branch.group, branch.secretary)
        await h.settle()
        await h.at("07:30", day=(h.clock.now() + timedelta(days=1)).date())
        assert h.last(branch.group).buttons


@pytest.mark.parametrize("at", ["07:30", "12:00", "20:00"])
async def test_a_group_that_became_a_supergroup(database: Database, at: str) -> None:
    async with house(database, MORNING) as h:
        branch = await _with_posts(h, until="06:00", kind="group")
        if at > "07:30":
            await h.at("07:30")
        moved = h.server.migrate(branch.group)
        # The service message has not been fetched when the post is sent to the old number.
        h.clock.move_to(datetime.combine(MORNING, time.fromisoformat(at), MORNING.tzinfo))
        while await h.bot.tick():
            pass
        await h.bot.outbox.drain()
        await h.settle()
        assert h.said(moved)
        async with database.reading() as tx:
            ids = [
                row.chat_id
                for row in await tx.rows(
                    select(chats.c.chat_id).where(chats.c.unit_id.is_not(None))
                )
            ]
        assert ids == [moved.id]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "fault",
    [
        Fault(
            "refuse",
            code=429,
            description="Too Many Requests: retry after 3",
            parameters={"retry_after": 3},
        ),
        Fault("server_error"),
        Fault("cut"),
        Fault("lose"),
        Fault("garbage"),
    ],
    ids=lambda fault: fault.kind,
)
async def test_a_day_with_a_fault_in_every_kind_of_send(database: Database, fault: Fault) -> None:
    async with house(database, MORNING) as h:
        branch = await h.branch("b1", "第一支部", "李书记", ["王大妈", "老张", "小陈"])
        for method in ("sendMessage", "sendPoll", "editMessageReplyMarkup"):
            h.server.faults.add(replace(fault, method=method))
        await h.at("07:30")
        h.server.tap(branch["王大妈"], _morning(h, branch), "我学了")
        await h.settle()
        h.clock.move(60)
        await h.settle()
        await h.at("12:00")
        h.clock.move(900)
        await h.settle()
        await h.at("20:00")
        h.clock.move(900)
        await h.settle()
        texts = h.texts(branch.group)
        assert len(h.server.faults) == 0
        assert any("晚间一记" in text for text in texts)
        assert any(m.poll for m in h.said(branch.group))
        assert _morning(h, branch).buttons[0].label.endswith("1")
        doubled = [m for m in h.said(branch.group) if m.poll]
        assert len(doubled) == (2 if fault.kind in ("lose", "garbage") else 1)
