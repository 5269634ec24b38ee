"""A copy of what planning one branch's days needs, to be played ahead without touching the rest.

A whole copy of a large database takes a minute; this one is a branch, the line of units above it
and what they study.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Select, Table, insert, or_, select
from sqlalchemy.engine import URL

from storage.database import Database
from storage.engines import unpooled
from storage.tables import metadata
from storage.units import ancestors
from storage.values.people import Unit, UnitId

_WHOLE = (
    "bots",
    "programme_versions",
    "items",
    "version_questions",
    "bank_questions",
    "questions",
    "question_revisions",
    "shared_questions",
)
_OF_THE_LINE = (
    "appointments",
    "banks",
    "branch_days",
    "branch_settings",
    "chats",
    "member_days",
    "memberships",
    "pauses",
    "postings",
    "slots",
)


async def copy_branch(database: Database, branch: Unit, target: Path) -> None:
    """Write it into a new SQLite file, ``target``, as it stands at one moment."""
    engine = unpooled(URL.create("sqlite+aiosqlite", database=str(target)))
    async with database.reading() as tx, engine.begin() as writing:
        await writing.run_sync(metadata.create_all)
        for table, query in _needed(branch, ancestors(branch.path)):
            rows = await tx.rows(query)
            if rows:
                await writing.execute(insert(table), [dict(row._mapping) for row in rows])


def _needed(branch: Unit, line: Sequence[UnitId]) -> Iterator[tuple[Table, Select[tuple[object]]]]:
    tables = metadata.tables
    yield tables["units"], select(tables["units"]).where(tables["units"].c.id.in_(line))
    for name in _WHOLE:
        yield tables[name], select(tables[name])
    for name in _OF_THE_LINE:
        yield tables[name], select(tables[name]).where(tables[name].c.unit_id.in_(line))
    persons, answers, postings = tables["persons"], tables["answers"], tables["postings"]
    known = (tables["memberships"], tables["appointments"])
    belongs = (persons.c.id.in_(_persons_of(each, line)) for each in known)
    yield persons, select(persons).where(or_(*belongs))
    asked = select(postings.c.id).where(postings.c.unit_id == branch.id)
    yield answers, select(answers).where(answers.c.posting_id.in_(asked))


def _persons_of(table: Table, line: Sequence[UnitId]) -> Select[tuple[int]]:
    return select(table.c.person_id).where(table.c.unit_id.in_(line))
