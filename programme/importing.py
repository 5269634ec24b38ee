"""Storing what the readers of an organiser's files read."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from programme.calendar import local_day
from programme.duties.changes import ChangedDuty, changes_between
from programme.duties.following import note_programmes
from programme.folder import read_programme
from programme.planning import plan_missing, replan
from programme.remarking import ask_to_remark
from programme.shipped_programmes import SHIPPED, shipped_folder
from storage import files, roster
from storage import units as unit_storage
from storage.bots import bots
from storage.database import Database, Transaction
from storage.duty_books import add_book, books
from storage.duty_counts import mark, mark_all
from storage.programmes import (
    KeptItem,
    Version,
    add_items,
    add_version,
    item_keys,
    newest_version,
    newest_versions,
)
from storage.questions import askable, store_questions
from storage.units import Defaults
from storage.values.duties import DutyBook
from storage.values.messages import BadInput, Finding, message
from storage.values.people import Unit, UnitId
from storage.values.programme_files import Item, Programme, RosterRow, UnitRow

Progress = Callable[[int, int], None]
"""Told how much of how much is done."""


class NothingImported(BadInput):
    """Faults in a file kept the whole of it out."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(message("Nothing was imported."))
        self.findings = findings


class Gone(Struct, frozen=True):
    """How many items and questions of a version, by its number, the next one has no more."""

    number: int
    items: int
    questions: int


class Switch(Struct, frozen=True):
    """How many branches study another programme than before; both by key."""

    branches: int
    before: str
    after: str


class ImportedProgramme(Struct, frozen=True):
    """The programme's version after an import; ``new`` is false when it was there already.

    ``gone``: what the version before had and this one has not. ``switches``: which branches study
    another programme through it. ``changed_duties``: what becomes of duties, those of a first
    version left out.
    """

    key: str
    number: int
    new: bool
    items: int
    questions: int
    added_questions: int = 0
    changed_questions: int = 0
    gone: Gone | None = None
    switches: tuple[Switch, ...] = ()
    duties: int = 0
    changed_duties: tuple[ChangedDuty, ...] = ()


class Tree(Struct, frozen=True):
    """All units, as the readers and the operator's commands need them.

    Branches are the units that have members or a group, and those that have no unit below them.
    """

    units: Mapping[UnitId, Unit]
    branches: frozenset[UnitId]

    @property
    def parents(self) -> Mapping[str, str | None]:
        """Each unit's code, with the code of the unit above it."""
        return {
            unit.code: None if unit.parent_id is None else self.units[unit.parent_id].code
            for unit in self.units.values()
        }

    @property
    def branch_names(self) -> Mapping[str, str]:
        """The branches' names by code."""
        return {self.units[each].code: self.units[each].name for each in self.branches}

    @property
    def other_names(self) -> Mapping[str, str]:
        """The names of the units that are not branches, by code."""
        return {u.code: u.name for u in self.units.values() if u.id not in self.branches}


async def load_tree(tx: Transaction, defaults: Defaults) -> Tree:
    """All units, with what they inherit."""
    roots = await unit_storage.children(tx, None)
    ids = await unit_storage.units_below(tx, roots)
    units = await unit_storage.units(tx, ids, defaults)
    above = {unit.parent_id for unit in units.values()}
    peopled = await unit_storage.branches_below(tx, *roots)
    leaves = {each for each in units if each not in above}
    return Tree(units, frozenset(leaves.union(peopled)))


async def import_organisation(
    tx: Transaction, rows: Sequence[UnitRow], now: datetime, defaults: Defaults
) -> unit_storage.Imported:
    """Store the rows of the organisation's file. A unit in no row stays as it is."""
    before = await load_tree(tx, defaults)
    done = await unit_storage.upsert_units(tx, rows)
    await _replan_changed(tx, before, now, defaults)
    return done


async def import_roster(
    tx: Transaction, rows: Sequence[RosterRow], now: datetime, defaults: Defaults
) -> unit_storage.Imported:
    """Store the rows of a roster. A person in no row stays as they are; a new one begins on the
    branch's own local day."""
    tree = await load_tree(tx, defaults)
    days = {unit.code: local_day(now, unit.time_zone) for unit in tree.units.values()}
    done = await roster.upsert_roster(tx, rows, local_day(now, defaults.time_zone), days)
    await mark_all(tx)
    return done


