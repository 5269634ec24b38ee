"""The practice server in a process of its own, as Telegram is: ``python -m benchmarks.server N``.

It has ``N`` supergroups that the bot is in and, with ``--commands``, a crowd that sends 100 updates
a second, 20 of them commands from different private chats, the others votes. A line of JSON, the
polls and the members to vote with, lets it begin or end; it answers with a line: what it saw.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Mapping
from typing import Any

from bot.clock import SystemClock
from bot.practice.limits import Limits
from bot.practice.records import User
from bot.practice.server import PracticeServer
from bot.practice.wire import Json

UPDATES_A_SECOND = 100
COMMANDS_A_SECOND = 20
_FIRST_VISITOR = 8_000_000_001


class CountingServer(PracticeServer):
    """Notes when messages came, what it refused, and how long commands waited for an answer."""

    def __init__(self, **given: Any) -> None:
        super().__init__(SystemClock(), keep_calls=False, **given)
        self.sent_at: list[float] = []
        self.refused = 0
        self.waits: list[float] = []
        self.asked_at: dict[int, float] = {}

    def note(self, method: str, params: Mapping[str, Any], status: int, answer: Json) -> None:
        super().note(method, params, status, answer)
        if method.startswith("send"):
            if status == 200:
                self.sent_at.append(time.monotonic())
            self.refused += status == 429
            asked = self.asked_at.pop(int(params["chat_id"]), None)
            if asked is not None:
                self.waits.append(time.monotonic() - asked)


async def act(
    server: CountingServer, people: list[User], votes: list[tuple[str, int]], seconds: int
) -> None:
    """Send commands and votes, evenly spread; every command comes from another chat."""
    began, commands, cast = time.monotonic(), iter(people), iter(votes)
    for number in range(seconds * UPDATES_A_SECOND):
        pause = began + number / UPDATES_A_SECOND - time.monotonic()
        await asyncio.sleep(max(0.0, pause))
        if number % (UPDATES_A_SECOND // COMMANDS_A_SECOND) == 0:
            user = next(commands)
            server.asked_at[user.id] = time.monotonic()
            server.say(user, user, "/help")
        else:
            poll_id, member = next(cast)
            voter = {"id": member, "is_bot": False, "first_name": "党员"}
            chosen = {"option_ids": [0], "option_persistent_ids": ["0"]}
            server.push_raw({"poll_answer": {"poll_id": poll_id, "user": voter, **chosen}})
    await asyncio.sleep(2)


async def serve(groups: int, commands: int) -> None:
    """Serve until terminated."""
    server = CountingServer(limits=Limits.off() if commands else None)
    async with server:
        ids = range(_FIRST_VISITOR, _FIRST_VISITOR + max(1, commands * COMMANDS_A_SECOND))
        people = [server.add_user("访客", user_id=each) for each in ids]
        for user in people:
            room = server.world.rooms[user.id]
            room.is_started = True
        for number in range(groups):
            chat = server.add_group(f"第{number}支部", [people[0]], kind="supergroup")
            server.world.rooms[chat.id].members[server.bot_user.id] = "member"
        server.world.updates.clear()
        print(json.dumps({"api_url": server.api_url, "token": server.token}), flush=True)
        told = json.loads(await asyncio.to_thread(sys.stdin.readline))
        if commands:
            await act(server, people, told, commands)
        seen = {
            "sent_at": server.sent_at,
            "refused": server.refused,
            "waits": server.waits,
            "unanswered": len(server.asked_at),
        }
        print(json.dumps(seen), flush=True)
        # Until it is terminated: the bot may have something to say at its end.
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("groups", type=int)
    parser.add_argument("--commands", type=int, default=0)
    given = parser.parse_args()
    asyncio.run(serve(given.groups, given.commands))
