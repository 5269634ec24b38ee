"""The counts on posts: how many have read, and how many have answered by buttons."""

from datetime import datetime, timedelta

from storage.values.days import Posting
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank

# A group takes 20 messages a minute in all: its counter is renewed at most this often.
_EVERY = timedelta(seconds=10)


def counter(posting: Posting, now: datetime) -> NewDelivery:
    """The wish that a post show the newest count; many wishes are one edit."""
    return NewDelivery(
        bot_id=posting.bot_id,
        key=f"counter:{posting.id}",
        rank=Rank.COUNTER,
        kind=DeliveryKind.COUNTER,
        chat_id=posting.chat_id,
        language=posting.language,
        not_before=now + _EVERY,
        posting_id=posting.id,
    )
