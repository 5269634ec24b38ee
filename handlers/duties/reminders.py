"""«Remind later»: somebody puts off a reminder until a day of their choice. The due date stays."""

from datetime import date, timedelta

from handlers.duties.matters import matters
from handlers.gate import Command, require
from handlers.member import button_parts, is_number, too_old
from handlers.turn import Turn
from handlers.written import typed
from programme.duties.readers import sees_to
from programme.duties.references import Found, find
from programme.duties.reminding import days_to_put_off
from programme.typed_days import read_days
from reports.duties import reminder as reports
from reports.said import Said
from storage import dialogues, reminders
from storage.reminders import PutOff
from storage.values.dialogues import Dialogue
from storage.values.messages import BadInput, Refused, message
from storage.values.people import PersonId

REMIND = "remind"
_TOO_OLD = too_old("/deadlines")
_PATIENCE = timedelta(hours=1)


async def remind_button(turn: Turn) -> None:
    """A tap on ``remind:all``, ``remind:later:<obligation>``, ``remind:in:<days>:<obligation>`` or
    ``remind:day:<obligation>``."""
    require(turn, Command.REMIND)
    match button_parts(turn)[1:]:
        case ["all"]:
            await matters(turn)
        case [reports.LATER, named]:
            found, _ = await _found(turn, named)
            turn.reply(_page(turn, found))
        case [reports.ON, days, named] if is_number(days) and int(days) in reports.LATER_DAYS:
            found, reader = await _found(turn, named)
            until = found.matters.today + timedelta(days=int(days))
            await _put_off(turn, found, reader, until)
            turn.edit(_done(turn, found, until))
        case [reports.OTHER, named]:
            await _found(turn, named)
            asked = Dialogue(REMIND, {"obligation": named})
            await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
            turn.reply(reports.ask_day(turn.own_words))
        case _:
            raise Refused(_TOO_OLD)


async def day_written(turn: Turn, asked: Dialogue) -> None:
    """Take the day that was asked for."""
    require(turn, Command.REMIND)
    found, reader = await _found(turn, str(asked.payload.get("obligation", "")))
    until = read_days(typed(turn.update), found.matters.today).first
    await _put_off(turn, found, reader, until)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(_done(turn, found, until))


async def _found(turn: Turn, named: str) -> tuple[Found, PersonId]:
    """The obligation that a button names, and the speaker, whom it concerns."""
    found = await find(turn.tx, named, turn.now, turn.defaults)
    person = turn.known.person
    if found is None or person is None:
        raise Refused(_TOO_OLD)
    matters, subject = found.matters, found.standing.obligation.subject
    if not sees_to(person.id, subject, matters.facts, matters.today):
        raise Refused(_TOO_OLD)
    return found, person.id


def _page(turn: Turn, found: Found) -> Said:
    standing = found.standing
    if standing.is_met:
        return reports.no_need(turn.own_words)
    return reports.later_page(
        turn.own_words, standing.obligation, standing.due, found.matters.today
    )


async def _put_off(turn: Turn, found: Found, reader: PersonId, until: date) -> None:
    """Keep until when it is put off. Raises :class:`BadInput` for a day that it can't be."""
    first, last = days_to_put_off(found.standing.due, found.matters.today)
    if until < first:
        raise BadInput(message("That day is not ahead. Please write a later one."))
    if until > last:
        raise BadInput(
            message("That is too late: please write a day no later than {day}.", day=last)
        )
    named = found.standing.obligation.key
    await reminders.put_off(turn.tx, PutOff(reader, named, until))


def _done(turn: Turn, found: Found, until: date) -> Said:
    standing = found.standing
    if standing.is_met:
        return reports.no_need(turn.own_words)
    return reports.put_off(
        turn.own_words, standing.obligation, standing.due, until, found.matters.today
    )
