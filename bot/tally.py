"""What the bot tells of its work while it works: kinds, outcomes and times."""

from collections.abc import Mapping


class Tally:
    """Is told what becomes of the bot's work, and forgets it: where no web door is open, nobody can
    look. :class:`bot.metrics.Metrics` keeps it."""

    def batch(self, updates: Mapping[tuple[str, str], int], seconds: float) -> None:
        """A batch is stored: how many updates there were, by kind and outcome."""

    def letter(self) -> None:
        """An update was kept as a dead letter."""

    def delivery(self, verdict: str) -> None:
        """Telegram has answered a request, or has not."""

    def slot(self, kind: str, seconds: float) -> None:
        """A slot was taken so long after it was due."""
