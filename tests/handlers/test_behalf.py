"""An album that is put down for somebody: one note, however many pictures it has."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from handlers.behalf import behalf_button
from handlers.private_text import private_text
from storage.database import Database
from storage.people import add_membership, add_person, appoint
from storage.tables.deeds import notes
from storage.values.people import Person, PersonId, Role
from tests.handlers.talking import Talk
from tests.programme.pages import a_day, rows
from tests.programme.studies import SQLITE_ONLY

pytestmark = SQLITE_ONLY
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)


def photo(file: str, **more: Any) -> dict[str, Any]:
    size = {"file_id": file, "file_unique_id": file, "width": 9, "height": 9}
    return {"photo": [size], "media_group_id": "a", **more}


@pytest.fixture
async def sun(database: Database) -> PersonId:
    branch = await a_day(database)
    async with database.writing() as tx:
        person = (await add_person(tx, Person(PersonId(0), "Sun"))).id
        await add_membership(tx, person, branch.unit.id, date(2026, 1, 1), home=True)
        await appoint(tx, branch.people[0], branch.unit.id, Role.SECRETARY, date(2026, 1, 1))
    return person


async def test_an_album_becomes_one_note_of_theirs(database: Database, sun: PersonId) -> None:
    li = Talk(database, NOW)
    asked = await li.tap(behalf_button, f"behalf:write:{sun}:2026-05-20")
    assert "Sun" in asked.texts[0]
    first = await li.write(private_text, **photo("one", caption="by hand"))
    assert "Kept for" in first.texts[0]
    assert not (await li.write(private_text, **photo("two"))).texts
    (note,) = await rows(database, notes)
    assert (note["person_id"], note["text"], note["file_id"]) == (sun, "by hand", "one,two")


async def test_what_can_not_be_a_note_is_asked_for_again(database: Database, sun: PersonId) -> None:
    li = Talk(database, NOW)
    await li.tap(behalf_button, f"behalf:write:{sun}:2026-05-20")
    place = {"location": {"longitude": 1.0, "latitude": 2.0}}
    assert "/cancel" in (await li.write(private_text, **place)).texts[0]
    assert "Kept for" in (await li.write(private_text, text="her words")).texts[0]
    assert len(await rows(database, notes)) == 1
