"""Erasing one person: what they wrote and who they are goes, what they counted for stays.

A test holds every table that names people against :mod:`storage.held` and this module.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Text, cast, delete, literal, or_, select, update

from storage.database import Transaction
from storage.driver import among
from storage.due import recount_due_of
from storage.erasing_records import erase_records
from storage.held import speaks_of
from storage.moments import earliest
from storage.outbox import is_open
from storage.tables.cards import chosen_notes, pictures, score_consents
from storage.tables.deeds import notes, picks, shared_messages
from storage.tables.digests import digests
from storage.tables.drills import drill_cards, drill_reviews, drills
from storage.tables.duties import meeting_cards, meetings
from storage.tables.exams import exam_answers, exam_sittings
from storage.tables.organisation import (
    appointments,
    codes,
    join_requests,
    memberships,
    office_acts,
    pauses,
    persons,
)
from storage.tables.telegram import chats, dead_letters, dialogues, files, parked_answers
from storage.tables.work import deliveries, jobs, papers, posted_messages, postings
from storage.values.meetings import MeetingState
from storage.values.people import BotId, ChatId, PersonId, TelegramId


async def erase_account(tx: Transaction, bot_id: BotId, telegram_id: TelegramId) -> None:
    """Forget a Telegram account: its chat, what was to be said there, what it asked for."""
    chat = ChatId(telegram_id)
    here = deliveries.c.bot_id == bot_id, deliveries.c.chat_id == chat
    await tx.run(delete(deliveries).where(*here, is_open("deliveries")))
    for table in (papers, jobs):
        # Their keys name the chat that the file is for.
        made = table.c.bot_id == bot_id, table.c.key.contains(f":{chat}:")
        await tx.run(delete(table).where(*made))
    for table in (dialogues, chats, meeting_cards, digests):
        await tx.run(delete(table).where(table.c.bot_id == bot_id, table.c.chat_id == chat))
    await tx.run(delete(parked_answers).where(parked_answers.c.telegram_id == telegram_id))
    # That somebody asked and what came of it stays; who it was does not.
    await tx.run(
        update(join_requests)
        .where(join_requests.c.telegram_id == telegram_id)
        .values(telegram_id=0, name="", person_id=None)
    )
    await tx.run(update(codes).where(codes.c.used_by == telegram_id).values(used_by=None, name=""))
    await _erase_letters(tx, telegram_id)


async def erase_person(tx: Transaction, person_id: PersonId, last: date, now: datetime) -> None:
    """Make a person nobody in particular: a row without a name, that counts until ``last``."""
    await _erase_notes(tx, person_id)
    await _erase_pictures(tx, person_id)
    for own in (score_consents, picks, drill_cards, drill_reviews, drills):
        await tx.run(delete(own).where(own.c.person_id == person_id))
    await _erase_typed_answers(tx, person_id)
    await erase_records(tx, person_id)
    begun = meetings.c.by_id == person_id, meetings.c.state == MeetingState.DRAFT.value
    await tx.run(delete(meetings).where(*begun))
    for table in (memberships, appointments):
        running = table.c.person_id == person_id, _runs_after(table.c.until, last)
        await tx.run(update(table).where(*running).values(until=last.isoformat()))
    await recount_due_of(tx, person_id, last)
    await tx.run(update(pauses).where(pauses.c.person_id == person_id).values(reason=""))
    concerns = or_(office_acts.c.person_id == person_id, office_acts.c.subject_id == person_id)
    await tx.run(update(office_acts).where(concerns).values(detail=""))
    await tx.run(
        update(codes).where(codes.c.person_id == person_id).values(person_id=None, name="")
    )
    nobody = {
        "name": "",
        "telegram_id": None,
        "external_id": None,
        "language": None,
        "audience": "",
        "telegram_name": None,
        "claimed_on": None,
        "erased_at": earliest(now),
    }
    await tx.run(update(persons).where(persons.c.id == person_id).values(nobody))


async def forget_chat(tx: Transaction, bot_id: BotId, chat_id: ChatId) -> None:
    """Clear a private chat's number from what was once sent there. It looks through all of it."""
    m, p = posted_messages.c, postings.c
    await tx.run(delete(posted_messages).where(m.bot_id == bot_id, m.chat_id == chat_id))
    unknown = update(postings).where(p.bot_id == bot_id, p.chat_id == chat_id)
    await tx.run(unknown.values(chat_id=0, message_id=None))
    c = deliveries.c
    nobody = {
        "chat_id": 0,
        "payload": "{}",
        "key": literal("forgotten:") + cast(c.id, Text),
    }
    # What was shown to a group says in whose chat it was written.
    told = or_(c.chat_id == chat_id, c.key.startswith(f"share:{chat_id}:"))
    await tx.run(update(deliveries).where(c.bot_id == bot_id, told).values(nobody))


async def _erase_typed_answers(tx: Transaction, person_id: PersonId) -> None:
    """What was chosen in tests stays, for the counts; what was typed are somebody's words."""
    sat = select(exam_sittings.c.id).where(exam_sittings.c.person_id == person_id)
    typed = exam_answers.c.typed & exam_answers.c.given.is_not(None)
    theirs = exam_answers.c.sitting_id.in_(sat)
    await tx.run(update(exam_answers).where(theirs, typed).values(given=""))


async def _erase_notes(tx: Transaction, person_id: PersonId) -> None:
    own = select(notes.c.id).where(notes.c.person_id == person_id)
    for what_became_of_them in (shared_messages, chosen_notes):
        await tx.run(delete(what_became_of_them).where(what_became_of_them.c.note_id.in_(own)))
    await tx.run(delete(notes).where(notes.c.person_id == person_id))


async def _erase_pictures(tx: Transaction, person_id: PersonId) -> None:
    """What was drawn of somebody is not found again, though Telegram may hold it still."""
    drawn = pictures.c.person_id == person_id
    digests = select(pictures.c.digest).where(drawn)
    await tx.run(delete(files).where(files.c.sha256.in_(digests)))
    await tx.run(delete(pictures).where(drawn))


async def _erase_letters(tx: Transaction, telegram_id: TelegramId) -> None:
    holding = dead_letters.c.raw.contains(str(telegram_id))
    rows = await tx.rows(select(dead_letters.c.id, dead_letters.c.raw).where(holding))
    ids: Collection[int] = [row.id for row in rows if speaks_of(row.raw, telegram_id)]
    await tx.run(delete(dead_letters).where(among(dead_letters.c.id, "ids")), {"ids": ids})


def _runs_after(until: ColumnElement[str], last: date) -> ColumnElement[bool]:
    return or_(until.is_(None), until > last.isoformat())
