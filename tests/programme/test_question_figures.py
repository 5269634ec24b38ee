"""What was answered becomes figures: on both kinds of database."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import insert

from programme.key_rights import common_line, may_correct
from programme.question_figures import everywhere, renew_figures
from programme.question_pages import question_list, question_page
from storage.database import Database, Transaction
from storage.key_alarms import alarm_about, open_alarms, raise_alarm, settle
from storage.question_statistics import figures_of, shares_right
from storage.questions import correct
from storage.tables.deeds import answers
from storage.values.days import QuestionId
from storage.values.people import Appointment, Known, Role, TelegramId, UnitId
from storage.values.question_figures import KeyAlarm, Settled
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import DAY, ONE, SEVERAL, Branch, make_branch, post_day

EVENING = datetime(2026, 5, 20, 12, 30, tzinfo=UTC)
IN_TIME, LATE = datetime(2026, 5, 20, 5, tzinfo=UTC), datetime(2026, 5, 20, 12, tzinfo=UTC)
OWNER = Known(TelegramId(1), is_owner=True)


async def answered(
    tx: Transaction,
    branch: Branch,
    number: int,
    chosen: Mapping[int, str],
    at: datetime = IN_TIME,
) -> None:
    """What members, by their place in the branch, chose in a question of noon."""
    for person, options in chosen.items():
        await tx.run(
            insert(answers).values(
                posting_id=branch.postings[1 + number].id,
                person_id=branch.people[person],
                unit_id=branch.unit.id,
                day=DAY.isoformat(),
                chosen=options,
                at=int(at.timestamp()),
            )
        )


async def a_branch(tx: Transaction) -> tuple[Branch, QuestionId, QuestionId]:
    """A branch of five, and the two questions of its noon."""
    branch = await post_day(tx, await make_branch(tx, list("abcde")))
    one, several = branch.postings[1].question_id, branch.postings[2].question_id
    assert one is not None and several is not None
    return branch, one, several


async def test_answers_become_figures(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, several = await a_branch(tx)
        await answered(tx, branch, 0, {0: "0", 1: "0", 2: "1", 3: "1"})
        await answered(tx, branch, 1, {0: "0,1", 1: "0", 2: "2"})
        await answered(tx, branch, 1, {4: "0,1"}, LATE)
    await renew_figures(database, EVENING)
    async with database.reading() as tx:
        of_one, of_several = await figures_of(tx, one), await figures_of(tx, several)
    assert of_one is not None and of_several is not None
    assert (of_one.statistics.count, of_one.statistics.facility) == (4, 0.5)
    assert (of_one.first, of_one.last, of_one.revision, of_one.late) == (DAY, DAY, 1, 0)
    assert of_one.chosen == {(0,): 2, (1,): 2}
    # Who had the one right had more of the other; the fourth, who answered nothing else, is not
    # compared. The parts of several right ones count; who answered late does not.
    assert of_one.statistics.discrimination == pytest.approx(86.60254)
    assert of_several.statistics.facility == pytest.approx((1 + 0.5 + 0) / 3)
    assert (of_several.late, of_several.statistics.count) == (1, 3)
    assert of_several.statistics.unsure


@SQLITE_ONLY
async def test_what_is_still_open_tells_nothing(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, _ = await a_branch(tx)
        await answered(tx, branch, 0, {0: "0"})
    assert await renew_figures(database, IN_TIME + timedelta(hours=1)) == []
    async with database.reading() as tx:
        assert await figures_of(tx, one) is None


@SQLITE_ONLY
async def test_other_options_are_another_question(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, several = await a_branch(tx)
        await answered(tx, branch, 0, {0: "0"})
        await answered(tx, branch, 1, {0: "0,1"})
        swapped = replace(ONE.texts["en"], options=("right", "duty"))
        await correct(tx, one, replace(ONE, texts={"en": swapped}), EVENING)
    found = {each.question_id: each for each in await renew_figures(database, EVENING)}
    assert set(found) == {several}


@SQLITE_ONLY
async def test_figures_follow_a_corrected_key(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, _ = await a_branch(tx)
        await answered(tx, branch, 0, {0: "0", 1: "0", 2: "0", 3: "1"})
        await correct(tx, one, replace(ONE, correct=(1,)), EVENING)
    (found,) = [e for e in await renew_figures(database, EVENING) if e.question_id == one]
    assert (found.revision, found.statistics.facility) == (2, 0.25)


async def test_the_list_begins_with_alarms_and_ends_with_the_unsure(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, several = await a_branch(tx)
        await answered(tx, branch, 0, {0: "1"})
        await answered(tx, branch, 1, {0: "0,1"})
        alarm = KeyAlarm(several, 1, (0,), 4, 4, 0)
        assert await raise_alarm(tx, alarm, EVENING)
        assert not await raise_alarm(tx, alarm, EVENING)
    await renew_figures(database, EVENING)
    async with database.writing() as tx:
        found = await question_list(tx, OWNER, 9, EVENING)
        assert [(e.line.figures.question_id, e.line.alarm) for e in found.listed] == [
            (several, True),
            (one, False),
        ]
        assert (found.count, found.number, found.pages) == (2, 0, 1)
        assert await open_alarms(tx) == {(several, 1)}
        assert await settle(tx, several, 1, Settled.LEFT, EVENING)
        assert not await settle(tx, several, 1, Settled.LEFT, EVENING)
        again = await question_list(tx, OWNER, 0, EVENING)
        assert [each.line.figures.question_id for each in again.listed] == [one, several]
        kept = await alarm_about(tx, several, 1)
        assert kept is not None and kept.settled is Settled.LEFT


async def test_an_organiser_sees_what_is_asked_below(database: Database) -> None:
    async with database.writing() as tx:
        branch, one, several = await a_branch(tx)
        await answered(tx, branch, 0, {0: "1"})
        await answered(tx, branch, 1, {0: "0"})
        other = await make_branch(tx, ["z"], "south")
    await renew_figures(database, EVENING)
    async with database.reading() as tx:
        for unit, seen in ((branch.unit.id, 2), (other.unit.id, 0)):
            known = Known(TelegramId(1), appointments=(Appointment(unit, Role.ORGANISER),))
            assert (await question_list(tx, known, 0, EVENING)).count == seen
            page = await question_page(tx, known, one, EVENING)
            assert (page is not None) == bool(seen)
        page = await question_page(tx, OWNER, several, EVENING)
    assert page is not None and page.may_correct and page.question == SEVERAL
    assert (page.branches, list(page.line)) == (1, [branch.unit.id])


async def test_units_and_shares_are_found(database: Database) -> None:
    async with database.writing() as tx:
        branch, *_ = await a_branch(tx)
    assert await everywhere(database) == [branch.unit.id]
    async with database.reading() as tx:
        assert await shares_right(tx, [branch.unit.id], date(2026, 5, 1), DAY) == {}


@pytest.mark.parametrize(
    ("paths", "line"),
    [
        ([], ()),
        (["/1/2/7/"], (7, 2, 1)),
        (["/1/2/7/", "/1/2/8/"], (2, 1)),
        (["/1/2/7/", "/1/3/8/", "/1/2/9/"], (1,)),
        # Where a unit above others is asked too, it stands above them and itself.
        (["/1/2/", "/1/2/7/"], (2, 1)),
        (["/1/2/7/", "/4/5/"], ()),
    ],
)
def test_the_units_above_all_that_were_asked(paths: list[str], line: tuple[int, ...]) -> None:
    assert common_line(paths) == line


def test_who_is_above_all_may_correct() -> None:
    line = (UnitId(2), UnitId(1))
    for unit, may in ((1, True), (2, True), (7, False)):
        organiser = Known(TelegramId(9), appointments=(Appointment(UnitId(unit), Role.ORGANISER),))
        assert may_correct(organiser, line) is may
    secretary = Known(TelegramId(9), appointments=(Appointment(UnitId(1), Role.SECRETARY),))
    assert not may_correct(secretary, line)
    assert may_correct(OWNER, ())
