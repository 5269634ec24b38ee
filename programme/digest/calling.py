"""A kind word to those who look after branches in which nobody did anything for a week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from programme.calendar import first_daytime
from programme.digest.working import Scope, silent_below
from programme.office_holders import Holder, Office, reached
from storage import digests
from storage.database import Transaction
from storage.people import people_as
from storage.units import Defaults, units
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, Role, Unit

REMIND_JOB = "remind-silent"
"""The kind of job that does it. Payload: ``chat`` and ``language`` of whoever asks for it, and
``key``."""
_KEEPERS = (Role.SECRETARY, Role.STAND_IN)
_GOOD_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Call:
    """A branch, and who is to hear of it."""

    unit: Unit
    holders: Sequence[Holder]


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom to tell; ``already``: of so many branches they were told this week. ``nobody``: the
    branches in which nobody can be written to."""

    calls: Sequence[Call] = ()
    already: int = 0
    nobody: Sequence[Unit] = field(default_factory=tuple)


async def calls_for(tx: Transaction, bot_id: BotId, scope: Scope, defaults: Defaults) -> Calls:
    """Who looks after the silent branches of a scope, and wasn't told this week."""
    silent = await units(tx, await silent_below(tx, scope), defaults)
    held = await people_as(tx, list(silent), scope.day, *_KEEPERS)
    calls, nobody = [], []
    for unit in silent.values():
        found = await reached(tx, bot_id, unit, held[unit.id], Office.SECRETARY)
        if found:
            calls.append(Call(unit, found))
        else:
            nobody.append(unit)
    keys = [call_key(call.unit, each, scope) for call in calls for each in call.holders]
    there = await digests.keys_there(tx, bot_id, keys)
    fresh = [
        call
        for call in calls
        if not any(call_key(call.unit, each, scope) in there for each in call.holders)
    ]
    return Calls(fresh, len(calls) - len(fresh), nobody)


def call_key(unit: Unit, holder: Holder, scope: Scope) -> str:
    """What names the word to somebody about a branch: it is said once a week."""
    year, week, _ = scope.day.isocalendar()
    return f"silent:{unit.id}:{year}-{week}:{holder.telegram_id}"


def delivery_of(
    bot_id: BotId,
    call: Call,
    holder: Holder,
    scope: Scope,
    payload: Mapping[str, object],
    now: datetime,
) -> NewDelivery:
    """The word itself, said by day."""
    begins = first_daytime(now, call.unit.time_zone)
    return NewDelivery(
        bot_id=bot_id,
        key=call_key(call.unit, holder, scope),
        rank=Rank.REMINDER,
        kind=DeliveryKind.TEXT,
        chat_id=ChatId(holder.telegram_id),
        language=holder.language,
        not_before=begins,
        payload=payload,
        expires_at=begins + _GOOD_FOR,
    )
