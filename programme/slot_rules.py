"""What a slot that is due becomes: postings, or a reason why it was missed or failed.

Plain rules over what was loaded; :mod:`programme.ticking` loads, asks them and saves.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from msgspec import Struct

from programme.calendar import quiet_from
from programme.choosing import next_items
from programme.places import PrivateChat
from programme.planning import closing_time, following
from storage.had import Had
from storage.postings import NewPosting
from storage.programmes import KeptItem, Version
from storage.questions import Askable
from storage.slots import NewSlot
from storage.values.chats import NO_RIGHTS, Chat, ChatState
from storage.values.days import Posting, Slot, SlotId, SlotKind, SlotState, VersionId
from storage.values.people import Unit, UnitId
from storage.values.programme_files import ProgrammeSettings

DOWN = "down"
"""Why a slot was missed: the bot was not running, or cut off, until it was too late."""
UNREACHABLE = "unreachable"
"""Why a slot failed: the bot can't write in the branch's group."""
QUIET = "quiet"
"""Why a slot was missed: it came to its turn in the hours in which nothing is posted."""


class Work(Struct):
    """What a tick has decided so far."""

    ended: dict[SlotId, tuple[SlotState, str]] = {}
    postings: list[NewPosting] = []
    planned: list[NewSlot] = []
    opened: set[tuple[UnitId, date]] = set()
    spoilt: set[tuple[UnitId, date]] = set()
    in_time: dict[SlotId, datetime] = {}


class Known(Struct, frozen=True):
    """What deciding needs to know of the branches concerned."""

    units: Mapping[UnitId, Unit]
    chats: Mapping[UnitId, Chat]
    private: Mapping[UnitId, Sequence[PrivateChat]]
    versions: Mapping[str, Version]
    settings: Mapping[UnitId, ProgrammeSettings]
    orders: Mapping[VersionId, Sequence[str]]
    asked: Mapping[SlotId, Sequence[Askable]]
    items: Mapping[VersionId, Mapping[str, KeptItem]]
    had: Mapping[UnitId, Had]
    mornings: Mapping[tuple[UnitId, date], Sequence[Posting]]
    noons: Mapping[tuple[UnitId, date], Sequence[Posting]]
    prompts: Mapping[tuple[UnitId, date], datetime]

    def version_for(self, unit: Unit) -> Version | None:
        """The version of the programme that a branch follows."""
        return self.versions.get(unit.programme_key or "")


def decide(slot: Slot, known: Known, now: datetime, work: Work) -> None:
    """Decide one slot, into ``work``: what it becomes, and when the next is due."""
    unit, chat = known.units.get(slot.unit_id), known.chats.get(slot.unit_id)
    version = known.version_for(unit) if unit else None
    if unit is None or chat is None or version is None:
        # The group was unbound, or there is nothing to study: binding or importing plans anew.
        work.ended[slot.id] = (SlotState.EMPTY, "")
        return
    if slot.kind is not SlotKind.RESULT:
        next_slot = following(slot.bot_id, slot.kind, unit, known.settings[unit.id], slot.day)
        if next_slot is not None:
            work.planned.append(next_slot)
    refused = _refused(slot, unit, chat, version, known, now)
    if refused is not None:
        work.ended[slot.id] = refused
        if slot.kind is not SlotKind.RESULT:
            work.spoilt.add((slot.unit_id, slot.day))
        return
    new = _postings(slot, unit, chat, version, known)
    work.ended[slot.id] = (SlotState.TAKEN if new else SlotState.EMPTY, "")
    work.postings += new
    work.in_time[slot.id] = slot.due_at + _grace(version)
    if new and slot.kind is not SlotKind.RESULT:
        work.opened.add((slot.unit_id, slot.day))
    if new and slot.kind is SlotKind.NOON:
        closes = _closing(slot, unit, known)
        work.planned.append(NewSlot(slot.bot_id, SlotKind.RESULT, unit.id, slot.day, closes))


def _refused(
    slot: Slot, unit: Unit, chat: Chat, version: Version, known: Known, now: datetime
) -> tuple[SlotState, str] | None:
    """Why a slot can't be posted any more, None when it can."""
    if chat.state is ChatState.UNREACHABLE and not _worth_a_try(slot, chat):
        return SlotState.FAILED, UNREACHABLE
    if slot.kind is SlotKind.RESULT:
        return None
    if now > slot.due_at + _grace(version):
        return SlotState.MISSED, DOWN
    if now >= quiet_from(slot.day, unit.time_zone):
        return SlotState.MISSED, QUIET
    if slot.kind is SlotKind.NOON and now >= _closing(slot, unit, known):
        return SlotState.MISSED, DOWN
    return None


def _worth_a_try(slot: Slot, chat: Chat) -> bool:
    """A group that lets members write again says so to no bot: each morning finds out."""
    return slot.kind is SlotKind.MORNING and chat.reason == NO_RIGHTS


def _closing(slot: Slot, unit: Unit, known: Known) -> datetime:
    """When the noon question closes: with the day's prompt, which is still planned by the time
    zone or the timetable of the morning on a day on which they were changed. One planned for the
    night will not come."""
    planned = known.prompts.get((slot.unit_id, slot.day))
    if planned is not None and planned < quiet_from(slot.day, unit.time_zone):
        return planned
    return closing_time(slot.day, unit, known.settings[unit.id])


def _grace(version: Version) -> timedelta:
    return timedelta(minutes=version.settings.windows.grace_minutes)


def _postings(
    slot: Slot, unit: Unit, chat: Chat, version: Version, known: Known
) -> list[NewPosting]:
    """What a slot becomes; nothing when there is nothing to post."""

    new = partial(
        NewPosting,
        slot,
        chat_id=chat.chat_id,
        language=unit.language,
        version_id=version.id,
    )

    settings, had = version.settings, known.had[slot.unit_id]
    morning = known.mornings.get((slot.unit_id, slot.day), ())
    left = next_items(known.orders[version.id], had.items, 1, settings.when_finished)
    if slot.kind is not SlotKind.RESULT and not (left or morning):
        # The programme has ended, and its questions and prompts with it.
        return []
    if slot.kind is SlotKind.MORNING:
        order = known.orders[version.id]
        keys = next_items(order, had.items, settings.amounts.morning, settings.when_finished)
        return [new(part=part, item_key=key) for part, key in enumerate(keys)]
    if slot.kind is SlotKind.NOON:
        closes = _closing(slot, unit, known)
        return [
            new(part=part, question_id=each.id, revision=each.revision, closes_at=closes)
            for part, each in enumerate(known.asked.get(slot.id, ()))
        ]
    if slot.kind is SlotKind.RESULT:
        noon = known.noons.get((slot.unit_id, slot.day), ())
        return [
            new(part=posting.part, question_id=posting.question_id, revision=posting.revision)
            for posting in noon
            if posting.state == "sent"
        ]
    return [new(part=0, item_key=morning[-1].item_key if morning else None)]
