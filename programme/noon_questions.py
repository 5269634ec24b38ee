"""Which questions the noons of a tick bring: for each branch its own, or the same for all branches
of a programme, as the programme says."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from programme.asking import fits_poll
from programme.choosing import Bank, next_questions, weighed_questions
from programme.question_pool import Key, Sources, is_same, once_each, sources_for
from quizzes.choosing import recall_of
from storage.database import Transaction
from storage.had import Had
from storage.programmes import KeptItem, Version
from storage.questions import Askable
from storage.shared_questions import share, shared_before, shared_on
from storage.shares import shares_right
from storage.values.days import Posting, QuestionId, Slot, SlotId, SlotKind, VersionId
from storage.values.people import Unit, UnitId
from storage.values.programme_files import Item

_MOST_KEPT = 64


class Noon(Struct, frozen=True):
    """A slot that is to bring questions: the branch, its programme, the morning's items and what
    the branch has had."""

    slot: Slot
    unit: Unit
    version: Version
    today: Sequence[Item]
    had: Had

    @property
    def count(self) -> int:
        """How many questions it brings."""
        return self.version.settings.amounts.noon

    @property
    def shared_as(self) -> tuple[str, date] | None:
        """The programme and day for which all branches share their questions; None for a branch
        that has its own."""
        settings = self.version.settings
        return (settings.key, self.slot.day) if settings.questions.same_for_all else None


class _Banks(Struct):
    """The questions for each branch; for what is shared, those of the programme alone."""

    own: dict[UnitId, Bank] = {}
    of_version: dict[VersionId, Bank] = {}

    def of(self, noon: Noon) -> Bank:
        """What this noon is asked from."""
        if noon.shared_as is not None:
            return self.of_version[noon.version.id]
        return self.own[noon.unit.id]


def noons_of(
    slots: Iterable[Slot],
    now: datetime,
    units: Mapping[UnitId, Unit],
    versions: Mapping[str, Version],
    items: Mapping[VersionId, Mapping[str, KeptItem]],
    mornings: Mapping[tuple[UnitId, date], Sequence[Posting]],
    had: Mapping[UnitId, Had],
) -> list[Noon]:
    """The noons among these slots; those of branches without a programme, or for which it is too
    late by now, are left out."""
    found = []
    for slot in slots:
        unit = units.get(slot.unit_id) if slot.kind is SlotKind.NOON else None
        version = versions.get(unit.programme_key or "") if unit else None
        if unit is None or version is None:
            continue
        if now > slot.due_at + timedelta(minutes=version.settings.windows.grace_minutes):
            continue
        known = items[version.id]
        morning = mornings.get((unit.id, slot.day), ())
        today = [known[p.item_key].item for p in morning if p.item_key and p.item_key in known]
        found.append(Noon(slot, unit, version, today, had[unit.id]))
    return found


async def questions_of_noons(
    tx: Transaction, noons: Sequence[Noon]
) -> Mapping[SlotId, tuple[Askable, ...]]:
    """What each of these noons asks. What branches are to share is settled by the first of them,
    and kept for those whose noon comes later."""
    banks = await _banks(tx, noons)
    recalls = await _recalls(tx, [noon for noon in noons if noon.shared_as is None], banks)
    shared = await _shared(tx, noons, banks)
    chosen: dict[SlotId, tuple[Askable, ...]] = {}
    for noon in noons:
        if noon.shared_as is not None:
            chosen[noon.slot.id] = shared[noon.shared_as]
            continue
        known = recalls.get(noon.slot.id, {})
        seed = f"{noon.unit.id}:{noon.slot.day}"
        bank = banks.of(noon)
        chosen[noon.slot.id] = next_questions(seed, bank, noon.today, noon.had, noon.count, known)
    return chosen


async def _banks(tx: Transaction, noons: Sequence[Noon]) -> _Banks:
    """Questions made ready anew only when one of them has changed."""
    made, versions = _Banks(), {noon.version.settings.key: noon.version for noon in noons}
    own = [noon.unit for noon in noons if noon.shared_as is None]
    for unit_id, (key, sources) in (await sources_for(tx, own, versions)).items():
        made.own[unit_id] = _bank(tx, key, sources)
    for noon in noons:
        version = noon.version.id
        if noon.shared_as is not None and version not in made.of_version:
            alone = replace(noon.unit, path="")
            key, sources = (await sources_for(tx, [alone], versions))[noon.unit.id]
            made.of_version[version] = _bank(tx, key, sources)
    return made


def _bank(tx: Transaction, key: Key, sources: Sources) -> Bank:
    known: dict[Key, tuple[Sources, Bank]] = tx.memory.setdefault("banks", {})
    if key not in known or not is_same(known[key][0], sources):
        if len(known) >= _MOST_KEPT:
            known.clear()
        known[key] = sources, Bank([each for each in once_each(sources) if fits_poll(each)])
    return known[key][1]


async def _shared(
    tx: Transaction, noons: Sequence[Noon], banks: _Banks
) -> Mapping[tuple[str, date], tuple[Askable, ...]]:
    """What programmes share on the days concerned: as it was settled, or settled now."""
    first: dict[tuple[str, date], Noon] = {}
    for noon in noons:
        if noon.shared_as is not None:
            first.setdefault(noon.shared_as, noon)
    if not first:
        return {}
    settled = await shared_on(tx, {key for key, _ in first}, {day for _, day in first})
    found: dict[tuple[str, date], tuple[Askable, ...]] = {}
    for key, noon in first.items():
        bank = banks.of(noon)
        kept = [bank.by_id[each] for each in settled.get(key, ()) if each in bank.by_id]
        if len(kept) < noon.count:
            kept = await _settle(tx, noon, bank, kept)
        found[key] = tuple(kept[: noon.count])
    return found


async def _settle(
    tx: Transaction, noon: Noon, bank: Bank, kept: Sequence[Askable]
) -> list[Askable]:
    """Settle what a programme's branches share on a day; ``kept`` is settled already. What was
    shared before counts as had by all, and so does what the first branch was asked by itself."""
    key, day = noon.version.settings.key, noon.slot.day
    before = await shared_before(tx, key, day)
    days = dict(noon.had.questions)
    for question, last in before.items():
        days[question] = max(last, days.get(question, last))
    days.update({each.id: day for each in kept})
    last_one = kept[-1].id if kept else next(reversed(tuple(before)), noon.had.last_question)
    had = replace(noon.had, questions=days, last_question=last_one)
    as_had = replace(noon, had=had)
    known = await _recalls(tx, [as_had], _Banks(of_version={noon.version.id: bank}))
    more = next_questions(
        f"{key}:{day}", bank, noon.today, had, noon.count, known.get(noon.slot.id, {})
    )
    chosen = [*kept, *(each for each in more if each not in kept)][: noon.count]
    await share(tx, key, day, [each.id for each in chosen])
    return chosen


async def _recalls(
    tx: Transaction, noons: Collection[Noon], banks: _Banks
) -> Mapping[SlotId, Mapping[QuestionId, float]]:
    """How likely what each branch was asked before is still remembered, as far as it matters: of
    those whose turn it is to come again."""
    weighed = {
        noon.slot.id: {
            question: noon.had.postings[question]
            for question in weighed_questions(banks.of(noon), noon.today, noon.had, noon.count)
            if question in noon.had.postings
        }
        for noon in noons
    }
    wanted = {posting for postings in weighed.values() for posting in postings.values()}
    shares = await shares_right(tx, wanted)
    found: dict[SlotId, Mapping[QuestionId, float]] = {}
    for noon in noons:
        found[noon.slot.id] = {
            question: recall_of(
                shares[posting].right,
                shares[posting].answered,
                (noon.slot.day - noon.had.questions[question]).days,
            )
            for question, posting in weighed[noon.slot.id].items()
            if posting in shares
        }
    return found
