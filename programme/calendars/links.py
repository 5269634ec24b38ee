"""Links to calendars: made, found again by their secret, revoked.

Whoever has a link reads the calendar, so its secret is kept by nobody but the one who asked for it:
what is stored can't be turned back into it.
"""

import hashlib
import secrets
from datetime import datetime

from storage import calendar_feeds
from storage.calendar_feeds import Feed
from storage.database import Transaction
from storage.values.people import PersonId, UnitId

MOST = 5
"""So many links to one calendar work for one person, as on several devices; a further one ends the
oldest."""
_BYTES = 24


async def new_link(tx: Transaction, feed: Feed, now: datetime) -> str:
    """Make a link; its secret, which is never told again."""
    secret = secrets.token_urlsafe(_BYTES)
    before = await calendar_feeds.alive(tx, feed.unit_id, feed.person_id)
    if len(before) >= MOST:
        await calendar_feeds.revoke(tx, before[: len(before) - MOST + 1], now)
    await calendar_feeds.add_feed(tx, _made_of(secret), feed, now)
    return secret


async def find_link(tx: Transaction, secret: str) -> Feed | None:
    """The link with this secret, if it works."""
    return await calendar_feeds.feed(tx, _made_of(secret))


async def revoke_links(tx: Transaction, unit_id: UnitId, person_id: PersonId, now: datetime) -> int:
    """Let all of somebody's links to a unit's calendar work no more; how many they were."""
    tokens = await calendar_feeds.alive(tx, unit_id, person_id)
    await calendar_feeds.revoke(tx, tokens, now)
    return len(tokens)


def _made_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
