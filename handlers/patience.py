"""How often the bot lets itself be made to speak in a group."""

from collections import deque
from datetime import datetime, timedelta

from storage.values.people import ChatId

_ANSWERS = 5
_WITHIN = timedelta(minutes=1)
_MOST_CHATS = 10_000


class Patience:
    """Answers to commands in a group: a few a minute, beyond that silence.

    Telegram lets a bot say 20 things a minute in a group; somebody who plays with commands must
    not use up what the day's posts need. Kept in memory only: it is courtesy, not a record.
    """

    def __init__(self) -> None:
        self._answered: dict[ChatId, deque[datetime]] = {}

    def allows(self, chat: ChatId, now: datetime) -> bool:
        """Whether one more answer may be given there now; counts it when it may."""
        if len(self._answered) > _MOST_CHATS:
            self._answered.clear()
        answered = self._answered.setdefault(chat, deque(maxlen=_ANSWERS))
        if len(answered) == _ANSWERS and now - answered[0] < _WITHIN:
            return False
        answered.append(now)
        return True
