"""What became of one thing that the bot was to say, and of what waited behind it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select

from bot.practice.server import Call
from bot.practice.views import MessageView
from storage.moments import earliest
from storage.tables.telegram import chats, files
from storage.tables.work import deliveries, postings, slots
from storage.values.deliveries import DeliveryKind, DeliveryState
from tests.stories.send_scene import EMOJI, Scene
from tests.stories.sends import Send

_READ_ONCE = "我学了 · 1"
_HOW_OFTEN = ("never", "once", "twice", "thrice")
_OTHERS = ("next", "reply", "other", "later")


class Seen:
    """A scene when all is over: the chats, the calls, and the database."""

    def __init__(self, scene: Scene, found: Mapping[str, Row[Any]]) -> None:
        self._scene = scene
        self._send = scene.send
        self._found = found

    # -- it -----------------------------------------------------------------------------------

    def came_of_it(self) -> str:
        """How often it stands there, or how it ended and why; and how many minutes after the first
        try the last one was made."""
        row = self._found["it"]
        ended = _HOW_OFTEN[times_said(self._scene)]
        if row.state != DeliveryState.SENT:
            assert ended == "never", "it stands there, and is said not to"
            ended = f"{row.state}:{row.error.replace(' ', '-')}"
        minutes = self.tried_for() // 60
        return f"{ended}+{minutes:.0f}min" if minutes else ended

    def tried_for(self) -> float:
        """Seconds from the first try to the last."""
        tries = tries_of(self._scene)
        return (tries[-1].at - tries[0].at).total_seconds()

    async def slot(self) -> tuple[str, str]:
        """How the slot that it was to be a post of has ended, and why."""
        assert self._send.slot is not None
        post = self._scene.postings[self._send.slot]
        [posting] = await self._scene.rows(postings, id=post)
        [row] = await self._scene.rows(slots, id=posting.slot_id)
        return row.state, row.reason

    async def file_ids(self) -> list[str]:
        """The ids by which the bot knows the file."""
        rows = await self._scene.rows(files, kind=self._send.medium)
        return [row.file_id for row in rows]

    def last_file_id(self) -> str:
        """The id of the file's last copy in the chat."""
        shown = self._scene.said(lambda m: m.media is not None)[-1].media
        assert shown is not None
        return shown.file_id

    # -- the others ---------------------------------------------------------------------------

    def others(self) -> Mapping[str, str]:
        """What became of the others."""
        return {key: row.state for key, row in self._found.items() if key in _OTHERS}

    def seconds(self, key: str) -> int:
        """After how many seconds one of the others came to its end."""
        return int(self._found[key].done_at) - earliest(self._scene.began)

    def order(self) -> list[str]:
        """What it and the others have become in the chat, oldest first; the reply is left out."""
        subject = self._scene.chat.id, self._scene.subject
        found = self._scene.said(lambda m: (m.chat_id, m.message_id) != subject)
        order = [m.text if m.text in _OTHERS else "it" for m in found]
        return [each for each in order if each != "reply"]

    # -- the chat -----------------------------------------------------------------------------

    async def can_write(self) -> bool:
        """Whether the bot believes that it can write in the chat, by the number it has now."""
        [row] = await self._scene.rows(chats, chat_id=self._scene.chat_now)
        return bool(row.state == "active")

    def told_above(self) -> int:
        """How often the owner was told that the branch has lost its group."""
        told = self._scene.house.texts(self._scene.owner)
        return sum(self._scene.group.title in text for text in told)


async def look(scene: Scene) -> Seen:
    """See what has become of it and of the others."""
    keys = {scene.key_of(each): each for each in ("it", *_OTHERS)}
    query = select(deliveries).where(deliveries.c.key.in_(keys))
    async with scene.house.database.reading() as tx:
        return Seen(scene, {keys[row.key]: row for row in await tx.rows(query)})


def tries_of(scene: Scene) -> list[Call]:
    """The requests that were made for it."""
    mine = (scene.chat.id, scene.chat_now)
    calls = [call for call in scene.server.calls_of(scene.send.method) if call.at >= scene.began]
    calls = [call for call in calls if call.params.get("text") not in _OTHERS]
    return [call for call in calls if int(call.params.get("chat_id", scene.chat.id)) in mine]


def times_said(scene: Scene) -> int:
    """How often it stands in the chat."""
    if scene.send.is_new:
        return len(scene.said(lambda message: _is_it(scene.send, message)))
    return int(_is_changed(scene))


def _is_it(send: Send, message: MessageView) -> bool:
    if send.shown:
        return message.media is not None and message.media.kind == send.shown
    match send.kind:
        case DeliveryKind.NOON:
            return message.poll is not None
        case DeliveryKind.NOON_BUTTONS:
            return bool(message.buttons)
        case _:
            return message.text == "it"


def _is_changed(scene: Scene) -> bool:
    chat, subject = scene.chat.id, scene.subject
    match scene.send.kind:
        case DeliveryKind.MENU:
            scopes = [scope for scope, _ in scene.server.world.commands]
            has_menu = any(f"{chat}" in scope for scope in scopes)
            return has_menu is (scene.send.method == "setMyCommands")
        case DeliveryKind.DELETE:
            return subject not in [each.message_id for each in scene.server.messages(chat)]
        case DeliveryKind.REACTION:
            return (EMOJI,) in scene.server.message(chat, subject).reactions.values()
        case DeliveryKind.COUNTER:
            buttons = scene.server.message(chat, subject).buttons
            return _READ_ONCE in [each.label for each in buttons]
        case _:
            return scene.server.message(chat, subject).text == "it"
