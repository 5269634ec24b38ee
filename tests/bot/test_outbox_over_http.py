"""The outbox against the practice server, with all that may go wrong on the way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot

from bot.clock import GivenClock
from bot.connection import Connection
from bot.practice.faults import Fault, FaultKind
from bot.practice.limits import Limits
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from storage import chats
from storage.database import Database
from storage.tables.organisation import units
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryKind, Rank
from storage.values.messages import BadInput
from storage.values.people import ChatId, UnitId
from tests.bot.outbox_world import BOT, START, World
from tests.storage.posting_rows import add, new, one


@pytest.fixture
def database_kind() -> str:
    """The queries are tested on both kinds of database in tests/storage."""
    return "sqlite"


@dataclass
class Scene:
    """A branch's group on the practice server, and an outbox that talks to it."""

    server: PracticeServer
    world: World
    group: Chat
    li: User
    note: int
    posted: int

    async def say(self, kind: DeliveryKind, key: str = "a", **changes: Any) -> None:
        """Put a delivery for the group into the outbox."""
        payload: dict[DeliveryKind, dict[str, Any]] = {
            DeliveryKind.TEXT: {"text": "Hello"},
            DeliveryKind.EDIT: {"message_id": self.posted, "text": "Changed"},
            DeliveryKind.REACTION: {"message_id": self.note, "emoji": "👍"},
        }
        given = {"kind": kind, "chat_id": ChatId(self.group.id), "rank": Rank.REPLY}
        given["payload"] = payload.get(kind, {})
        await self.world.put(new(key, **(given | changes)))

    async def state(self, key: str = "a") -> str:
        row = await one(self.world.database, deliveries, key=key)
        return str(row["state"])

    def count(self, method: str) -> int:
        """How many messages or changes the server has really made by a method."""
        return sum(call.answer.get("ok", False) for call in self.server.calls_of(method))


METHODS = {
    DeliveryKind.TEXT: "sendMessage",
    DeliveryKind.EDIT: "editMessageText",
    DeliveryKind.REACTION: "setMessageReaction",
    DeliveryKind.MORNING: "sendDocument",
    DeliveryKind.NOON: "sendPoll",
}
KINDS = list(METHODS)
NOT_POLLS = [kind for kind in KINDS if kind is not DeliveryKind.NOON]


@asynccontextmanager
async def bot_of(
    server: PracticeServer, token: str, read_timeout: float = 10.0
) -> AsyncIterator[Bot]:
    connection = Connection(token, server.api_url, server.file_url)
    request = connection.request(8, read_timeout)
    yield Bot(token, base_url=server.api_url, request=request, get_updates_request=request)
    await request.shutdown()


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    clock = GivenClock(START)
    async with (
        PracticeServer(clock, limits=Limits()) as server,
        bot_of(server, server.token) as bot,
    ):
        await bot.initialize()
        li = server.add_user("Li")
        group = server.add_group("First branch", [li])
        server.add_bot(group, li)
        note = server.say(li, group, "my note")
        async with database.writing() as tx:
            unit = UnitId(await add(tx, units, code="u", path="/1/", name="First"))
            await chats.put(tx, BOT, ChatId(group.id), kind="group", title="", now=START)
            await chats.bind(tx, BOT, ChatId(group.id), unit, START)
        world = World(database, telegram=bot, clock=clock)  # type: ignore[arg-type]
        made = Scene(server, world, group, li, note.message_id, 0)
        await made.say(DeliveryKind.TEXT, "earlier")
        await world.drain_for(2)
        made.posted = int((await one(database, deliveries, key="earlier"))["message_id"])
        server.calls.clear()
        yield made


def fault(scene: Scene, kind: FaultKind, delivery: DeliveryKind, **changes: Any) -> None:
    scene.server.faults.add(Fault(kind, method=METHODS[delivery], **changes))


@pytest.mark.parametrize("kind", KINDS)
async def test_without_a_fault_it_arrives(scene: Scene, kind: DeliveryKind) -> None:
    await scene.say(kind)
    assert await scene.world.drain_for(2) is None
    assert await scene.state() == "sent"
    assert scene.count(METHODS[kind]) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_too_many_requests(scene: Scene, kind: DeliveryKind) -> None:
    flood = {"retry_after": 7}
    fault(scene, "refuse", kind, code=429, description="Too Many Requests", parameters=flood)
    await scene.say(kind)
    await scene.world.drain_for(6.9)
    assert len(scene.server.calls_of(METHODS[kind])) == 1
    await scene.world.drain_for(2)
    assert await scene.state() == "sent"
    assert scene.count(METHODS[kind]) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_removed_from_the_group(scene: Scene, kind: DeliveryKind) -> None:
    scene.server.remove_bot(scene.group, scene.li)
    await scene.say(kind)
    assert await scene.world.drain_for(5) is None
    assert await scene.state() == "failed"
    [(_, chat, _)] = scene.world.unreachable
    assert chat == scene.group.id


