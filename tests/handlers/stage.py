"""One update on the stage of the cast: what it makes the bot say, and then it never happened."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, cast

from sqlalchemy import Executable, delete, select
from telegram import Bot

import handlers.routes
from bot.answers import Answers
from bot.batcher import Batcher
from bot.clock import GivenClock
from handlers.patience import Patience
from handlers.routes import Routes
from handlers.turn import Toast, Turn
from storage.database import Database, Transaction
from storage.tables.work import deliveries
from storage.values.messages import SanxueError
from tests.handlers.cast import ANONYMOUS, IDS, NOW, OWNER, SOUTH_GROUP, Cast
from tests.handlers.talking import _bot
from tests.storage.branch_rows import BOT, DEFAULTS, GROUP

PRIVATE, OWN_GROUP, OTHER_GROUP = "private", "own group", "other group"
GROUPS = {OWN_GROUP: int(GROUP), OTHER_GROUP: int(SOUTH_GROUP)}
NUMBERS = count(5000)
_NAME = re.compile(r"[A-Za-z]+-(?:North|South|East|West)ley")


class _Over(Exception):
    """The cell is played; nothing of it is kept."""


@dataclass(slots=True)
class Heard:
    """What an update made the bot say: to which chat which texts, and in toasts."""

    speaker: int
    chat: int
    texts: list[tuple[int, str]] = field(default_factory=list)
    kinds: list[tuple[int, str]] = field(default_factory=list)
    toasts: list[Toast] = field(default_factory=list)
    refused: str = ""

    @property
    def here(self) -> list[str]:
        """What the chat itself hears."""
        return [text for chat, text in self.texts if chat == self.chat]

    def names(self, chat: int) -> set[str]:
        """Who is named to a chat, by name or by a note of theirs."""
        said = [text for where, text in self.texts if where == chat]
        if chat == self.speaker:
            said += [toast.text for toast in self.toasts]
        return {name for text in said for name in _NAME.findall(text)}

    @property
    def diaries(self) -> set[tuple[int, str]]:
        """Whose notes are shown, and to which chat."""
        found = re.compile(rf"diary:({_NAME.pattern})")
        return {(chat, name) for chat, text in self.texts for name in found.findall(text)}


class Stage:
    """Plays updates of the cast, each in a transaction that is rolled back."""

    def __init__(self, database: Database, cast_: Cast, bot: Bot | None = None) -> None:
        self.database = database
        self.cast = cast_
        self.bot = bot or _bot()
        self._refused = ""
        self._routes = Routes(self.bot, DEFAULTS, OWNER)
        self._routes._application._initialized = True
        answers, clock = cast(Answers, None), GivenClock(NOW)
        self._batcher = Batcher(database, self.bot, self._routes, answers, clock, lambda: None)

    async def say(self, role: str, where: str, text: str, **more: Any) -> Heard:
        """What a message of somebody's leads to."""
        return await self.play([("message", self.message(role, where, text=text, **more))])

    async def tap(self, role: str, where: str, data: str) -> Heard:
        """What a tap leads to, on a button below a message of the bot's in that chat."""
        return await self.play([("callback_query", self.query(role, where, data))])

    async def play(
        self, updates: list[tuple[str, Mapping[str, Any]]], before: Executable | None = None
    ) -> Heard:
        """What the last of these updates, one after the other, leads to; ``before`` them, this is
        changed."""
        heard = None
        try:
            async with self.database.writing() as tx:
                if before is not None:
                    await tx.run(before)
                for kind, content in updates:
                    heard = await self._one(tx, kind, content)
                raise _Over
        except _Over:
            assert heard is not None
            return heard

    async def _one(self, tx: Transaction, kind: str, content: Mapping[str, Any]) -> Heard:
        self._refused = ""
        # Nobody's cell waits until a group has had its rest from the one before.
        self._routes._patience = Patience()
        raw = json.dumps({"update_id": next(NUMBERS), kind: content}).encode()
        await tx.run(delete(deliveries))
        done = await self._batcher._in_transaction(tx, [self._batcher._read(raw)], NOW)
        message = content.get("message", content) if kind == "callback_query" else content
        heard = Heard(content["from"]["id"], message["chat"]["id"], toasts=done.toasts)
        heard.refused = self._refused
        for row in await tx.rows(select(deliveries).order_by(deliveries.c.id)):
            payload = json.loads(row.payload)
            heard.kinds.append((row.chat_id, row.kind))
            heard.texts += [(row.chat_id, each) for each in _strings(payload)]
        return heard

    def note_refusal(self, turn: Turn, refusal: SanxueError) -> None:
        """In place of what puts refusals in words: it is noted before."""
        self._refused = str(refusal.said)
        _say(turn, refusal)

    def message(self, role: str, where: str, by_bot: bool = False, **more: Any) -> dict[str, Any]:
        """A message in one of the chats."""
        speaker = IDS[role]
        group = GROUPS.get(where)
        chat = (
            {"id": group, "type": "supergroup", "title": "Group"}
            if group
            else {"id": speaker, "type": "private", "first_name": "P"}
        )
        bot = {"id": BOT, "is_bot": True, "first_name": "bot", "username": "sanxue_bot"}
        given = {
            "message_id": next(NUMBERS),
            "date": int(NOW.timestamp()),
            "chat": chat,
            "from": bot if by_bot else self.user(role),
            **more,
        }
        if speaker == ANONYMOUS and not by_bot:
            given["sender_chat"] = chat
        text = given.get("text", "")
        if text.startswith("/"):
            length = len(text.split()[0])
            given["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return given

    def query(self, role: str, where: str, data: str) -> dict[str, Any]:
        """A tap on a button below a message of the bot's, which replies to the tapper's own."""
        own = self.message(role, where, text="What I learned today")
        own.pop("sender_chat", None)
        asked = self.message(role, where, by_bot=True, text="bot's", reply_to_message=own)
        return {
            "id": "query",
            "from": self.user(role),
            "chat_instance": "1",
            "data": data,
            "message": asked,
        }

    def user(self, role: str) -> dict[str, Any]:
        """Somebody as Telegram gives them."""
        name = self.cast.names.get(role, "Somebody")
        is_bot = IDS[role] == ANONYMOUS
        return {"id": IDS[role], "is_bot": is_bot, "first_name": name, "language_code": "en"}


_say = handlers.routes._say


def _strings(payload: Any) -> list[str]:
    """All that can be read in a delivery: texts, captions, words of buttons and what they carry."""
    if isinstance(payload, str):
        return [payload]
    if isinstance(payload, Mapping):
        return [text for each in payload.values() for text in _strings(each)]
    if isinstance(payload, list):
        return [text for each in payload for text in _strings(each)]
    return []
