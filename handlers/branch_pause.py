"""/pause: a branch rests, at harvest or on holidays; by its secretary, in private."""

from handlers.asking_days import ask_for_days, days_typed
from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.own_units import looked_after, named_in
from handlers.turn import Turn
from programme.calendar import local_day
from programme.pausing import pause_branch, resume_branch
from programme.planning import coming_post, first_post_after
from programme.typed_days import Days, days_chosen
from reports import absence as reports
from reports.said import Said
from storage import dialogues, pauses
from storage.values.dialogues import Dialogue
from storage.values.messages import BadInput, Refused, message
from storage.values.pauses import Pause, PauseId
from storage.values.people import PersonId, Unit

PAUSE = "pause"


async def pause(turn: Turn) -> None:
    """Answer /pause: the branch's pauses, and buttons for more; which branch, if there are two."""
    require(turn, Command.PAUSE)
    own = await looked_after(turn)
    if len(own) == 1:
        turn.reply(await _page(turn, own[0]))
    else:
        turn.reply(reports.which_branch(turn.own_words, own))


async def pause_button(turn: Turn) -> None:
    """A tap on ``pause:<unit>``, ``pause:<unit>:<choice>`` or ``pause:<unit>:end:<pause>``."""
    _, which, *asked = button_parts(turn)
    unit = await _branch(turn, which)
    match asked:
        case []:
            turn.edit(await _page(turn, unit))
        case ["other"]:
            await ask_for_days(turn, Dialogue(PAUSE, {"unit": unit.id}))
        case ["end", number]:
            await _end(turn, unit, number)
        case [choice]:
            days = days_chosen(choice, local_day(turn.now, unit.time_zone))
            if days is None:
                raise Refused(TOO_OLD)
            turn.edit(await _pause(turn, unit, days))
        case _:
            raise Refused(TOO_OLD)


async def days_written(turn: Turn, asked: Dialogue) -> None:
    """Take the days that were asked for by «other days»."""
    unit = await _branch(turn, str(asked.payload.get("unit", "")))
    today = local_day(turn.now, unit.time_zone)
    days = days_typed(turn, today)
    if days.first < today:
        raise BadInput(message("What is past can't pause any more. Please begin today or later."))
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(await _pause(turn, unit, days))


async def _branch(turn: Turn, number: str) -> Unit:
    """The branch that a button or a question names, if it is looked after by the speaker."""
    require(turn, Command.PAUSE)
    return named_in(await looked_after(turn), number)


async def _page(turn: Turn, unit: Unit) -> Said:
    today, known = local_day(turn.now, unit.time_zone), await _pauses(turn, unit)
    return reports.pause_page(turn.own_words, unit.id, unit.name, known, today)


async def _pause(turn: Turn, unit: Unit, days: Days) -> Said:
    known = await _pauses(turn, unit)
    if not any(each.first <= days.first and days.last <= each.last for each in known):
        await pause_branch(
            turn.tx, unit, days.first, days.last, _speaker(turn), turn.now, turn.defaults
        )
    goes_on = await first_post_after(turn.tx, unit, days.last)
    today = local_day(turn.now, unit.time_zone)
    notice = reports.pause_noted(turn.own_words, unit.name, days.first, days.last, goes_on, today)
    known = await _pauses(turn, unit)
    return reports.pause_done(turn.own_words, notice, unit.id, known, today)


async def _end(turn: Turn, unit: Unit, number: str) -> None:
    known = {each.id: each for each in await _pauses(turn, unit)}
    ended = known.get(PauseId(int(number))) if is_number(number) else None
    if ended is None:
        raise Refused(TOO_OLD)
    await resume_branch(turn.tx, unit, ended, _speaker(turn), turn.now, turn.defaults)
    goes_on = await coming_post(turn.tx, turn.bot_id, unit, turn.now)
    today = local_day(turn.now, unit.time_zone)
    notice = reports.pause_ended(turn.own_words, unit.name, goes_on, today)
    left = await _pauses(turn, unit)
    turn.edit(reports.pause_done(turn.own_words, notice, unit.id, left, today))


async def _pauses(turn: Turn, unit: Unit) -> list[Pause]:
    """The pauses that are not over yet."""
    today = local_day(turn.now, unit.time_zone)
    return (await pauses.of_units(turn.tx, [unit.id], today)).get(unit.id, [])


def _speaker(turn: Turn) -> PersonId:
    assert turn.known.person is not None
    return turn.known.person.id
