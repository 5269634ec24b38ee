"""Sitting a test: beginning, answering, passing over, handing in, and what came of it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from programme.calendar import local_day
from programme.exam_marks import questions_to_mark
from programme.exam_sources import drawn, questions_of
from programme.exams import concerns
from quizzes.marking import mark
from quizzes.sittings import Score, ends_at, may_begin_another, next_place
from storage import exams, questions, sittings, slots
from storage.database import Transaction
from storage.sittings import Answered, Drawn
from storage.slots import NewSlot
from storage.units import ancestors
from storage.values.days import QuestionId, SlotKind
from storage.values.exams import Exam, Sitting, SittingId
from storage.values.given import Given
from storage.values.messages import Refused, message
from storage.values.people import BotId, Person, PersonId, Unit, UnitId
from storage.values.questions import Question, QuestionKind

TYPED = frozenset({QuestionKind.SHORT, QuestionKind.NUMERICAL})

NOT_OPEN = message("This test is not open now. /test shows those that are.")
_NOT_YOURS = message("This test is not meant for you. /test shows those that are.")
_ENOUGH = message("You have sat this test as often as it may be sat.")
HANDED_IN = message("This test is handed in; nothing more is counted.")


class Paper(Struct, frozen=True):
    """A sitting with its test and its questions.

    ``shown`` are the questions as they were asked, ``key`` the same as they are marked: with the
    newest answer key where the options are still the same.
    """

    exam: Exam
    sitting: Sitting
    rows: tuple[Answered, ...]
    shown: tuple[Question, ...]
    key: tuple[Question, ...]

    @property
    def given(self) -> tuple[Given | None, ...]:
        """What was answered, question by question."""
        return tuple(row.asked.given for row in self.rows)

    @property
    def answered(self) -> tuple[bool, ...]:
        """Which questions have an answer."""
        return tuple(given is not None for given in self.given)

    @property
    def marks(self) -> tuple[float, ...]:
        """What each answer is worth, from 0 to 1."""
        return tuple(
            mark(question, given) if given is not None else 0.0
            for question, given in zip(self.key, self.given, strict=True)
        )

    @property
    def score(self) -> Score:
        """What the sitting came to."""
        return Score(self.marks)

    def shows_results(self, now: datetime) -> bool:
        """Whether its member may know how it went."""
        return not self.sitting.is_open and (self.exam.terms.at_once or self.exam.is_over(now))


class OwnExam(Struct, frozen=True):
    """A test as one member sees it, with their sittings, the first one first."""

    exam: Exam
    sittings: tuple[Sitting, ...]

    @property
    def running(self) -> Sitting | None:
        """The sitting that can be gone on with."""
        return next((each for each in self.sittings if each.is_open), None)

    def is_current(self, now: datetime) -> bool:
        """Whether it can still be sat, now or later, or is being sat."""
        return self.running is not None or not self.exam.is_over(now)

    def may_begin(self, now: datetime) -> bool:
        """Whether a sitting may begin now."""
        often = may_begin_another(len(self.sittings), self.exam.terms.attempts)
        return self.exam.is_open(now) and self.running is None and often


async def begin(
    tx: Transaction, bot_id: BotId, exam: Exam, person: Person, home: Unit, now: datetime
) -> Sitting:
    """Begin a sitting: its questions are drawn, and its time runs. One that is running already
    comes back as it is.

    Raises :class:`Refused` when the test is not open to this person, or not any more.
    """
    before = await sittings_by(tx, exam, person.id)
    own = OwnExam(exam, before)
    if own.running is not None:
        return own.running
    if not exam.is_open(now) or exam.closes_at is None:
        raise Refused(NOT_OPEN)
    if exam.unit_id not in ancestors(home.path) or not concerns(exam.terms, person, home):
        raise Refused(_NOT_YOURS)
    if not own.may_begin(now):
        raise Refused(_ENOUGH)
    number = len(before) + 1
    chosen = drawn(
        await questions_of(tx, home, exam.terms.source),
        exam.terms,
        f"{exam.id}:{person.id}:{number}",
    )
    if not chosen:
        raise Refused(NOT_OPEN)
    end = ends_at(now, exam.terms.minutes, exam.closes_at)
    new = Sitting(SittingId(0), exam.id, person.id, number, now, end)
    asked = [Drawn(each.id, each.revision, each.kind in TYPED) for each in chosen]
    begun = await sittings.begin(tx, new, asked)
    over = NewSlot(
        bot_id,
        SlotKind.SITTING_ENDS,
        UnitId(0),
        local_day(begun.ends_at, home.time_zone),
        begun.ends_at,
        person.id,
        begun.id,
    )
    await slots.put(tx, [over])
    return begun


async def sittings_by(tx: Transaction, exam: Exam, person: PersonId) -> tuple[Sitting, ...]:
    """Somebody's sittings of a test, the first one first."""
    found = await sittings.sittings_of(tx, [exam.id], [person])
    return tuple(found.get((exam.id, person), ()))


