"""Every kind of request that the outbox makes, by the delivery that asks for it.

For :mod:`tests.stories.test_every_send`. A result, an evening's prompt or a note that is shown to
the group are texts and files like those here.
"""

from msgspec import Struct

from storage.values.days import SlotKind
from storage.values.deliveries import DeliveryKind, Rank
from tests.practice.pictures import png

CONTENTS = {"picture": png(32, 24), "audio": b"ID3", "video": b"ftyp", "file": b"%PDF"}
"""The bytes of what the item of study comes with, by medium."""


class Send(Struct, frozen=True):
    """A kind of request: the method that makes it, and the delivery that asks for it.

    ``group`` is the name by which the specification tells of it and its like. ``slot`` is what it
    is a post of. A file is a ``medium`` of the item to us and ``shown`` to Telegram; ``known`` when
    it goes by the id of an upload.
    """

    group: str
    method: str
    kind: DeliveryKind
    rank: Rank = Rank.REPLY
    slot: SlotKind | None = None
    medium: str = ""
    shown: str = ""
    known: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it is a message of its own, and not a change of one."""
        return self.group in ("text", "letters", "file", "known file", "replay", "poll")

    @property
    def carries(self) -> bool:
        """Whether its slot stands or falls with it."""
        return self.slot is SlotKind.NOON or self.medium == "picture"


def _file(method: str, medium: str, shown: str, known: bool) -> Send:
    group = "known file" if known else "file"
    kind, slot = DeliveryKind.MORNING, SlotKind.MORNING
    return Send(group, method, kind, Rank.BROADCAST, slot, medium, shown, known)


def _replay(method: str, shown: str) -> Send:
    return Send("replay", method, DeliveryKind.FILE, shown=shown, known=True)


def _post(group: str, method: str, kind: DeliveryKind) -> Send:
    return Send(group, method, kind, Rank.BROADCAST, SlotKind.NOON)


_FILES = (
    ("sendPhoto", "picture", "photo"),
    ("sendAudio", "audio", "audio"),
    ("sendVideo", "video", "video"),
    ("sendDocument", "file", "document"),
)
SENDS = {
    "text": Send("text", "sendMessage", DeliveryKind.TEXT),
    "letters": _post("letters", "sendMessage", DeliveryKind.NOON_BUTTONS),
    **{each[1]: _file(*each, known=False) for each in _FILES},
    **{f"{each[1]}-by-id": _file(*each, known=True) for each in _FILES},
    "paper": Send("file", "sendDocument", DeliveryKind.PAPER, shown="document"),
    "voice": _replay("sendVoice", "voice"),
    "animation": _replay("sendAnimation", "animation"),
    "round-video": _replay("sendVideoNote", "video_note"),
    "sticker": _replay("sendSticker", "sticker"),
    "poll": _post("poll", "sendPoll", DeliveryKind.NOON),
    "edit": Send("edit", "editMessageText", DeliveryKind.EDIT),
    "caption": Send("edit", "editMessageCaption", DeliveryKind.CAPTION, shown="photo"),
    "delete": Send("delete", "deleteMessage", DeliveryKind.DELETE),
    "buttons": Send("buttons", "editMessageReplyMarkup", DeliveryKind.COUNTER, Rank.COUNTER),
    "reaction": Send("reaction", "setMessageReaction", DeliveryKind.REACTION),
    "menu": Send("menu", "setMyCommands", DeliveryKind.MENU, Rank.REMINDER),
    "no-menu": Send("menu", "deleteMyCommands", DeliveryKind.MENU, Rank.REMINDER),
}
