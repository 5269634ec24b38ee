"""Practising in private: what is left today, the next question, and an answer.

What somebody remembers of a question follows from all that they answered to it, marked by its
newest key. Answers given in the group count too: they are looked up here, when somebody practises,
so that the noon's votes cost no more for it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from programme.calendar import local_day
from programme.question_pool import Pool, pool_of
from quizzes.drilling import A_DAY, next_due, practised, todays
from quizzes.marking import mark
from quizzes.spacing import reviewed
from storage import drills, programmes, questions
from storage.database import Transaction
from storage.had import had_by
from storage.postings import study_postings
from storage.questions import same_options
from storage.values.days import QuestionId, SlotKind
from storage.values.drills import Card, Drill, Memory, Review
from storage.values.given import Given, given_in
from storage.values.people import BotId, PersonId, Unit
from storage.values.programme_files import Windows
from storage.values.questions import Question, QuestionKind

# An answer can be caught up on for a month at the longest.
_LATEST = timedelta(days=32)


class Practice(Struct, frozen=True):
    """Somebody's practice as it stands today.

    ``left`` is what is left of today's questions, in the order of asking; the one that waits for
    its answer leads. ``more``: whether there are others that were never answered.
    """

    person_id: PersonId
    unit: Unit
    today: date
    drill: Drill
    left: tuple[QuestionId, ...]
    pool: Pool
    memories: Mapping[QuestionId, Memory] = {}
    more: bool = False

    @property
    def done(self) -> int:
        """How many questions were answered today."""
        return self.drill.done if self.drill.day == self.today else 0

    @property
    def is_waiting(self) -> bool:
        """Whether a question waits for its answer."""
        return bool(self.left) and self.drill.question_id == self.left[0]

    @property
    def next_day(self) -> date | None:
        """The next day after today on which there is something to practise, as far as is known."""
        return next_due(self.memories.values(), self.today, more=self.more)


class Shown(Struct, frozen=True):
    """A question that waits for its answer, as it was shown; ``number`` is in its buttons."""

    question: Question
    number: int
    id: QuestionId
    revision: int


async def practice_of(
    tx: Transaction, bot_id: BotId, person_id: PersonId, unit: Unit, now: datetime
) -> Practice:
    """Somebody's practice today, with what they have answered in the group meanwhile."""
    today = local_day(now, unit.time_zone)
    drill = await _fed(tx, person_id, unit, await drills.drill_of(tx, person_id), today)
    cards = await drills.cards_of(tx, person_id)
    outdated = [each for each, card in cards.items() if card.revision != card.newest]
    if outdated:
        await _reckon(tx, person_id, outdated)
        cards = await drills.cards_of(tx, person_id)
    return await _practice(tx, bot_id, person_id, unit, today, drill, cards)


async def next_question(tx: Transaction, practice: Practice) -> Shown | None:
    """The question to be answered now: the one that waits, or else the next one, which waits from
    now on; None when nothing is left today."""
    if not practice.left:
        return None
    drill, question_id = practice.drill, practice.left[0]
    if not practice.is_waiting:
        newest = practice.pool.by_id[question_id].revision
        drill = replace(drill, number=drill.number + 1, question_id=question_id, revision=newest)
        await drills.put_drill(tx, practice.person_id, drill)
    return await shown(tx, drill)


async def shown(tx: Transaction, drill: Drill) -> Shown | None:
    """The question that waits for its answer."""
    if drill.question_id is None or drill.revision is None:
        return None
    asked = drill.question_id, drill.revision
    found = await questions.bodies(tx, [asked])
    return Shown(found[asked], drill.number, *asked) if asked in found else None


async def answer(
    tx: Transaction, bot_id: BotId, practice: Practice, asked: Shown, given: Given, now: datetime
) -> tuple[float, Practice]:
    """Keep an answer to the question that waits; what it is worth, and how the practice stands
    then."""
    person_id, today = practice.person_id, practice.today
    kept = Review(person_id, asked.id, today, now, given.kept(), asked.revision)
    await drills.add_reviews(tx, [kept])
    marks = await _reckon(tx, person_id, [asked.id])
    drill = replace(
        practice.drill, day=today, done=practice.done + 1, question_id=None, revision=None
    )
    cards = await drills.cards_of(tx, person_id)
    after = await _practice(tx, bot_id, person_id, practice.unit, today, drill, cards)
    # What is left today is not expected before tomorrow.
    expected = today + timedelta(days=1) if after.left else after.next_day
    row = practised(drill.row, today, expected)
    after = replace(after, drill=replace(drill, row=row))
    await drills.put_drill(tx, person_id, after.drill)
    return marks[asked.id], after


