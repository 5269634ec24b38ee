"""Two rows of one person become one: what the one did and holds goes to the other."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Column, Update, delete, func, select, update

from storage.database import Transaction
from storage.driver import among
from storage.due import recount_due, recount_due_of
from storage.lists import as_text
from storage.member_days import member_day_of
from storage.merging_records import move_records
from storage.tables.cards import pictures, score_consents
from storage.tables.deeds import answers, check_ins, member_days, notes, picks, streaks
from storage.tables.drills import drill_cards, drill_reviews, drills
from storage.tables.exams import exam_sittings, exams
from storage.tables.organisation import (
    appointments,
    codes,
    join_requests,
    memberships,
    office_acts,
    pauses,
    persons,
)
from storage.tables.work import postings
from storage.unit_sums import recount_done
from storage.values.days import MemberDay
from storage.values.people import Person, PersonId, UnitId


async def days_of(
    tx: Transaction, person: PersonId, days: Collection[date]
) -> dict[date, MemberDay]:
    """What a person did on these days; the days without anything are left out."""
    c = member_days.c
    query = select(member_days).where(c.person_id == person, among(c.day, "days"))
    rows = await tx.rows(query, {"days": [day.isoformat() for day in days]})
    return {done.day: done for done in map(member_day_of, rows)}


async def move_deeds(
    tx: Transaction, gone: PersonId, kept: PersonId, days: Collection[date]
) -> None:
    """Let what ``gone`` did on these days be ``kept``'s; on a day on which both did the same, it
    is ``kept``'s already."""
    values = {"days": [day.isoformat() for day in days]}
    d = member_days.c
    query = select(d.unit_id, d.day).where(d.person_id == gone, among(d.day, "days"))
    changed = [(UnitId(r.unit_id), date.fromisoformat(r.day)) for r in await tx.rows(query, values)]
    for table in (check_ins, member_days):
        both = table.alias("both")
        theirs = table.c.person_id == gone, among(table.c.day, "days")
        done = select(both.c.day).where(both.c.person_id == kept, both.c.day == table.c.day)
        moved = update(table).where(*theirs, ~done.exists()).values(person_id=kept)
        await tx.run(moved, values)
        await tx.run(delete(table).where(*theirs), values)
    await tx.run(_moving(notes.c.person_id, gone, kept))
    await recount_done(tx, changed)


async def move_answers(
    tx: Transaction, gone: PersonId, kept: PersonId, days: Collection[date]
) -> None:
    """Let what ``gone`` answered in the group on these days, practised and sat be ``kept``'s; what
    both answered, ``kept`` has answered. Whoever has no Telegram has answered nothing, unless they
    had one for a while that was not theirs."""
    theirs = select(memberships.c.unit_id).where(memberships.c.person_id == gone)
    posted = select(postings.c.id).where(
        postings.c.unit_id.in_(theirs), among(postings.c.day, "days")
    )
    values = {"days": [day.isoformat() for day in days]}
    for table in (answers, picks):
        both = table.alias("both")
        same = select(both.c.posting_id).where(
            both.c.person_id == kept, both.c.posting_id == table.c.posting_id
        )
        own = table.c.person_id == gone, table.c.posting_id.in_(posted)
        await tx.run(update(table).where(*own, ~same.exists()).values(person_id=kept), values)
        await tx.run(delete(table).where(*own), values)
    await _move_practice(tx, gone, kept)
    await _move_tests(tx, gone, kept)


async def _move_practice(tx: Transaction, gone: PersonId, kept: PersonId) -> None:
    for table, names in (
        (drill_reviews, ("question_id", "at")),
        (drill_cards, ("question_id",)),
        (drills, ()),
    ):
        both = table.alias("both")
        same = select(both.c.person_id).where(
            both.c.person_id == kept, *(both.c[name] == table.c[name] for name in names)
        )
        own = table.c.person_id == gone
        await tx.run(update(table).where(own, ~same.exists()).values(person_id=kept))
        await tx.run(delete(table).where(own))
    # What is remembered follows from all answers: a revision that is none has it reckoned afresh.
    cards = update(drill_cards).where(drill_cards.c.person_id == kept)
    await tx.run(cards.values(revision=0))


async def _move_tests(tx: Transaction, gone: PersonId, kept: PersonId) -> None:
    sat = exam_sittings.alias("sat")
    before = (
        select(func.coalesce(func.max(sat.c.number), 0))
        .where(sat.c.person_id == kept, sat.c.exam_id == exam_sittings.c.exam_id)
        .scalar_subquery()
    )
    theirs = update(exam_sittings).where(exam_sittings.c.person_id == gone)
    await tx.run(theirs.values(person_id=kept, number=exam_sittings.c.number + before))
    await tx.run(_moving(exams.c.made_by, gone, kept))


async def move_places(tx: Transaction, gone: PersonId, kept: PersonId) -> None:
    """Let what ``gone`` holds be ``kept``'s: offices, absences, records, and what speaks of them.
    Memberships move as those of a guest."""
    held = appointments.alias("held")
    also = select(held.c.id).where(
        held.c.person_id == kept,
        held.c.unit_id == appointments.c.unit_id,
        held.c.role == appointments.c.role,
        held.c.until.is_(None),
    )
    await tx.run(delete(appointments).where(appointments.c.person_id == gone, also.exists()))
    theirs = memberships.c.person_id == gone
    query = select(memberships.c.unit_id, memberships.c.since).where(theirs, memberships.c.home)
    homes = await tx.rows(query)
    query = select(func.min(pauses.c.first)).where(pauses.c.person_id == gone)
    away_from = await tx.scalar(query)
    await tx.run(update(memberships).where(theirs).values(person_id=kept, home=False))
    await move_records(tx, gone, kept)
    # What one agreed to before it was known who they are, nobody has agreed to.
    await tx.run(delete(score_consents).where(score_consents.c.person_id == gone))
    for column in (
        appointments.c.person_id,
        pauses.c.person_id,
        codes.c.person_id,
        office_acts.c.person_id,
        office_acts.c.subject_id,
        join_requests.c.person_id,
        pictures.c.person_id,
    ):
        await tx.run(_moving(column, gone, kept))
    # That of both follows from their days.
    await tx.run(delete(streaks).where(streaks.c.person_id == gone))
    for row in homes:
        await recount_due(tx, [UnitId(row.unit_id)], date.fromisoformat(row.since))
    if away_from is not None:
        await recount_due_of(tx, kept, date.fromisoformat(away_from))


async def take_identity(tx: Transaction, gone: PersonId, kept: Person, claimed_on: date) -> None:
    """Call ``kept`` what the organisation calls them, and let ``gone`` be nobody any more."""
    whose = update(persons).where(persons.c.id == gone)
    await tx.run(whose.values(external_id=None, name="", audience=""))
    await tx.run(
        update(persons)
        .where(persons.c.id == kept.id)
        .values(
            name=kept.name,
            external_id=kept.external_id,
            audience=as_text(kept.audience),
            telegram_name=None,
            claimed_on=claimed_on.isoformat(),
        )
    )


def _moving(column: Column[Any], gone: PersonId, kept: PersonId) -> Update:
    return update(column.table).where(column == gone).values({column.name: kept})
