"""What claimed deliveries speak of, as it stands at the moment of sending."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.messages import key_of, preface_key
from programme.small_groups import is_small
from programme.ticking import PROMPT_WAITS
from storage import (
    branch_settings,
    chats,
    counts,
    keys,
    outbox,
    programmes,
    questions,
    snapshot,
)
from storage.database import Transaction
from storage.postings import Taken, postings_of_day, taken
from storage.programmes import KeptItem
from storage.snapshot import Posted
from storage.units import Defaults, units
from storage.values.branches import BranchSettings
from storage.values.chats import Chat
from storage.values.days import Posting, PostingId, QuestionId, SlotId, SlotKind, VersionId
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.people import BotId, Unit, UnitId
from storage.values.questions import Question

# A post says that it is late when its slot was taken so much later than it should have been, or
# when it waited so long since: a broadcast to many groups takes minutes by itself.
_TAKEN_LATE = timedelta(minutes=5)
_SENT_LATE = timedelta(minutes=30)


class SpokenOf(Struct, frozen=True):
    """All that some claimed deliveries speak of; see :func:`load`."""

    postings: Mapping[PostingId, Posted]
    taken: Mapping[SlotId, Taken]
    chats: Mapping[UnitId, Chat]
    prefaces: Mapping[str, str]
    items: Mapping[VersionId, Mapping[str, KeptItem]]
    questions: Mapping[tuple[QuestionId, int], Question]
    keys: Mapping[tuple[QuestionId, int, int], tuple[int, ...]]
    read: Mapping[tuple[UnitId, date], int]
    reached: Mapping[tuple[UnitId, date], int]
    noons: Mapping[tuple[UnitId, date], Sequence[Posting]]
    mornings: Mapping[tuple[UnitId, date], Sequence[Posting]]
    choices: Mapping[PostingId, Sequence[tuple[int, ...]]]
    before: Mapping[str, outbox.Before]
    units: Mapping[UnitId, Unit]
    branches: Mapping[UnitId, BranchSettings]

    def item(self, posting: Posting) -> KeptItem | None:
        """What a post gives to study."""
        return self.items.get(posting.version_id, {}).get(posting.item_key or "")

    def question(self, posting: Posting) -> Question | None:
        """What a post asks, in the revision that it asks."""
        return self.questions.get((posting.question_id or QuestionId(0), posting.revision or 0))

    def have_read(self, posting: Posting) -> int:
        """How many have read a morning's post, as its group may see it."""
        return self._told(self.read[posting.unit_id, posting.day], posting)

    def have_answered(self, posting: Posting) -> int:
        """How many have answered a question, likewise."""
        return self._told(len(self.choices[posting.id]), posting)

    def _told(self, count: int, posting: Posting) -> int:
        """A count as its group may see it: none where it would name a person."""
        reached = self.reached.get((posting.unit_id, posting.day), 0)
        return 0 if is_small(reached) else count

    def is_rebound(self, each: Delivery, posting: Posting) -> bool:
        """Whether the branch has another group now than the one this was meant for."""
        chat = self.chats.get(posting.unit_id)
        if each.payload.get("copy"):
            return chat is not None or not self.branches[posting.unit_id].in_private
        return chat is None or chat.chat_id != each.chat_id

    def is_late(self, posting: Posting, now: datetime) -> bool:
        """Whether a post that is sent ``now`` has to say that it is late."""
        slot = self.taken[posting.slot_id]
        waits = PROMPT_WAITS if posting.kind is SlotKind.EVENING else timedelta(0)
        taken_late = slot.taken_at - slot.due_at > waits + _TAKEN_LATE
        return taken_late or now - slot.taken_at > _SENT_LATE


async def load(
    tx: Transaction, bot_id: BotId, spoken: Sequence[Delivery], defaults: Defaults
) -> SpokenOf:
    """Look up what these deliveries speak of, by a few queries for all of them together."""
    ids = {each.posting_id for each in spoken if each.posting_id is not None}
    posted = await snapshot.postings_by_id(tx, bot_id, ids) if ids else {}
    listed = [each.posting for each in posted.values()]
    results = {(p.unit_id, p.day) for p in listed if p.kind is SlotKind.RESULT}
    noons = await postings_of_day(tx, bot_id, results, SlotKind.NOON)
    asked = [posting.id for found in noons.values() for posting in found]
    lettered = _lettered(spoken, posted)
    told_of = [key_of(posting) for found in noons.values() for posting in found]
    mornings = {(p.unit_id, p.day) for p in listed if p.kind is SlotKind.MORNING}
    prefaces = [preface_key(p) for p in listed if p.kind is SlotKind.NOON]
    counts_asked = {e.posting_id for e in spoken if e.kind is DeliveryKind.COUNTER}
    counted = {(p.unit_id, p.day) for p in listed if p.id in counts_asked}
    mentioned = {UnitId(e.payload["unit_id"]) for e in spoken if "unit_id" in e.payload}
    read = await counts.check_ins_of(tx, mornings) if mornings else {}
    told = results | {day for day, count in read.items() if count} | _days(lettered, posted)
    return SpokenOf(
        postings=posted,
        taken=await taken(tx, {p.slot_id for p in listed}),
        chats=await chats.chats_of(tx, bot_id, {p.unit_id for p in listed}),
        prefaces=await outbox.unsent(tx, bot_id, prefaces) if prefaces else {},
        items=await _items(tx, listed),
        questions=await questions.bodies(tx, _revisions(posted.values())),
        keys=await keys.keys_of(tx, list(posted.values())),
        read=read,
        reached=await counts.reached(tx, told),
        noons=noons,
        mornings=await postings_of_day(tx, bot_id, counted, SlotKind.MORNING),
        choices=await counts.choices(tx, [*asked, *lettered]) if asked or lettered else {},
        before=await outbox.before(tx, bot_id, [*lettered.values(), *told_of])
        if lettered or told_of
        else {},
        units=await units(tx, mentioned, defaults) if mentioned else {},
        branches=await branch_settings.of_units(tx, {p.unit_id for p in listed}),
    )


def _lettered(
    spoken: Sequence[Delivery], posted: Mapping[PostingId, Posted]
) -> Mapping[PostingId, str]:
    """The questions that are answered by buttons, and the keys of their posts."""
    kinds = (DeliveryKind.NOON_BUTTONS, DeliveryKind.COUNTER)
    concerned = {each.posting_id for each in spoken if each.kind in kinds}
    found = [posted[each].posting for each in concerned if each is not None and each in posted]
    return {p.id: key_of(p) for p in found if p.kind is SlotKind.NOON}


def _days(
    named: Collection[PostingId], posted: Mapping[PostingId, Posted]
) -> set[tuple[UnitId, date]]:
    return {(posted[each].posting.unit_id, posted[each].posting.day) for each in named}


async def _items(
    tx: Transaction, postings: Collection[Posting]
) -> Mapping[VersionId, Mapping[str, KeptItem]]:
    wanted: dict[VersionId, set[str]] = {}
    for posting in postings:
        if posting.item_key is not None:
            wanted.setdefault(posting.version_id, set()).add(posting.item_key)
    return {
        version: await programmes.items(tx, version, found) for version, found in wanted.items()
    }


def _revisions(posted: Collection[Posted]) -> set[tuple[QuestionId, int]]:
    """The revision that was asked, and the newest, which explains."""
    return {
        (each.posting.question_id, revision)
        for each in posted
        if each.posting.question_id is not None
        for revision in (each.posting.revision, each.newest_revision)
        if revision is not None
    }
