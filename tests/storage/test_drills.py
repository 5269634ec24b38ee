"""Practising: where somebody is, what they remember, and their answers in the group."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from storage import drills
from storage.batch import AnswerRow, NewRows, write
from storage.database import Database, Transaction
from storage.people import add_membership
from storage.questions import correct
from storage.shared_questions import share, shared_before, shared_on
from storage.shares import Share, shares_right
from storage.values.days import QuestionId
from storage.values.drills import Drill, Memory, Review, Row
from tests.storage.branch_rows import BOT, DAY, ONE, Branch, make_branch, post_day

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)
NEXT = DAY + timedelta(days=1)
MEMORY = Memory(2.3065, 2.118103970459016, DAY, DAY + timedelta(days=2))


async def answered(tx: Transaction) -> tuple[Branch, QuestionId, QuestionId]:
    """A branch of three: both questions answered by the first, one by the second."""
    branch = await post_day(tx, await make_branch(tx, ["Li", "Wang", "Zhao"]))
    _, first, second, _ = branch.postings
    assert first.question_id is not None and second.question_id is not None
    li, wang, _ = branch.people
    given = [(li, first, (0,)), (li, second, (0, 1)), (wang, first, (1,))]
    rows = [
        AnswerRow(who, posting.id, branch.unit.id, DAY, chosen, NOW + timedelta(seconds=n))
        for n, (who, posting, chosen) in enumerate(given)
    ]
    await write(tx, BOT, NewRows(answers=rows), NOW)
    return branch, first.question_id, second.question_id


async def test_where_somebody_is_is_kept_and_replaced(database: Database) -> None:
    async with database.writing() as tx:
        branch, first, _ = await answered(tx)
        li, wang, _ = branch.people
        assert await drills.drill_of(tx, li) == Drill()
        here = Drill(DAY, 2, 7, first, 1, DAY, Row(3, DAY, NEXT))
        await drills.put_drill(tx, li, here)
        assert await drills.drill_of(tx, li) == here
        later = replace(here, done=3, question_id=None, revision=None, row=Row(4, NEXT, None))
        await drills.put_drill(tx, li, later)
        assert await drills.drill_of(tx, li) == later
        assert await drills.drill_of(tx, wang) == Drill()


async def test_what_is_remembered_tells_the_newest_revision_too(database: Database) -> None:
    async with database.writing() as tx:
        branch, first, second = await answered(tx)
        li, wang, _ = branch.people
        await drills.put_cards(tx, li, {first: (MEMORY, 1), second: (MEMORY, 1)})
        again = replace(MEMORY, stability=9.5, due=date(2026, 6, 1))
        await drills.put_cards(tx, li, {first: (again, 1)})
        await correct(tx, first, replace(ONE, correct=(1,)), NOW)
        cards = await drills.cards_of(tx, li)
        assert {each: card.memory for each, card in cards.items()} == {first: again, second: MEMORY}
        assert [(card.revision, card.newest) for card in cards.values()] == [(1, 2), (1, 1)]
        assert await drills.cards_of(tx, wang) == {}


async def test_answers_in_the_group_are_told_until_they_are_known(database: Database) -> None:
    async with database.writing() as tx:
        branch, first, second = await answered(tx)
        li, wang, zhao = branch.people
        found = await drills.answers_in_group(tx, li, None)
        assert [(each.question_id, each.given) for each in found] == [(first, "0"), (second, "0,1")]
        assert found[0].at == NOW and found[0].day == DAY
        assert await drills.answers_in_group(tx, li, NEXT) == []
        assert await drills.answers_in_group(tx, zhao, None) == []
        one = found[0]
        review = Review(li, first, DAY, one.at, one.given, one.revision, one.posting_id)
        # Another person's, and one of the drill itself, do not stand for it.
        await drills.add_reviews(tx, [replace(review, person_id=wang)])
        drilled = replace(review, question_id=second, posting=None, at=NOW - timedelta(days=1))
        await drills.add_reviews(tx, [drilled])
        assert len(await drills.answers_in_group(tx, li, DAY)) == 2
        await drills.add_reviews(tx, [review, review])
        assert [each.question_id for each in await drills.answers_in_group(tx, li, DAY)] == [second]
        assert await drills.reviews_of(tx, li, [first, second]) == {
            first: [review],
            second: [drilled],
        }


async def test_answers_of_a_former_branch_count_too(database: Database) -> None:
    async with database.writing() as tx:
        branch, _, _ = await answered(tx)
        other = await make_branch(tx, [], "south")
        li = branch.people[0]
        await add_membership(tx, li, other.unit.id, NEXT, home=True)
        assert len(await drills.answers_in_group(tx, li, None)) == 2


async def test_shares_are_marked_by_the_newest_key(database: Database) -> None:
    async with database.writing() as tx:
        branch, first, _ = await answered(tx)
        _, one, several, evening = branch.postings
        ids = [one.id, several.id, evening.id]
        assert await shares_right(tx, ids) == {one.id: Share(2, 1), several.id: Share(1, 1)}
        await correct(tx, first, replace(ONE, correct=(0, 1)), NOW)
        assert (await shares_right(tx, ids))[one.id] == Share(2, 0)
        assert await shares_right(tx, []) == {}


async def test_what_is_shared_is_kept_by_programme_and_day(database: Database) -> None:
    async with database.writing() as tx:
        _, first, second = await answered(tx)
        await share(tx, "p", DAY, [first, second])
        await share(tx, "p", NEXT, [second])
        await share(tx, "other", DAY, [second])
        await share(tx, "p", NEXT, [first])
        assert await shared_on(tx, ["p"], [DAY, NEXT]) == {
            ("p", DAY): (first, second),
            ("p", NEXT): (first,),
        }
        before = await shared_before(tx, "p", NEXT + timedelta(days=1))
        assert list(before.items()) == [(second, DAY), (first, NEXT)]
        assert await shared_before(tx, "p", DAY) == {}
