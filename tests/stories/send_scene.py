"""One thing that the bot is to say, with others that wait behind it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, Table, select

from bot.practice.records import Chat, User
from bot.practice.taps import Tap
from bot.practice.views import MessageView
from reports.commands import IN_PRIVATE, menu_name
from storage import chats, files, outbox, papers
from storage.tables.programme import media
from storage.tables.work import postings
from storage.values.days import PostingId, SlotKind
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId
from tests.stories.house import House
from tests.stories.send_place import Place
from tests.stories.sends import CONTENTS, Send

EMOJI = "👍"
_LONGEST = timedelta(hours=1)


class AtWork(Struct, frozen=True):
    """A bot at work over HTTP in a place."""

    house: House
    here: Place


class Scene:
    """One thing that the bot is to say in the chat of a branch of its own: ``it``.

    ``chat`` is the branch's group, or its member's private chat. Behind it wait the ``next`` in the
    same chat, which keeps its place; a ``reply`` there, which may overtake a post; and what
    ``other``, another branch's group, is told at the same time. ``subject`` is the number of the
    message that it changes.
    """

    def __init__(self, work: AtWork, send: Send, branch: int, *, in_private: bool = False) -> None:
        self.house = work.house
        self.clock = work.house.clock
        self.server = work.here.server
        self.send = send
        self.owner = work.here.owner
        self.group, self.member = work.here.groups[branch], work.here.members[branch]
        self.chat: Chat | User = self.member if in_private else self.group
        self.began = self.clock.now()
        self.subject = 0
        self.postings: dict[SlotKind, PostingId] = {}
        self._other = work.here.groups[-1]
        self._file_id = ""

    @property
    def chat_now(self) -> int:
        """The number that the chat has now; a group that became a supergroup has another."""
        return self.server.world.rooms[self.chat.id].migrated_to or self.chat.id

    # -- before -------------------------------------------------------------------------------

    async def prepare(self) -> None:
        """Have there what must be: a message to be changed, a file that Telegram knows or not."""
        await self._find_postings()
        if self.chat == self.member:
            await self._meet()
        await self._keep_file()
        match self.send.kind:
            case DeliveryKind.EDIT | DeliveryKind.DELETE:
                await self._say_first(DeliveryKind.TEXT, {"text": "before"})
            case DeliveryKind.CAPTION:
                file = {"media": "photo", "file_id": self._file_id}
                await self._say_first(DeliveryKind.FILE, file)
            case DeliveryKind.REACTION:
                self.subject = self.server.say(self.member, self.chat.id, "心得").message_id
            case DeliveryKind.COUNTER:
                await self.post_morning()
                await self.tap()
                await self.house.bot.answers.drain()
                # So long a counter waits for more taps.
                self.clock.move(10)
            case DeliveryKind.MENU:
                await self.put("first", DeliveryKind.MENU, Rank.REPLY, self._menu(not_now=True))
                await self.live(2)
            case DeliveryKind.PAPER:
                await self._make_paper()
        self.began = self.clock.now()

    async def _find_postings(self) -> None:
        rows = await self.rows(postings, chat_id=self.group.id)
        self.postings = {SlotKind(row.kind): PostingId(row.id) for row in rows}

    async def _meet(self) -> None:
        bot_id, chat_id = self.house.bot_id, ChatId(self.chat.id)
        async with self.house.database.writing() as tx:
            await chats.put(tx, bot_id, chat_id, kind="private", title="", now=self.clock.now())

    async def _say_first(self, kind: DeliveryKind, payload: Mapping[str, Any]) -> None:
        await self.put("first", kind, Rank.REPLY, payload)
        await self.live(2)
        self.subject = self.said(lambda message: True)[-1].message_id

    async def _make_paper(self) -> None:
        paper = papers.Paper("list.pdf", CONTENTS["file"])
        key, now = self._key("paper"), self.clock.now()
        async with self.house.database.writing() as tx:
            await papers.keep_paper(tx, self.house.bot_id, key, paper, now)

    async def _keep_file(self) -> None:
        """Telegram has had the file before, and the bot knows it or not."""
        if not self.send.shown:
            return
        content = CONTENTS.get(self.send.medium, CONTENTS["picture"])
        self._file_id = self.server.world.files.keep(self.send.shown, content, "").file_id
        if self.send.medium:
            await self.know(self._file_id if self.send.known else None)

    async def know(self, file_id: str | None) -> None:
        """Have the bot know the file by this id, or not at all."""
        self._file_id = file_id or ""
        kind, bot_id = self.send.medium, self.house.bot_id
        if not kind:
            return
        async with self.house.database.writing() as tx:
            same = media.c.content == CONTENTS[kind]
            sha256 = await tx.scalar(select(media.c.sha256).where(same))
            if file_id is None:
                await files.forget(tx, bot_id, sha256, kind)
            else:
                await files.remember(tx, bot_id, sha256, kind, file_id)

    async def post_morning(self) -> None:
        """Have the morning's text posted, with its button."""
        await self._find_postings()
        post, kind = self.postings[SlotKind.MORNING], DeliveryKind.MORNING
        await self.put("first", kind, Rank.REPLY, {"medium": None, "with_text": True}, post)
        await self.live(2)
        self.subject = self.said(lambda message: bool(message.buttons))[0].message_id

    async def tap(self) -> Tap:
        """The member taps the button of the morning's post, and the bot stores the deed."""
        post = self.server.message(self.chat.id, self.subject)
        tap = self.server.tap(self.member, post, post.buttons[0].label)
        await self.house.bot.intake.step()
        return tap

    # -- saying it ----------------------------------------------------------------------------

    async def say(self) -> None:
        """Put it into the outbox, and the others behind it."""
        send = self.send
        # The tap itself has put in that the button's number is to be changed.
        if send.kind is not DeliveryKind.COUNTER:
            post = None if send.slot is None else self.postings[send.slot]
            await self.put("it", send.kind, send.rank, self._payload(), post)
        rank = min(send.rank, Rank.BROADCAST)
        await self._add("other", rank, self._other)
        # The others come when it has met its trouble: a reply would go first and meet it instead.
        await self.house.bot.outbox.drain()
        await self._add("next", rank)
        await self._add("reply", Rank.REPLY)

    def _payload(self) -> dict[str, Any]:
        send, subject = self.send, self.subject
        payloads: dict[DeliveryKind, dict[str, Any]] = {
            DeliveryKind.TEXT: {"text": "it"},
            DeliveryKind.EDIT: {"message_id": subject, "text": "it"},
            DeliveryKind.CAPTION: {"message_id": subject, "text": "it"},
            DeliveryKind.DELETE: {"message_id": subject},
            DeliveryKind.REACTION: {"message_id": subject, "emoji": EMOJI},
            DeliveryKind.MORNING: {"medium": send.medium, "with_text": send.carries},
            DeliveryKind.FILE: {"media": send.shown, "file_id": self._file_id},
            DeliveryKind.PAPER: {"paper": self._key("paper"), "text": ""},
            DeliveryKind.MENU: self._menu(),
        }
        return payloads.get(send.kind, {})

    def _menu(self, *, not_now: bool = False) -> dict[str, Any]:
        """The menu that is to be given; or the other one, none being one too."""
        is_none = (self.send.method == "deleteMyCommands") is not not_now
        return {"menu": "" if is_none else menu_name("zh", *IN_PRIVATE)}

    async def say_later(self) -> None:
        """When all is over, say one thing more in the chat."""
        chat = self.server.world.rooms[self.chat_now].chat
        await self._add("later", Rank.BROADCAST, chat)
        await self.live_on()

    async def _add(self, name: str, rank: Rank, where: Chat | User | None = None) -> None:
        await self.put(name, DeliveryKind.TEXT, rank, {"text": name}, where=where)

    async def put(
        self,
        key: str,
        kind: DeliveryKind,
        rank: Rank,
        payload: Mapping[str, Any],
        post: PostingId | None = None,
        where: Chat | User | None = None,
    ) -> None:
        """Put a delivery into the outbox: for the chat, or for where else it is meant."""
        new = NewDelivery(
            bot_id=self.house.bot_id,
            key=self._key(key),
            rank=rank,
            kind=kind,
            chat_id=ChatId((where or self.chat).id),
            language="zh",
            not_before=self.clock.now(),
            payload=payload,
            posting_id=post,
        )
        async with self.house.database.writing() as tx:
            await outbox.put(tx, [new])
        self.house.bot.outbox.wake()

    def _key(self, key: str) -> str:
        return f"{self.group.id}:{key}"

    def key_of(self, key: str) -> str:
        """The key of its delivery, or of one of the others."""
        if key == "it" and self.send.kind is DeliveryKind.COUNTER:
            return f"counter:{self.postings[SlotKind.MORNING]}"
        return self._key(key)

    # -- time, and what can be seen -----------------------------------------------------------

    async def live(self, seconds: float) -> None:
        """Let so much time pass by the clock, the outbox being at work."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while (at := await self.house.bot.outbox.drain()) is not None and at <= end:
            assert at > self.clock.now(), "the time stands still"
            self.clock.move_to(at)
        self.clock.move_to(end)

    async def live_on(self) -> None:
        """Let time pass until nothing is left in the outbox."""
        end = self.clock.now() + _LONGEST
        while (at := await self.house.bot.outbox.drain()) is not None:
            assert self.clock.now() < at < end, "the outbox never comes to rest"
            self.clock.move_to(at)

    def said(self, fits: Callable[[MessageView], bool]) -> list[MessageView]:
        """The bot's messages in the chat that fit, oldest first, under either of its numbers."""
        rooms = dict.fromkeys((self.chat.id, self.chat_now))
        me = self.server.bot_user.id
        said = [m for room in rooms for m in self.server.messages(room) if m.sender.id == me]
        return [m for m in said if not m.service and fits(m)]

    async def rows(self, table: Table, **where: object) -> list[Row[Any]]:
        """The rows of a table in which these columns have these values."""
        same = [table.c[name] == value for name, value in where.items()]
        async with self.house.database.reading() as tx:
            return list(await tx.rows(select(table).where(*same)))
