"""What a batch adds: of deeds the first stays, of sums the last."""

from datetime import UTC, date, datetime, timedelta

from storage.batch import (
    AnswerRow,
    CheckInRow,
    NewRows,
    NoteRow,
    ParkedVote,
    forget_handled,
    forget_handled_before,
    write,
    write_member_days,
)
from storage.database import Database
from storage.snapshot import handled
from storage.tables.deeds import answers, check_ins, member_days, notes, streaks
from storage.tables.telegram import parked_answers
from storage.values.days import MemberDay, Streak
from storage.values.people import BotId, MessageId, TelegramId
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, GROUP, make_branch, post_day
from tests.storage.posting_rows import one

NOW = datetime(2026, 5, 20, 5, 0, 0, 900_000, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
FAR = TelegramId(7_000_000_001)


async def test_the_first_deed_stays_and_the_last_sum(database: Database) -> None:
    async with database.writing() as tx:
        branch = await post_day(tx, await make_branch(tx, ["Li"]))
        (li,), unit, quiz = branch.people, branch.unit.id, branch.postings[2].id

        def rows(chosen: tuple[int, ...], text: str, number: int, at: datetime) -> NewRows:
            note = NoteRow(li, unit, DAY, BOT, GROUP, MessageId(9), text, "photo", "file", True, at)
            return NewRows(
                answers=[AnswerRow(li, quiz, unit, DAY, chosen, at)],
                check_ins=[CheckInRow(li, DAY, unit, at)],
                notes=[note],
                member_days=[MemberDay(li, unit, DAY, 1, number, 0, 1, number)],
                streaks=[Streak(li, number, DAY)],
                parked=[ParkedVote("poll", FAR, chosen, number)],
                handled=[number],
            )

        await write(tx, BOT, rows((0, 2), "first", 1, NOW), NOW)
        await write(tx, BOT, rows((1,), "second", 2, LATER), LATER)
        await write(tx, BOT, NewRows(), LATER)
    second = int(NOW.timestamp())
    answer = await one(database, answers)
    assert (answer["chosen"], answer["day"], answer["at"]) == ("0,2", "2026-05-20", second)
    assert (await one(database, check_ins))["at"] == second
    note = await one(database, notes)
    assert (note["text"], note["media_kind"], note["file_id"]) == ("first", "photo", "file")
    assert bool(note["private"])
    assert (await one(database, member_days))["points"] == 2
    assert (await one(database, streaks))["length"] == 2
    parked = await one(database, parked_answers)
    assert (parked["telegram_id"], parked["chosen"], parked["update_id"]) == (FAR, "0,2", 1)


@SQLITE_ONLY
async def test_days_can_be_written_by_themselves(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li", "Wang"])
        unit = branch.unit.id
        await write_member_days(
            tx, [MemberDay(who, unit, date(2026, 5, 19), 1) for who in branch.people]
        )
    assert (await one(database, member_days, person_id=branch.people[1]))["check_ins"] == 1


async def test_handled_updates_are_known_to_their_bot_until_forgotten(database: Database) -> None:
    async with database.writing() as tx:
        await write(tx, BOT, NewRows(handled=[1, 2, 3]), NOW)
        await write(tx, BotId(8), NewRows(handled=[3, 4]), LATER)
        assert await handled(tx, BOT, [2, 3, 4]) == {2, 3}
        await forget_handled(tx, BOT, [3])
        assert await handled(tx, BOT, [1, 2, 3]) == {1, 2}
        assert await handled(tx, BotId(8), [3]) == {3}
        assert await forget_handled_before(tx, LATER) == 2
        assert await handled(tx, BOT, [1, 2]) == set()
        assert await handled(tx, BotId(8), [3, 4]) == {3, 4}
