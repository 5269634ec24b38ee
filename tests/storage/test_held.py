"""All that is held on one person: told whole, and erased whole."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from programme.merging import merge
from storage import (
    chats,
    chosen_notes,
    claiming,
    consents,
    dialogues,
    drills,
    exams,
    files,
    meeting_people,
    meetings,
    outbox,
    pictures,
    places,
    problems,
    records,
    rulings,
    sittings,
)
from storage.batch import AnswerRow, CheckInRow, NewRows, NoteRow, ParkedVote, write
from storage.counts import check_ins_of
from storage.database import Database, Transaction
from storage.deed_totals import deeds_of
from storage.erasing import erase_account, erase_person, forget_chat
from storage.held import Held, held_on, speaks_of
from storage.letters import NewLetter, keep_letters
from storage.notes import notes_of
from storage.people import appoint, people
from storage.sittings import Drawn
from storage.tables import metadata
from storage.tables.duties import calendar_feeds, meeting_cards, put_off
from storage.tables.organisation import codes, join_requests, office_acts, pauses
from storage.units import unit_by_code, upsert_units
from storage.values.days import MemberDay, QuestionId, Streak
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.dialogues import Dialogue
from storage.values.drills import Drill, Memory, Review
from storage.values.duties import Subject
from storage.values.exams import Sitting, SittingId, Source, SourceKind, Terms
from storage.values.given import Given
from storage.values.meetings import Meeting, MeetingState, Presence
from storage.values.notes import NoteMedia
from storage.values.people import ChatId, MessageId, PersonId, Role, TelegramId
from storage.values.problems import Problem
from storage.values.programme_files import UnitRow
from storage.values.records import (
    ChangeKind,
    DeedTotals,
    MeetingId,
    Place,
    PlaceId,
    ProblemId,
    Record,
    RecordChange,
    RecordFile,
    RecordId,
    RecordState,
    Ruling,
    RulingKind,
    TookPart,
)
from tests.storage.branch_rows import (
    BOT,
    DAY,
    DEFAULTS,
    GROUP,
    Branch,
    make_branch,
    post_day,
)

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
LI, WANG = TelegramId(11), TelegramId(12)
CHAT = ChatId(LI)
SECRETS = ("Li Wenhua", "my own thoughts", "a hard month", "strictly between us")
BY_CHAT = {"chats", "dialogues", "deliveries", "dead_letters", "meeting_cards"}
TOLD = {
    *BY_CHAT,
    *("persons", "memberships", "appointments", "pauses", "join_requests", "codes"),
    *("office_acts", "check_ins", "answers", "notes", "member_days", "streaks"),
    "parked_answers",
    *("drills", "drill_cards", "drill_reviews"),
    *("exams", "exam_sittings", "exam_answers"),
    *("records", "record_people", "record_changes", "rulings", "put_off", "places"),
    *("meetings", "meeting_people", "problems", "calendar_feeds"),
    *("chosen_notes", "score_consents", "pictures"),
}
WHOSE = {
    *("person_id", "by_id", "made_by", "decided_by", "subject_id", "reader_id", "on_behalf_of"),
}
NAMES = {"person_id", "telegram_id", "used_by", "by_id", "made_by", "decided_by", "subject_id"}


def text_to(chat: ChatId, key: str) -> NewDelivery:
    return NewDelivery(
        BOT, key, Rank.REPLY, DeliveryKind.TEXT, chat, "en", NOW, {"text": "strictly between us"}
    )


async def lived_in(tx: Transaction) -> Branch:
    """A branch in which Li, its secretary, has done one of everything, and Wang something."""
    branch = await post_day(tx, await make_branch(tx, ["Li Wenhua", "Wang"]))
    li, wang = branch.people
    unit, noon = branch.unit.id, branch.postings[1]
    await appoint(tx, li, unit, Role.SECRETARY, date(2026, 1, 1))
    texts = ((li, CHAT, "my own thoughts"), (wang, ChatId(WANG), "Wang's note"))
    notes = [
        NoteRow(person, unit, DAY, BOT, chat, MessageId(5), text, None, None, True, NOW)
        for person, chat, text in texts
    ]
    new = NewRows(
        answers=[AnswerRow(each, noon.id, unit, DAY, (1,), NOW) for each in branch.people],
        check_ins=[CheckInRow(each, DAY, unit, NOW) for each in branch.people],
        notes=notes,
        member_days=[MemberDay(each, unit, DAY, 1, 1, 0, 1, 4) for each in branch.people],
        streaks=[Streak(li, 1, DAY)],
        parked=[ParkedVote("poll", LI, (0,), 5)],
    )
    await write(tx, BOT, new, NOW)
    await _rest(tx, branch)
    return branch


async def _rest(tx: Transaction, branch: Branch) -> None:
    li, wang = branch.people
    unit, at = branch.unit.id, 1_779_000_000
    await chats.put(tx, BOT, CHAT, kind="private", title="", now=NOW)
    later = NOW + timedelta(hours=3)
    await dialogues.begin(tx, BOT, CHAT, Dialogue("note", {"x": "strictly between us"}), later)
    await outbox.put(tx, [text_to(CHAT, "a"), text_to(ChatId(WANG), "b")])
    raw = '{"update_id": 5, "message": {"from": {"id": 11, "first_name": "Li Wenhua"}}}'
    other = '{"update_id": 6, "message": {"from": {"id": 112, "first_name": "Zhao"}}}'
    letters = [NewLetter(BOT, n, each, "fault") for n, each in enumerate((raw, other))]
    await keep_letters(tx, letters, NOW)
    leave = {"first": "2026-05-01", "last": "2026-05-03", "reason": "a hard month", "made_at": at}
    await tx.run(insert(pauses).values(person_id=li, **leave))
    asked = {"bot_id": BOT, "unit_id": unit, "name": "Li Wenhua", "asked_at": at}
    await tx.run(insert(join_requests).values(person_id=li, telegram_id=LI, **asked))
    code = {"code": "c", "unit_id": unit, "made_at": at, "expires_at": at, "name": "Li Wenhua"}
    await tx.run(insert(codes).values(used_by=LI, person_id=li, **code))
    question = branch.postings[1].question_id
    assert question is not None
    for person in branch.people:
        await drills.put_drill(tx, person, Drill(DAY, 1, 1))
        await drills.put_cards(tx, person, {question: (Memory(2, 5, DAY, DAY), 1)})
        typed = Review(person, question, DAY, NOW, f"typed by {person}", 1)
        await drills.add_reviews(tx, [typed])
        await _sat(tx, branch, person, question)
    planned = Meeting(MeetingId(0), unit, MeetingState.PLANNED, ("meeting",), li, NOW, NOW)
    planned = await meetings.add_meeting(tx, planned)
    said = dict.fromkeys(branch.people, Presence.HERE)
    await meeting_people.say(tx, planned.id, said, wang, NOW)
    card = {"meeting_id": planned.id, "bot_id": BOT, "message_id": 5, "language": "en"}
    for chat in (CHAT, WANG):
        await tx.run(insert(meeting_cards).values(chat_id=chat, **card))
    await _recorded(tx, branch)
    await _drawn(tx, branch)
    act = {"unit_id": unit, "kind": "nudged", "detail": "Li Wenhua", "at": at}
    await tx.run(insert(office_acts).values(person_id=wang, subject_id=li, **act))


async def _drawn(tx: Transaction, branch: Branch) -> None:
    """Each has a card that Telegram knows, has chosen a note and agreed to be shown."""
    await consents.ask(tx, branch.unit.id, 2026, branch.people, NOW)
    for person in branch.people:
        digest = f"picture of {person}"
        await pictures.note_picture(tx, BOT, digest, person, NOW)
        await files.remember(tx, BOT, digest, "picture", "AgAC")
        (note,) = await notes_of(tx, person, 0, 1)
        await chosen_notes.choose(tx, note.id, NOW)
        agreed = branch.unit.id, 2026, person, NOW
        await consents.say(tx, *agreed, agrees=True)


async def _recorded(tx: Transaction, branch: Branch) -> None:
    """Li and Wang have done a good deed each, and help each other; Li was excused from a duty."""
    li, wang = branch.people
    unit = branch.unit.id
    for person, text in ((li, "my own thoughts"), (wang, "Wang's deed")):
        deed = Record(
            RecordId(0),
            unit,
            RecordState.KEPT,
            ("deed",),
            DAY,
            person,
            NOW,
            NOW,
            text=text,
            number=3,
            people=(TookPart(person),),
            files=(RecordFile(BOT, NoteMedia.PHOTO, f"file of {person}"),),
        )
        made = await records.add_record(tx, deed)
        await records.note_change(tx, RecordChange(made.id, ChangeKind.KEPT, person, NOW))
    excuse = Ruling(
        "duty", Subject(unit, li), "2026", RulingKind.EXCUSED, NOW, wang, "a hard month"
    )
    await rulings.add_ruling(tx, excuse)
    off = {"unit_id": unit, "person_id": 0, "group_name": "", "duty_key": "d", "period": "2026"}
    for reader in branch.people:
        await tx.run(insert(put_off).values(reader_id=reader, until="2026-06-01", **off))
    await places.add_place(tx, Place(PlaceId(0), unit, "pair", "Li Wenhua and old Sun", li))
    leaks = Problem(ProblemId(0), unit, "leaks", made.id, wang, NOW, NOW, person_id=li)
    await problems.add_problem(tx, leaks)
    feed = {"unit_id": unit, "language": "en", "made_at": 1_779_000_000}
    for reader in branch.people:
        await tx.run(insert(calendar_feeds).values(token=f"of {reader}", person_id=reader, **feed))


async def _sat(tx: Transaction, branch: Branch, person: PersonId, question: QuestionId) -> None:
    """Somebody has set a test, and typed an answer in it."""
    terms = Terms(Source(SourceKind.PROGRAMME, "p"), DAY, DAY)
    exam = await exams.add_draft(tx, branch.unit.id, terms, person, NOW)
    new = Sitting(SittingId(0), exam.id, person, 1, NOW, NOW + timedelta(hours=1))
    sitting = await sittings.begin(tx, new, [Drawn(question, 1, typed=True)])
    await sittings.give(tx, sitting.id, 0, Given(text=f"in a test {person}"), NOW)


async def everything(tx: Transaction) -> str:
    """The whole database as text."""
    tables = [await tx.rows(select(table)) for table in metadata.sorted_tables]
    return "\n".join(str(tuple(row)) for rows in tables for row in rows)


def told(held: Held) -> Mapping[str, Any]:
    return {name: len(rows) for name, rows in held.rows.items()}


async def test_everything_of_ones_own_is_told_and_nothing_of_others(database: Database) -> None:
    async with database.writing() as tx:
        await lived_in(tx)
        held = await held_on(tx, BOT, LI)
    assert told(held) == dict.fromkeys(TOLD, 1)
    assert held.person is not None and held.person["name"] == "Li Wenhua"
    (answer,) = held.answers
    assert (answer.day, answer.chosen, answer.question.key) == (DAY, (1,), "q-one")
    assert set(held.units.values()) == {"North Street"}
    assert "Wang" not in str(held) and "Zhao" not in str(held)


async def test_a_stranger_has_nothing(database: Database) -> None:
    async with database.writing() as tx:
        await lived_in(tx)
        held = await held_on(tx, BOT, TelegramId(999))
    assert (held.rows, held.answers, held.person) == ({}, (), None)


async def test_every_table_that_names_people_is_told() -> None:
    naming = {
        table.name
        for table in metadata.sorted_tables
        if NAMES & {column.name for column in table.columns}
    }
    # A slot that concerns a person is the end of their sitting, which is told; and whose an answer
    # in a test is, its sitting says.
    # Whose a chosen note is, the note says.
    # The sums of months follow from the days, which are told one by one.
    by_another = {"exam_answers", "chosen_notes"}
    assert naming - {"slots", "member_months"} == (TOLD - BY_CHAT - by_another) | {"picks"}


async def test_who_is_forgotten_leaves_numbers_only(database: Database) -> None:
    async with database.writing() as tx:
        branch = await lived_in(tx)
        before = await everything(tx)
        assert all(secret in before for secret in SECRETS)
        await erase_person(tx, branch.people[0], DAY - timedelta(1), NOW)
        await erase_account(tx, BOT, LI)
        await forget_chat(tx, BOT, CHAT)
        after = await everything(tx)
        # What stays of "strictly between us" is what is to be said to Wang.
        assert [secret for secret in SECRETS if secret in after] == ["strictly between us"]
        assert "Wang's note" in after and "Zhao" in after and "Wang's deed" in after
        li, wang = branch.people
        assert await problems.seen_to_by(tx, li, 5) == []
        for words in ("typed by", "in a test", "file of"):
            assert f"{words} {wang}" in after and f"{words} {li}" not in after
        assert told(await held_on(tx, BOT, LI)) == {}
        span = date(2026, 1, 1), date(2026, 12, 31)
        assert await deeds_of(tx, li, ["deed"], *span) == DeedTotals(1, 0, 3)
        # What Li counted for stays.
        read = await check_ins_of(tx, [(branch.unit.id, DAY)])
        assert read == {(branch.unit.id, DAY): 2}


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("王芳", ["…—老孙", "红星村", "Old Li's home"]),
        ("星", ["王芳—老孙", "红星村", "Old Li's home"]),
        ("Li", ["王芳—老孙", "红星村", "Old …'s home"]),
        ("L", ["王芳—老孙", "红星村", "Old Li's home"]),
    ],
)
async def test_a_name_goes_from_the_places_of_ones_own_units(
    database: Database, name: str, left: list[str]
) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, [name])
        await upsert_units(tx, [UnitRow(9, "far", None, "", "Far")])
        far = await unit_by_code(tx, "far", DEFAULTS)
        assert far is not None
        for each in ("王芳—老孙", "红星村", "Old Li's home"):
            for unit in (branch.unit.id, far.id):
                await places.add_place(tx, Place(PlaceId(0), unit, "pair", each))
        await erase_person(tx, branch.people[0], DAY, NOW)
        here = [each.name for each in await places.places_at(tx, [branch.unit.id])]
        assert sorted(re.sub(r" \d+$", "", each) for each in here) == sorted(left)
        there = {each.name for each in await places.places_at(tx, [far.id])}
        assert there == {"王芳—老孙", "红星村", "Old Li's home"}


async def test_two_rows_of_one_person_leave_nothing_with_the_first(database: Database) -> None:
    async with database.writing() as tx:
        branch = await lived_in(tx)
        li, wang = branch.people
        known = await people(tx, [li, wang])
        await merge(tx, known[wang], known[li], branch.unit, DAY)
        left = set()
        for table in metadata.sorted_tables:
            for column in table.columns:
                if column.name in WHOSE and table.name != "slots":
                    rows = await tx.rows(select(column).where(column == li))
                    left |= {f"{table.name}.{column.name}" for _ in rows}
        assert left == set()


async def test_a_number_in_another_is_not_the_number() -> None:
    assert speaks_of('{"from": {"id": 11, "x": 1}}', LI)
    assert speaks_of('{"from": {"id":11}}', LI)
    assert not speaks_of('{"from": {"id": 112}}', LI)
    assert not speaks_of('{"update_id": 11}', LI)


async def test_a_forgotten_chats_number_goes_from_what_was_sent(database: Database) -> None:
    async with database.writing() as tx:
        await make_branch(tx, ["Li"])
        await outbox.put(tx, [text_to(CHAT, f"export:{CHAT}:1"), text_to(GROUP, "group")])
        await forget_chat(tx, BOT, CHAT)
        claimed = await claiming.claim(tx, BOT, NOW, limit=5)
        assert {each.chat_id for each in claimed} == {0, GROUP}
        assert all(str(CHAT) not in each.key for each in claimed if each.chat_id == 0)
