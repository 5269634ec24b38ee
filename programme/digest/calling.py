"""A kind word to those who look after branches in which nobody did anything for a week."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from programme.calendar import first_daytime
from programme.comparing import SMALLEST
from programme.digest.working import Scope, silent_below
from programme.office_holders import Holder, Office, reached
from storage import digests
from storage.database import Transaction
from storage.people import count_members, people_as
from storage.units import Defaults, units
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, Role, TelegramId, Unit, UnitId

REMIND_JOB = "remind-silent"
"""The kind of job that does it. Payload: ``chat`` and ``language`` of whoever asks for it, and
``key``."""
_KEEPERS = (Role.SECRETARY, Role.STAND_IN)
_GOOD_FOR = timedelta(days=2)


class Call(Struct, frozen=True):
    """Somebody who is to hear of the silent branches that they look after, in one message."""

    holder: Holder
    units: Sequence[Unit]


class Calls(Struct, frozen=True):
    """Whom to tell, of how many branches; ``already``: of so many everybody was told this week.
    ``nobody``: the branches in which nobody can be written to, but for so many ``few``, whose few
    members it would tell of."""

    calls: Sequence[Call] = ()
    told: int = 0
    already: int = 0
    nobody: Sequence[Unit] = ()
    few: int = 0


async def calls_for(tx: Transaction, bot_id: BotId, scope: Scope, defaults: Defaults) -> Calls:
    """Who looks after the silent branches of a scope, and wasn't told this week."""
    silent = await units(tx, await silent_below(tx, scope), defaults)
    held = await people_as(tx, list(silent), scope.day, *_KEEPERS)
    holders = {
        unit.id: await reached(tx, bot_id, unit, held[unit.id], Office.SECRETARY)
        for unit in silent.values()
    }
    fresh = await _not_yet_told(tx, bot_id, scope, holders)
    of_each: dict[TelegramId, list[Unit]] = defaultdict(list)
    for unit_id, some in holders.items():
        for each in some:
            if each.telegram_id in fresh:
                of_each[each.telegram_id].append(silent[unit_id])
    told = {unit.id for some in of_each.values() for unit in some}
    nobody = [unit for unit in silent.values() if not holders[unit.id]]
    members = await count_members(tx, [unit.id for unit in nobody], scope.day)
    named = [unit for unit in nobody if members[unit.id] >= SMALLEST]
    return Calls(
        calls=[Call(fresh[who], some) for who, some in of_each.items()],
        told=len(told),
        already=len(silent) - len(nobody) - len(told),
        nobody=named,
        few=len(nobody) - len(named),
    )


async def _not_yet_told(
    tx: Transaction, bot_id: BotId, scope: Scope, holders: Mapping[UnitId, Sequence[Holder]]
) -> dict[TelegramId, Holder]:
    """Those who have not been told of any branch in this week; each hears it in one language."""
    everybody = {each.telegram_id: each for some in holders.values() for each in some}
    there = await digests.keys_there(tx, bot_id, [_key(who, scope) for who in everybody])
    return {who: each for who, each in everybody.items() if _key(who, scope) not in there}


def _key(who: TelegramId, scope: Scope) -> str:
    """What names the word to somebody: it is said once a week, whoever asks for it."""
    year, week, _ = scope.day.isocalendar()
    return f"silent:{who}:{year}-{week}"


def delivery_of(
    bot_id: BotId, call: Call, scope: Scope, payload: Mapping[str, object], now: datetime
) -> NewDelivery:
    """The word itself, said by day."""
    begins = first_daytime(now, call.units[0].time_zone)
    return NewDelivery(
        bot_id=bot_id,
        key=_key(call.holder.telegram_id, scope),
        rank=Rank.REMINDER,
        kind=DeliveryKind.TEXT,
        chat_id=ChatId(call.holder.telegram_id),
        language=call.holder.language,
        not_before=begins,
        payload=payload,
        expires_at=begins + _GOOD_FOR,
    )
