"""The way back to the digest from what its buttons lead to."""

from handlers.turn import Turn
from reports.digest.front import to_digest
from reports.said import Rows
from storage.digests import kept_digest
from storage.values.people import ChatId


async def ways_to_digest(turn: Turn) -> Rows:
    """The button that shows the speaker's last digest again; none for who was sent none."""
    there = await kept_digest(turn.tx, turn.bot_id, ChatId(turn.telegram_id))
    return to_digest(turn.own_words) if turn.in_private and there else ()
