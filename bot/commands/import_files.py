"""``sanxue import organisation|roster|programme PATH``.

``--check`` goes the whole way too, and then takes everything back: what it finds is what the
import would find.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TypeVar

from bot.commands.operator import Operator, opened, show_findings, working
from bot.commands.units import find_unit
from programme.duties.changes import ChangedDuty, ChangeOfDuty
from programme.folder import read_programme
from programme.importing import (
    ImportedProgramme,
    NothingImported,
    Progress,
    Tree,
    import_organisation,
    import_programme,
    import_roster,
    load_tree,
)
from programme.organisation_file import read_organisation
from programme.roster_file import read_roster
from reports.languages import text_in
from storage.database import Database, Transaction
from storage.units import Imported
from storage.values.messages import Finding, Message, Place, SanxueError, message

T = TypeVar("T")


async def organisation(operator: Operator, path: Path, only_check: bool) -> int:
    """Read the organisation's file and store it, unless it is only to be checked."""
    async with opened(operator) as database:
        tree = await _tree(operator, database)
        with _reading(operator, path):
            rows, findings = read_organisation(path, tree.parents)
        _heed(operator, findings)

        async def work(tx: Transaction, _told: Progress) -> Imported:
            return await import_organisation(tx, rows, operator.now(), operator.defaults)

        done = await _store(operator, database, path, only_check, work)
    _tell_rows(operator, len(rows), done, only_check)
    return 0


async def roster(operator: Operator, path: Path, only_check: bool) -> int:
    """Read a roster and store it, unless it is only to be checked."""
    async with opened(operator) as database:
        tree = await _tree(operator, database)
        with _reading(operator, path):
            rows, findings = read_roster(path, tree.branch_names, tree.other_names)
        _heed(operator, findings)

        async def work(tx: Transaction, _told: Progress) -> Imported:
            return await import_roster(tx, rows, operator.now(), operator.defaults)

        done = await _store(operator, database, path, only_check, work)
    _tell_rows(operator, len(rows), done, only_check)
    return 0


async def programme(
    operator: Operator, path: Path, only_check: bool, for_unit: str | None = None
) -> int:
    """Read a programme's folder and store it, unless it is only to be checked."""
    async with opened(operator) as database:
        tree = await _tree(operator, database)
        unit_id = None if for_unit is None else find_unit(tree, for_unit).id
        with _reading(operator, path):
            reading = read_programme(path)
        read = reading.programme
        if read is None:
            raise NothingImported(reading.findings)
        _heed(operator, reading.findings)

        async def work(tx: Transaction, told: Progress) -> ImportedProgramme:
            return await import_programme(
                tx, read, path, operator.now(), operator.defaults, told, unit_id
            )

        done = await _store(operator, database, path, only_check, work)
    _tell_programme(operator, done, only_check)
    return 0


class _OnlyChecked(Exception):
    """Takes back a transaction that found no fault."""


async def _store(
    operator: Operator,
    database: Database,
    path: Path,
    only_check: bool,
    work: Callable[[Transaction, Progress], Awaitable[T]],
) -> T:
    done: list[T] = []
    label = operator.words("Checking") if only_check else operator.words("Importing")
    try:
        with working(operator, label) as told, suppress(_OnlyChecked):
            async with database.writing() as tx:
                done.append(await work(tx, told))
                if only_check:
                    raise _OnlyChecked
    except SanxueError as error:
        raise NothingImported((Finding(Place(path.name), error.said),)) from error
    return done[0]


async def _tree(operator: Operator, database: Database) -> Tree:
    async with database.reading() as tx:
        return await load_tree(tx, operator.defaults)


def _reading(operator: Operator, path: Path) -> AbstractContextManager[Progress]:
    return working(operator, operator.words("Reading {file}", file=path.name))


def _heed(operator: Operator, findings: tuple[Finding, ...]) -> None:
    """Show what was noticed; end here if any of it blocks."""
    if any(finding.blocks for finding in findings):
        raise NothingImported(findings)
    if findings:
        show_findings(operator.words, operator.console, findings)
        operator.tell("These are notices: each says what becomes of it, all else goes in.")


def _tell_rows(operator: Operator, rows: int, done: Imported, only_check: bool) -> None:
    if only_check:
        operator.tell(
            "No fault found; nothing was imported. Rows: {rows}, new: {added}, changed: {changed}.",
            rows=rows,
            added=done.added,
            changed=done.changed,
        )
    else:
        operator.tell(
            "Imported. Rows: {rows}, new: {added}, changed: {changed}.",
            rows=rows,
            added=done.added,
            changed=done.changed,
        )


def _tell_programme(operator: Operator, done: ImportedProgramme, only_check: bool) -> None:
    operator.tell(
        "Programme {key}: {items} study items, {questions} questions ({added} new, {changed} "
        "changed).",
        key=done.key,
        items=done.items,
        questions=done.questions,
        added=done.added_questions,
        changed=done.changed_questions,
    )
    if done.duties:
        operator.tell("Duties: {count}.", count=done.duties)
    _tell_duties(operator, done.changed_duties)
    if done.gone is not None:
        operator.tell(
            "{items} items and {questions} questions of version {number} are no longer in it.",
            items=done.gone.items,
            questions=done.gone.questions,
            number=done.gone.number,
        )
    for each in done.switches:
        operator.tell(
            "{branches} branches change from {before} to {after}.",
            branches=each.branches,
            before=each.before,
            after=each.after,
        )
    if not done.new:
        operator.tell("It is version {number} already: nothing has changed.", number=done.number)
    elif only_check:
        operator.tell("No fault found; it would become version {number}.", number=done.number)
    else:
        operator.tell("Imported as version {number}.", number=done.number)


def _tell_duties(operator: Operator, changed: Sequence[ChangedDuty]) -> None:
    """What becomes of duties: a line for each, before anything of it happens."""
    for each in changed:
        operator.say(_duty_line(each, text_in(each.duty.titles, operator.words.language)))
    if changed:
        operator.tell("What branches have done for a duty already still counts as done.")


def _duty_line(changed: ChangedDuty, title: str) -> Message:
    units = changed.units
    return {
        ChangeOfDuty.NEW: message("New duty: {title} (units: {units}).", title=title, units=units),
        ChangeOfDuty.GONE: message(
            "Duty gone: {title} (units: {units}).", title=title, units=units
        ),
        ChangeOfDuty.MOVED: message(
            "Duty due at another time: {title} (units: {units}).", title=title, units=units
        ),
        ChangeOfDuty.CHANGED: message(
            "Duty asks something else: {title} (units: {units}).", title=title, units=units
        ),
    }[changed.how]
