"""Made files are kept until they are sent, and not longer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from storage import claiming, outbox
from storage.database import Database
from storage.outcomes import record
from storage.papers import Paper, drop_papers_before, keep_paper, paper
from storage.values.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery, Rank
from storage.values.outcomes import Again, Ended, Outcome, Sent
from storage.values.people import ChatId, MessageId
from tests.storage.branch_rows import BOT

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def sent(each: Delivery) -> Outcome:
    return Sent(each, MessageId(5))


def failed(each: Delivery) -> Outcome:
    return Ended(each, DeliveryState.FAILED, "too-large")


def again(each: Delivery) -> Outcome:
    return Again(each, NOW)


@pytest.mark.parametrize(("outcome", "stays"), [(sent, False), (failed, False), (again, True)])
async def test_a_file_goes_with_its_delivery(
    database: Database, outcome: Callable[[Delivery], Outcome], stays: bool
) -> None:
    async with database.writing() as tx:
        await keep_paper(tx, BOT, "a", Paper("a.pdf", b"1"), NOW)
        await keep_paper(tx, BOT, "a", Paper("b.pdf", b"\0\xff2"), NOW)
        assert await paper(tx, BOT, "a") == Paper("b.pdf", b"\0\xff2")
        new = NewDelivery(
            bot_id=BOT,
            key="a",
            rank=Rank.REPLY,
            kind=DeliveryKind.PAPER,
            chat_id=ChatId(11),
            language="en",
            not_before=NOW,
            payload={"paper": "a", "text": "yours"},
        )
        await outbox.put(tx, [new])
        (claimed,) = await claiming.claim(tx, BOT, NOW, limit=1)
        await record(tx, BOT, [outcome(claimed)], NOW)
        assert (await paper(tx, BOT, "a") is not None) == stays


async def test_what_was_left_behind_is_cleared_away(database: Database) -> None:
    async with database.writing() as tx:
        await keep_paper(tx, BOT, "old", Paper("a", b"1"), NOW - timedelta(days=3))
        await keep_paper(tx, BOT, "new", Paper("a", b"1"), NOW)
        assert await drop_papers_before(tx, NOW - timedelta(days=2)) == 1
        assert await paper(tx, BOT, "old") is None
        assert await paper(tx, BOT, "new") is not None
