"""Records as they are kept: drafts, people, files, history, places, and good deeds added up."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from storage import deed_totals, places, records
from storage.database import Database, Transaction
from storage.units import unit_by_code, upsert_units
from storage.values.duties import Part
from storage.values.notes import NoteMedia
from storage.values.people import PersonId, UnitId
from storage.values.records import (
    ChangeKind,
    DeedTotals,
    MakesUp,
    Place,
    PlaceId,
    Record,
    RecordChange,
    RecordFile,
    RecordId,
    RecordState,
    TookPart,
)
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, TWO_BRANCHES, Branch, make_branch

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


def a_record(branch: Branch, *kinds: str, **changes: object) -> Record:
    """A draft of the first one's, at which everybody was."""
    new = Record(
        id=RecordId(0),
        unit_id=branch.unit.id,
        state=RecordState.DRAFT,
        kinds=kinds or ("meeting",),
        day=DAY,
        by=branch.people[0],
        made_at=NOW,
        changed_at=NOW,
        people=tuple(TookPart(each) for each in branch.people),
    )
    return replace(new, **changes)  # type: ignore[arg-type]


async def kept(tx: Transaction, branch: Branch, *kinds: str, **changes: object) -> Record:
    new = a_record(branch, *kinds, state=RecordState.KEPT, **changes)
    return await records.add_record(tx, new)


async def test_what_was_said_comes_back_as_it_was(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        place = await places.add_place(tx, Place(PlaceId(0), branch.unit.id, "village", "Hill"))
        full = a_record(
            branch,
            *("day", "meeting"),
            minutes=90,
            place="Hill",
            place_id=place.id,
            place_kind="village",
            topic="党章",
            text="All of it.",
            number=12,
            of=95,
            guests=2,
            group="East",
            on_behalf_of=wang,
            makes_up=(MakesUp("meeting", "2026-Q1"),),
            people=(TookPart(li), TookPart(wang, Part.SPEAKER)),
            files=(RecordFile(BOT, NoteMedia.PHOTO, "p"), RecordFile(BOT, NoteMedia.FILE, "f")),
        )
        made = await records.add_record(tx, full)
        assert made == replace(full, id=made.id)
        changed = replace(
            made, files=made.files[1:], people=(TookPart(li),), state=RecordState.KEPT
        )
        await records.change_record(tx, changed)
        assert await records.record_with(tx, made.id) == changed
        assert await records.records_of_units(tx, [branch.unit.id], *YEAR) == [changed]
        assert await records.records_with_people(tx, [li], DAY, DAY) == [changed]
        assert await records.records_with_people(tx, [wang], *YEAR) == []


async def test_drafts_wait_and_can_be_thrown_away(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        first = await records.add_record(tx, a_record(branch, day=DAY + timedelta(days=3)))
        later = a_record(branch, changed_at=NOW + timedelta(hours=1))
        second = await records.add_record(tx, later)
        assert await records.drafts_of(tx, li) == [second, first]
        assert await records.draft_of(tx, li) == second
        assert await records.draft_of(tx, wang) is None
        await records.drop_draft(tx, second.id)
        assert await records.draft_of(tx, li) == first
        # What was kept before leaves its history.
        await records.note_change(tx, RecordChange(first.id, ChangeKind.TAKEN_BACK, li, NOW))
        await records.drop_draft(tx, first.id)
        gone = await records.record_with(tx, first.id)
        assert gone is not None and gone.state is RecordState.DELETED
        stays = await kept(tx, branch)
        await records.drop_draft(tx, stays.id)
        assert await records.record_with(tx, stays.id) == stays


async def test_the_last_ones_by_unit_kind_and_person(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        li, wang = branch.people
        unit = branch.unit.id
        old = await kept(tx, branch, "day", day=DAY - timedelta(days=9))
        both = await kept(tx, branch, "day", "meeting", people=(TookPart(li),))
        other = await kept(tx, branch, "days", day=DAY - timedelta(days=1))
        await records.add_record(tx, a_record(branch, "day"))
        assert await records.newest_records(tx, unit, 2) == [both, other]
        assert await records.newest_records(tx, unit, 2, 2) == [old]
        assert await records.newest_records(tx, unit, 5, besides=["day", "x"]) == [both, other]
        assert await records.last_of_kind(tx, unit, "day") == both
        assert await records.last_of_kind(tx, unit, "day", wang) == old
        assert await records.last_of_kind(tx, unit, "meeting") is None
        assert await records.newest_with(tx, wang, 5) == [other, old]
        assert await records.newest_with(tx, wang, 5, kinds=["day"]) == [old]


async def test_the_history_is_kept_and_one_go_is_one_line(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        made = await kept(tx, branch)
        li = branch.people[0]
        first = RecordChange(made.id, ChangeKind.KEPT, li, NOW)
        edit = RecordChange(made.id, ChangeKind.EDITED, li, NOW, "day")
        await records.note_change(tx, first)
        await records.note_change(tx, edit)
        amended = replace(edit, detail="day,text", at=NOW + timedelta(minutes=5))
        await records.amend_change(tx, amended)
        assert await records.changes_of(tx, made.id) == [first, amended]


async def test_places_come_and_go_and_come_back(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        unit = branch.unit.id
        pair = await places.add_place(tx, Place(PlaceId(0), unit, "pair", "Li and Wang"))
        village = await places.add_place(tx, Place(PlaceId(0), unit, "village", "Hill"))
        assert await places.places_at(tx, [unit]) == [pair, village]
        await places.set_holder(tx, pair.id, branch.people[0])
        held = replace(pair, person_id=branch.people[0])
        assert await places.place(tx, pair.id) == held
        await places.close_place(tx, pair.id)
        assert await places.places_at(tx, [unit]) == [village]
        assert await places.place(tx, pair.id) == held
        again = await places.add_place(tx, Place(PlaceId(0), unit, "pair", "Li and Wang"))
        assert again.id == pair.id
        assert await places.places_at(tx, [unit]) == [held, village]


async def _unit_id(tx: Transaction, code: str) -> UnitId:
    found = await unit_by_code(tx, code, DEFAULTS)
    assert found is not None
    return found.id


async def test_good_deeds_add_up_by_person_branch_and_unit(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, TWO_BRANCHES)
        north = await make_branch(tx, ["Li", "Wang"])
        south = await make_branch(tx, ["Zhao"], "south")
        # Making them again has put them at the top.
        await upsert_units(tx, TWO_BRANCHES)
        li: tuple[TookPart, ...] = (TookPart(PersonId(north.people[0])),)
        await kept(tx, north, "deed", minutes=90, number=2, people=li)
        await kept(tx, north, "deed")
        await kept(tx, south, "kindness", number=5)
        await kept(tx, south, "deed", day=date(2025, 12, 31))
        await kept(tx, north, "meeting", minutes=60)
        await records.add_record(tx, a_record(north, "deed"))
        kinds = ["deed", "kindness"]
        own = [await deed_totals.deeds_of(tx, each, kinds, *YEAR) for each in north.people]
        assert own == [DeedTotals(2, 90, 2), DeedTotals(1, 0, 0)]
        town = await _unit_id(tx, "town")
        roots = [town, north.unit.id, south.unit.id]
        found = await deed_totals.deeds_below(tx, roots, kinds, *YEAR)
        assert found == {
            town: DeedTotals(3, 90, 7),
            north.unit.id: DeedTotals(2, 90, 2),
            south.unit.id: DeedTotals(1, 0, 5),
        }
        assert await deed_totals.deeds_below(tx, [town], ["none"], *YEAR) == {town: DeedTotals()}
