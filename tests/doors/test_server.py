"""The doors over HTTP, with a whole bot behind them."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.addresses import Webhook
from bot.doors import server as doors
from bot.doors.server import BODY_LIMIT, SECRET_HEADER, opened
from bot.practice.faults import Fault
from bot.pulse import Part
from storage.database import Database
from storage.letters import letters
from storage.snapshot import handled
from storage.values.messages import BadInput
from tests.doors.places import SECRET, free_place, hook_at
from tests.stories.house import House, house

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
EARLY = datetime(2026, 5, 19, 23, tzinfo=UTC)


@dataclass
class Guest:
    """Somebody at the doors of a house."""

    house: House
    http: aiohttp.ClientSession
    hook: Webhook

    async def look(self, page: str) -> tuple[int, str]:
        address = self.hook.url.replace("/telegram", page)
        async with self.http.get(address) as answer:
            return answer.status, await answer.text()

    async def bring(self, body: bytes, secret: str | None = SECRET) -> int:
        """Bring an update, and let the bot do its part."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        request = self.http.post(self.hook.url, data=body, headers=headers)
        bringing = asyncio.ensure_future(_status(request))
        while not bringing.done():
            await self.house.bot.intake.step()
            await asyncio.sleep(0)
        return await bringing

    async def is_handled(self, number: int) -> bool:
        async with self.house.database.reading() as tx:
            return await handled(tx, self.house.bot_id, [number]) == {number}

    async def letters(self) -> list[str]:
        async with self.house.database.reading() as tx:
            return [each.raw for each in await letters(tx)]


async def _status(request: Any) -> int:
    async with request as answer:
        return int(answer.status)


@pytest.fixture
async def guest(database: Database) -> AsyncIterator[Guest]:
    hook = hook_at(free_place())
    async with (
        house(database, EARLY, language="en", hook=hook) as built,
        aiohttp.ClientSession() as http,
    ):
        await built.settle()
        yield Guest(built, http, hook)


def update(number: int) -> bytes:
    return json.dumps({"update_id": number, "poll": {}}).encode()


async def test_an_update_is_answered_once_it_is_stored_and_known_when_it_comes_again(
    guest: Guest,
) -> None:
    assert await guest.bring(update(7)) == 200
    assert await guest.is_handled(7)
    assert await guest.bring(update(7)) == 200
    _, figures = await guest.look("/metrics")
    assert 'sanxue_updates_total{kind="poll",outcome="handled"} 1.0' in figures
    assert 'sanxue_updates_total{kind="poll",outcome="known"} 1.0' in figures


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "密"])
async def test_without_the_secret_nothing_is_looked_at(guest: Guest, secret: str | None) -> None:
    assert await guest.bring(update(8), secret) == 403
    assert not await guest.is_handled(8)


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b'{"update_id": "x"}', b"\xff\xfe"])
async def test_what_is_no_update_is_kept_and_not_asked_for_again(guest: Guest, body: bytes) -> None:
    assert [await guest.bring(body), await guest.bring(body)] == [200, 200]
    assert len(await guest.letters()) == 1


async def test_only_so_much_is_read(guest: Guest) -> None:
    assert await guest.bring(b" " * (BODY_LIMIT - 20) + update(9)[:20]) == 200
    assert await guest.bring(b" " * BODY_LIMIT + update(9)) == 413


async def test_the_webhook_is_posted_to_and_the_rest_is_not_there(guest: Guest) -> None:
    assert (await guest.look("/telegram"))[0] == 405
    assert (await guest.look("/"))[0] == 404


async def test_who_sends_slowly_is_not_waited_for(
    guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "_BODY_SECONDS", 0.0)
    never = asyncio.Event()

    async def drops() -> AsyncIterator[bytes]:
        yield b"{"
        await never.wait()

    headers = {SECRET_HEADER: SECRET}
    async with guest.http.post(guest.hook.url, data=drops(), headers=headers) as answer:
        assert answer.status == 408


async def test_a_database_in_trouble_stores_nothing_and_telegram_brings_it_again(
    guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_given: object) -> None:
        raise OSError("disk full")

    h = guest.house
    h.server.push_raw(json.loads(update(10)))
    with monkeypatch.context() as patch:
        patch.setattr(h.bot.batcher, "_in_transaction", full)
        headers = {SECRET_HEADER: SECRET}
        request = guest.http.post(guest.hook.url, data=update(11), headers=headers)
        bringing = asyncio.ensure_future(_status(request))
        while not bringing.done():
            try:
                await h.bot.intake.step()
            except OSError:
                await asyncio.sleep(0)
        assert await bringing == 500
    assert not await guest.is_handled(11)
    # The practice server's own update comes by itself, a second later.
    while not await guest.is_handled(10):
        h.clock.move(1)
        await h.bot.intake.step()


async def test_alive_is_what_turns(guest: Guest) -> None:
    assert await guest.look("/healthz") == (200, '{"status": "alive"}')
    guest.house.bot.pulse.beat(Part.OUTBOX, 30)
    guest.house.clock.move(91)
    status, told = await guest.look("/healthz")
    assert (status, json.loads(told)["parts"]) == (503, ["outbox"])


