"""What somebody at the page asks for: read from JSON, done on the practice server."""

from typing import Literal

import msgspec
from msgspec import Struct

from bot.practice.cannot import (
    IS_THERE,
    MESSAGE_GONE,
    NOT_A_PICTURE,
    NOT_YOURS,
    CannotDo,
    not_there,
)
from bot.practice.files import image_size
from bot.practice.page.play import Play
from bot.practice.page.players import NobodyThere
from bot.practice.records import Room, User
from bot.practice.server import PracticeServer
from bot.practice.taps import Tap
from bot.practice.views import MessageView
from storage.values.messages import message


class _Deed(Struct, tag_field="deed", forbid_unknown_fields=True):
    """``who``: the key of the person who does it."""

    who: str

    def do(self, server: PracticeServer, user: User) -> Tap | None:
        """Do it for ``user``; a tap is answered later. Raises :class:`CannotDo` and
        :class:`NobodyThere`."""
        # Each deed has its own; msgspec's structs can't be abstract classes.
        raise NotImplementedError


class _InChat(_Deed):
    chat: int

    def room(self, server: PracticeServer, user: User) -> Room:
        """The chat, if it is one of the person's own."""
        room = server.world.rooms.get(self.chat)
        if room is None or (room.chat.kind == "private" and room.chat.id != user.id):
            raise NobodyThere(message("There is no such chat."))
        if not room.has(user.id):
            raise not_there(user.first_name)
        return room


class _OfMessage(_InChat):
    message: int

    def found(self, server: PracticeServer, user: User) -> MessageView:
        """The message as it stands."""
        room = self.room(server, user)
        if self.message not in room.messages:
            raise CannotDo(MESSAGE_GONE)
        return server.message(room.chat, self.message)


class Start(_Deed, tag="start"):
    """Press START in the private chat with the bot."""

    payload: str | None = None

    def do(self, server: PracticeServer, user: User) -> None:
        server.start_private(user, self.payload)


class AddBot(_InChat, tag="add_bot"):
    """Bring the bot into a group by an invitation."""

    payload: str | None = None

    def do(self, server: PracticeServer, user: User) -> None:
        room = self.room(server, user)
        if room.has(server.bot_user.id):
            raise CannotDo(IS_THERE)
        server.add_bot(room.chat, user, self.payload)


class Say(_InChat, tag="say"):
    """Write a message."""

    text: str
    reply_to: int | None = None
    thread: int | None = None

    def do(self, server: PracticeServer, user: User) -> None:
        chat = self.room(server, user).chat
        server.say(user, chat, self.text, self.reply_to, self.thread)


class Send(_InChat, tag="send"):
    """Send a file; ``content`` is in base 64."""

    kind: Literal["photo", "voice", "document"]
    name: str
    content: bytes
    caption: str = ""
    reply_to: int | None = None
    thread: int | None = None

    def do(self, server: PracticeServer, user: User) -> None:
        chat, where = self.room(server, user).chat, (self.reply_to, self.thread)
        if self.kind == "document":
            name, caption = self.name, self.caption
            server.send_document(user, chat, self.content, name, caption, *where)
        elif self.kind == "voice":
            server.send_voice(user, chat, self.content, self.caption, *where)
        elif image_size(self.content) is None:
            raise CannotDo(NOT_A_PICTURE)
        else:
            server.send_photo(user, chat, self.content, self.caption, *where)


class Edit(_OfMessage, tag="edit"):
    """Change one's own message."""

    text: str

    def do(self, server: PracticeServer, user: User) -> None:
        server.edit(user, self.found(server, user), self.text)


class Delete(_OfMessage, tag="delete"):
    """Take one's own message back."""

    def do(self, server: PracticeServer, user: User) -> None:
        found = self.found(server, user)
        if found.sender != user:
            raise CannotDo(NOT_YOURS)
        server.delete(found)


class TapButton(_OfMessage, tag="tap"):
    """Tap an inline button, named by its data."""

    data: str

    def do(self, server: PracticeServer, user: User) -> Tap:
        return server.tap(user, self.found(server, user), self.data)


class Vote(_OfMessage, tag="vote"):
    """Vote for options by their numbers; none take the vote back."""

    options: tuple[int, ...]

    def do(self, server: PracticeServer, user: User) -> None:
        server.vote(user, self.found(server, user), self.options)


class React(_OfMessage, tag="react"):
    """Put one's reaction on a message; None takes it away."""

    emoji: str | None

    def do(self, server: PracticeServer, user: User) -> None:
        server.react(user, self.found(server, user), self.emoji)


class MakeForum(_InChat, tag="make_forum"):
    """Turn the group into a forum."""

    def do(self, server: PracticeServer, user: User) -> None:
        server.make_forum(self.room(server, user).chat, user)


class AddTopic(_InChat, tag="add_topic"):
    """Open a topic."""

    name: str

    def do(self, server: PracticeServer, user: User) -> None:
        server.add_topic(self.room(server, user).chat, user, self.name)


Deed = Start | AddBot | Say | Send | Edit | Delete | TapButton | Vote | React | MakeForum | AddTopic


class ClockMove(Struct, forbid_unknown_fields=True):
    """Where the clock is to go; ``still``: people's deeds come all at once, not one by one."""

    who: str
    to: Literal["post", "day", "week"]
    still: bool = False


class LifeSwitch(Struct, forbid_unknown_fields=True):
    """Whether the sample's people live their day by themselves."""

    on: bool


class Restart(Struct, forbid_unknown_fields=True):
    """Begin a fresh branch; ``bound``: with its group set up."""

    language: Literal["zh", "en"]
    bound: bool = True


class Outcome(Struct, frozen=True):
    """What the one who did it sees of it at once: the bot's answer to a tap."""

    toast: str = ""
    alert: bool = False
    url: str | None = None


async def do(play: Play, body: bytes) -> Outcome:
    """Do what ``body`` asks. Raises :class:`CannotDo`, :class:`NobodyThere` for somebody whom one
    can't be, and :class:`msgspec.ValidationError` for what is no deed."""
    deed: Deed = msgspec.json.decode(body, type=Deed)
    _, user = play.player(deed.who)
    tap = await play.act(lambda: deed.do(play.server, user))
    answer = tap.answer if tap is not None else None
    return Outcome() if answer is None else Outcome(answer.text, answer.show_alert, answer.url)
