"""Claimed deliveries are put in words; those that are not worth it any more end here."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from bot.logs import REPORT, logger
from bot.pump import Held
from bot.requests import Drop, Request
from storage.database import Transaction, passes
from storage.faults import frames
from storage.values.deliveries import Delivery, DeliveryId, DeliveryState
from storage.values.outcomes import Ended

_LOG = logger(__name__)


class Renderer(Protocol):
    """Puts deliveries in words, and checks once more that they are still worth saying."""

    async def prepare(
        self, tx: Transaction, deliveries: Sequence[Delivery]
    ) -> Mapping[DeliveryId, Request]:
        """A request for each delivery; one left out has failed."""
        ...


class Prepared(Struct, frozen=True):
    """What claimed deliveries came to: messages to be sent, and deliveries that ended unsent."""

    held: Sequence[Held]
    ended: Sequence[Ended]


async def prepared(renderer: Renderer, tx: Transaction, claimed: Sequence[Delivery]) -> Prepared:
    """Have the claimed put in words; end those that are not worth it any more."""
    requests = await _words_for(renderer, tx, claimed) if claimed else {}
    held: list[Held] = []
    ended: list[Ended] = []
    for delivery in claimed:
        request = requests.get(delivery.id)
        match request:
            case None:
                ended.append(Ended(delivery, DeliveryState.FAILED, "no-words"))
            case Drop(reason):
                ended.append(Ended(delivery, DeliveryState.DROPPED, reason))
                _LOG.info("delivery dropped", delivery=delivery.id, reason=reason)
            case _:
                held.append(Held(delivery, request))
    return Prepared(held, ended)


async def _words_for(
    renderer: Renderer, tx: Transaction, claimed: Sequence[Delivery]
) -> Mapping[DeliveryId, Request]:
    """The renderer's requests; what it fails over is asked for singly, and only that fails."""
    try:
        async with tx.attempt():
            return await renderer.prepare(tx, claimed)
    except Exception as error:
        if passes(error):
            raise
        if len(claimed) == 1:
            # Where it went wrong, but not the error's words: they may hold somebody's text.
            name = type(error).__name__
            _LOG.error(
                "delivery has no words, and fails",
                delivery=claimed[0].id,
                error=name,
                do=REPORT,
                exception=frames(error),
            )
            return {}
    requests: dict[DeliveryId, Request] = {}
    for delivery in claimed:
        requests.update(await _words_for(renderer, tx, [delivery]))
    return requests
