"""The kinds of updates."""

import msgspec
from msgspec import Raw

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "message_reaction",
)
"""All kinds that are asked for; two of them Telegram sends only when they are named."""

OTHER = "other"
UNREADABLE = "unreadable"

_FIELDS = msgspec.json.Decoder(dict[str, Raw])


def kind_in(raw: bytes) -> str:
    """The kind of a raw update, as far as it can be read."""
    try:
        fields = _FIELDS.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return UNREADABLE
    return next((kind for kind in ALLOWED_UPDATES if kind in fields), OTHER)
