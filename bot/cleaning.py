"""What is kept for a while only, and cleared away once a day."""

from datetime import datetime, timedelta

from storage import asked, batch, dialogues, letters, outbox, papers, parked, pictures
from storage.database import Database
from storage.values.people import BotId

CLEAN_UP_JOB = "clean-up"
"""The kind of job that clears away."""

# Telegram keeps what was not fetched for a day: nothing older comes again.
_KEEP_NUMBERS = timedelta(days=3)
_KEEP_DELIVERIES = timedelta(days=30)
_KEEP_LETTERS = timedelta(days=90)
_KEEP_PARKED = timedelta(days=2)
_KEEP_PICKS = timedelta(days=1)
_KEEP_PAPERS = timedelta(days=2)
_KEEP_PICTURES = timedelta(days=30)


async def clean_up(database: Database, bot_id: BotId, now: datetime) -> None:
    """Clear away what has been kept long enough."""
    async with database.writing() as tx:
        await batch.forget_handled_before(tx, now - _KEEP_NUMBERS)
        await outbox.prune(tx, now - _KEEP_DELIVERIES)
        await letters.forget_letters_before(tx, now - _KEEP_LETTERS)
        await dialogues.forget_expired(tx, now)
        await parked.forget_parked(tx, bot_id, now - _KEEP_PARKED)
        await asked.forget_picks(tx, now - _KEEP_PICKS)
        await papers.drop_papers_before(tx, now - _KEEP_PAPERS)
        await pictures.forget_pictures_before(tx, now - _KEEP_PICTURES)
