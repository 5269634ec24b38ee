"""A private note that was shown to the group: how it goes from there again."""

from datetime import datetime, timedelta
from enum import Enum, auto

from storage.values.notes import SharedMessage

# Telegram lets a bot delete its messages for 48 hours; the outbox may be late by an hour.
_DELETABLE = timedelta(hours=47)


class WayBack(Enum):
    """What is done to a message of a shared note that is taken back."""

    DELETE = auto()
    REPLACE_WORDS = auto()
    REPLACE_CAPTION = auto()


def way_back(message: SharedMessage, now: datetime) -> WayBack:
    """How a message goes from the group again; its file can go by deleting only."""
    if now - message.at < _DELETABLE:
        return WayBack.DELETE
    return WayBack.REPLACE_CAPTION if message.has_file else WayBack.REPLACE_WORDS
