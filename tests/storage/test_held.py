"""All that is held on one person: told whole, and erased whole."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from storage import chats, claiming, dialogues, drills, exams, outbox, sittings
from storage.batch import AnswerRow, CheckInRow, NewRows, NoteRow, ParkedVote, write
from storage.counts import check_ins_of
from storage.database import Database, Transaction
from storage.erasing import erase_account, erase_person, forget_chat
from storage.held import Held, held_on, speaks_of
from storage.letters import NewLetter, keep_letters
from storage.people import appoint
from storage.sittings import Drawn
from storage.tables import metadata
from storage.tables.organisation import codes, join_requests, office_acts, pauses
from storage.values.days import MemberDay, QuestionId, Streak
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.dialogues import Dialogue
from storage.values.drills import Drill, Memory, Review
from storage.values.exams import Sitting, SittingId, Source, SourceKind, Terms
from storage.values.given import Given
from storage.values.people import ChatId, MessageId, PersonId, Role, TelegramId
from tests.storage.branch_rows import BOT, DAY, GROUP, Branch, make_branch, post_day

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
LI, WANG = TelegramId(11), TelegramId(12)
CHAT = ChatId(LI)
SECRETS = ("Li Wenhua", "my own thoughts", "a hard month", "strictly between us")
BY_CHAT = {"chats", "dialogues", "deliveries", "dead_letters"}
TOLD = {
    *BY_CHAT,
    *("persons", "memberships", "appointments", "pauses", "join_requests", "codes"),
    *("office_acts", "check_ins", "answers", "notes", "member_days", "streaks"),
    "parked_answers",
    *("drills", "drill_cards", "drill_reviews"),
    *("exams", "exam_sittings", "exam_answers"),
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
    act = {"unit_id": unit, "kind": "nudged", "detail": "Li Wenhua", "at": at}
    await tx.run(insert(office_acts).values(person_id=wang, subject_id=li, **act))


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
    assert naming - {"slots"} == (TOLD - BY_CHAT - {"exam_answers"}) | {"picks"}


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
        assert "Wang's note" in after and "Zhao" in after
        li, wang = branch.people
        for words in ("typed by", "in a test"):
            assert f"{words} {wang}" in after and f"{words} {li}" not in after
        assert told(await held_on(tx, BOT, LI)) == {}
        # What Li counted for stays.
        read = await check_ins_of(tx, [(branch.unit.id, DAY)])
        assert read == {(branch.unit.id, DAY): 2}


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
