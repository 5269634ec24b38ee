"""The wish for a newer count on a button: one delivery a post, however often it is wished."""

from datetime import UTC, date, datetime, timedelta

from programme.counters import counter
from storage.values.days import Posting, PostingId, SlotId, SlotKind, VersionId
from storage.values.deliveries import DeliveryKind, Rank
from storage.values.people import BotId, ChatId, UnitId

NOW = datetime(2026, 5, 20, 1, tzinfo=UTC)


def posting(number: int) -> Posting:
    day = date(2026, 5, 20)
    unit, version = UnitId(3), VersionId(4)
    return Posting(
        PostingId(number),
        BotId(7),
        SlotId(1),
        SlotKind.MORNING,
        unit,
        day,
        0,
        ChatId(-5),
        "zh",
        version,
    )


def test_a_counter_goes_to_its_post_in_ten_seconds_and_after_all_else() -> None:
    wish = counter(posting(9), NOW)
    assert (wish.kind, wish.rank) == (DeliveryKind.COUNTER, max(Rank))
    assert (wish.bot_id, wish.chat_id, wish.language, wish.posting_id) == (7, -5, "zh", 9)
    assert wish.not_before == NOW + timedelta(seconds=10)
    assert wish.expires_at is None


def test_wishes_for_one_post_have_one_key() -> None:
    keys = {counter(posting(9), NOW + timedelta(seconds=n)).key for n in range(5)}
    assert len(keys) == 1
    assert counter(posting(10), NOW).key not in keys
