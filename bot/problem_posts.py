"""What somebody is told who is to see to a problem; looked at once more when it is sent."""

from datetime import datetime

from bot.requests import Drop, Request, SendText
from programme.calendar import is_quiet
from programme.records.scene import scene
from reports.problems.page import yours
from reports.wording import words
from storage import problems
from storage.database import Transaction
from storage.units import Defaults, unit
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.records import ProblemId

PROBLEM_POSTS = frozenset({DeliveryKind.PROBLEM_YOURS})


async def problem_post(
    tx: Transaction, each: Delivery, now: datetime, defaults: Defaults
) -> Request:
    """The request of a delivery whose kind is in :data:`PROBLEM_POSTS`."""
    found = await problems.problem(tx, ProblemId(each.payload["problem"]))
    if found is None or not found.is_open or found.person_id != each.payload["person"]:
        return Drop("somebody else's, or solved")
    at = await unit(tx, found.unit_id, defaults)
    if at is None:
        return Drop("no unit")
    said = yours(words(each.language), found, at, await scene(tx, at, now))
    return SendText(each.chat_id, said.text, said.buttons, silent=is_quiet(now, at.time_zone))
