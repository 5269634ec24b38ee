"""Settling something for a branch: it is kept, put down for those who share the office, and what
concerns times holds from the next local day."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from programme.branch_choices import Setting, values_of
from programme.calendar import local_day
from programme.planning import plan_unit, replan
from storage import branch_settings, chats, office_acts, units
from storage.bots import bots
from storage.database import Transaction
from storage.units import Defaults
from storage.values.branches import BranchSettings
from storage.values.chats import TopicId
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import BotId, ChatId, PersonId, Unit, UnitId


class By(Struct, frozen=True):
    """Who settles something, and when."""

    person: PersonId
    now: datetime


async def settle(
    tx: Transaction, unit: Unit, what: Setting, chosen: BranchSettings, by: By, defaults: Defaults
) -> date | None:
    """Keep a branch's choices, one of which is new; the local day from which it holds, None for
    at once, or when nothing is new."""
    if await branch_settings.of_unit(tx, unit.id) == chosen:
        return None
    await branch_settings.put(tx, unit.id, chosen)
    await _remember(tx, unit, what, values_of(chosen)[what], by)
    if what is Setting.PRIVATE and chosen.in_private:
        for bot_id in await bots(tx):
            await plan_unit(tx, bot_id, unit, by.now)
    return await _from_tomorrow(tx, unit, [unit.id], by, defaults) if what.study else None


async def settle_comparing(
    tx: Transaction, unit: Unit, what: Setting, chosen: BranchSettings, by: By | None
) -> None:
    """Keep how the branches below a unit are compared, for all units below that have chosen
    nothing themselves; ``by`` is None for an owner who is on no list."""
    if await branch_settings.compared_by(tx, units.ancestors(unit.path)) == chosen:
        return
    own = await branch_settings.of_unit(tx, unit.id)
    kept = replace(own, standings_mode=chosen.standings_mode, by_size=chosen.by_size)
    await branch_settings.put(tx, unit.id, kept)
    if by is not None:
        await _remember(tx, unit, what, values_of(kept)[what], by)


async def settle_language(tx: Transaction, unit: Unit, language: str, by: By) -> None:
    """Let a branch's group be spoken to in this language."""
    if language != unit.language:
        await units.set_unit_language(tx, unit.id, language)
        await _remember(tx, unit, Setting.LANGUAGE, language, by)


async def settle_zone(
    tx: Transaction, unit: Unit, zone: str, by: By, defaults: Defaults
) -> date | None:
    """Let a branch live by this time zone; the local day from which it does, None if it did."""
    if zone == unit.time_zone:
        return None
    await units.set_time_zone(tx, unit.id, zone)
    await _remember(tx, unit, Setting.ZONE, zone, by)
    concerned = await units.units_below(tx, [unit.id])
    return await _from_tomorrow(tx, replace(unit, time_zone=zone), concerned, by, defaults)


async def settle_topic(
    tx: Transaction, bot_id: BotId, chat_id: ChatId, unit: Unit, topic: TopicId | None, by: By
) -> None:
    """Let the posts of a branch stand in a topic of its forum group; None is the general one."""
    chat = await chats.get(tx, bot_id, chat_id)
    if chat is not None and chat.topic_id != topic:
        await chats.set_topic(tx, bot_id, chat_id, topic)
        await _remember(tx, unit, Setting.TOPIC, "" if topic is None else str(topic), by)


async def _from_tomorrow(
    tx: Transaction, unit: Unit, concerned: Collection[UnitId], by: By, defaults: Defaults
) -> date:
    for bot_id in await bots(tx):
        await replan(tx, bot_id, by.now, defaults, concerned)
    return local_day(by.now, unit.time_zone) + timedelta(days=1)


async def _remember(tx: Transaction, unit: Unit, what: Setting, value: str, by: By) -> None:
    detail = f"{what.value} {value}".rstrip()
    await office_acts.add(tx, OfficeAct(unit.id, ActKind.SETTLED, by.person, by.now, detail=detail))
