"""Each error on each kind of delivery: what the verdict is, and what comes of it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.verdicts import Action, verdict
from storage import chats
from storage.database import Database
from storage.tables.organisation import units
from storage.tables.telegram import files
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryKind, Rank
from storage.values.people import ChatId, UnitId
from tests.bot.outbox_world import BOT, START, World
from tests.storage.posting_rows import add, new, one


@pytest.fixture
def database_kind() -> str:
    """The queries are tested on both kinds of database in tests/storage."""
    return "sqlite"


EVERY_KIND = list(DeliveryKind)
SAYING = [
    kind
    for kind in DeliveryKind
    if kind not in (DeliveryKind.EDIT, DeliveryKind.COUNTER, DeliveryKind.REACTION)
]
EDITING = [DeliveryKind.EDIT, DeliveryKind.COUNTER]
NOT_REACTING = [kind for kind in DeliveryKind if kind is not DeliveryKind.REACTION]
GROUP, SUPERGROUP = ChatId(-5), ChatId(-1005)


def because(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


def never_connected() -> list[TelegramError]:
    return [
        because(NetworkError("httpx.ConnectError"), httpx.ConnectError("no route")),
        because(TimedOut(), httpx.ConnectTimeout("slow")),
        because(TimedOut("Pool timeout"), httpx.PoolTimeout("busy")),
    ]


def no_answer() -> list[TelegramError]:
    return [
        because(TimedOut(), httpx.ReadTimeout("slow")),
        because(TimedOut(), httpx.WriteTimeout("slow")),
        because(NetworkError("httpx.RemoteProtocolError"), httpx.RemoteProtocolError("cut")),
        because(NetworkError("httpx.ReadError"), httpx.ReadError("cut")),
        because(NetworkError("httpx.WriteError"), httpx.WriteError("cut")),
        NetworkError("Bad Gateway"),
        NetworkError("Internal Server Error"),
        TelegramError("Invalid server response"),
    ]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_on_every_kind_alike(kind: DeliveryKind) -> None:
    def action(error: Exception) -> Action:
        return verdict(error, kind).action

    assert action(RetryAfter(17)) is Action.FLOOD
    assert verdict(RetryAfter(17), kind).seconds == 17
    assert action(NetworkError("Too Many Requests: slow down")) is Action.FLOOD
    assert action(ChatMigrated(-1005)) is Action.MOVED
    assert verdict(ChatMigrated(-1005), kind).moved_to == -1005
    assert action(Forbidden("Forbidden: bot was blocked by the user")) is Action.UNREACHABLE
    assert action(BadRequest("Chat not found")) is Action.UNREACHABLE
    no_rights = BadRequest("Not enough rights to send text messages to the chat")
    assert action(no_rights) is Action.UNREACHABLE
    assert action(InvalidToken()) is Action.STOP
    assert action(Conflict("Conflict: other getUpdates")) is Action.FAILED
    assert action(NetworkError("Request Entity Too Large")) is Action.FAILED
    assert action(ValueError("a fault of ours")) is Action.FAILED
    for error in never_connected():
        assert action(error) is Action.UNCONNECTED
    for error in no_answer():
        held = kind is DeliveryKind.NOON
        assert action(error) is (Action.HOLD if held else Action.RESEND)


@pytest.mark.parametrize("kind", NOT_REACTING)
def test_a_refusal_fails_all_but_thanks(kind: DeliveryKind) -> None:
    assert verdict(BadRequest("Can't parse entities"), kind).action is Action.FAILED
    no_polls = BadRequest("Not enough rights to send polls to the chat")
    assert verdict(no_polls, kind).action is Action.FAILED
    assert verdict(no_polls, kind).reason == "no-rights"


@pytest.mark.parametrize("said", ["REACTION_INVALID", "Message to react not found", "Whatever"])
def test_thanks_are_silently_left_out(said: str) -> None:
    assert verdict(BadRequest(said), DeliveryKind.REACTION).action is Action.DROPPED


@pytest.mark.parametrize("said", ["Message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
def test_a_topic_that_is_gone_is_known_by_telegrams_words(said: str) -> None:
    assert verdict(BadRequest(said), DeliveryKind.MORNING).action is Action.NO_TOPIC
    assert verdict(BadRequest(said), DeliveryKind.REACTION).action is Action.DROPPED


@pytest.mark.parametrize("kind", EDITING)
def test_edits_end_with_their_message(kind: DeliveryKind) -> None:
    for said in ("Message to edit not found", "Message can't be edited", "MESSAGE_ID_INVALID"):
        assert verdict(BadRequest(said), kind).action is Action.DROPPED
    same = BadRequest("Message is not modified: specified new message content ... the same")
    assert verdict(same, kind).action is Action.SENT


@pytest.mark.parametrize("kind", SAYING)
def test_a_forgotten_file_is_given_anew(kind: DeliveryKind) -> None:
    stale = BadRequest("Wrong file identifier/HTTP URL specified")
    assert verdict(stale, kind).action is Action.STALE_FILE


# What comes of it, for each kind of send.

PAYLOADS: dict[DeliveryKind, dict[str, Any]] = {
    DeliveryKind.TEXT: {"text": "a"},
    DeliveryKind.EDIT: {"message_id": 3, "text": "a"},
    DeliveryKind.REACTION: {"message_id": 3, "emoji": "👍"},
    DeliveryKind.COUNTER: {"message_id": 3},
    DeliveryKind.MORNING: {},
    DeliveryKind.NOON: {},
}
SENDS = list(PAYLOADS)


async def met_with(database: Database, kind: DeliveryKind, *errors: Exception) -> World:
    """A delivery to a branch's group, met with these errors one after another."""
    world = World(database)
    async with database.writing() as tx:
        unit = UnitId(await add(tx, units, code="u", path="/1/", name="First"))
        await chats.put(tx, BOT, GROUP, kind="group", title="", now=START)
        await chats.bind(tx, BOT, GROUP, unit, START)
    world.telegram.errors.extend(errors)
    rank = Rank.COUNTER if kind is DeliveryKind.COUNTER else Rank.REPLY
    await world.put(new("a", kind=kind, rank=rank, chat_id=GROUP, payload=PAYLOADS[kind]))
    return world


