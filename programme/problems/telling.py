"""Telling somebody that they are to see to a problem, a little later: a wrong tap tells nobody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from programme.calendar import first_daytime
from storage import reminders
from storage.database import Transaction
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, Unit
from storage.values.problems import Problem

_LATER = timedelta(minutes=5)
"""Also how finely the key tells times apart: handed to and fro within it, it is told once."""


async def tell_whose(
    tx: Transaction, bot_id: BotId, problem: Problem, unit: Unit, now: datetime
) -> Sequence[NewDelivery]:
    """What is told to whoever now sees to a problem; nothing where nobody does, or can be
    reached."""
    person = problem.person_id
    reached = await reminders.reachable(tx, bot_id, [person]) if person is not None else {}
    begins = first_daytime(now + _LATER, unit.time_zone)
    # What is handed to the same person again, after it was told, is told again.
    time = int(begins.timestamp() // _LATER.total_seconds())
    return [
        NewDelivery(
            bot_id=bot_id,
            key=f"problem:{problem.id}:{each.person_id}:{time}",
            rank=Rank.REMINDER,
            kind=DeliveryKind.PROBLEM_YOURS,
            chat_id=each.chat_id,
            language=each.language or unit.language,
            not_before=begins,
            payload={"problem": problem.id, "person": each.person_id},
        )
        for each in reached.values()
    ]
