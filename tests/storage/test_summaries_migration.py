"""A database from before the sums has them afterwards."""

from sqlalchemy import select, text

from storage.database import open_database
from storage.schema import migrate_to, upgrade
from storage.tables.deeds import unit_days

_BEFORE = (
    "INSERT INTO units (id, code, path, name) VALUES (1, 'north', '/1/', 'North')",
    "INSERT INTO persons (id, name) VALUES (1, 'Li'), (2, 'Wang'), (3, 'Zhao'), (4, 'guest')",
    "INSERT INTO memberships (person_id, unit_id, home, since, until) VALUES "
    "(1, 1, true, '2026-01-01', NULL), (2, 1, true, '2026-05-20', NULL), "
    "(3, 1, true, '2026-01-01', '2026-05-19'), (4, 1, false, '2026-01-01', NULL)",
    'INSERT INTO pauses (person_id, "first", "last", made_at) '
    "VALUES (1, '2026-05-20', '2026-05-20', 0)",
    "INSERT INTO branch_days (unit_id, day, counts) VALUES "
    "(1, '2026-05-19', true), (1, '2026-05-20', true), (1, '2026-05-21', false)",
    'INSERT INTO member_days (day, person_id, unit_id, check_ins, answered, "right", notes, '
    "points, late) VALUES ('2026-05-19', 1, 1, 1, 3, 2, 0, 3, 1), "
    "('2026-05-19', 3, 1, 0, 0, 0, 0, 0, 0), ('2026-05-21', 2, 1, 1, 0, 0, 2, 3, 0)",
)


async def test_branches_days_are_filled_from_what_members_did(empty_address: str) -> None:
    database = open_database(empty_address)
    await migrate_to(database.engine, "0003")
    async with database.engine.begin() as connection:
        for statement in _BEFORE:
            await connection.execute(text(statement))
    await upgrade(database)
    async with database.reading() as tx:
        rows = [tuple(row) for row in await tx.rows(select(unit_days).order_by(unit_days.c.day))]
    await database.close()
    # Day, branch, due, active, acts, and the sums of check-ins, answers, right ones, notes, points
    # and late acts.
    assert rows == [
        ("2026-05-19", 1, 2, 1, 2, 1, 3, 2, 0, 3, 1),
        ("2026-05-20", 1, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        ("2026-05-21", 1, 0, 1, 2, 1, 0, 0, 2, 3, 0),
    ]