async def _practice(
    tx: Transaction,
    bot_id: BotId,
    person_id: PersonId,
    unit: Unit,
    today: date,
    drill: Drill,
    cards: Mapping[QuestionId, Card],
) -> Practice:
    version = await programmes.newest_version(tx, unit.programme_key or "")
    pool = await pool_of(tx, unit, version)
    memories = {each: card.memory for each, card in cards.items() if each in pool.by_id}
    had = (await had_by(tx, [unit.id]))[unit.id]
    mornings = await study_postings(tx, bot_id, unit.id, today)
    items = {each.item_key for each in mornings if each.kind is SlotKind.MORNING and each.item_key}
    windows = version.settings.windows if version else Windows()
    open_from = today - timedelta(days=windows.make_up_days)
    still_open = {each for each, day in had.questions.items() if day >= open_from}
    never = _new_to(memories, pool.fresh(person_id, had, items, still_open))
    fresh = list(islice(never, A_DAY + 1))
    done = drill.done if drill.day == today else 0
    left = todays(memories, fresh, today, done)
    waiting = drill.question_id
    if left and waiting in pool.by_id and waiting is not None:
        memory = memories.get(waiting)
        if waiting not in still_open if memory is None else memory.due <= today:
            left = (waiting, *(each for each in left if each != waiting))[: len(left)]
    more = bool(set(fresh) - set(left))
    return Practice(person_id, unit, today, drill, left, pool, memories, more)


def _new_to(memories: Collection[QuestionId], some: Iterable[QuestionId]) -> Iterator[QuestionId]:
    """Each of these that somebody has never answered, once."""
    seen = set(memories)
    for each in some:
        if each not in seen:
            seen.add(each)
            yield each


async def _fed(
    tx: Transaction, person_id: PersonId, unit: Unit, drill: Drill, today: date
) -> Drill:
    """Take in what somebody has answered in the group since it was last looked up."""
    since = None if drill.fed_until is None else drill.fed_until - _LATEST
    given = await drills.answers_in_group(tx, person_id, since)
    if given:
        reviews = [
            Review(
                person_id,
                each.question_id,
                # What was caught up on was answered later than on its post's day.
                max(each.day, local_day(each.at, unit.time_zone)),
                each.at,
                each.given,
                each.revision,
                each.posting_id,
            )
            for each in given
        ]
        await drills.add_reviews(tx, reviews)
        await _reckon(tx, person_id, {each.question_id for each in given})
    if drill.fed_until != today:
        drill = replace(drill, fed_until=today)
        await drills.put_drill(tx, person_id, drill)
    return drill


async def _reckon(
    tx: Transaction, person_id: PersonId, question_ids: Collection[QuestionId]
) -> Mapping[QuestionId, float]:
    """Work out afresh what somebody remembers of these questions; the marks of their last
    answers."""
    reviews = await drills.reviews_of(tx, person_id, question_ids)
    newest = await questions.newest_revisions(tx, question_ids)
    wanted = {(each, newest[each]) for each in question_ids}
    wanted |= {(r.question_id, r.revision) for some in reviews.values() for r in some}
    bodies = await questions.bodies(tx, wanted)
    cards, marks = {}, {}
    for each, answered in reviews.items():
        memory: Memory | None = None
        for review in answered:
            worth = _worth(bodies[each, review.revision], bodies[each, newest[each]], review)
            memory = reviewed(memory, review.day, right=worth == 1)
            marks[each] = worth
        if memory is not None:
            cards[each] = memory, newest[each]
    await drills.put_cards(tx, person_id, cards)
    return marks


def _worth(shown: Question, newest: Question, review: Review) -> float:
    """What an answer is worth by the newest key, or, where the options have changed since, by the
    key of what was shown."""
    by = newest if same_options(shown, newest) else shown
    typed = by.kind in (QuestionKind.SHORT, QuestionKind.NUMERICAL)
    return mark(by, given_in(review.given, typed=typed))
