"""Tests as they are kept: drafts, windows, sittings, answers, and whom they concern."""

from datetime import UTC, date, datetime, time, timedelta

from msgspec.structs import replace

from storage import exams, sittings
from storage.database import Database, Transaction
from storage.exam_people import branches_after, people_at, tags_of_people
from storage.people import add_membership, add_person
from storage.sittings import Drawn
from storage.tables.organisation import persons, units
from storage.units import unit_by_code, upsert_units
from storage.values.exams import (
    Exam,
    ExamState,
    Share,
    Sitting,
    SittingId,
    Source,
    SourceKind,
    Terms,
)
from storage.values.given import Given
from storage.values.people import Person, PersonId, UnitId
from storage.values.programme_files import UnitRow
from tests.storage.branch_rows import DAY, DEFAULTS, Branch, make_branch, post_day

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
TERMS = Terms(
    Source(SourceKind.BANK, "7"),
    DAY,
    DAY + timedelta(days=6),
    title="安全知识",
    shares=(Share("消防", 5),),
    minutes=None,
    ends=time(18, 30),
    audience=("cadre",),
    at_once=False,
)


async def draft(tx: Transaction) -> tuple[Exam, Branch]:
    branch = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
    return await exams.add_draft(tx, branch.unit.id, TERMS, branch.people[0], NOW), branch


async def test_what_was_settled_comes_back_as_it_was(database: Database) -> None:
    async with database.writing() as tx:
        made, branch = await draft(tx)
        assert await exams.exam(tx, made.id) == made
        assert (made.terms, made.state, made.opens_at) == (TERMS, ExamState.DRAFT, None)
        assert await exams.draft_of(tx, branch.unit.id, branch.people[0]) == made
        assert await exams.draft_of(tx, branch.unit.id, branch.people[1]) is None
        assert await exams.draft_of(tx, branch.unit.id, None) is None
        changed = replace(TERMS, minutes=20)
        assert await exams.change_draft(tx, made.id, changed)
        assert await exams.exams_at(tx, [branch.unit.id], ExamState.DRAFT) == [
            replace(made, terms=changed)
        ]


async def test_a_test_is_announced_once_closed_once_and_dropped_before_that(
    database: Database,
) -> None:
    later = NOW + timedelta(days=1)
    async with database.writing() as tx:
        made, _ = await draft(tx)
        assert await exams.announce(tx, made.id, NOW, later)
        assert not await exams.announce(tx, made.id, NOW, NOW)
        assert not await exams.change_draft(tx, made.id, TERMS)
        set_ = await exams.exam(tx, made.id)
        assert set_ is not None and set_.is_open(NOW) and not set_.is_open(later)
        await exams.note_told(tx, made.id, UnitId(3))
        assert await exams.told_to(tx, made.id) == 3
        assert await exams.close(tx, made.id)
        assert not await exams.close(tx, made.id)
        # Its end is told from the first branch on again.
        assert await exams.told_to(tx, made.id) == 0
        assert not await exams.drop(tx, made.id)
        again = await exams.add_draft(tx, made.unit_id, TERMS, None, NOW)
        assert await exams.drop(tx, again.id)
        assert not await exams.drop(tx, again.id)


async def sat(tx: Transaction, made: Exam, branch: Branch, number: int = 1) -> Sitting:
    question = branch.postings[1].question_id
    assert question is not None
    end = NOW + timedelta(minutes=15)
    new = Sitting(SittingId(0), made.id, branch.people[1], number, NOW, end)
    drawn = [Drawn(question, 1, typed=False), Drawn(question, 1, typed=True)]
    return await sittings.begin(tx, new, drawn)


async def test_the_first_answer_stays(database: Database) -> None:
    async with database.writing() as tx:
        made, branch = await draft(tx)
        sitting = await sat(tx, made, branch)
        assert await sittings.sitting(tx, sitting.id) == sitting
        assert await sittings.give(tx, sitting.id, 0, Given((1,)), NOW)
        assert not await sittings.give(tx, sitting.id, 0, Given((0,)), NOW)
        assert await sittings.give(tx, sitting.id, 1, Given(text="1,2"), NOW)
        [one, two] = (await sittings.answered_in(tx, [sitting.id]))[sitting.id]
        assert (one.asked.given, two.asked.given) == (Given((1,)), Given(text="1,2"))
        assert (one.asked.revision, one.newest) == (1, 1)
        await sittings.show(tx, sitting.id, 1)
        found = await sittings.sitting(tx, sitting.id)
        assert found is not None and found.place == 1


