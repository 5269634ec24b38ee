"""What is counted while the bot works, for ``/metrics``: kinds, outcomes and times; no names, no
chats.

Counting is a few additions a batch. What stands in the database (how much waits, and how long) is
asked only when somebody looks (:meth:`Metrics.now`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

from bot.tally import Tally
from bot.version import own_version
from storage.values.deliveries import Rank
from storage.values.outcomes import Backlog

# A moment beside every figure, which nobody asks for. The library, otherwise typed, has left this
# function without types.
disable_created_metrics()  # type: ignore[no-untyped-call]

_BATCH_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_LAG_SECONDS = (1, 2, 5, 15, 60, 300, 900, 3600)


class Metrics(Tally):
    """The counters of one running bot. Each belongs to a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._updates = Counter(
            "sanxue_updates",
            "Updates by kind and by what became of them: handled, known (had come before), failed.",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self._batches = Histogram(
            "sanxue_batch_seconds",
            "Seconds from handing in a batch of updates to its commit.",
            buckets=_BATCH_SECONDS,
            registry=self.registry,
        )
        self._letters = Counter(
            "sanxue_dead_letters",
            "Updates that could not be handled and were kept: sanxue deadletters.",
            registry=self.registry,
        )
        self._deliveries = Counter(
            "sanxue_deliveries",
            "What Telegram said to requests of the outbox, by verdict.",
            ["verdict"],
            registry=self.registry,
        )
        self._lags = Histogram(
            "sanxue_slot_lag_seconds",
            "Seconds by which slots were taken later than they were due, by kind.",
            ["kind"],
            buckets=_LAG_SECONDS,
            registry=self.registry,
        )
        self._requests = Counter(
            "sanxue_webhook_requests",
            "Requests at the webhook: stored, failed (to be brought again), refused.",
            ["outcome"],
            registry=self.registry,
        )

        self._waiting = Gauge(
            "sanxue_queue_waiting",
            "Messages that wait to be sent, by rank.",
            ["rank"],
            registry=self.registry,
        )
        self._ages = Gauge(
            "sanxue_queue_age_seconds",
            "Seconds for which the oldest message has been due, by rank.",
            ["rank"],
            registry=self.registry,
        )
        self._kept = Gauge(
            "sanxue_dead_letters_kept",
            "Dead letters that are there now.",
            registry=self.registry,
        )
        self._counted = Gauge(
            "sanxue_updates_age_seconds",
            "Seconds since the moment until which all updates are stored.",
            registry=self.registry,
        )
        Info("sanxue_build", "What runs.", registry=self.registry).info({"version": own_version()})
        ProcessCollector(registry=self.registry)

    def batch(self, updates: Mapping[tuple[str, str], int], seconds: float) -> None:
        self._batches.observe(seconds)
        for kind_and_outcome, times in updates.items():
            self._updates.labels(*kind_and_outcome).inc(times)

    def letter(self) -> None:
        self._letters.inc()

    def delivery(self, verdict: str) -> None:
        self._deliveries.labels(verdict).inc()

    def slot(self, kind: str, seconds: float) -> None:
        self._lags.labels(kind).observe(max(0.0, seconds))

    def request(self, outcome: str) -> None:
        """Somebody has knocked at the webhook."""
        self._requests.labels(outcome).inc()

    def now(
        self, now: datetime, backlog: Iterable[Backlog], letters: int, counted_until: datetime
    ) -> None:
        """How it stands at this moment: what waits, the dead letters, what is stored."""
        waits = {each.rank: each for each in backlog}
        for rank in Rank:
            found, name = waits.get(rank), rank.name.lower()
            age = (now - found.oldest).total_seconds() if found else 0.0
            self._waiting.labels(name).set(found.waiting if found else 0)
            self._ages.labels(name).set(max(0.0, age))
        self._kept.set(letters)
        self._counted.set(max(0.0, (now - counted_until).total_seconds()))
