"""All that is held on one person, for their own eyes. :mod:`storage.erasing` has it erased."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, Table, func, or_, select

from storage import questions
from storage.database import Transaction
from storage.driver import among
from storage.lists import numbers_in
from storage.moments import days_between, moment
from storage.outbox import is_open
from storage.tables.cards import chosen_notes, pictures, score_consents
from storage.tables.deeds import answers, check_ins, member_days, notes, picks, streaks
from storage.tables.digests import digests
from storage.tables.drills import drill_cards, drill_reviews, drills
from storage.tables.duties import (
    calendar_feeds,
    meeting_cards,
    meeting_people,
    meetings,
    places,
    problems,
    put_off,
    record_changes,
    record_people,
    records,
    rulings,
)
from storage.tables.exams import exam_answers, exam_sittings, exams
from storage.tables.organisation import (
    appointments,
    codes,
    join_requests,
    memberships,
    office_acts,
    pauses,
    persons,
    units,
)
from storage.tables.telegram import chats, dead_letters, dialogues, parked_answers
from storage.tables.work import deliveries, postings
from storage.values.days import QuestionId
from storage.values.people import BotId, PersonId, TelegramId, UnitId
from storage.values.questions import Question

Row = Mapping[str, Any]

# Moments, by the columns' names; told as times, not as seconds.
_MOMENTS = (
    "at",
    "edited_at",
    "shared_at",
    "made_at",
    "expires_at",
    "used_at",
    "asked_at",
    "decided_at",
    "changed_at",
    "parked_at",
    "not_before",
    "failed_at",
    "begun_at",
    "ends_at",
    "handed_in_at",
    "opens_at",
    "closes_at",
    "starts_at",
    "revoked_at",
    "chosen_at",
    "answered_at",
    "drawn_at",
)


class HeldAnswer(Struct, frozen=True):
    """A question that was answered, and what was chosen, by the options' numbers from 0."""

    day: date
    question: Question
    chosen: tuple[int, ...]


class Held(Struct, frozen=True):
    """What is held on somebody: the rows that speak of them by table, and their answers in full.

    ``units`` are the names of the units that the rows speak of. Other people are left out.
    """

    rows: Mapping[str, Sequence[Row]]
    answers: Sequence[HeldAnswer]
    units: Mapping[UnitId, str]

    def of(self, table: str) -> Sequence[Row]:
        """The rows of one table."""
        return self.rows.get(table, ())

    @property
    def person(self) -> Row | None:
        """The person themselves; None for somebody who is on no list."""
        return next(iter(self.of("persons")), None)


async def held_on(tx: Transaction, bot_id: BotId, telegram_id: TelegramId) -> Held:
    """All that is held on whoever has this Telegram account."""
    person = await tx.first(select(persons).where(persons.c.telegram_id == telegram_id))
    rows = await _by_account(tx, bot_id, telegram_id)
    answered: Sequence[HeldAnswer] = ()
    if person is not None:
        rows["persons"] = [_plain(person)]
        person_id = PersonId(person.id)
        rows |= await _by_person(tx, person_id)
        rows |= await _deeds(tx, person_id)
        answered = await _answers(tx, rows.get("answers", []))
    named = await _units(tx, rows)
    return Held({name: found for name, found in rows.items() if found}, answered, named)


async def _by_account(
    tx: Transaction, bot_id: BotId, telegram_id: TelegramId
) -> dict[str, Sequence[Row]]:
    """What hangs on the Telegram account."""
    chat = {table: (table.c.bot_id == bot_id, table.c.chat_id == telegram_id) for table in _CHATS}
    waiting = (*chat[deliveries], is_open("deliveries"))
    queries = (
        _own(chats, *chat[chats]),
        _own(dialogues, *chat[dialogues]),
        _own(meeting_cards, *chat[meeting_cards]),
        _own(digests, *chat[digests]),
        _own(deliveries, *waiting),
        _own(join_requests, join_requests.c.telegram_id == telegram_id),
        _own(parked_answers, parked_answers.c.telegram_id == telegram_id),
        _own(codes, codes.c.used_by == telegram_id),
    )
    found = {table.name: await _rows(tx, query) for table, query in queries}
    return found | {dead_letters.name: await _letters(tx, telegram_id)}


