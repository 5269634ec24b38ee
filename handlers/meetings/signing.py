"""«I'm here» on a meeting's card: tapped in the group, or in a copy in private."""

from handlers.gate import Command, require
from handlers.meetings.access import TOO_OLD, require_belonging, spoken_of, telling
from handlers.member import button_parts
from handlers.speaker import own_person
from handlers.turn import Turn
from programme.meetings.attending import said_themselves, say_here
from programme.meetings.timing import DOORS, Doors, doors
from reports.meetings.own import undo_here
from reports.meetings.words import Spoken, when_in_words
from reports.wording import words
from storage import chats, outbox
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.meetings import MeetingState
from storage.values.messages import Message, Refused, message
from storage.values.people import ChatId, PersonId

_CALLED_OFF = message("This meeting was called off.")
_LONG_OVER = message(
    "This meeting is long over. If you were there, please tell the secretary, who notes it."
)
_HELD = message(
    "This meeting is noted as held by now. Was something noted wrong about you? Please send me "
    "/meeting in private."
)


async def here_button(turn: Turn) -> None:
    """A tap on ``meet:here:<meeting>``."""
    require(turn, Command.ATTEND)
    number = [*button_parts(turn), "", ""][2]
    spoken = await spoken_of(turn, number)
    require_belonging(turn, spoken.unit)
    match doors(spoken.meeting, turn.now):
        case Doors.OPEN:
            await _say_here(turn, spoken)
        case Doors.NOT_YET:
            raise Refused(_not_yet(turn, spoken))
        case _:
            raise Refused(_shut(spoken))


async def _say_here(turn: Turn, spoken: Spoken) -> None:
    person = await own_person(turn)
    told = telling(turn, spoken)
    if await say_here(told, person):
        turn.toast(turn.own_words("Noted: you are here."))
        return
    turn.toast(turn.own_words("You are noted already, all is well."))
    if await said_themselves(told, person):
        await _offer_undo(turn, spoken, person)


async def _offer_undo(turn: Turn, spoken: Spoken, person: PersonId) -> None:
    chat = ChatId(turn.telegram_id)
    if not await chats.active(turn.tx, turn.bot_id, [chat]):
        return
    said = undo_here(words(turn.own_language), spoken)
    offer = NewDelivery(
        bot_id=turn.bot_id,
        key=undo_key(spoken, person),
        rank=Rank.REPLY,
        kind=DeliveryKind.TEXT,
        chat_id=chat,
        language=turn.own_language,
        not_before=turn.now,
        payload=said.payload(),
    )
    await outbox.put(turn.tx, [offer])


def undo_key(spoken: Spoken, person: PersonId) -> str:
    """The key of the delivery that offers somebody to take it back: once for each time."""
    return f"meeting-undo:{spoken.meeting.id}:{person}"


def _not_yet(turn: Turn, spoken: Spoken) -> Message:
    starts = spoken.meeting.starts_at
    if starts is None:
        return TOO_OLD
    opens = when_in_words(turn.own_words, starts - DOORS, spoken.unit.time_zone)
    return message("That is still a while. You can tap here from {when} on.", when=opens)


def _shut(spoken: Spoken) -> Message:
    if spoken.meeting.state is MeetingState.CALLED_OFF:
        return _CALLED_OFF
    return _HELD if spoken.meeting.state is MeetingState.HELD else _LONG_OVER
