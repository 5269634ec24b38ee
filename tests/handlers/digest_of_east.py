"""The last digest of the organiser of the town above the north branch."""

from datetime import datetime

from programme.digest.keeping import keep
from programme.digest.working import scope_of, work_out
from storage.database import Transaction
from storage.values.people import ChatId, Unit
from tests.storage.branch_rows import BOT, DEFAULTS


async def add_digest(tx: Transaction, east: Unit, chat: ChatId, now: datetime) -> None:
    """Work it out, and keep it for the organiser's chat."""
    digest = await work_out(tx, BOT, scope_of([east], now), now, DEFAULTS)
    await keep(tx, BOT, chat, digest, now)
