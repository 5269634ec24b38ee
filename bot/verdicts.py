"""What an error from Telegram means for the delivery that met it. One function says so."""

from collections.abc import Iterator
from datetime import timedelta
from enum import Enum, auto

import httpx
from msgspec import Struct
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from storage.values.chats import NO_RIGHTS
from storage.values.deliveries import DeliveryKind
from storage.values.people import ChatId


class Action(Enum):
    """What to do with a delivery."""

    SENT = auto()
    """Telegram has it already, just as wanted."""
    FLOOD = auto()
    """Too many: again, not before the seconds given have passed."""
    MOVED = auto()
    """The group is a supergroup now: again, to the new chat."""
    UNREACHABLE = auto()
    """The bot can't write to this chat any more."""
    UNCONNECTED = auto()
    """Telegram wasn't reached at all: again, when the network is back."""
    RESEND = auto()
    """Sent perhaps. Saying it twice does less harm than not at all: again."""
    HOLD = auto()
    """Sent perhaps, and twice would be wrong (a poll): hold it until it is clear."""
    NO_TOPIC = auto()
    """The topic of a forum group is gone, or closed: again, to the general one."""
    STALE_FILE = auto()
    """Telegram has forgotten the file that it was given once: again, with its bytes."""
    DROPPED = auto()
    """What it belongs to is gone: no longer worth saying."""
    FAILED = auto()
    """Telegram will never take it."""
    STOP = auto()
    """The token isn't valid, it seems: nothing can be sent at all. Ask :func:`is_refused`."""


class Verdict(Struct, frozen=True):
    """What to do, why (a short code, kept with the delivery and its slot), and with what."""

    action: Action
    reason: str = ""
    seconds: float = 0.0
    moved_to: ChatId | None = None


_NEVER_CONNECTED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)

_EDITS = frozenset({DeliveryKind.EDIT, DeliveryKind.COUNTER, DeliveryKind.CAPTION})

# Telegram's descriptions of refusals, in lower case; the API gives them no codes of their own.
_NOTHING_NEW = ("message is not modified", "message to delete not found")
_CHAT_GONE = (
    "chat not found",
    "chat was deactivated",
    "group chat was deleted",
    "peer_id_invalid",
    "user not found",
    "bot is not a member",
)
_MAY_NOT_WRITE = (
    "not enough rights to send text messages",
    "have no rights to send a message",
    "need administrator rights in the channel",
    "chat_write_forbidden",
    "chat_restricted",
)
_MAY_NOT_SEND_THIS = ("not enough rights to send", "_forbidden")
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")
_STALE_FILE = ("wrong file identifier", "wrong remote file identifier", "file_reference_")
_NOT_DELETED = ("message can't be deleted",)
_MESSAGE_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message not found",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)


STRAY = Verdict(Action.RESEND, "not-found")
"""What an answer of "not found" means that had nothing to do with the token."""


async def is_refused(bot: Bot) -> bool:
    """Whether Telegram really refuses the bot's token.

    python-telegram-bot calls the token invalid at every 401 and 404, also those of a gateway on
    the way or of a server that doesn't know a method.
    """
    try:
        await bot.get_me()
    except InvalidToken:
        return True
    except TelegramError:
        return False
    return False


# One way out for each kind of error: that is the table.
def verdict(error: Exception, kind: DeliveryKind) -> Verdict:  # noqa: PLR0911
    """What ``error``, raised while a delivery of ``kind`` was being sent, means for it."""
    match error:
        case RetryAfter():
            return Verdict(Action.FLOOD, "flood", seconds=_seconds(error))
        case ChatMigrated():
            return Verdict(Action.MOVED, "moved", moved_to=ChatId(error.new_chat_id))
        case InvalidToken():
            return Verdict(Action.STOP, "token")
        case Forbidden():
            return Verdict(Action.UNREACHABLE, "forbidden")
        case BadRequest():
            return _refusal(error.message.lower(), kind)
        case NetworkError() | httpx.HTTPError():
            return _silence(error, kind)
        case TelegramError() if type(error) is TelegramError:
            # An answer that is no JSON: something between us and Telegram spoke in its place.
            return _silence(error, kind)
        case _:
            return Verdict(Action.FAILED, type(error).__name__)


def _refusal(said: str, kind: DeliveryKind) -> Verdict:
    """Telegram read the request and said no. The order of the questions matters."""
    outcomes = (
        (_NOTHING_NEW, Verdict(Action.SENT)),
        (_CHAT_GONE, Verdict(Action.UNREACHABLE, "chat-gone")),
        (_MAY_NOT_WRITE, Verdict(Action.UNREACHABLE, NO_RIGHTS)),
    )
    for phrases, outcome in outcomes:
        if _says(said, phrases):
            return outcome
    if kind is DeliveryKind.REACTION:
        # Reactions may be off in this group, or the message gone: then nobody misses the thanks.
        return Verdict(Action.DROPPED, "no-reactions")
    if kind in _EDITS and _says(said, _MESSAGE_GONE):
        return Verdict(Action.DROPPED, "message-gone")
    if kind is DeliveryKind.DELETE and _says(said, _NOT_DELETED):
        return Verdict(Action.DROPPED, "message-gone")
    rarer = (
        (_NO_TOPIC, Verdict(Action.NO_TOPIC, "no-topic")),
        (_STALE_FILE, Verdict(Action.STALE_FILE, "stale-file")),
        (_MAY_NOT_SEND_THIS, Verdict(Action.FAILED, NO_RIGHTS)),
    )
    found = (outcome for phrases, outcome in rarer if _says(said, phrases))
    return next(found, Verdict(Action.FAILED, "refused"))


def _silence(error: Exception, kind: DeliveryKind) -> Verdict:
    """Telegram was not reached, gave no answer that can be read, or had a fault of its own."""
    said = str(error).lower()
    if any(isinstance(cause, _NEVER_CONNECTED) for cause in _causes(error)):
        return Verdict(Action.UNCONNECTED, "unconnected")
    if "too many requests" in said:
        return Verdict(Action.FLOOD, "flood", seconds=_seconds(error))
    if "entity too large" in said:
        return Verdict(Action.FAILED, "too-large")
    # A gateway's 5xx, a cut connection and a timeout alike: it may have been posted.
    if kind is DeliveryKind.NOON:
        return Verdict(Action.HOLD, "no-answer")
    return Verdict(Action.RESEND, "no-answer")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _says(said: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in said for phrase in phrases)


_UNTOLD_WAIT = 5.0


def _seconds(error: Exception) -> float:
    """How long Telegram asked to wait; it does not always say."""
    wait = error.retry_after if isinstance(error, RetryAfter) else _UNTOLD_WAIT
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