async def state(database: Database) -> tuple[str, str]:
    row = await one(database, deliveries, key="a")
    return row["state"], row["error"]


@pytest.mark.parametrize("kind", SENDS)
async def test_a_flood_is_waited_out(database: Database, kind: DeliveryKind) -> None:
    world = await met_with(database, kind, RetryAfter(17))
    following = await world.outbox.drain()
    assert following is not None
    assert timedelta(seconds=17) <= following - START < timedelta(seconds=18)
    await world.drain_for(18)
    assert len(world.telegram.sent) == 2
    assert (await state(database))[0] == "sent"
    assert (await one(database, deliveries, key="a"))["tries"] == 0


@pytest.mark.parametrize("kind", [DeliveryKind.EDIT, DeliveryKind.REACTION])
async def test_a_message_is_not_looked_for_where_it_has_another_number(
    database: Database, kind: DeliveryKind
) -> None:
    world = await met_with(database, kind, ChatMigrated(SUPERGROUP))
    await world.drain_for(3)
    assert [chat for _, chat, _ in world.telegram.sent] == [GROUP]
    assert await state(database) == ("dropped", "moved")


@pytest.mark.parametrize("kind", sorted(set(SENDS) - {DeliveryKind.EDIT, DeliveryKind.REACTION}))
async def test_a_group_that_moved_is_followed(database: Database, kind: DeliveryKind) -> None:
    world = await met_with(database, kind, ChatMigrated(SUPERGROUP))
    await world.drain_for(3)
    assert [chat for _, chat, _ in world.telegram.sent] == [GROUP, SUPERGROUP]
    async with database.reading() as tx:
        assert await chats.get(tx, BOT, GROUP) is None
        assert await chats.get(tx, BOT, SUPERGROUP) is not None


@pytest.mark.parametrize("kind", SENDS)
async def test_a_group_out_of_reach_is_told_above_once(
    database: Database, kind: DeliveryKind
) -> None:
    gone = Forbidden("Forbidden: bot was kicked from the group chat")
    world = await met_with(database, kind, gone, gone)
    await world.put(new("b", chat_id=GROUP))
    await world.drain_for(3)
    [(_, chat, reason)] = world.unreachable
    assert (chat, reason) == (GROUP, "forbidden")
    assert await state(database) == ("failed", "forbidden")
    async with database.reading() as tx:
        group = await chats.get(tx, BOT, GROUP)
    assert group is not None
    assert (group.state, group.reason) == ("unreachable", "forbidden")


