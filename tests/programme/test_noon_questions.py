"""Which questions noons bring: branches' own, shared ones, banks' too, and what is forgotten."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from storage.banks import add_to_bank
from storage.batch import AnswerRow, NewRows, write
from storage.database import Database
from storage.people import add_membership, add_person
from storage.questions import correct
from storage.shared_questions import share, shared_before, shared_on
from storage.tables.work import postings
from storage.values.days import PostingId, QuestionId
from storage.values.people import Person, PersonId, TelegramId, UnitId
from storage.values.programme_files import Amounts, Questions
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.programme.studies import BOT, SQLITE_ONLY, School, at, item, question, settings

pytestmark = SQLITE_ONLY

EARLY = at("05-19 23:00")
DAY = date(2026, 5, 20)
SAME = settings(questions=Questions(same_for_all=True))
SIX = [question(f"q{number}") for number in range(6)]


def days(number: int) -> timedelta:
    return timedelta(days=number)


async def noons(school: School, count: int, first: int = 0) -> None:
    """Let so many days pass, from the first one's on."""
    for number in range(first, first + count):
        for hour in ("05-19 23:30", "05-20 04:00", "05-20 12:00"):
            await school.tick(at(hour) + days(number))


async def asked(school: School, unit_id: UnitId | None = None) -> list[tuple[str, int]]:
    """Day and question of all noons, or those of one branch."""
    query = select(postings).where(postings.c.kind == "noon").order_by(postings.c.id)
    async with school.database.reading() as tx:
        rows = await tx.rows(query)
    return [(r.day[5:], r.question_id) for r in rows if unit_id in (None, r.unit_id)]


async def test_all_branches_of_a_programme_may_be_asked_the_same(database: Database) -> None:
    school = School(database)
    await school.study(SAME, questions=SIX)
    north = await school.bind(EARLY)
    south = await school.bind(EARLY, "south", chat=-2)
    # Where noon comes hours later, it is the same question all the same.
    west = await school.bind(EARLY, "west", "Europe/Berlin", chat=-3)
    for number in range(8):
        for hour in ("19 23:30", "20 04:00", "20 05:30", "20 10:00", "20 12:00", "20 18:00"):
            await school.tick(at(f"05-{hour}") + days(number))
    of_north = await asked(school, north.id)
    assert of_north == await asked(school, south.id) == await asked(school, west.id)
    assert len(of_north) == 8
    assert len({question for _, question in of_north[:6]}) == 6, "coverage before repetition"


async def test_by_itself_each_branch_has_its_own(database: Database) -> None:
    school = School(database)
    await school.study(settings(), questions=[question(f"q{number}") for number in range(20)])
    units = [await school.bind(EARLY, f"b{n}", chat=-n) for n in range(1, 5)]
    await noons(school, 3)
    assert len({tuple(await asked(school, unit.id)) for unit in units}) > 1


async def test_what_is_settled_stays_and_what_is_gone_is_settled_anew(database: Database) -> None:
    school = School(database)
    await school.study(settings(amounts=Amounts(1, 2), questions=Questions(True)), questions=SIX)
    async with database.writing() as tx:
        await share(tx, "p", DAY, [QuestionId(4)])
        assert await shared_on(tx, ["p", "x"], [DAY]) == {("p", DAY): (4,)}
        assert await shared_before(tx, "p", DAY) == {}
        assert await shared_before(tx, "p", DAY + days(1)) == {4: DAY}
    await school.bind(EARLY)
    await noons(school, 1)
    (first, second) = await asked(school)
    assert first == ("05-20", 4) and second[1] != 4
    async with database.reading() as tx:
        assert await shared_on(tx, ["p"], [DAY]) == {("p", DAY): (4, second[1])}


async def test_a_noon_that_comes_too_late_settles_nothing(database: Database) -> None:
    school = School(database)
    await school.study(SAME, questions=SIX)
    await school.bind(EARLY)
    await school.tick(at("05-20 11:00"))
    async with database.reading() as tx:
        assert await shared_on(tx, ["p"], [DAY]) == {}


async def test_banks_of_the_unit_are_asked_too_in_what_a_poll_can_say(database: Database) -> None:
    school = School(database)
    await school.study(settings(), questions=[question("q1")])
    unit = await school.bind(EARLY)
    typed = Question("typed", QuestionKind.SHORT, {"en": QuestionText("Who?")}, ())
    twelve = QuestionText("Which?", tuple(f"o{n}" for n in range(13)))
    many = Question("many", QuestionKind.ONE, {"en": twelve}, (0,))
    async with database.writing() as tx:
        # One that the programme has as well is asked once.
        own = [typed, many, question("q1"), question("own")]
        await add_to_bank(tx, unit.id, "Own", own, EARLY)
    await noons(school, 3)
    found = [number for _, number in await asked(school)]
    assert len(set(found[:2])) == 2 and found[2] == found[0]
    assert 1 in found


async def people(database: Database, unit: UnitId, count: int) -> list[PersonId]:
    """Members of a branch."""
    found = []
    async with database.writing() as tx:
        for number in range(count):
            person = await add_person(tx, Person(PersonId(0), f"P{number}", TelegramId(number + 1)))
            await add_membership(tx, person.id, unit, date(2026, 1, 1), home=True)
            found.append(person.id)
    return found


async def answer_all(
    school: School, members: Sequence[PersonId], unit: UnitId, right: dict[int, int]
) -> None:
    """Have members answer all that was asked: so many of them, by question, what is right."""
    async with school.database.writing() as tx:
        rows = await tx.rows(select(postings).where(postings.c.kind == "noon"))
        given = [
            AnswerRow(
                person,
                PostingId(row.id),
                unit,
                date.fromisoformat(row.day),
                (0 if at_place < right[row.question_id] else 1,),
                EARLY,
            )
            for row in rows
            for at_place, person in enumerate(members)
        ]
        await write(tx, BOT, NewRows(answers=given), EARLY)


async def test_what_a_branch_got_wrong_comes_again_first_by_the_newest_key(
    database: Database,
) -> None:
    school = School(database)
    await school.study(settings(), items=[item("a")], questions=SIX)
    unit = await school.bind(EARLY)
    members = await people(database, unit.id, 4)
    await noons(school, 6)
    order = [number for _, number in await asked(school)]
    assert len(set(order)) == 6
    # Of the half that was asked longest ago, the second was hard, the third is by now.
    right = dict.fromkeys(order, 4) | {order[1]: 0, order[2]: 4, order[4]: 0}
    await answer_all(school, members, unit.id, right)
    await noons(school, 1, first=6)
    assert (await asked(school))[-1][1] == order[1]
    async with database.writing() as tx:
        await correct(tx, QuestionId(order[2]), question(f"q{order[2] - 1}", right=1), EARLY)
    await noons(school, 1, first=7)
    assert (await asked(school))[-1][1] == order[2]