async def import_programme(
    tx: Transaction,
    programme: Programme,
    folder: Path,
    now: datetime,
    defaults: Defaults,
    progress: Progress | None = None,
    for_unit: UnitId | None = None,
) -> ImportedProgramme:
    """Store a programme that was read from ``folder`` as its next version.

    If its files are those of the newest version, no new version is made. ``for_unit`` names it for
    a unit and those below; without one it is for all units that name none.
    """
    key = programme.settings.key
    counts = (len(programme.items), len(programme.questions))
    before = await load_tree(tx, defaults)
    if for_unit is not None:
        await unit_storage.set_programme(tx, for_unit, key)
    newest = await newest_version(tx, key)
    if newest is not None and newest.content_hash == programme.content_hash:
        switches: tuple[Switch, ...] = ()
        if for_unit is not None:
            switches = await _replan_programme(tx, before, key, now, defaults)
        return ImportedProgramme(
            key,
            newest.number,
            False,
            *counts,
            switches=switches,
            duties=len(programme.duties.duties),
        )
    gone = None if newest is None else await _gone(tx, newest, programme)
    version = await add_version(tx, programme.settings, programme.content_hash, now)
    kept = []
    for done, item in enumerate(programme.items, 1):
        kept.append(await _keep_media(tx, item, folder))
        if progress is not None:
            progress(done, len(programme.items))
    await add_items(tx, version.id, kept)
    kept_books = await books(tx, key)
    await add_book(tx, version.id, programme.duties)
    stored = await store_questions(tx, key, version.id, programme.questions, now)
    await ask_to_remark(tx, await bots(tx), stored.revised, now)
    await mark_all(tx)
    switches = await _replan_programme(tx, before, key, now, defaults)
    changed: tuple[ChangedDuty, ...] = ()
    if newest is not None:
        old = kept_books[0].book if kept_books else DutyBook()
        followers = [unit for unit in before.units.values() if unit.programme_key == key]
        changed = changes_between(old, programme.duties, followers, before.branches)
    return ImportedProgramme(
        key,
        version.number,
        True,
        *counts,
        added_questions=stored.added,
        changed_questions=stored.changed,
        gone=gone,
        switches=switches,
        duties=len(programme.duties.duties),
        changed_duties=changed,
    )


async def switch_programme(
    tx: Transaction, unit_id: UnitId, key: str | None, now: datetime, defaults: Defaults
) -> int:
    """Have a unit and those below that name no other study a programme of the database, from the
    next local day; None: what the unit above studies. The number of branches that change."""
    branches = await unit_storage.branches_below(tx, unit_id)
    below = await unit_storage.units_below(tx, [unit_id])
    before = await unit_storage.units(tx, below, defaults)
    await unit_storage.set_programme(tx, unit_id, key)
    after = await unit_storage.units(tx, below, defaults)
    await note_programmes(tx, before, after, now)
    changed = [each for each in branches if after[each].programme_key != before[each].programme_key]
    await mark(tx, below)
    await _replan(tx, changed, now, defaults)
    for bot_id in await bots(tx) if changed else ():
        await plan_missing(tx, bot_id, now, defaults)
    return len(changed)


async def seed_programme(
    database: Database, folder: Path | None, now: datetime, defaults: Defaults
) -> ImportedProgramme | None:
    """Give a database that has no programme the one in ``folder``, or the one that is shipped.

    None when there is a programme already. Raises :class:`NothingImported` for faults in it.
    """
    async with database.reading() as tx:
        if await newest_versions(tx):
            return None
    with nullcontext(folder) if folder else shipped_folder(SHIPPED) as place:
        reading = read_programme(place)
        if reading.programme is None:
            raise NothingImported(reading.findings)
        async with database.writing() as tx:
            if await newest_versions(tx):
                return None
            return await import_programme(tx, reading.programme, place, now, defaults)


async def _gone(tx: Transaction, before: Version, programme: Programme) -> Gone | None:
    items = set(await item_keys(tx, before.id)) - {item.key for item in programme.items}
    asked = {question.key for question in await askable(tx, before.id)}
    questions = asked - {question.key for question in programme.questions}
    return Gone(before.number, len(items), len(questions)) if items or questions else None


async def _keep_media(tx: Transaction, item: Item, folder: Path) -> KeptItem:
    hashes = []
    for medium in item.media:
        content = (folder / medium.path).read_bytes()
        hashes.append(hashlib.sha256(content).hexdigest())
        await files.keep(tx, hashes[-1], Path(medium.path).name, content)
    return KeptItem(item, tuple(hashes))


async def _replan_changed(tx: Transaction, before: Tree, now: datetime, defaults: Defaults) -> None:
    """Plan anew for the branches whose local time is another now, or their first or last day, and
    for the first time for units that are new."""
    after = await load_tree(tx, defaults)
    await note_programmes(tx, before.units, after.units, now)
    await mark_all(tx)
    changed = [
        unit_id
        for unit_id in before.branches & after.branches
        if _planned_by(before.units[unit_id]) != _planned_by(after.units[unit_id])
    ]
    await _replan(tx, changed, now, defaults)
    for bot_id in await bots(tx):
        await plan_missing(tx, bot_id, now, defaults)


def _planned_by(unit: Unit) -> tuple[object, ...]:
    return unit.time_zone, unit.since, unit.until


async def _replan_programme(
    tx: Transaction, before: Tree, key: str, now: datetime, defaults: Defaults
) -> tuple[Switch, ...]:
    """Plan anew for the branches that study this programme; which changed from another."""
    # The first programme is everybody's who names none, so the units are looked at afresh.
    everywhere = await unit_storage.units(tx, list(before.units), defaults)
    await note_programmes(tx, before.units, everywhere, now)
    after = {each: everywhere[each] for each in before.branches}
    students = [each for each, unit in after.items() if unit.programme_key == key]
    await _replan(tx, students, now, defaults)
    for bot_id in await bots(tx):
        await plan_missing(tx, bot_id, now, defaults)
    changes = Counter(
        (before.units[each].programme_key, u.programme_key) for each, u in after.items()
    )
    return tuple(
        Switch(branches, old, new)
        for (old, new), branches in changes.items()
        if old is not None and new is not None and old != new
    )


async def _replan(
    tx: Transaction, unit_ids: Sequence[UnitId], now: datetime, defaults: Defaults
) -> None:
    for bot_id in await bots(tx) if unit_ids else ():
        await replan(tx, bot_id, now, defaults, unit_ids)
