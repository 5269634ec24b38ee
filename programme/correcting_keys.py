"""Correcting an answer key, or leaving it as it is after an alarm."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from programme.remarking import ask_to_remark
from storage import key_alarms, office_acts, questions
from storage.bots import bots
from storage.database import Transaction
from storage.values.days import QuestionId
from storage.values.messages import Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import PersonId, UnitId
from storage.values.question_figures import Chosen, Settled
from storage.values.questions import Question, QuestionKind

CHANGED = message("This key has been changed meanwhile. Please send /questions to see it anew.")
SETTLED = message("This has been settled already, by you or by somebody else.")
_UNFIT = message("Such a key is not possible here. Please choose again.")


class Decider(Struct, frozen=True):
    """Who decides about a key, and at which unit; nobody's office is the owner's who is in no
    list."""

    person: PersonId | None
    unit_id: UnitId | None
    now: datetime


def fits(question: Question, key: Chosen) -> bool:
    """Whether this can be a question's key: one option, or at least one where several may be
    chosen."""
    count = 2 if question.kind is QuestionKind.TRUE_FALSE else option_count(question)
    if len(set(key)) != len(key) or not set(key) <= set(range(count)):
        return False
    return bool(key) if question.kind is QuestionKind.SEVERAL else len(key) == 1


def option_count(question: Question) -> int:
    """How many options a question has of its own; none for true and false."""
    return max((len(text.options) for text in question.texts.values()), default=0)


async def correct_key(
    tx: Transaction, question_id: QuestionId, revision: int, key: Chosen, by: Decider
) -> int:
    """Put a key right; the revision that this makes. All answers are marked afresh by a job, which
    tells the branches too.

    Raises :class:`Refused` when ``revision`` is not the newest any more, or the key can't be.
    """
    question = await _as_seen(tx, question_id, revision)
    key = tuple(sorted(key))
    if not fits(question, key) or key == question.correct:
        raise Refused(_UNFIT)
    # What each option was worth went with the old key.
    corrected = replace(question, correct=key, weights=())
    number = await questions.correct(tx, question_id, corrected, by.now)
    await key_alarms.settle(tx, question_id, revision, Settled.CORRECTED, by.now)
    await ask_to_remark(tx, await bots(tx), [(question_id, number)], by.now)
    await _remember(tx, ActKind.KEY_CORRECTED, question_id, number, by)
    return number


async def leave_key(
    tx: Transaction, question_id: QuestionId, revision: int, by: Decider
) -> Question:
    """Leave a key as it is, and settle the alarm about it; the question.

    Raises :class:`Refused` when it is settled already.
    """
    question = await _as_seen(tx, question_id, revision)
    if not await key_alarms.settle(tx, question_id, revision, Settled.LEFT, by.now):
        raise Refused(SETTLED)
    await _remember(tx, ActKind.KEY_LEFT, question_id, revision, by)
    return question


async def _as_seen(tx: Transaction, question_id: QuestionId, revision: int) -> Question:
    found = await questions.newest(tx, question_id)
    if found is None or found[0] != revision:
        raise Refused(CHANGED)
    return found[1]


async def _remember(
    tx: Transaction, kind: ActKind, question_id: QuestionId, revision: int, by: Decider
) -> None:
    """What an owner in no list does is kept as the revision alone, which nobody else can make."""
    if by.person is not None and by.unit_id is not None:
        act = OfficeAct(by.unit_id, kind, by.person, by.now, detail=f"{question_id} {revision}")
        await office_acts.add(tx, act)
