"""Where a corrected key is told: in each branch that was asked the question, once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.calendar import first_daytime
from programme.places import EVERYWHERE, PrivateChat, places_of
from storage import questions
from storage.database import Transaction
from storage.question_statistics import Told, told_results
from storage.questions import same_options
from storage.units import Defaults, units
from storage.values.chats import ChatState
from storage.values.days import QuestionId
from storage.values.people import BotId, ChatId, MessageId, Unit, UnitId
from storage.values.question_figures import Chosen
from storage.values.questions import Question

TOLD_FOR = timedelta(days=366)
"""What was asked longer ago is remembered by nobody: points are put right in silence."""


class ToTell(Struct, frozen=True):
    """A chat that is told of a correction, and of which day's question; ``reply_to`` is the
    question there."""

    unit_id: UnitId
    chat_id: ChatId
    language: str
    day: date
    reply_to: MessageId | None
    not_before: datetime


class Correction(Struct, frozen=True):
    """A corrected question, the key that is right now, and who is told."""

    question: Question
    key: Chosen
    chats: Sequence[ToTell]


async def correction(
    tx: Transaction,
    bot_id: BotId,
    question_id: QuestionId,
    revision: int,
    now: datetime,
    defaults: Defaults,
) -> Correction | None:
    """Whom to tell of what a revision has put right; None when it has left the key as it was.

    A branch whose result is still to come hears it there.
    """
    told = await told_results(tx, bot_id, question_id, (now - TOLD_FOR).date())
    wanted = {(question_id, number) for number in (revision, revision - 1)}
    bodies = await questions.bodies(tx, wanted | {(question_id, each.shown) for each in told})
    new, old = bodies.get((question_id, revision)), bodies.get((question_id, revision - 1))
    if new is None or old is None:
        return None
    # The last asking of each branch; by the number, which grows.
    changed = {
        each.unit_id: each
        for each in told
        if _key(bodies, question_id, each.shown, new) != _key(bodies, question_id, each.shown, old)
    }
    found = await units(tx, list(changed), defaults)
    return Correction(new, new.correct, await _chats(tx, bot_id, found, changed, now))


def _key(
    bodies: Mapping[tuple[QuestionId, int], Question],
    question: QuestionId,
    shown: int,
    by: Question,
) -> Chosen:
    """The key by which answers are marked that were given to a revision."""
    asked = bodies[question, shown]
    return by.correct if same_options(asked, by) else asked.correct


async def _chats(
    tx: Transaction,
    bot_id: BotId,
    found: Mapping[UnitId, Unit],
    told: Mapping[UnitId, Told],
    now: datetime,
) -> list[ToTell]:
    places = await places_of(tx, bot_id, found.values(), now)
    chats = []
    for unit_id, unit in found.items():
        place, asked = places.chats.get(unit_id), told[unit_id]
        if place is None or place.state is ChatState.UNREACHABLE:
            continue
        at = first_daytime(now, unit.time_zone)
        here = [PrivateChat(place.chat_id, unit.language)]
        for each in places.private.get(unit_id, ()) if place.chat_id == EVERYWHERE else here:
            reply = asked.message_id if each.chat_id == asked.chat_id else None
            chats.append(ToTell(unit_id, each.chat_id, each.language, asked.day, reply, at))
    return chats
