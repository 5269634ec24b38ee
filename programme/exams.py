"""Setting a test: a draft, what is settled about it, announcing it and calling it off."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from programme.calendar import local_day
from programme.exam_choices import usual_terms, window_of
from programme.exam_sources import Offered, missing, questions_of, sources_for
from storage import exams, slots
from storage.database import Transaction
from storage.slots import NewSlot
from storage.units import Defaults, ancestors, units
from storage.values.days import SlotKind
from storage.values.exams import Exam, ExamState, Terms
from storage.values.messages import Message, Refused, message
from storage.values.people import BotId, Person, PersonId, Unit, UnitId

_NO_QUESTIONS = message(
    "There are no questions to ask yet: the unit has neither a programme with questions nor a bank."
)
_SET_ALREADY = message("That is settled already: the test is announced, or was dropped.")
_OVER_ALREADY = message("The test would be over already. Please choose another time.")


def concerns(terms: Terms, person: Person, branch: Unit) -> bool:
    """Whether a test is meant for somebody at home in a branch below its unit."""
    wanted = set(terms.audience)
    return not wanted or not wanted.isdisjoint((*person.audience, *branch.audience))


async def opened_draft(tx: Transaction, unit: Unit, by: PersonId | None, now: datetime) -> Exam:
    """The draft that somebody left lying at a unit, or a new one with what is usual.

    Raises :class:`Refused` when there is nothing to ask.
    """
    today = local_day(now, unit.time_zone)
    lying = await exams.draft_of(tx, unit.id, by)
    if lying is not None and lying.terms.last >= today:
        return lying
    offered = await sources_for(tx, unit)
    if not offered:
        raise Refused(_NO_QUESTIONS)
    usual = usual_terms(offered[0].source, offered[0].size, today)
    if lying is None:
        return await exams.add_draft(tx, unit.id, usual, by, now)
    # Its days went by while it lay there; the rest was thought about.
    kept = replace(lying.terms, first=usual.first, last=usual.last)
    await exams.change_draft(tx, lying.id, kept)
    return replace(lying, terms=kept)


async def settle(tx: Transaction, exam: Exam, terms: Terms) -> Exam:
    """Settle something about a draft. Raises :class:`Refused` when it is no draft any more."""
    if not await exams.change_draft(tx, exam.id, terms):
        raise Refused(_SET_ALREADY)
    return replace(exam, terms=terms)


async def hindrance(tx: Transaction, exam: Exam, unit: Unit, now: datetime) -> Message | None:
    """What keeps a draft from being announced as it is; None when nothing does."""
    lacking = missing(await questions_of(tx, unit, exam.terms.source), exam.terms)
    if lacking:
        return message(
            "There are {count} questions too few for that. Ask for fewer, or from more tags.",
            count=lacking,
        )
    opens, closes = window_of(exam.terms, unit.time_zone, now)
    return _OVER_ALREADY if closes <= opens else None


async def announce(tx: Transaction, bot_id: BotId, exam: Exam, unit: Unit, now: datetime) -> Exam:
    """Let a draft hold: it opens and closes by the clock from now on.

    Raises :class:`Refused` when something is missing, or when it is no draft any more.
    """
    hinders = await hindrance(tx, exam, unit, now)
    if hinders is not None:
        raise Refused(hinders)
    opens, closes = window_of(exam.terms, unit.time_zone, now)
    if not await exams.announce(tx, exam.id, opens, closes):
        raise Refused(_SET_ALREADY)
    times = ((SlotKind.EXAM_OPENS, opens), (SlotKind.EXAM_CLOSES, closes))
    planned = [
        NewSlot(
            bot_id,
            kind,
            UnitId(0),
            local_day(at, unit.time_zone),
            at,
            subject_id=exam.id,
        )
        for kind, at in times
    ]
    await slots.put(tx, planned)
    return replace(exam, state=ExamState.SET, opens_at=opens, closes_at=closes)


async def call_off(tx: Transaction, exam: Exam) -> None:
    """Drop a draft, or call a test off that is announced; what was sat is kept and counts for
    nothing. Raises :class:`Refused` when it is over."""
    if not await exams.drop(tx, exam.id):
        raise Refused(message("This test is over, so there is nothing to call off."))


async def exams_for(
    tx: Transaction, person: Person, home: Unit, *states: ExamState
) -> Sequence[Exam]:
    """The tests of somebody's branch and of the units above it that are meant for them, the
    newest first."""
    found = await exams.exams_at(tx, ancestors(home.path), *states)
    return [each for each in found if concerns(each.terms, person, home)]


async def source_of(tx: Transaction, exam: Exam, unit: Unit) -> Offered | None:
    """Where a test's questions come from; None when that is gone."""
    offered = await sources_for(tx, unit)
    return next((each for each in offered if each.source == exam.terms.source), None)


async def unit_of_exam(tx: Transaction, exam: Exam, defaults: Defaults) -> Unit:
    """The unit that a test belongs to."""
    return (await units(tx, [exam.unit_id], defaults))[exam.unit_id]