async def test_ready_is_all_well_or_what_to_do(
    guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    h = guest.house
    status, told = await guest.look("/readyz")
    assert (status, json.loads(told)) == (
        200,
        {"ready": True, "parts": {n: {"ok": True} for n in ("intake", "outbox", "database")}},
    )
    # Telegram takes nothing for some minutes, and cannot be asked.
    monkeypatch.setattr("bot.doors.readiness._HOLDS", -1.0)
    li = h.server.add_user("Li")
    h.server.start_private(li)
    while await h.bot.intake.step():
        pass
    h.server.faults.add(Fault("server_error", "sendMessage", times=99))
    await h.bot.outbox.drain()
    h.clock.move(125)
    status, told = await guest.look("/readyz")
    parts = json.loads(told)["parts"]
    assert status == 503
    assert "none for 12" in parts["outbox"]["what"] and parts["outbox"]["do"]
    assert "could not be asked" in parts["intake"]["what"]
    assert parts["database"] == {"ok": True}
    h.server.faults.clear()
    await h.settle()
    assert (await guest.look("/readyz"))[0] == 200
    # What nobody sends is found out as well, if later.
    h.server.say(li, li, "/help")
    while await h.bot.intake.step():
        pass
    for minutes, is_well in ((15, True), (1, False)):
        h.clock.move(60 * minutes)
        parts = json.loads((await guest.look("/readyz"))[1])["parts"]
        assert parts["outbox"]["ok"] is is_well


async def test_ready_tells_of_a_database_that_takes_nothing(
    guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(*_given: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr("bot.doors.readiness.note_seen", locked)
    status, told = await guest.look("/readyz")
    assert status == 503
    assert "OSError" in json.loads(told)["parts"]["database"]["what"]


async def test_ready_does_not_wait_for_a_database_that_is_held(
    guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.doors.readiness._PATIENCE", 0.01)
    async with guest.house.database.writing():
        looks = [await guest.look("/readyz") for _ in range(2)]
    for status, told in looks:
        assert status == 503
        assert "has not taken" in json.loads(told)["parts"]["database"]["what"]


async def test_the_figures_name_nobody(guest: Guest) -> None:
    h = guest.house
    branch = await h.branch("b", "静悄悄支部", "李书记", ["欧阳大妈"])
    await h.at("07:30")
    await h.tap(branch["欧阳大妈"], h.studies(branch)[0], "I've read")
    await h.write(branch["欧阳大妈"], branch.group, "只有我自己知道的话", h.last(branch.group))
    h.server.push_raw({"message": {"text": "broken"}})
    await h.settle()
    status, figures = await guest.look("/metrics")
    assert status == 200
    for line in (
        'sanxue_updates_total{kind="callback_query",outcome="handled"} 1.0',
        'sanxue_updates_total{kind="message",outcome="failed"} 1.0',
        'sanxue_deliveries_total{verdict="sent"}',
        'sanxue_slot_lag_seconds_count{kind="morning"} 1.0',
        'sanxue_queue_age_seconds{rank="reply"} 0.0',
        'sanxue_queue_waiting{rank="broadcast"} 0.0',
        "sanxue_batch_seconds_count",
        "sanxue_dead_letters_total 1.0",
        "sanxue_dead_letters_kept 1.0",
        'sanxue_webhook_requests_total{outcome="stored"}',
        "sanxue_build_info{version=",
    ):
        assert line in figures
    people = [str(each.id) for each in branch.members.values()]
    secrets = (
        "静悄悄",
        "欧阳",
        "李书记",
        str(abs(branch.group.id)),
        SECRET,
        h.server.token,
        *people,
    )
    assert [each for each in secrets if each in figures] == []


async def test_before_the_bot_is_at_work_it_is_alive_and_takes_nothing(
    database: Database,
) -> None:
    place = free_place()
    async with opened(place, hook_at(place)), aiohttp.ClientSession() as http:

        async def look(page: str) -> tuple[int, Any]:
            async with http.get(f"http://{place}{page}") as answer:
                return answer.status, await answer.text()

        assert (await look("/healthz"))[0] == 200
        assert (await look("/metrics"))[0] == 200
        status, told = await look("/readyz")
        assert status == 503 and "another process" in json.loads(told)["parts"]["bot"]["what"]
        headers = {SECRET_HEADER: SECRET}
        request = http.post(f"http://{place}/telegram", data=update(1), headers=headers)
        assert await _status(request) == 503


async def test_who_fetches_has_the_same_pages(database: Database) -> None:
    place = free_place()
    async with (
        house(database, EARLY) as h,
        opened(place, None) as doors_,
        doors_.lead_to(h.bot),
        aiohttp.ClientSession() as http,
    ):
        await h.settle()
        guest = Guest(h, http, hook_at(place))
        for page in ("/healthz", "/readyz", "/metrics"):
            assert (await guest.look(page))[0] == 200
        h.clock.move(121)
        status, told = await guest.look("/readyz")
        assert status == 503
        assert "no updates" in json.loads(told)["parts"]["intake"]["what"]


async def test_a_place_that_is_taken_is_said_in_words(database: Database) -> None:
    place = free_place()
    async with opened(place, None):
        with pytest.raises(BadInput) as refused:
            async with opened(place, None):
                raise AssertionError("it must not come so far")
    assert str(place) in str(refused.value)


async def test_without_a_webhook_there_is_no_door_for_it(database: Database) -> None:
    place = free_place()
    async with opened(place, None), aiohttp.ClientSession() as http:
        assert await _status(http.post(f"http://{place}/telegram")) == 404