@pytest.mark.parametrize("kind", SENDS)
async def test_a_bad_request_is_not_repeated(database: Database, kind: DeliveryKind) -> None:
    world = await met_with(database, kind, BadRequest("Something is wrong"))
    assert await world.drain_for(600) is None
    assert len(world.telegram.sent) == 1
    thanks = kind is DeliveryKind.REACTION
    assert (await state(database))[0] == ("dropped" if thanks else "failed")


@pytest.mark.parametrize("kind", SENDS)
async def test_while_the_network_is_down_it_is_tried_more_and_more_seldom(
    database: Database, kind: DeliveryKind
) -> None:
    world = await met_with(database, kind, *(never_connected() * 10))
    await world.drain_for(60)
    assert 5 <= len(world.telegram.sent) <= 7
    await world.drain_for(1000)
    assert len(world.telegram.sent) == 31
    assert (await state(database))[0] == "sent"


async def test_while_the_network_is_down_nothing_stays_claimed(database: Database) -> None:
    world = World(database)
    world.telegram.errors.append(never_connected()[0])
    await world.put(*(new(f"{n}", chat_id=ChatId(-n)) for n in range(1, 5)))
    await world.outbox.drain()
    async with database.reading() as tx:
        rows = await tx.rows(deliveries.select())
    assert [(row.state, row.tries) for row in rows] == [("waiting", 0)] * 4
    assert await world.drain_for(5) is None
    assert len(world.telegram.sent) == 5


@pytest.mark.parametrize("kind", [kind for kind in SENDS if kind is not DeliveryKind.NOON])
async def test_no_answer_is_followed_by_another_try(database: Database, kind: DeliveryKind) -> None:
    world = await met_with(database, kind, *no_answer()[:2])
    await world.drain_for(10)
    assert len(world.telegram.sent) == 3
    assert (await state(database))[0] == "sent"


@pytest.mark.parametrize("kind", SENDS)
async def test_what_is_never_answered_fails_in_the_end(
    database: Database, kind: DeliveryKind
) -> None:
    world = await met_with(database, kind, *(no_answer() * 5))
    assert await world.drain_for(3600) is None
    assert len(world.telegram.sent) == (3 if kind is DeliveryKind.NOON else 5)
    assert await state(database) == ("failed", "no-answer")


async def test_a_poll_without_an_answer_is_held_for_ten_minutes(database: Database) -> None:
    world = await met_with(database, DeliveryKind.NOON, no_answer()[0])
    following = await world.outbox.drain()
    assert following == START + timedelta(minutes=10)
    assert (await state(database))[0] == "unsure"
    await world.drain_for(599)
    assert len(world.telegram.sent) == 1
    await world.drain_for(2)
    assert len(world.telegram.sent) == 2
    assert (await state(database))[0] == "sent"


async def test_an_edit_that_changes_nothing_counts_as_done(database: Database) -> None:
    world = await met_with(database, DeliveryKind.EDIT, BadRequest("Message is not modified"))
    assert await world.drain_for(5) is None
    assert await state(database) == ("sent", "")


async def test_a_file_that_telegram_forgot_is_uploaded_again(database: Database) -> None:
    world = await met_with(database, DeliveryKind.MORNING, BadRequest("Wrong file identifier"))
    async with database.writing() as tx:
        await add(tx, files, bot_id=BOT, sha256="ab", kind="file", file_id="OLD")
    await world.drain_for(3)
    first, second = (given["file"] for _, _, given in world.telegram.sent)
    assert first == "OLD"
    assert second.input_file_content == b"bytes"
    assert (await one(database, files, sha256="ab"))["file_id"] == "file2"


async def test_two_floods_at_once_rest_the_token(database: Database) -> None:
    world = World(database)
    world.telegram.errors.extend([RetryAfter(5), RetryAfter(5)])
    await world.put(*(new(f"{n}", chat_id=ChatId(n), rank=Rank.REPLY) for n in range(1, 9)))
    await world.drain_for(4.9)
    assert len(world.telegram.sent) == 2
    assert await world.drain_for(3) is None
    assert len(world.telegram.sent) == 10


async def test_logs_hold_ids_and_no_words(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(database)
    world.telegram.errors.append(BadRequest("Can't parse: SECRET"))
    await world.put(new("a", payload={"text": "SECRET"}))
    await world.drain_for(2)
    assert "refused" in caplog.text
    assert "SECRET" not in caplog.text
