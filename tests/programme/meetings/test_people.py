"""Who is expected at a meeting: everybody, or those whom its kind names."""

from datetime import date

import pytest

from programme.meetings.people import people_expected
from storage.database import Database
from storage.people import appoint
from storage.values.duties import Family, RecordKind
from storage.values.people import Role
from tests.storage.branch_rows import DAY, make_branch

ASSEMBLY = RecordKind("assembly", Family.MEETING, {})
COMMITTEE = RecordKind("c", Family.MEETING, {}, expects=(Role.SECRETARY, Role.COMMITTEE))
SINCE = date(2026, 1, 1)


@pytest.fixture
def database_kind() -> str:
    """The queries behind it are tested on both kinds, below storage."""
    return "sqlite"


async def test_a_committees_meeting_is_its_own(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang", "Zhang"])
        unit, (li, wang, _) = branch.unit, branch.people

        async def expected(kind: RecordKind) -> list[str]:
            return [each.name for each in await people_expected(tx, unit, "", DAY, kind)]

        await appoint(tx, li, unit.id, Role.SECRETARY, SINCE)
        await appoint(tx, li, unit.id, Role.COMMITTEE, SINCE)
        # One alone is no meeting: where the others are in no list, anybody may be one of them.
        assert await expected(COMMITTEE) == ["Li", "Wang", "Zhang"]
        await appoint(tx, wang, unit.id, Role.COMMITTEE, SINCE)
        assert await expected(COMMITTEE) == ["Li", "Wang"]
        assert await expected(ASSEMBLY) == ["Li", "Wang", "Zhang"]