async def _by_person(tx: Transaction, person_id: PersonId) -> dict[str, Sequence[Row]]:
    """What hangs on the person, whatever the account."""
    sat = select(exam_sittings.c.id).where(exam_sittings.c.person_id == person_id)
    written = select(notes.c.id).where(notes.c.person_id == person_id)
    queries = (
        _own(memberships, memberships.c.person_id == person_id),
        _own(appointments, appointments.c.person_id == person_id),
        _own(pauses, pauses.c.person_id == person_id),
        _own(
            office_acts,
            or_(office_acts.c.person_id == person_id, office_acts.c.subject_id == person_id),
        ),
        _own(notes, notes.c.person_id == person_id),
        _own(picks, picks.c.person_id == person_id),
        _own(streaks, streaks.c.person_id == person_id),
        _own(drills, drills.c.person_id == person_id),
        _own(exams, exams.c.made_by == person_id),
        _own(meetings, meetings.c.by_id == person_id),
        _own(meeting_people, meeting_people.c.person_id == person_id),
        _own(exam_sittings, exam_sittings.c.person_id == person_id),
        _own(exam_answers, exam_answers.c.sitting_id.in_(sat)),
        _own(drill_cards, drill_cards.c.person_id == person_id),
        _own(drill_reviews, drill_reviews.c.person_id == person_id),
        _own(
            records,
            or_(records.c.by_id == person_id, records.c.on_behalf_of == person_id),
        ),
        _own(record_people, record_people.c.person_id == person_id),
        _own(record_changes, record_changes.c.by_id == person_id),
        _own(rulings, or_(rulings.c.person_id == person_id, rulings.c.by_id == person_id)),
        _own(put_off, put_off.c.reader_id == person_id),
        _own(places, places.c.person_id == person_id),
        _own(problems, or_(problems.c.person_id == person_id, problems.c.by_id == person_id)),
        _own(calendar_feeds, calendar_feeds.c.person_id == person_id),
        _own(chosen_notes, chosen_notes.c.note_id.in_(written)),
        _own(score_consents, score_consents.c.person_id == person_id),
        _own(pictures, pictures.c.person_id == person_id),
    )
    found = {table.name: await _rows(tx, query) for table, query in queries}
    return {name: [_without_others(row, person_id) for row in rows] for name, rows in found.items()}


def _without_others(row: Row, person_id: PersonId) -> Row:
    """A row without whom it is about, where that is somebody else."""
    if row.get("person_id") in (None, person_id):
        return row
    return {name: value for name, value in row.items() if name != "person_id"}


async def _deeds(tx: Transaction, person_id: PersonId) -> dict[str, Sequence[Row]]:
    """What lies in the order of days."""
    days = await _all_days(tx)
    found: dict[str, Sequence[Row]] = {}
    for table in (check_ins, member_days):
        query = select(table).where(among(table.c.day, "days"), table.c.person_id == person_id)
        rows = await tx.rows(query.order_by(table.c.day), {"days": days})
        found[table.name] = [_plain(row) for row in rows]
    # An answer counts in the branch that was home: its questions are the ones to look at.
    asked = select(postings.c.id).where(
        postings.c.unit_id.in_(
            select(memberships.c.unit_id).where(memberships.c.person_id == person_id)
        )
    )
    given = answers.c.posting_id.in_(asked), answers.c.person_id == person_id
    found["answers"] = [_plain(row) for row in await tx.rows(select(answers).where(*given))]
    return found


async def _all_days(tx: Transaction) -> list[str]:
    first = await tx.scalar(select(func.min(member_days.c.day)))
    last = await tx.scalar(select(func.max(member_days.c.day)))
    if first is None:
        return []
    return days_between(date.fromisoformat(first), date.fromisoformat(last))


async def _answers(tx: Transaction, rows: Sequence[Row]) -> Sequence[HeldAnswer]:
    query = select(postings.c.id, postings.c.question_id, postings.c.revision).where(
        among(postings.c.id, "ids")
    )
    ids = [row["posting_id"] for row in rows]
    asked = {
        row.id: (QuestionId(row.question_id), int(row.revision))
        for row in await tx.rows(query, {"ids": ids})
        if row.question_id is not None
    }
    bodies = await questions.bodies(tx, set(asked.values())) if asked else {}
    found = [
        HeldAnswer(
            date.fromisoformat(row["day"]),
            bodies[asked[row["posting_id"]]],
            numbers_in(row["chosen"]),
        )
        for row in rows
        if asked.get(row["posting_id"]) in bodies
    ]
    return sorted(found, key=lambda each: each.day)


async def _units(tx: Transaction, rows: Mapping[str, Sequence[Row]]) -> Mapping[UnitId, str]:
    named = {row["unit_id"] for found in rows.values() for row in found if row.get("unit_id")}
    query = select(units.c.id, units.c.name).where(among(units.c.id, "ids"))
    return {UnitId(row.id): row.name for row in await tx.rows(query, {"ids": list(named)})}


async def _letters(tx: Transaction, telegram_id: TelegramId) -> Sequence[Row]:
    holding = dead_letters.c.raw.contains(str(telegram_id))
    found = await _rows(tx, select(dead_letters).where(holding))
    return [row for row in found if speaks_of(row["raw"], telegram_id)]


def speaks_of(raw: str, telegram_id: TelegramId) -> bool:
    """Whether an update, as Telegram wrote it, holds this account's number."""
    return re.search(rf'"id":\s*{telegram_id}\b', raw) is not None


def _own(table: Table, *conditions: ColumnElement[bool]) -> tuple[Table, Select[Any]]:
    return table, select(table).where(*conditions)


async def _rows(tx: Transaction, query: Select[Any]) -> Sequence[Row]:
    return [_plain(row) for row in await tx.rows(query)]


def _plain(row: Any) -> Row:
    """A row without what is empty, and without the numbers by which others are known."""
    found = {k: v for k, v in row._mapping.items() if v not in (None, "") and k not in _LEFT_OUT}
    return {k: moment(v).isoformat() if k in _MOMENTS else v for k, v in found.items()}


_CHATS = (chats, dialogues, deliveries, meeting_cards, digests)
_OTHERS = frozenset({"by_id", "made_by", "decided_by", "subject_id", "on_behalf_of", "reader_id"})
# A calendar's secret is no word about anybody.
_LEFT_OUT = _OTHERS | {"token"}
