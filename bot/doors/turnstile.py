"""Counts who comes in: so many a minute, and no more."""

from collections import deque
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)


class Turnstile:
    """Lets ``most`` in within any minute; of one kind, ``each``."""

    def __init__(self, most: int, each: int) -> None:
        self._most, self._each = most, each
        self._lately: deque[tuple[datetime, int]] = deque()

    def lets_in(self, kind: str, now: datetime) -> bool:
        """Whether one more of a kind may come in now; if so, it has come."""
        while self._lately and now - self._lately[0][0] >= _MINUTE:
            self._lately.popleft()
        # What they are is a secret: not kept in the clear.
        same = hash(kind)
        alike = sum(1 for _, other in self._lately if other == same)
        if len(self._lately) >= self._most or alike >= self._each:
            return False
        self._lately.append((now, same))
        return True
