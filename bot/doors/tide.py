"""Since when nothing can be on its way any more, where Telegram brings updates by itself."""

from datetime import datetime

from msgspec import Struct


class _Mark(Struct, frozen=True):
    """``moment`` is caught up with when so many updates are stored."""

    moment: datetime
    stored: int


class Tide:
    """Tells until when all that members did is stored.

    Whoever fetches updates knows it from an answer that is not full. Whoever is brought them has to
    ask how many wait: what was done before the question is stored when as many have come as then
    waited. See ``docs/decisions/0005-webhook.md``.
    """

    def __init__(self, start: datetime) -> None:
        self.caught_up_until = start
        self._stored = 0
        self._mark: _Mark | None = None

    @property
    def stored(self) -> int:
        """How many updates were taken, those that came a second time among them."""
        return self._stored

    def took(self, updates: int) -> bool:
        """So many more are stored; whether that caught up with a moment."""
        self._stored += updates
        return self._look()

    def asked(self, moment: datetime, waiting: int) -> bool:
        """Telegram, asked at ``moment``, said just now that so many wait; as above.

        What it still counted and we had stored by then is counted twice, so the mark may be too
        high, never too low; the next question puts it right.
        """
        new = _Mark(moment, self._stored + waiting)
        if self._mark is None or new.stored <= self._mark.stored:
            self._mark = new
        return self._look()

    def _look(self) -> bool:
        if self._mark is None or self._stored < self._mark.stored:
            return False
        self.caught_up_until = max(self.caught_up_until, self._mark.moment)
        self._mark = None
        return True
