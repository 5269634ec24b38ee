"""A batch: all of it in one transaction, and one that fails harms no other and never vanishes."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pytest
from sqlalchemy import Table, select

from bot.answers import Answers
from bot.batcher import Batcher
from bot.clock import GivenClock
from handlers import hot, table
from handlers.routes import Routes
from handlers.turn import Turn
from programme.page import Page
from reports.said import Said
from storage import branch_settings, letters, parked
from storage.batch import ParkedVote
from storage.database import Database, Transaction
from storage.letters import LetterId
from storage.people import set_person_language
from storage.tables.deeds import answers, check_ins
from storage.tables.organisation import persons
from storage.tables.telegram import dead_letters, parked_answers, polls, updates
from storage.tables.work import deliveries
from storage.values.branches import BranchSettings
from storage.values.people import BotId, TelegramId
from tests.handlers.talking import _bot
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DEFAULTS, Branch, make_branch, post_day
from tests.storage.posting_rows import add

LI, WANG = 11, 12


def busy() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def raw(number: int, **holds: Any) -> bytes:
    return json.dumps({"update_id": number, **holds}).encode()


def user(who: int) -> Mapping[str, Any]:
    return {"id": who, "is_bot": False, "first_name": "somebody"}


def vote(number: int, who: int = LI, *chosen: int, poll: str = "p") -> bytes:
    cast_by = {"poll_id": poll, "user": user(who), "option_ids": chosen or (0,)}
    return raw(number, poll_answer=cast_by)


def tap(number: int, data: str, who: int = LI, chat: int | None = None) -> bytes:
    query = {"id": f"q{number}", "from": user(who), "chat_instance": "1", "data": data}
    below = {"message": {"message_id": 101, "chat": {"id": chat}}} if chat is not None else {}
    return raw(number, callback_query={**query, **below})


def command(number: int, text: str, who: int = LI) -> bytes:
    chat = {"id": who, "type": "private", "first_name": "somebody"}
    entity = {"type": "bot_command", "offset": 0, "length": len(text)}
    message = {"message_id": number, "date": 0, "chat": chat, "from": user(who), "text": text}
    return raw(number, message={**message, "entities": [entity]})


@dataclass
class Asked:
    """Takes the answers to taps."""

    toasts: list[str] = field(default_factory=list)

    def ask(self, query_id: str, text: str | None = None, **_: object) -> None:
        self.toasts.append(query_id)


class Desk:
    """A batcher over a branch's day; ``/me`` fails as long as ``trouble`` is set."""

    def __init__(
        self, database: Database, clock: GivenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(table.COMMANDS, "me", self.me)
        self.database = database
        self.trouble: Exception | None = ValueError("odd")
        self.asked, self.woken = Asked(), 0
        bot = _bot()
        routes = Routes(bot, DEFAULTS, None)
        routes._application._initialized = True
        self.batcher = Batcher(database, bot, routes, cast(Answers, self.asked), clock, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def me(self, turn: Turn) -> None:
        assert turn.known.person is not None
        await set_person_language(turn.tx, turn.known.person.id, "en")
        turn.reply(Said("half said"))
        if self.trouble is not None:
            raise self.trouble

    async def rows(self, table_: Table) -> Sequence[Mapping[str, Any]]:
        async with self.database.reading() as tx:
            return [dict(row._mapping) for row in await tx.rows(select(table_))]

    async def numbers(self) -> list[int]:
        return [row["update_id"] for row in await self.rows(updates)]

    async def state(self) -> tuple[int, ...]:
        """How many updates, answers, check-ins, deliveries and dead letters there are."""
        tables = (updates, answers, check_ins, deliveries, dead_letters)
        return tuple([len(await self.rows(each)) for each in tables])


@pytest.fixture
async def branch(database: Database) -> Branch:
    """Li and Wang with the day's posts; the first question is the poll ``p``."""
    async with database.writing() as tx:
        made = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        await add(tx, polls, bot_id=BOT, poll_id="p", posting_id=made.postings[1].id, known_at=0)
    return made


@pytest.fixture
def desk(
    database: Database, branch: Branch, clock: GivenClock, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """The batcher, ready."""
    return Desk(database, clock, monkeypatch)


def read(branch: Branch) -> str:
    return f"read:{branch.postings[0].id}"


async def test_a_batch_is_stored_as_a_whole_and_told_afterwards(desk: Desk, branch: Branch) -> None:
    batch = [vote(1), tap(2, read(branch)), command(3, "/help"), vote(4, WANG, 1), raw(5, poll={})]
    await desk.batcher.handle(batch)
    assert await desk.numbers() == [1, 2, 3, 4, 5]
    assert [row["chosen"] for row in await desk.rows(answers)] == ["0", "1"]
    kinds = sorted(row["kind"] for row in await desk.rows(deliveries))
    assert kinds == ["counter", "text"]
    assert (desk.asked.toasts, desk.woken) == (["q2"], 1)


async def test_one_that_fails_leaves_no_trace_and_the_rest_is_stored(
    desk: Desk, branch: Branch
) -> None:
    failing = command(2, "/me")
    await desk.batcher.handle([vote(1), failing, tap(3, read(branch)), command(4, "/help")])
    assert await desk.numbers() == [1, 2, 3, 4]
    assert await desk.state() == (4, 1, 1, 2, 1)
    assert "half said" not in str(await desk.rows(deliveries))
    assert {row["language"] for row in await desk.rows(persons)} == {None}
    (letter,) = await desk.rows(dead_letters)
    assert (letter["update_id"], letter["raw"]) == (2, failing.decode())
    assert (letter["error"], letter["bot_id"]) == ("ValueError: odd", BOT)
    assert desk.asked.toasts == ["q3"]


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("broken", "number"),
    [
        (raw(2, poll_answer={"poll_id": 5}), 2),
        (raw(2, message={"message_id": "x"}), 2),
        (b'{"update_id": "two"}', None),
        (b"\xff\x00{", None),
    ],
)
async def test_one_that_cannot_be_read_is_kept_as_it_came(
    desk: Desk, broken: bytes, number: int | None
) -> None:
    await desk.batcher.handle([vote(1), broken, vote(3, WANG)])
    (letter,) = await desk.rows(dead_letters)
    assert letter["update_id"] == number
    assert letter["raw"] == broken.decode("utf-8", "replace").replace("\x00", "")
    assert len(await desk.rows(answers)) == 2


@SQLITE_ONLY
async def test_what_comes_twice_does_nothing_twice(desk: Desk, branch: Branch) -> None:
    batch = [vote(1), vote(1), command(2, "/me"), command(3, "/help"), tap(4, read(branch))]
    await desk.batcher.handle(batch)
    before = await desk.state()
    await desk.batcher.handle(batch)
    await desk.batcher.handle([command(3, "/help")])
    assert await desk.state() == before == (4, 1, 1, 2, 1)
    assert desk.asked.toasts == ["q4"]


async def test_trouble_of_the_database_confirms_nothing(desk: Desk, branch: Branch) -> None:
    desk.trouble = busy()
    batch = [vote(1), command(2, "/me"), tap(3, read(branch))]
    with pytest.raises(sqlite3.OperationalError):
        await desk.batcher.handle(batch)
    assert await desk.state() == (0, 0, 0, 0, 0)
    assert (desk.asked.toasts, desk.woken) == ([], 0)
    desk.trouble = None
    await desk.batcher.handle(batch)
    assert await desk.state() == (3, 1, 1, 2, 0)


@SQLITE_ONLY
async def test_trouble_while_they_go_one_by_one(desk: Desk, branch: Branch) -> None:
    batch = [vote(1), raw(2, poll_answer={}), command(3, "/me"), tap(4, read(branch))]
    desk.trouble = busy()
    with pytest.raises(sqlite3.OperationalError):
        await desk.batcher.handle(batch)
    assert await desk.numbers() == [1, 2], "what came before the trouble is stored"
    desk.trouble = None
    await desk.batcher.handle(batch)
    assert await desk.numbers() == [1, 2, 3, 4]
    assert await desk.state() == (4, 1, 1, 2, 1)


@SQLITE_ONLY
async def test_a_letter_tried_again_is_done_once_or_kept(desk: Desk) -> None:
    await desk.batcher.handle([command(1, "/me")])
    (letter,) = await desk.rows(dead_letters)
    number = LetterId(letter["id"])
    desk.trouble = KeyError("other")
    await desk.batcher.retry(number)
    (again,) = await desk.rows(dead_letters)
    assert (again["tries"], again["error"]) == (2, "KeyError: 'other'")
    desk.trouble = busy()
    with pytest.raises(sqlite3.OperationalError):
        await desk.batcher.retry(number)
    assert (await desk.rows(dead_letters))[0]["tries"] == 2
    desk.trouble = None
    for _ in range(2):
        await desk.batcher.retry(number)
    assert await desk.state() == (1, 0, 0, 1, 0)
    assert {row["language"] for row in await desk.rows(persons)} == {"en", None}


@SQLITE_ONLY
async def test_a_letter_that_cannot_be_read_stays_one(desk: Desk) -> None:
    await desk.batcher.handle([b"{"])
    async with desk.database.reading() as tx:
        (letter,) = await letters.letters(tx)
    await desk.batcher.retry(letter.id)
    assert [row["tries"] for row in await desk.rows(dead_letters)] == [2]


async def test_a_vote_before_its_poll_is_adopted_once(desk: Desk, branch: Branch) -> None:
    await desk.batcher.handle([vote(1, LI, 1, poll="later")])
    assert await desk.batcher.adopt() == 0
    assert len(await desk.rows(parked_answers)) == 1
    async with desk.database.writing() as tx:
        posting = branch.postings[2].id
        await add(tx, polls, bot_id=BOT, poll_id="later", posting_id=posting, known_at=0)
    assert [await desk.batcher.adopt() for _ in range(3)] == [1, 0, 0]
    assert [row["chosen"] for row in await desk.rows(answers)] == ["1"]
    assert await desk.rows(parked_answers) == []


@SQLITE_ONLY
async def test_a_vote_that_is_parked_while_others_are_looked_for_is_adopted_too(
    desk: Desk, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = parked.anything_parked

    async def meanwhile(tx: Transaction, bot_id: BotId) -> bool:
        found = await real(tx, bot_id)
        await desk.batcher.handle([vote(1, LI, 1, poll="later")])
        return found

    monkeypatch.setattr("bot.adopting.parked.anything_parked", meanwhile)
    await desk.batcher.adopt()
    monkeypatch.setattr("bot.adopting.parked.anything_parked", real)
    async with desk.database.writing() as tx:
        posting = branch.postings[2].id
        await add(tx, polls, bot_id=BOT, poll_id="later", posting_id=posting, known_at=0)
    assert await desk.batcher.adopt() == 1


async def test_a_strangers_parked_vote_takes_them_in_where_that_is_allowed(
    desk: Desk, branch: Branch
) -> None:
    stranger = 77
    async with desk.database.writing() as tx:
        await branch_settings.put(tx, branch.unit.id, BranchSettings(takes_in=True))
    await desk.batcher.handle([vote(1, stranger, 1, poll="later")])
    async with desk.database.writing() as tx:
        posting = branch.postings[2].id
        await add(tx, polls, bot_id=BOT, poll_id="later", posting_id=posting, known_at=0)
    assert await desk.batcher.adopt() == 1
    [given] = await desk.rows(answers)
    [taken] = [row for row in await desk.rows(persons) if row["telegram_id"] == stranger]
    assert given["person_id"] == taken["id"]
    assert taken["name"] == taken["telegram_name"] == user(stranger)["first_name"]


@SQLITE_ONLY
@pytest.mark.parametrize("chat", [None, 77, -555])
async def test_a_tap_from_elsewhere_takes_nobody_in(
    desk: Desk, branch: Branch, chat: int | None
) -> None:
    async with desk.database.writing() as tx:
        await branch_settings.put(tx, branch.unit.id, BranchSettings(takes_in=True))
    await desk.batcher.handle([tap(1, f"read:{branch.postings[0].id}", 77, chat)])
    assert [row for row in await desk.rows(persons) if row["telegram_id"] == 77] == []


@SQLITE_ONLY
async def test_a_batch_that_fails_takes_nobody_in_twice(desk: Desk, branch: Branch) -> None:
    stranger = 77
    async with desk.database.writing() as tx:
        await branch_settings.put(tx, branch.unit.id, BranchSettings(takes_in=True))
    read = f"read:{branch.postings[0].id}"
    group = branch.postings[0].chat_id
    raws = [tap(1, read, stranger, group), raw(2, message={"message_id": 1, "date": 0})]
    await desk.batcher.handle(raws)
    taken = [row for row in await desk.rows(persons) if row["telegram_id"] == stranger]
    assert len(taken) == 1
    assert [row["person_id"] for row in await desk.rows(check_ins)] == [taken[0]["id"]]


@SQLITE_ONLY
async def test_a_parked_vote_that_fails_holds_up_no_other(
    desk: Desk, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.batcher.handle([vote(1, LI, poll="later"), vote(2, WANG, poll="later")])
    async with desk.database.writing() as tx:
        posting = branch.postings[2].id
        await add(tx, polls, bot_id=BOT, poll_id="later", posting_id=posting, known_at=0)

    def odd(page: Page, cast_by: ParkedVote, now: datetime) -> None:
        if cast_by.telegram_id == LI:
            raise ValueError("odd")
        real(page, cast_by, now)

    real = hot.vote
    monkeypatch.setattr("bot.batcher.hot.vote", odd)
    assert [await desk.batcher.adopt() for _ in range(2)] == [2, 0]
    assert len(await desk.rows(answers)) == 1
    assert await desk.rows(parked_answers) == []
    (letter,) = await desk.rows(dead_letters)
    assert (letter["update_id"], letter["error"]) == (1, "ValueError: odd")
    monkeypatch.setattr("bot.batcher.hot.vote", real)
    await desk.batcher.retry(LetterId(letter["id"]))
    assert len(await desk.rows(answers)) == 2, "once the cause is mended, it counts"
    assert await desk.rows(dead_letters) == []


@SQLITE_ONLY
async def test_a_vote_in_nobodys_name_is_passed_over(desk: Desk) -> None:
    chat = {"id": -5, "type": "channel", "title": "x"}
    anonymous = {"poll_id": "p", "voter_chat": chat, "option_ids": [0]}
    await desk.batcher.handle([raw(1, poll_answer=anonymous), vote(2, TelegramId(99))])
    assert await desk.state() == (2, 0, 0, 0, 0)
