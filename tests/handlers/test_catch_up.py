"""Catching up in private: the list, reading, answering and writing for an earlier day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from handlers.catch_up import answer_missed, read_missed, show_missed, write_missed
from handlers.me import me
from handlers.notes import ask_for_note, cancel, private_message
from handlers.taps import give_answer, pick, read_item, show_question
from handlers.today import today
from storage import pauses
from storage.database import Database
from storage.tables.deeds import answers, member_days, notes
from storage.values.days import PostingId
from storage.values.deliveries import DeliveryKind
from tests.handlers.conftest import ONE_PM
from tests.handlers.talking import Talk
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import DAY, Branch

ON = DAY.isoformat()


@pytest.fixture
def late(talk: Talk) -> Talk:
    """Li, on the next day."""
    return replace(talk, now=ONE_PM + timedelta(days=1))


@pytest.fixture
def ids(branch: Branch) -> list[PostingId]:
    return [posting.id for posting in branch.postings]


async def done(database: Database, day: date = DAY) -> Mapping[str, Any]:
    """What Li did for a day."""
    async with database.reading() as tx:
        [row] = await tx.rows(select(member_days).where(member_days.c.day == day.isoformat()))
    return row._mapping


async def test_today_leads_to_what_is_missing_and_only_then(talk: Talk, late: Talk) -> None:
    assert "catchup:show" not in (await talk.write(today, text="/today")).data
    said = await late.write(today, text="/today")
    assert said.data[-1] == "catchup:show"
    listed = await late.tap(show_missed, "catchup:show")
    assert "20 May: Morning's study, Noon's answer, Evening's note" in listed.texts[0]
    assert listed.data == [f"catchup:{what}:{ON}" for what in ("read", "answer", "note")] + [
        "today:show"
    ]
    assert len(listed.of(DeliveryKind.EDIT)) == 1


async def test_in_the_group_nothing_is_said_of_it(late: Talk) -> None:
    assert "catchup:show" not in (await late.write(today, group=True, text="/today")).data
    for handler, data in [
        (show_missed, "catchup:show"),
        (read_missed, f"catchup:read:{ON}"),
        (answer_missed, f"catchup:answer:{ON}"),
        (write_missed, f"catchup:note:{ON}"),
    ]:
        said = await late.tap(handler, data, group=True)
        assert said.deliveries == () and "in private" in said.refused


async def test_reading_an_earlier_day(late: Talk, database: Database, ids: list[PostingId]) -> None:
    said = await late.tap(read_missed, f"catchup:read:{ON}")
    assert "A member has <b>duties</b>." in said.texts[0]
    assert said.data == [f"item:read:{ids[0]}", f"card:item:{ids[0]}"]
    noted = await late.tap(read_item, f"item:read:{ids[0]}")
    assert noted.toasts[0].text == "Caught up: that day is noted too."
    assert noted.data == ["catchup:show"]
    row = await done(database)
    assert (row["check_ins"], row["late"], row["points"]) == (1, 1, 1)


async def test_answering_an_earlier_days_questions_one_after_the_other(
    late: Talk, database: Database, ids: list[PostingId]
) -> None:
    first = await late.tap(answer_missed, f"catchup:answer:{ON}")
    assert first.data == [f"answer:1:{ids[1]}", f"answer:2:{ids[1]}"]
    verdict = await late.tap(give_answer, f"answer:1:{ids[1]}")
    assert verdict.texts[0].startswith("Caught up for 20 May.\n<b>Right!</b>")
    assert verdict.data == ["catchup:show"]
    again = await late.tap(give_answer, f"answer:2:{ids[1]}")
    assert "first answer counts" in again.texts[0] and again.data == ["catchup:show"]
    second = await late.tap(answer_missed, f"catchup:answer:{ON}")
    assert second.data[0] == f"pick:1:{ids[2]}"
    await late.tap(pick, f"pick:3:{ids[2]}")
    await late.tap(give_answer, f"answer:3:{ids[2]}")
    row = await done(database)
    assert (row["answered"], row["right"], row["late"]) == (2, 2, 2)
    async with database.reading() as tx:
        stored = {row.posting_id: row.chosen for row in await tx.rows(select(answers))}
    assert stored == {ids[1]: "0", ids[2]: "0,1"}


async def test_the_note_of_an_earlier_day_is_kept_for_that_day(
    late: Talk, database: Database
) -> None:
    asked = await late.tap(write_missed, f"catchup:note:{ON}")
    assert "The note of 20 May" in asked.texts[0]
    kept = await late.write(private_message, text="better late")
    assert "kept for 20 May" in kept.texts[0] and kept.data == ["catchup:show"]
    row = await done(database)
    assert (row["notes"], row["late"], row["points"]) == (1, 1, 2)
    # What is written next is today's again.
    await late.tap(ask_for_note, "note:write")
    await late.write(private_message, text="and today")
    async with database.reading() as tx:
        days = {row.text: row.day for row in await tx.rows(select(notes))}
    assert days == {"better late": "2026-05-20", "and today": "2026-05-21"}


@SQLITE_ONLY
async def test_a_note_that_comes_when_its_day_has_closed_is_todays(
    late: Talk, database: Database
) -> None:
    last_day = replace(late, now=ONE_PM + timedelta(days=3, hours=10, minutes=30))
    await last_day.tap(write_missed, f"catchup:note:{ON}")
    after_midnight = replace(late, now=ONE_PM + timedelta(days=3, hours=11, minutes=30))
    said = await after_midnight.write(private_message, text="too late for that")
    assert "for your eyes only" in said.texts[0] and "20 May" not in said.texts[0]
    assert (await done(database, DAY + timedelta(days=4)))["notes"] == 1


@SQLITE_ONLY
async def test_leaving_it_for_now_leaves_the_day_too(late: Talk, database: Database) -> None:
    await late.tap(write_missed, f"catchup:note:{ON}")
    await late.write(cancel, text="/cancel")
    await late.tap(ask_for_note, "note:write")
    await late.write(private_message, text="today then")
    assert (await done(database, DAY + timedelta(days=1)))["notes"] == 1


@SQLITE_ONLY
async def test_a_button_of_what_is_done_shows_what_is_left(late: Talk) -> None:
    await late.tap(write_missed, f"catchup:note:{ON}")
    await late.write(private_message, text="done")
    said = await late.tap(write_missed, f"catchup:note:{ON}")
    assert "done already" in said.toasts[0].text
    [edit] = said.of(DeliveryKind.EDIT)
    assert "20 May: Morning's study, Noon's answer" in edit.payload["text"]
    assert "note" not in str(said.data)


@SQLITE_ONLY
@pytest.mark.parametrize("what", ["read", "answer", "note"])
async def test_outside_the_window_nothing_can_be_caught_up(
    late: Talk, database: Database, ids: list[PostingId], what: str
) -> None:
    after = replace(late, now=ONE_PM + timedelta(days=4))
    handlers = {"read": read_missed, "answer": answer_missed, "note": write_missed}
    said = await after.tap(handlers[what], f"catchup:{what}:{ON}")
    assert "its day is closed by now" in said.toasts[0].text
    assert "All caught up" in said.texts[0]
    # Nor by the buttons that were shown in time.
    read = await after.tap(read_item, f"item:read:{ids[0]}")
    assert "closed by now" in read.toasts[0].text
    for handler, data in [(give_answer, "answer:1:"), (show_question, "today:question:")]:
        assert "closed by now" in (await after.tap(handler, f"{data}{ids[1]}")).refused
    async with database.reading() as tx:
        assert await tx.rows(select(member_days)) == []


@SQLITE_ONLY
async def test_a_day_of_leave_is_not_offered(
    late: Talk, database: Database, branch: Branch
) -> None:
    li = branch.people[0]
    async with database.writing() as tx:
        await pauses.add_leave(tx, li, DAY, DAY, li, ONE_PM)
    assert "catchup:show" not in (await late.write(today, text="/today")).data


@SQLITE_ONLY
@pytest.mark.parametrize("day", ["x", "2026-13-01", "", "20260519x", "9999-99-99"])
async def test_a_forged_day_is_refused(late: Talk, day: str) -> None:
    for handler, what in [
        (read_missed, "read"),
        (answer_missed, "answer"),
        (write_missed, "note"),
    ]:
        assert "too old" in (await late.tap(handler, f"catchup:{what}:{day}")).refused


@SQLITE_ONLY
async def test_a_stranger_is_shown_nothing(late: Talk) -> None:
    stranger = replace(late, person=999)
    for handler, data in [(show_missed, "catchup:show"), (read_missed, f"catchup:read:{ON}")]:
        said = await stranger.tap(handler, data)
        assert said.refused and said.deliveries == ()


@SQLITE_ONLY
async def test_the_week_says_how_much_of_it_was_caught_up(late: Talk, ids: list[PostingId]) -> None:
    assert "caught up" not in (await late.write(me, text="/me")).texts[0]
    await late.tap(read_item, f"item:read:{ids[0]}")
    said = await late.write(me, text="/me")
    assert "Read 1, answered 0 (0 right), notes 0; points 1; 1 caught up" in said.texts[0]