@pytest.mark.parametrize("kind", KINDS)
async def test_a_group_that_became_a_supergroup(scene: Scene, kind: DeliveryKind) -> None:
    supergroup = scene.server.migrate(scene.group)
    await scene.say(kind)
    assert await scene.world.drain_for(5) is None
    row = await one(scene.world.database, deliveries, key="a")
    # Messages have other numbers in the new group: there is nothing to change or to thank for.
    left_behind = kind in (DeliveryKind.EDIT, DeliveryKind.REACTION)
    assert row["state"] == ("dropped" if left_behind else "sent")
    assert row["chat_id"] == (scene.group.id if left_behind else supergroup.id)


@pytest.mark.parametrize("kind", KINDS)
async def test_refused_as_wrong(scene: Scene, kind: DeliveryKind) -> None:
    fault(scene, "refuse", kind, description="Bad Request: something is wrong")
    await scene.say(kind)
    assert await scene.world.drain_for(700) is None
    assert len(scene.server.calls_of(METHODS[kind])) == 1
    thanks = kind is DeliveryKind.REACTION
    assert await scene.state() == ("dropped" if thanks else "failed")


@pytest.mark.parametrize("kind", NOT_POLLS)
@pytest.mark.parametrize("what", ["cut", "lose", "server_error", "garbage"])
async def test_no_answer_is_followed_by_another_try(
    scene: Scene, kind: DeliveryKind, what: FaultKind
) -> None:
    fault(scene, what, kind)
    await scene.say(kind)
    assert await scene.world.drain_for(5) is None
    assert await scene.state() == "sent"
    assert scene.count(METHODS[kind]) >= 1


@pytest.mark.parametrize("what", ["cut", "lose", "server_error", "garbage"])
async def test_a_poll_without_an_answer_is_held(scene: Scene, what: FaultKind) -> None:
    fault(scene, what, DeliveryKind.NOON)
    await scene.say(DeliveryKind.NOON)
    following = await scene.world.outbox.drain()
    assert await scene.state() == "unsure"
    assert following is not None
    assert following - scene.world.clock.now() == timedelta(minutes=10)
    await scene.world.drain_for(601)
    assert await scene.state() == "sent"


@pytest.mark.parametrize("kind", [DeliveryKind.TEXT, DeliveryKind.NOON])
async def test_an_answer_that_comes_too_late_is_none(scene: Scene, kind: DeliveryKind) -> None:
    fault(scene, "delay", kind, seconds=3600.0)
    async with bot_of(scene.server, scene.server.token, read_timeout=0.1) as impatient:
        world = World(scene.world.database, impatient, clock=scene.world.clock)  # type: ignore[arg-type]
        await scene.say(kind)
        await world.outbox.drain()
        assert await scene.state() == ("unsure" if kind is DeliveryKind.NOON else "waiting")
    await scene.world.drain_for(700)
    assert await scene.state() == "sent"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_server_that_is_down(scene: Scene, kind: DeliveryKind) -> None:
    await scene.server.stop()
    await scene.say(kind)
    await scene.world.drain_for(5)
    assert await scene.state() == "waiting"
    await scene.server.start()
    await scene.world.drain_for(30)
    assert await scene.state() == "sent"


async def test_an_edit_that_changes_nothing_is_done(scene: Scene) -> None:
    await scene.say(DeliveryKind.EDIT, payload={"message_id": scene.posted, "text": "Hello"})
    assert await scene.world.drain_for(2) is None
    assert await scene.state() == "sent"


async def test_where_reactions_are_off_nothing_is_said(scene: Scene) -> None:
    scene.server.set_reactions(scene.group, [])
    await scene.say(DeliveryKind.REACTION)
    assert await scene.world.drain_for(2) is None
    assert await scene.state() == "dropped"


async def test_a_reply_to_a_message_that_is_gone_goes_without_it(scene: Scene) -> None:
    await scene.say(DeliveryKind.TEXT, payload={"text": "Thanks", "reply_to": 99_999})
    assert await scene.world.drain_for(2) is None
    assert await scene.state() == "sent"


async def test_a_group_without_polls_fails_the_poll_and_stays_in_reach(scene: Scene) -> None:
    scene.server.forbid(scene.group, "polls")
    await scene.say(DeliveryKind.NOON)
    await scene.world.drain_for(2)
    row = await one(scene.world.database, deliveries, key="a")
    assert (row["state"], row["error"]) == ("failed", "no-rights")
    assert scene.world.unreachable == []


async def test_many_groups_at_full_pace_are_never_refused(scene: Scene) -> None:
    groups = [scene.server.add_group(f"Branch {n}", [scene.li]) for n in range(120)]
    for group in groups:
        scene.server.add_bot(group, scene.li)
    await scene.world.put(
        *(new(f"{n}", chat_id=ChatId(group.id)) for n, group in enumerate(groups))
    )
    assert await scene.world.drain_for(4.5) is None
    assert scene.count("sendMessage") == 120
    assert scene.server.gauge.refused == 0


async def test_a_token_that_is_not_valid_any_more(scene: Scene) -> None:
    async with bot_of(scene.server, "1:wrong") as stranger:
        await scene.say(DeliveryKind.TEXT)
        world = World(scene.world.database, stranger, clock=scene.world.clock)  # type: ignore[arg-type]
        with pytest.raises(BadInput):
            await world.drain_for(1)
    assert await scene.state() == "waiting"