async def test_a_sitting_ends_once_and_the_last_end_is_known(database: Database) -> None:
    async with database.writing() as tx:
        made, branch = await draft(tx)
        first = await sat(tx, made, branch)
        second = await sat(tx, made, branch, 2)
        assert await sittings.last_end(tx, made.id) == first.ends_at
        assert await sittings.hand_in(tx, first.id, NOW)
        assert not await sittings.hand_in(tx, first.id, NOW)
        assert await sittings.hand_in_ended(tx, made.id, NOW) == 0
        assert await sittings.hand_in_ended(tx, made.id, second.ends_at) == 1
        assert await sittings.last_end(tx, made.id) is None
        found = await sittings.sittings_of(tx, [made.id], list(branch.people))
        [[one, two]] = found.values()
        assert (one.by_time, two.by_time) == (False, True)
        assert (one.handed_in_at, two.handed_in_at) == (NOW, second.ends_at)


async def test_time_is_given_back_to_those_who_were_at_it(database: Database) -> None:
    async with database.writing() as tx:
        made, branch = await draft(tx)
        running, ended = await sat(tx, made, branch), await sat(tx, made, branch, 2)
        await sittings.hand_in(tx, ended.id, NOW)
        since, until = NOW + timedelta(minutes=5), NOW + timedelta(minutes=65)
        assert await sittings.give_time_back(tx, since, until) == 1
        found = await sittings.sitting(tx, running.id)
        assert found is not None and found.ends_at == running.ends_at + timedelta(hours=1)
        # Nothing for who began in between, before they did.
        early = NOW - timedelta(minutes=30)
        await sittings.give_time_back(tx, early, NOW + timedelta(minutes=1))
        found = await sittings.sitting(tx, running.id)
        assert found is not None and found.ends_at == running.ends_at + timedelta(minutes=61)
        # Whose time was over before is not given any.
        late = NOW + timedelta(hours=9)
        assert await sittings.give_time_back(tx, late, late + timedelta(hours=1)) == 0


async def test_branches_come_in_turn_with_those_at_home(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(
            tx,
            [
                UnitRow(2, "town", None, "town", "Town"),
                *(UnitRow(n, f"b{n}", "town", "branch", f"B{n}") for n in range(3, 6)),
                UnitRow(9, "else", None, "branch", "Elsewhere"),
            ],
        )
        ids = {}
        for code in ("town", "b3", "b4", "b5", "else"):
            unit = await unit_by_code(tx, code, DEFAULTS)
            assert unit is not None
            ids[code] = unit.id
        people = {}
        for code, name in (("b3", "Li"), ("b4", "Wang"), ("else", "Zhao"), ("b3", "Gone")):
            person = await add_person(tx, Person(PersonId(0), name, audience=("cadre",)))
            await add_membership(tx, person.id, ids[code], date(2026, 1, 1), home=True)
            people[name] = person.id
        await tx.run(persons.update().where(persons.c.name == "Gone").values(erased_at=1))
        await tx.run(units.update().where(units.c.code == "b4").values(audience="village"))
        town = ids["town"]
        assert await branches_after(tx, town, UnitId(0), 1) == [ids["b3"]]
        assert await branches_after(tx, town, ids["b3"], 9) == [ids["b4"]]
        assert await branches_after(tx, ids["b4"], UnitId(0), 9) == [ids["b4"]]
        home = await people_at(tx, [ids["b3"], ids["b4"], ids["b5"]], DAY)
        names = {unit: [person.name for person in found] for unit, found in home.items()}
        assert names == {ids["b3"]: ["Li"], ids["b4"]: ["Wang"], ids["b5"]: []}
        tags = await tags_of_people(tx, [ids["b3"], ids["b4"]])
        assert sorted(tags) == [("cadre", 3), ("village", 1)]
