"""Deliveries about meetings, each looked at once more: is it still planned, is the branch's group
still the same?"""

from datetime import datetime

from bot.requests import Drop, EditButtons, EditText, Request, SendText
from programme.calendar import local_day
from programme.meetings.people import expected_at
from programme.meetings.telling import places
from programme.records.scene import book_at
from programme.small_groups import is_small
from reports.meetings.card import card, card_buttons, news
from reports.meetings.words import Spoken
from reports.wording import words
from storage import meeting_cards, meeting_people, meetings
from storage.bots import username_of
from storage.database import Transaction
from storage.units import Defaults, unit
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.records import MeetingId

MEETING_POSTS = frozenset(
    {
        DeliveryKind.MEETING,
        DeliveryKind.MEETING_EDIT,
        DeliveryKind.MEETING_NEWS,
        DeliveryKind.MEETING_COUNT,
    }
)


async def meeting_post(
    tx: Transaction, each: Delivery, now: datetime, defaults: Defaults
) -> Request:
    """The request of a delivery whose kind is in :data:`MEETING_POSTS`."""
    meeting = await meetings.meeting(tx, MeetingId(each.payload["meeting"]))
    at = await unit(tx, meeting.unit_id, defaults) if meeting else None
    if meeting is None or at is None:
        return Drop("no meeting")
    spoken = Spoken(meeting, at, await book_at(tx, at))
    if each.kind is DeliveryKind.MEETING:
        return await _card(tx, each, spoken, now)
    return await _about_card(tx, each, spoken, now)


async def _about_card(tx: Transaction, each: Delivery, spoken: Spoken, now: datetime) -> Request:
    meeting = spoken.meeting
    stands = await meeting_cards.card_in(tx, each.bot_id, meeting.id, each.chat_id)
    if stands is None:
        return Drop("no card")
    here = await _here(tx, spoken, now)
    said, chat_id = words(each.language), each.chat_id
    match each.kind:
        case DeliveryKind.MEETING_COUNT if meeting.is_on:
            return EditButtons(chat_id, stands.message_id, card_buttons(said, spoken, here))
        case DeliveryKind.MEETING_EDIT:
            bot = await username_of(tx, each.bot_id) or ""
            shown = card(said, spoken, here, bot)
            return EditText(chat_id, stands.message_id, shown.text, shown.buttons)
        case DeliveryKind.MEETING_NEWS if each.payload["revision"] == meeting.revision:
            return SendText(chat_id, news(said, spoken).text, reply_to=stands.message_id)
        case _:
            return Drop("something newer holds")


async def _card(tx: Transaction, each: Delivery, spoken: Spoken, now: datetime) -> Request:
    if not spoken.meeting.is_on:
        return Drop("called off, or held")
    found = await places(tx, each.bot_id, spoken.unit, now)
    if each.chat_id not in {place.chat_id for place in found}:
        return Drop("not their group any more")
    here = await _here(tx, spoken, now)
    said = card(words(each.language), spoken, here, "")
    return SendText(each.chat_id, said.text, said.buttons)


async def _here(tx: Transaction, spoken: Spoken, now: datetime) -> int:
    """How many are there, as all may see it: none where it would name a person."""
    meeting = spoken.meeting
    here = (await meeting_people.count_here(tx, [meeting.id])).get(meeting.id, 0)
    if not here:
        return 0
    day = local_day(meeting.starts_at or now, spoken.unit.time_zone)
    expected = await expected_at(tx, meeting, spoken.unit, day)
    return 0 if is_small(len(expected)) else here
