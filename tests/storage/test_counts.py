"""How many have done what: for the count on a button and the result in the evening."""

from datetime import UTC, date, datetime

from storage.batch import AnswerRow, CheckInRow, NewRows, write
from storage.counts import check_ins_of, choices
from storage.database import Database
from tests.storage.branch_rows import BOT, DAY, make_branch, post_day

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)
EARLIER = date(2026, 5, 19)


async def test_check_ins_and_choices_are_counted_by_branch_and_question(
    database: Database,
) -> None:
    async with database.writing() as tx:
        north = await post_day(tx, await make_branch(tx, ["Li", "Wang"]))
        south = await make_branch(tx, ["Zhao"], "south")
        (li, wang), (zhao,) = north.people, south.people
        one, two = north.postings[1].id, north.postings[2].id
        check_ins = [
            CheckInRow(li, DAY, north.unit.id, NOW),
            CheckInRow(wang, DAY, north.unit.id, NOW),
            CheckInRow(li, EARLIER, north.unit.id, NOW),
            CheckInRow(zhao, EARLIER, south.unit.id, NOW),
        ]
        answers = [
            AnswerRow(li, one, north.unit.id, DAY, (1,), NOW),
            AnswerRow(wang, one, north.unit.id, DAY, (0,), NOW),
            AnswerRow(wang, two, north.unit.id, DAY, (0, 2), NOW),
        ]
        await write(tx, BOT, NewRows(check_ins=check_ins, answers=answers), NOW)
        asked = {(north.unit.id, DAY), (south.unit.id, DAY), (south.unit.id, EARLIER)}
        assert await check_ins_of(tx, asked) == {
            (north.unit.id, DAY): 2,
            (south.unit.id, DAY): 0,
            (south.unit.id, EARLIER): 1,
        }
        morning = north.postings[0].id
        found = await choices(tx, [one, two, morning])
    assert {key: sorted(each) for key, each in found.items()} == {
        one: [(0,), (1,)],
        two: [(0, 2)],
        morning: [],
    }
