"""What is chosen after the first answer, and what is picked before it, on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from storage import day_reads, outbox
from storage.asked import forget_picks, questions_of
from storage.batch import AnswerRow, NewRows, write
from storage.database import Database, Transaction
from storage.moments import moment
from storage.tables.deeds import answers
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryKind
from tests.storage.branch_rows import BOT, DAY, ONE, SEVERAL, Branch, make_branch, post_day
from tests.storage.posting_rows import new, one

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)


async def _a_question(tx: Transaction) -> Branch:
    return await post_day(tx, await make_branch(tx, ["Li", "Wang"]))


async def _change(database: Database, branch: Branch, *chosen: int) -> str | None:
    """Have Li choose something else; what is kept of it."""
    li, question = branch.people[0], branch.postings[1].id
    async with database.writing() as tx:
        await write(tx, BOT, NewRows(changed={(li, question): chosen}), NOW)
    answer = await one(database, answers)
    assert answer["chosen"] == "0"
    return answer["changed_to"]  # type: ignore[no-any-return]


async def test_a_later_choice_stands_beside_the_first(database: Database) -> None:
    async with database.writing() as tx:
        branch = await _a_question(tx)
        row = AnswerRow(branch.people[0], branch.postings[1].id, branch.unit.id, DAY, (0,), NOW)
        await write(tx, BOT, NewRows(answers=[row]), NOW)
    # The same once more is no change; coming back to it after another choice is.
    kept = [await _change(database, branch, *chosen) for chosen in ((0,), (1,), (0,))]
    assert kept == [None, "1", "0"]


async def test_what_was_picked_last_is_known(database: Database) -> None:
    async with database.writing() as tx:
        branch = await _a_question(tx)
        (li, wang), (_, first, second, _) = branch.people, branch.postings
        for picks in ((2,), (0, 2), ()):
            new = NewRows(picks={(li, second.id): picks, (wang, second.id): (1,)})
            await write(tx, BOT, new, NOW)
            found = await day_reads.picked(tx, [li, wang], [first.id, second.id])
            assert found == {(li, second.id): picks, (wang, second.id): (1,)}
        assert await day_reads.picked(tx, [li], []) == {}


async def test_what_was_picked_is_forgotten_when_its_question_has_closed(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await _a_question(tx)
        li, question = branch.people[0], branch.postings[2]
        await write(tx, BOT, NewRows(picks={(li, question.id): (1,)}), NOW)
        assert question.closes_at is not None
        assert await forget_picks(tx, question.closes_at) == 0
        assert await forget_picks(tx, question.closes_at + timedelta(seconds=1)) == 1
        assert await day_reads.picked(tx, [li], [question.id]) == {}


async def test_questions_are_read_as_they_were_asked(database: Database) -> None:
    async with database.writing() as tx:
        branch = await _a_question(tx)
        morning, one_right, several, _ = branch.postings
        for _ in range(2):
            found = await questions_of(tx, [morning, one_right, several])
            assert found == {one_right.id: ONE, several.id: SEVERAL}


async def test_what_was_said_before_is_known_by_its_key(database: Database) -> None:
    async with database.writing() as tx:
        kind = DeliveryKind.NOON_BUTTONS
        await outbox.put(tx, [new("a", kind=kind), new("b"), new("c", bot_id=8)])
        await tx.run(update(deliveries).where(deliveries.c.key == "a").values(done_at=5))
        found = await outbox.before(tx, BOT, ["a", "b", "c", "d"])
    assert found == {
        "a": outbox.Before(kind, moment(5)),
        "b": outbox.Before(DeliveryKind.TEXT, None),
    }
