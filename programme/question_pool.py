"""The questions that a branch is asked from: those of its programme, and of the banks of its unit
and of the units above. Made ready once for all branches that share them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, islice

from storage import banks, programmes, questions
from storage.database import Transaction
from storage.had import Had
from storage.programmes import Version
from storage.questions import Askable
from storage.units import ancestors
from storage.values.banks import BankId
from storage.values.days import QuestionId, VersionId
from storage.values.people import PersonId, Unit, UnitId
from storage.values.programme_files import Item

Sources = tuple[tuple[Askable, ...], ...]
"""The questions of a version and of banks, each as its reader keeps it."""

Key = tuple[VersionId | None, tuple[BankId, ...]]
_MOST_KEPT = 64


class Pool:
    """Questions for practising: by id, by the items to which they belong, and those that belong to
    none, in a ring of their own."""

    def __init__(self, sources: Sequence[Sequence[Askable]], items: Sequence[Item]) -> None:
        self.by_id = {each.id: each for each in once_each(sources)}
        self._names = {item.key: frozenset({item.key, item.document}) for item in items}
        names = frozenset(name for each in self._names.values() for name in each)
        self._about: dict[str, list[QuestionId]] = {}
        free = []
        for question in self.by_id.values():
            owned = names.intersection(question.tags)
            for name in owned:
                self._about.setdefault(name, []).append(question.id)
            if not owned:
                free.append(question)
        free.sort(key=lambda each: sha256(each.key.encode("utf-8", "surrogatepass")).digest())
        self._free = tuple(each.id for each in free)

    def fresh(
        self,
        person_id: PersonId,
        had: Had,
        today: Collection[str],
        still_open: Collection[QuestionId],
    ) -> Iterator[QuestionId]:
        """What somebody may practise who has never answered it, in the order of asking; some of it
        twice, and some perhaps answered.

        First what their branch was asked, the newest first; then what belongs to items that it has
        studied on earlier days; then what belongs to no item. What belongs to an item waits until
        it was studied: ``today`` are the keys of the day's items. ``still_open`` may yet be
        answered in the group or caught up on, and stays for that.
        """
        asked = (each for each in reversed(tuple(had.questions)) if each in self.by_id)
        studied = (
            question
            for key in had.items
            if key not in today
            for name in sorted(self._names.get(key, ()))
            for question in self._about.get(name, ())
        )
        in_all = chain(asked, studied, self._ring(person_id))
        return (each for each in in_all if each not in still_open)

    def _ring(self, person_id: PersonId) -> Iterator[QuestionId]:
        """Once round, for each person from a place of their own."""
        digest = sha256(str(person_id).encode()).digest()
        start = int.from_bytes(digest[:8], "big") % max(1, len(self._free))
        return chain(islice(self._free, start, None), islice(self._free, start))


def once_each(sources: Sequence[Sequence[Askable]]) -> list[Askable]:
    """All questions, one that several sources have as the first of them has it."""
    found: dict[str, Askable] = {}
    for question in chain.from_iterable(sources):
        found.setdefault(question.key, question)
    return list(found.values())


async def sources_for(
    tx: Transaction, units: Collection[Unit], versions: Mapping[str, Version]
) -> Mapping[UnitId, tuple[Key, Sources]]:
    """What each branch is asked from, with a key that tells the same sources from others.

    Branches that share them get the very same tuples for as long as nothing has changed.
    """
    above = {step for unit in units for step in ancestors(unit.path)}
    owned = await banks.banks_of(tx, above) if above else {}
    found: dict[UnitId, tuple[Key, Sources]] = {}
    made: dict[Key, Sources] = {}
    for unit in units:
        version = versions.get(unit.programme_key or "")
        own = [bank for step in ancestors(unit.path) for bank in owned[step]]
        key = version.id if version else None, tuple(bank.id for bank in own)
        if key not in made:
            of_version = [await questions.askable(tx, version.id)] if version else []
            made[key] = (*of_version, *[await banks.askable_in(tx, bank) for bank in own])
        found[unit.id] = key, made[key]
    return found


async def pool_of(tx: Transaction, unit: Unit, version: Version | None) -> Pool:
    """What a branch's members practise, made ready anew only when something has changed."""
    versions = {unit.programme_key or "": version} if version else {}
    key, sources = (await sources_for(tx, [unit], versions))[unit.id]
    known: dict[Key, tuple[Sources, Pool]] = tx.memory.setdefault("pools", {})
    if key not in known or not is_same(known[key][0], sources):
        if len(known) >= _MOST_KEPT:
            known.clear()
        kept = await programmes.items(tx, version.id) if version else {}
        known[key] = sources, Pool(sources, [each.item for each in kept.values()])
    return known[key][1]


def is_same(some: Sources, others: Sources) -> bool:
    """Whether these are the very same questions, as one looks at them first."""
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))
