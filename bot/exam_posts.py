"""Deliveries about tests, each looked at once more: is it still open, is the office still held?"""

from datetime import datetime

from bot.requests import Drop, Request, SendText
from programme.calendar import is_quiet, local_day
from programme.exam_results import best_of, branch_results
from programme.exam_taking import paper, sittings_by
from reports.exam_results import branch_list, handed_in
from reports.exams import for_the_group, invitation
from reports.said import Said
from reports.wording import words
from storage import exams
from storage.bots import username_of
from storage.database import Transaction
from storage.known import known_by_telegram
from storage.people import people_as
from storage.units import Defaults, ancestors, unit, units
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.exams import Exam, ExamId, ExamState, SittingId
from storage.values.people import PersonId, Role, TelegramId, Unit, UnitId

EXAM_POSTS = frozenset(
    {
        DeliveryKind.EXAM_OPEN,
        DeliveryKind.EXAM_GROUP,
        DeliveryKind.EXAM_RESULT,
        DeliveryKind.EXAM_LIST,
    }
)


async def exam_post(tx: Transaction, each: Delivery, now: datetime, defaults: Defaults) -> Request:
    """The request of a delivery whose kind is in :data:`EXAM_POSTS`."""
    exam = await exams.exam(tx, ExamId(each.payload["exam"]))
    if exam is None or exam.state is ExamState.DROPPED:
        return Drop("called off")
    match each.kind:
        case DeliveryKind.EXAM_OPEN:
            return await _invitation(tx, each, exam, now, defaults)
        case DeliveryKind.EXAM_GROUP:
            return await _for_the_group(tx, each, exam, now, defaults)
        case DeliveryKind.EXAM_RESULT:
            return await _result(tx, each, exam, now, defaults)
        case _:
            return await _list(tx, each, exam, now, defaults)


async def _invitation(
    tx: Transaction, each: Delivery, exam: Exam, now: datetime, defaults: Defaults
) -> Request:
    who = TelegramId(each.chat_id)
    known = (await known_by_telegram(tx, [who], now, defaults))[who]
    home = await unit(tx, known.home, defaults) if known.home is not None else None
    if home is None or known.person is None or exam.unit_id not in ancestors(home.path):
        return Drop("not theirs any more")
    if not exam.is_open(now):
        return Drop("closed")
    if await sittings_by(tx, exam, known.person.id):
        return Drop("begun already")
    return _text(each, invitation(words(each.language), exam, home.time_zone), home, now)


async def _for_the_group(
    tx: Transaction, each: Delivery, exam: Exam, now: datetime, defaults: Defaults
) -> Request:
    at = await unit(tx, UnitId(each.payload["unit"]), defaults)
    if at is None or not exam.is_open(now):
        return Drop("closed")
    bot = await username_of(tx, each.bot_id) or ""
    said = for_the_group(words(each.language), exam, at.time_zone, bot)
    return SendText(each.chat_id, said.text, said.buttons)


async def _result(
    tx: Transaction, each: Delivery, exam: Exam, now: datetime, defaults: Defaults
) -> Request:
    person = PersonId(each.payload["person"])
    sat = await sittings_by(tx, exam, person)
    number = each.payload.get("sitting")
    it = await (best_of(tx, sat) if number is None else paper(tx, SittingId(int(number)), person))
    if it is None:
        return Drop("nothing was sat")
    who = TelegramId(each.chat_id)
    known = (await known_by_telegram(tx, [who], now, defaults))[who]
    if known.person is None or known.person.id != person:
        return Drop("somebody else's now")
    found = await units(tx, [known.home or exam.unit_id], defaults)
    at = next(iter(found.values()))
    said = handed_in(words(each.language), it, now, at.time_zone, len(sat))
    return _text(each, said, at, now)


async def _list(
    tx: Transaction, each: Delivery, exam: Exam, now: datetime, defaults: Defaults
) -> Request:
    at = await unit(tx, UnitId(each.payload["unit"]), defaults)
    if at is None:
        return Drop("no unit")
    day = local_day(now, at.time_zone)
    held = await people_as(tx, [at.id], day, Role.SECRETARY, Role.STAND_IN)
    if TelegramId(each.chat_id) not in {person.telegram_id for person in held[at.id]}:
        return Drop("the office is over")
    [found] = await branch_results(tx, each.bot_id, exam, [at], now)
    if not found.asked:
        return Drop("nobody was asked")
    return _text(each, branch_list(words(each.language), found, now), at, now)


def _text(each: Delivery, said: Said, at: Unit, now: datetime) -> SendText:
    return SendText(each.chat_id, said.text, said.buttons, silent=is_quiet(now, at.time_zone))