async def own_exams(tx: Transaction, found: Sequence[Exam], person: PersonId) -> Sequence[OwnExam]:
    """These tests as one member sees them."""
    sat = await sittings.sittings_of(tx, [each.id for each in found], [person])
    return [OwnExam(each, tuple(sat.get((each.id, person), ()))) for each in found]


async def paper(tx: Transaction, sitting_id: SittingId, person: PersonId) -> Paper | None:
    """Somebody's own sitting with all that belongs to it; None for anybody else's."""
    sitting = await sittings.sitting(tx, sitting_id)
    if sitting is None or sitting.person_id != person:
        return None
    return (await papers(tx, [sitting]))[0]


async def papers(tx: Transaction, some: Sequence[Sitting]) -> list[Paper]:
    """Sittings with all that belongs to them, in the same order."""
    tests = {exam_id: await exams.exam(tx, exam_id) for exam_id in {s.exam_id for s in some}}
    rows = await sittings.answered_in(tx, [each.id for each in some])
    key = await questions_to_mark(tx, [row for found in rows.values() for row in found])
    asked = {_as_asked(row) for found in rows.values() for row in found}
    shown = await questions.bodies(tx, asked)
    made = []
    for sitting in some:
        exam = tests[sitting.exam_id]
        assert exam is not None
        own = rows[sitting.id]
        made.append(
            Paper(
                exam,
                sitting,
                own,
                tuple(shown[_as_asked(row)] for row in own),
                tuple(key[_as_asked(row)] for row in own),
            )
        )
    return made


async def answer(tx: Transaction, it: Paper, place: int, given: Given, now: datetime) -> Paper:
    """Note an answer and go on to the next question; the last one hands the sitting in.

    What was answered before stays. An answer counts until the sitting is handed in, which is done
    only when all that came in before its end has been looked at: so what waited while the bot
    stood still is in time. Raises :class:`Refused` once it is handed in.
    """
    _refuse_handed_in(it)
    if not 0 <= place < len(it.rows):
        raise Refused(NOT_OPEN)
    if it.given[place] is None:
        await sittings.give(tx, it.sitting.id, place, given, now)
        it = _with_given(it, place, given)
    following = next_place(it.answered, place)
    if following is None:
        return await hand_in(tx, it, now)
    return await _show(tx, it, following)


async def pass_over(tx: Transaction, it: Paper, place: int) -> Paper:
    """Leave a question for later. Raises :class:`Refused` once the sitting is handed in."""
    _refuse_handed_in(it)
    following = next_place(it.answered, place)
    return it if following is None else await _show(tx, it, following)


async def hand_in(tx: Transaction, it: Paper, now: datetime) -> Paper:
    """End a sitting, whatever has been answered. Raises :class:`Refused` when it ended before."""
    if not await sittings.hand_in(tx, it.sitting.id, now):
        raise Refused(HANDED_IN)
    return replace(it, sitting=replace(it.sitting, handed_in_at=now))


def came_round(it: Paper, before: int) -> bool:
    """Whether going on from a question has led back to those that were passed over."""
    return it.sitting.is_open and it.sitting.place <= before


def _refuse_handed_in(it: Paper) -> None:
    if not it.sitting.is_open:
        raise Refused(HANDED_IN)


def _with_given(it: Paper, place: int, given: Given) -> Paper:
    rows = list(it.rows)
    rows[place] = replace(rows[place], asked=replace(rows[place].asked, given=given))
    return replace(it, rows=tuple(rows))


async def _show(tx: Transaction, it: Paper, place: int) -> Paper:
    await sittings.show(tx, it.sitting.id, place)
    return replace(it, sitting=replace(it.sitting, place=place))


def _as_asked(row: Answered) -> tuple[QuestionId, int]:
    return row.asked.question_id, row.asked.revision
