"""Telegram's updates as they come over the wire, decoded as far as each needs.

Votes and taps come by the thousand at noon: they are decoded straight into small values. The rest
is left raw, to be parsed by python-telegram-bot one by one, so that an update it cannot parse
stops no other.
"""

import re
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from storage.batch import ParkedVote
from storage.values.messages import SanxueError, message


class Account(Struct, frozen=True):
    """The Telegram account behind an update."""

    id: int
    first_name: str = ""
    last_name: str = ""
    language_code: str = ""
    is_bot: bool = False

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class Vote(Struct, frozen=True):
    """A person's vote in a poll; no options when it was taken back."""

    poll_id: str
    option_ids: tuple[int, ...]
    user: Account | None = None


class TapChat(Struct, frozen=True):
    """The chat of the message whose button was tapped."""

    id: int


class TapMessage(Struct, frozen=True):
    """The message whose button was tapped."""

    message_id: int
    chat: TapChat


class Tap(Struct, frozen=True):
    """A tap on an inline button."""

    id: str
    from_: Account = msgspec.field(name="from")
    data: str = ""
    message: TapMessage | None = None


_Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class Head(Struct, frozen=True):
    """An update's number, and what it holds if that is hot."""

    update_id: _Number
    poll_answer: Vote | UnsetType = UNSET
    callback_query: Tap | UnsetType = UNSET
    poll: Raw | UnsetType = UNSET


class Number(Struct, frozen=True):
    """Just an update's number: all that is asked of one that cannot be read further."""

    update_id: _Number


class Envelope(Struct, frozen=True):
    """The answer to ``getUpdates``, its updates still raw."""

    result: tuple[Raw, ...]


class Unreadable(SanxueError):
    """An answer to ``getUpdates`` that is no list of updates."""


_ENVELOPE = msgspec.json.Decoder(Envelope)
_HEAD = msgspec.json.Decoder(Head)
_NUMBER = msgspec.json.Decoder(Number)
_SEEN = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')
_ANY = msgspec.json.Decoder(dict[str, Any])


def split_answer(body: bytes) -> list[bytes]:
    """The raw updates in the answer to ``getUpdates``.

    Raises :class:`Unreadable` when the answer is not what Telegram sends.
    """
    try:
        return [bytes(raw) for raw in _ENVELOPE.decode(body).result]
    except msgspec.MsgspecError as error:
        raise Unreadable(message("Telegram's answer could not be read.")) from error


def numbers_in(body: bytes) -> list[int]:
    """The update numbers that stand in an answer that can't be read, as far as they can be seen."""
    return [int(found) for found in _SEEN.findall(body)]


def number_of(raw: bytes) -> int | None:
    """The number of a raw update, None when even that can't be read."""
    try:
        return _NUMBER.decode(raw).update_id
    except msgspec.MsgspecError:
        return None


def head_of(raw: bytes) -> Head:
    """The head of a raw update; raises ``msgspec.MsgspecError`` for a hot one that is malformed."""
    return _HEAD.decode(raw)


def mapping_of(raw: bytes) -> dict[str, Any]:
    """A raw update as a mapping, for python-telegram-bot's own parsing."""
    return _ANY.decode(raw)


def raw_vote(vote: ParkedVote) -> str:
    """A parked vote as the update that it came in, as far as it is still known.

    What was not kept is there but empty, as python-telegram-bot asks for it: the options' lasting
    ids.
    """
    answer = {
        "poll_id": vote.poll_id,
        "user": {"id": vote.telegram_id, "is_bot": False, "first_name": vote.name},
        "option_ids": vote.chosen,
        "option_persistent_ids": [],
    }
    update = {"update_id": vote.update_id, "poll_answer": answer}
    return msgspec.json.encode(update).decode()
