"""Setting tests and sitting them, by the clock and by hand; nothing of Telegram."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select

from programme import exam_slots
from programme.exam_audience import AudienceSize, audience_size, audience_tags
from programme.exam_results import best_of, branch_results
from programme.exam_sources import questions_of, sources_for, tags_in
from programme.exam_taking import answer, begin, came_round, hand_in, paper, pass_over, sittings_by
from programme.exams import announce, call_off, concerns, hindrance, opened_draft, settle
from programme.ticking import tick
from storage import exams, sittings
from storage.banks import add_to_bank
from storage.database import Database, Transaction
from storage.people import person
from storage.tables.deeds import branch_days
from storage.tables.organisation import persons
from storage.tables.telegram import chats
from storage.tables.work import deliveries, slots
from storage.units import unit as unit_of
from storage.values.days import SlotKind
from storage.values.exams import Exam, ExamState, Sitting, Source, SourceKind, Terms
from storage.values.given import Given
from storage.values.messages import Refused
from storage.values.people import Person, PersonId, Unit, UnitId
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, Branch, make_branch, post_day

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


async def a_branch(tx: Transaction, names: Sequence[str] = ("Li", "Wang")) -> Branch:
    """A branch with two questions to ask, whose people have all met the bot."""
    branch = await post_day(tx, await make_branch(tx, list(names)))
    for number in range(len(names)):
        row = {"bot_id": BOT, "chat_id": 11 + number, "kind": "private", "changed_at": 0}
        await tx.run(insert(chats).values(row))
    # Read before there was a programme.
    unit = await unit_of(tx, branch.unit.id, DEFAULTS)
    assert unit is not None
    return replace(branch, unit=unit)


async def set_test(tx: Transaction, branch: Branch, **changes: object) -> Exam:
    draft = await opened_draft(tx, branch.unit, branch.people[0], NOON)
    terms = replace(draft.terms, **changes)  # type: ignore[arg-type]
    return await announce(tx, BOT, await settle(tx, draft, terms), branch.unit, NOON)


async def begun(tx: Transaction, exam: Exam, branch: Branch, at: datetime = NOON) -> Sitting:
    who = await person(tx, branch.people[1])
    assert who is not None
    return await begin(tx, BOT, exam, who, branch.unit, at)


async def tick_all(database: Database, now: datetime) -> int:
    taken = 0
    while found := await tick(database, BOT, now, now, DEFAULTS):
        taken += found
    return taken


async def told(tx: Transaction, kind: str) -> list[int]:
    rows = await tx.rows(select(deliveries.c.chat_id).where(deliveries.c.kind == kind))
    return sorted(row.chat_id for row in rows)


def somebody(*tags: str) -> Person:
    return Person(PersonId(1), "Li", audience=tags)


def a_unit(*tags: str) -> Unit:
    return Unit(UnitId(1), "u", None, "/1/", "", "U", "Asia/Shanghai", "zh", None, tags)


def test_a_test_is_aimed_by_the_tags_of_members_or_branches() -> None:
    everybody = Terms(Source(SourceKind.PROGRAMME, "p"), DAY, DAY)
    cadres = replace(everybody, audience=("cadre", "village"))
    assert concerns(everybody, somebody(), a_unit())
    assert not concerns(cadres, somebody("retired"), a_unit())
    assert concerns(cadres, somebody("cadre"), a_unit())
    assert concerns(cadres, somebody(), a_unit("village"))


@SQLITE
async def test_a_draft_lies_until_it_is_announced(database: Database) -> None:
    async with database.writing() as tx:
        branch = await a_branch(tx)
        by = branch.people[0]
        draft = await opened_draft(tx, branch.unit, by, NOON)
        changed = await settle(tx, draft, replace(draft.terms, minutes=30))
        assert await opened_draft(tx, branch.unit, by, NOON) == changed
        # After weeks it is the same, of this week.
        weeks = NOON + timedelta(days=30)
        again = await opened_draft(tx, branch.unit, by, weeks)
        assert (again.id, again.terms.minutes) == (draft.id, 30)
        assert again.terms.first == date(2026, 6, 19)
        set_ = await announce(tx, BOT, again, branch.unit, weeks)
        with pytest.raises(Refused, match="settled already"):
            await announce(tx, BOT, again, branch.unit, weeks)
        with pytest.raises(Refused, match="settled already"):
            await settle(tx, set_, set_.terms)
        assert (await opened_draft(tx, branch.unit, by, weeks)).id != draft.id


@SQLITE
async def test_what_can_not_be_asked_is_not_announced(database: Database) -> None:
    async with database.writing() as tx:
        branch = await a_branch(tx)
        draft = await opened_draft(tx, branch.unit, None, NOON)
        assert draft.terms.count == 2
        for changes, why in (
            ({"count": 3}, "1 questions too few"),
            ({"tags": ("fire",)}, "2 questions too few"),
            ({"first": DAY - timedelta(days=3), "last": DAY - timedelta(days=1)}, "over already"),
        ):
            exam = replace(draft, terms=replace(draft.terms, **changes))  # type: ignore[arg-type]
            said = await hindrance(tx, exam, branch.unit, NOON)
            assert why in str(said)
            with pytest.raises(Refused):
                await announce(tx, BOT, exam, branch.unit, NOON)


@SQLITE
async def test_for_how_many_a_test_is(database: Database) -> None:
    async with database.writing() as tx:
        branch = await a_branch(tx, ["Li", "Wang", "Zhao"])
        await tx.run(
            persons.update().where(persons.c.name != "Zhao").values(audience="cadre,village")
        )
        terms = Terms(Source(SourceKind.PROGRAMME, "p"), DAY, DAY)
        unit = branch.unit
        assert await audience_size(tx, terms, unit, NOON, DEFAULTS) == AudienceSize(1, 3)
        aimed = replace(terms, audience=("cadre",))
        assert await audience_size(tx, aimed, unit, NOON, DEFAULTS) == AudienceSize(1, 2)
        assert await audience_tags(tx, unit) == [("cadre", 2), ("village", 2)]


@SQLITE
async def test_branches_are_told_in_turn_each_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exam_slots, "_AT_A_TIME", 1)
    async with database.writing() as tx:
        branch = await a_branch(tx)
        await set_test(tx, branch)
    assert await tick_all(database, NOON) > 1
    async with database.writing() as tx:
        assert await told(tx, "exam-open") == [11, 12]
    assert await tick_all(database, NOON) == 0


@SQLITE
@pytest.mark.parametrize(
    ("mended_after", "expected"),
    [(timedelta(hours=1), ("taken", "")), (timedelta(days=9), ("failed", "fault"))],
)
async def test_a_slot_that_fails_spoils_nobodys_day_and_is_tried_again(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    mended_after: timedelta,
    expected: tuple[str, str],
) -> None:
    async def broken(*_: object) -> None:
        raise ValueError("broken")

    async with database.writing() as tx:
        await set_test(tx, await a_branch(tx))
    with monkeypatch.context() as patch:
        patch.setitem(exam_slots.TAKERS, SlotKind.EXAM_OPENS, broken)  # type: ignore[arg-type]
        assert await tick_all(database, NOON) == 1
        assert await tick_all(database, NOON + timedelta(minutes=16)) == 1
    async with database.writing() as tx:
        states = {row.kind: (row.state, row.reason) for row in await tx.rows(select(slots))}
        assert states["exam-opens"] == ("due", "fault") and states["exam-closes"] == ("due", "")
        assert await tx.rows(select(branch_days)) == []
    if mended_after < timedelta(days=8):
        assert await tick_all(database, NOON + mended_after) >= 1
    else:
        with monkeypatch.context() as patch:
            patch.setitem(exam_slots.TAKERS, SlotKind.EXAM_OPENS, broken)  # type: ignore[arg-type]
            await tick_all(database, NOON + mended_after)
    async with database.writing() as tx:
        states = {row.kind: (row.state, row.reason) for row in await tx.rows(select(slots))}
        assert states["exam-opens"] == expected


@SQLITE
async def test_answers_are_taken_once_and_the_last_hands_in(database: Database) -> None:
    async with database.writing() as tx:
        branch = await a_branch(tx)
        exam = await set_test(tx, branch)
        sitting = await begun(tx, exam, branch)
        assert await begun(tx, exam, branch) == sitting
        it = await paper(tx, sitting.id, branch.people[1])
        assert it is not None and len(it.rows) == 2
        assert await paper(tx, sitting.id, branch.people[0]) is None
        after = await pass_over(tx, it, 0)
        assert after.sitting.place == 1 and not came_round(after, 0)
        after = await answer(tx, after, 1, Given(after.key[1].correct), NOON)
        assert after.sitting.place == 0 and came_round(after, 1)
        again = await answer(tx, after, 1, Given((99,)), NOON)
        assert again.given[1] == Given(after.key[1].correct)
        done = await answer(tx, again, 0, Given((99,)), NOON)
        assert not done.sitting.is_open and done.score.percent == 50
        for late in (answer(tx, done, 0, Given((0,)), NOON), pass_over(tx, done, 0)):
            with pytest.raises(Refused, match="handed in"):
                await late
        with pytest.raises(Refused, match="handed in"):
            await hand_in(tx, done, NOON)
        with pytest.raises(Refused, match="as often"):
            await begun(tx, exam, branch)


@SQLITE
async def test_the_best_of_several_sittings_counts(database: Database) -> None:
    async with database.writing() as tx:
        branch = await a_branch(tx)
        exam = await set_test(tx, branch, attempts=2)
        seen = []
        for right in (True, False):
            it = await paper(tx, (await begun(tx, exam, branch)).id, branch.people[1])
            assert it is not None
            for place in (0, 1):
                given = Given(it.key[place].correct) if right else Given((99,))
                it = await answer(tx, it, place, given, NOON)
            seen.append(it.score.percent)
        sat = await sittings_by(tx, exam, branch.people[1])
        best = await best_of(tx, sat)
        assert seen == [100, 0] and best is not None and best.score.percent == 100
        [found] = await branch_results(tx, BOT, exam, [branch.unit], NOON)
        assert [each.person.name for each in found.passed] == ["Wang"]
        # The mean of one would tell what that one had.
        assert found.mean_percent is None


@SQLITE
async def test_who_is_not_meant_can_not_begin(database: Database) -> None:
    async with database.writing() as tx:
        branch = await a_branch(tx)
        exam = await set_test(tx, branch, audience=("cadre",))
        with pytest.raises(Refused, match="not meant"):
            await begun(tx, exam, branch)
        elsewhere = await make_branch(tx, ["Zhao"], "south")
        who = await person(tx, elsewhere.people[0])
        assert who is not None
        with pytest.raises(Refused, match="not meant"):
            await begin(tx, BOT, exam, who, elsewhere.unit, NOON)
        with pytest.raises(Refused, match="not open"):
            await begun(tx, exam, branch, NOON + timedelta(days=30))
        await call_off(tx, exam)
        off = await exams.exam(tx, exam.id)
        assert off is not None
        with pytest.raises(Refused, match="not open"):
            await begun(tx, off, branch)


@SQLITE
async def test_a_test_closes_when_the_last_sitting_with_time_given_back_is_over(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await a_branch(tx)
        exam = await set_test(tx, branch, last=DAY, minutes=None)
        assert exam.closes_at is not None
        sitting = await begun(tx, exam, branch)
        assert sitting.ends_at == exam.closes_at
        since = exam.closes_at - timedelta(minutes=30)
        await sittings.give_time_back(tx, since, since + timedelta(minutes=20))
    await tick_all(database, exam.closes_at)
    async with database.writing() as tx:
        open_still = await exams.exam(tx, exam.id)
        assert open_still is not None and open_still.state is ExamState.SET
    await tick_all(database, exam.closes_at + timedelta(minutes=20, seconds=1))
    async with database.writing() as tx:
        closed = await exams.exam(tx, exam.id)
        ended = await sittings.sitting(tx, sitting.id)
        assert closed is not None and closed.state is ExamState.CLOSED
        assert ended is not None and ended.by_time
        assert await told(tx, "exam-result") == [12]


@SQLITE
async def test_banks_of_the_unit_and_above_are_asked_from_and_cards_are_not(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await a_branch(tx)
        texts = {"en": QuestionText("Water?", ("yes", "no"))}
        known = [
            Question("one", QuestionKind.ONE, texts, (0,), tags=("fire",)),
            Question("card", QuestionKind.CARD, {"en": QuestionText("Front", back="Back")}, ()),
        ]
        bank, _ = await add_to_bank(tx, branch.unit.id, "Fire", known, NOON)
    async with database.writing() as tx:
        elsewhere = await make_branch(tx, ["Zhao"], "south")
        offered = await sources_for(tx, branch.unit)
        assert [(each.title, each.size) for each in offered] == [("", 2), ("Fire", 1)]
        assert len(await sources_for(tx, elsewhere.unit)) == 1
        source = Source(SourceKind.BANK, str(bank.id))
        exam = await set_test(tx, branch, source=source, count=1)
        it = await paper(tx, (await begun(tx, exam, branch)).id, branch.people[1])
        assert it is not None and [each.key for each in it.shown] == ["one"]
        found = await questions_of(tx, branch.unit, source)
        assert tags_in(found) == [("fire", 1)]
        assert await questions_of(tx, elsewhere.unit, source) == ()
