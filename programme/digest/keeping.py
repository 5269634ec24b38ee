"""Whose digest it is, and keeping the last one for its further pages."""

from datetime import datetime

import msgspec

from programme.digest.figures import Digest
from programme.digest.working import Scope, scope_of
from storage import digests
from storage.database import Transaction
from storage.units import Defaults, children, units
from storage.values.people import BotId, ChatId, Known, Role, UnitId


async def overseen_by(
    tx: Transaction, known: Known, now: datetime, defaults: Defaults
) -> Scope | None:
    """What somebody oversees: the units of which they are organiser, for the owner all; None for
    nothing."""
    ids = list(known.units_as(Role.ORGANISER))
    if known.is_owner:
        ids = await children(tx, None)
    found = await units(tx, list(dict.fromkeys(ids)), defaults)
    return scope_of(found.values(), now) if found else None


async def keep(tx: Transaction, bot_id: BotId, chat: ChatId, digest: Digest, now: datetime) -> None:
    """Keep a digest for the chat it goes to."""
    await digests.keep_digest(tx, bot_id, chat, msgspec.json.encode(digest).decode(), now)


async def kept(tx: Transaction, bot_id: BotId, chat: ChatId) -> Digest | None:
    """The last digest that a chat was sent; None where there is none, or it is of another version
    of the bot."""
    body = await digests.kept_digest(tx, bot_id, chat)
    if body is None:
        return None
    try:
        return msgspec.json.decode(body, type=Digest)
    except msgspec.MsgspecError:
        return None


def is_within(scope: Scope | None, digest: Digest) -> bool:
    """Whether somebody still oversees what a digest is of."""
    overseen: set[UnitId] = {unit.id for unit in scope.units} if scope else set()
    return {each.unit_id for each in digest.units} <= overseen
