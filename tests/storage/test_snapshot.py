"""What a batch names is found by a few queries: people, polls, posts, messages and their days."""

from datetime import UTC, date, datetime

from msgspec.structs import replace

from storage import day_reads, snapshot
from storage.batch import AnswerRow, NewRows, write
from storage.branch_days import open_days, spoil_days
from storage.database import Database
from storage.doers import Home
from storage.people import add_membership, add_person
from storage.questions import correct
from storage.snapshot import Named, Posted, Snapshot
from storage.tables.organisation import memberships
from storage.tables.telegram import polls
from storage.values.days import MemberDay, QuestionId, Streak
from storage.values.people import BotId, ChatId, MessageId, Person, PersonId, TelegramId
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, GROUP, ONE, make_branch, post_day
from tests.storage.posting_rows import add

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
JANUARY, MAY = date(2026, 1, 1), date(2026, 5, 1)
LI, WANG, NOBODY = TelegramId(11), TelegramId(12), TelegramId(999)


async def test_people_come_with_their_homes_and_streaks(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        south = await make_branch(tx, [], "south")
        li, wang = branch.people
        home = (memberships.c.person_id == li) & memberships.c.home
        await tx.run(memberships.update().where(home).values(until="2026-04-30"))
        await add_membership(tx, li, south.unit.id, MAY, home=True)
        await add_membership(tx, wang, south.unit.id, MAY, home=False)
        loner = await add_person(tx, Person(PersonId(0), "Zhao", TelegramId(13), "en"))
        await write(tx, BOT, NewRows(streaks=[Streak(li, 4, DAY)]), NOW)
        named = Named(people={LI, WANG, TelegramId(13), NOBODY})
        found = (await snapshot.take(tx, BOT, named)).doers
    assert found.keys() == {LI, WANG, 13}
    assert found[LI].person == Person(li, "Li", LI)
    assert found[LI].streak == Streak(li, 4, DAY)
    assert found[LI].homes == (
        Home(south.unit.id, MAY, None),
        Home(branch.unit.id, JANUARY, date(2026, 4, 30)),
    )
    assert found[WANG].homes == (Home(branch.unit.id, JANUARY, None),)
    assert (found[WANG].streak, found[TelegramId(13)].homes) == (None, ())
    assert found[TelegramId(13)].person == loner


async def test_posts_are_found_by_poll_by_number_and_by_message(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        morning, quiz, *_ = branch.postings
        await add(tx, polls, bot_id=BOT, poll_id="p", posting_id=quiz.id, known_at=0)
        await add(tx, polls, bot_id=8, poll_id="other", posting_id=quiz.id, known_at=0)
        await correct(tx, quiz.question_id or QuestionId(0), replace(ONE, correct=(1,)), NOW)
        named = Named(
            polls={"p", "other", "unknown"},
            postings={morning.id},
            messages={(GROUP, MessageId(102)), (ChatId(1), MessageId(101)), (GROUP, MessageId(7))},
        )
        found = await snapshot.take(tx, BOT, named)
        assert await snapshot.take(tx, BotId(8), replace_polls(named)) == Snapshot(
            set(), {}, {}, {}, {}
        )
    # The question's newest revision is the second; the first was asked.
    assert found.by_poll == {"p": Posted(quiz, 2)}
    assert found.by_posting == {morning.id: Posted(morning, None)}
    assert found.by_message == {(GROUP, MessageId(102)): Posted(quiz, 2)}


def replace_polls(named: Named) -> Named:
    """The same without polls."""
    return replace(named, polls=set())


async def test_days_are_read_with_what_counted_before(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        south = await make_branch(tx, [], "south")
        (li, wang), unit = branch.people, branch.unit.id
        days = {day: date(2026, 5, day) for day in range(16, 21)}
        await open_days(tx, {(unit, days[16]), (unit, days[17]), (unit, days[20])})
        await spoil_days(tx, {(unit, days[18])})
        done = [MemberDay(li, unit, days[20], 1, 2, 1, 0, 4), MemberDay(wang, unit, days[17], 1)]
        await write(tx, BOT, NewRows(member_days=done), NOW)
        asked = {days[20]: {unit, south.unit.id}, days[17]: {unit}}
        found = await day_reads.read_days(tx, [li, wang], asked)
        nobodys = await day_reads.read_days(tx, [], asked)
    assert found.member_days == {(each.person_id, each.day): each for each in done}
    assert found.last_counting == {
        (unit, days[20]): days[17],
        (unit, days[17]): days[16],
        (south.unit.id, days[20]): None,
    }
    assert (nobodys.member_days, nobodys.last_counting) == ({}, found.last_counting)


@SQLITE_ONLY
async def test_who_has_answered_what(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        (li, wang), (_, one, two, _) = branch.people, branch.postings
        row = AnswerRow(li, one.id, branch.unit.id, DAY, (0,), NOW)
        await write(tx, BOT, NewRows(answers=[row]), NOW)
        assert await day_reads.answered(tx, [li, wang], [one.id, two.id]) == {(li, one.id): (0,)}
        assert await day_reads.answered(tx, [wang], [one.id]) == {}
        assert await day_reads.answered(tx, [], [one.id]) == {}


@SQLITE_ONLY
async def test_an_empty_batch_asks_nothing(database: Database) -> None:
    async with database.reading() as tx:
        assert await snapshot.take(tx, BOT, Named()) == Snapshot(set(), {}, {}, {}, {})
