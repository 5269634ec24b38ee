"""/standin and /handover: who looks after a branch for a while, or from now on; in private."""

from datetime import timedelta

from handlers.gate import Command, oversees, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.office_mail import tell_person
from handlers.turn import Turn
from handlers.written import written
from programme.offices import Act, Deputies, deputies, end_stand_in, hand_over, name_stand_in
from programme.typed_days import Days, days_chosen, read_days
from reports import offices as reports
from reports.absence import ask_days
from reports.said import Said
from storage import dialogues
from storage.appointments import AppointmentId
from storage.units import branches_among, units
from storage.units import unit as unit_of
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused
from storage.values.people import Person, Role, Unit, UnitId

STAND_IN = "stand-in"
_PATIENCE = timedelta(hours=1)


async def stand_in(turn: Turn) -> None:
    """Answer /standin: who stands in for the branch's secretary, and who could."""
    require(turn, Command.STAND_IN)
    own = await _own(turn)
    if len(own) == 1:
        turn.reply(await _page(turn, await deputies(turn.tx, own[0], turn.now)))
    else:
        turn.reply(reports.which_branch(turn.own_words, own, "standin"))


async def stand_in_button(turn: Turn) -> None:
    """A tap on ``standin:<unit>``, ``standin:<unit>:page:<page>``, ``standin:<unit>:<person>``,
    ``standin:<unit>:<person>:<choice>`` or ``standin:<unit>:end:<appointment>``."""
    require(turn, Command.STAND_IN)
    _, number, *asked = button_parts(turn)
    found = await deputies(turn.tx, await _branch(turn, number), turn.now)
    match asked:
        case []:
            turn.edit(await _page(turn, found))
        case ["page", page]:
            turn.edit(await _page(turn, found, int(page) if is_number(page) else 0))
        case ["end", held]:
            await _end(turn, found, held)
        case [person]:
            turn.edit(reports.stand_in_days(turn.own_words, found.unit, _other(found, person)))
        case [person, "other"]:
            await _ask_days(turn, found, _other(found, person))
        case [person, choice]:
            days = days_chosen(choice, found.today)
            turn.edit(await _name(turn, found, _other(found, person), days))
        case _:
            raise Refused(TOO_OLD)


async def days_written(turn: Turn, asked: Dialogue) -> None:
    """Take the days that were asked for by «other days»."""
    require(turn, Command.STAND_IN)
    branch = await _branch(turn, str(asked.payload.get("unit", "")))
    found = await deputies(turn.tx, branch, turn.now)
    person = _other(found, str(asked.payload.get("person", "")))
    message = turn.update.effective_message
    said = written(message) if message is not None else None
    days = read_days(said.text if said else "", found.today)
    shown = await _name(turn, found, person, days)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(shown)


async def handover(turn: Turn) -> None:
    """Answer /handover: to whom the secretary's office could go."""
    require(turn, Command.HAND_OVER)
    own = await _looked_after(turn)
    if len(own) == 1:
        found = await deputies(turn.tx, own[0], turn.now)
        turn.reply(reports.hand_over_page(turn.own_words, found, 0))
    else:
        turn.reply(reports.which_branch(turn.own_words, own, "handover"))


async def handover_button(turn: Turn) -> None:
    """A tap on ``handover:<unit>``, ``handover:<unit>:page:<page>``, ``handover:<unit>:<person>``
    or ``handover:<unit>:<person>:yes``."""
    require(turn, Command.HAND_OVER)
    _, number, *asked = button_parts(turn)
    own = {str(each.id): each for each in await _looked_after(turn)}
    if number not in own:
        raise Refused(TOO_OLD)
    found = await deputies(turn.tx, own[number], turn.now)
    match asked:
        case []:
            turn.edit(reports.hand_over_page(turn.own_words, found, 0))
        case ["page", page] if is_number(page):
            turn.edit(reports.hand_over_page(turn.own_words, found, int(page)))
        case [person]:
            sure = reports.hand_over_sure(turn.own_words, found.unit, _other(found, person))
            turn.edit(sure)
        case [person, "yes"]:
            await _hand_over(turn, found, _other(found, person))
        case _:
            raise Refused(TOO_OLD)


async def _hand_over(turn: Turn, found: Deputies, person: Person) -> None:
    by = _speaker(turn)
    await hand_over(turn.tx, found, person, Act(found.unit, by.id, turn.now))
    turn.known_anew = True
    turn.edit(reports.handed_over(turn.own_words, found.unit, person.name))
    await tell_person(
        turn,
        person,
        found.unit,
        "handover",
        lambda words: reports.you_are_secretary(words, found.unit.name, by.name),
    )


async def _page(turn: Turn, found: Deputies, page: int = 0, notice: str = "") -> Said:
    return reports.stand_in_page(turn.own_words, found, page, notice)


async def _name(turn: Turn, found: Deputies, person: Person, days: Days | None) -> Said:
    if days is None:
        raise Refused(TOO_OLD)
    by = _speaker(turn)
    act = Act(found.unit, by.id, turn.now)
    await name_stand_in(turn.tx, found, person, (days.first, days.last), act)
    turn.known_anew = True
    await tell_person(
        turn,
        person,
        found.unit,
        "stand-in",
        lambda words: reports.you_stand_in(words, found.unit.name, by.name, days.first, days.last),
    )
    notice = reports.stands_in(turn.own_words, person.name, days.first, days.last)
    return await _page(turn, await deputies(turn.tx, found.unit, turn.now), 0, notice)


async def _end(turn: Turn, found: Deputies, number: str) -> None:
    if not is_number(number):
        raise Refused(TOO_OLD)
    act = Act(found.unit, _speaker(turn).id, turn.now)
    ended = await end_stand_in(turn.tx, found, AppointmentId(int(number)), act)
    if ended is None:
        raise Refused(TOO_OLD)
    await tell_person(
        turn,
        ended.person,
        found.unit,
        "stand-in-ended",
        lambda words: reports.you_stand_in_no_more(words, found.unit.name),
    )
    notice = reports.stand_in_ended(turn.own_words, ended.person.name)
    turn.edit(await _page(turn, await deputies(turn.tx, found.unit, turn.now), 0, notice))


async def _ask_days(turn: Turn, found: Deputies, person: Person) -> None:
    asked = Dialogue(STAND_IN, {"unit": found.unit.id, "person": person.id})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
    turn.reply(ask_days(turn.own_words))


def _other(found: Deputies, number: str) -> Person:
    chosen = next((each for each in found.others if str(each.id) == number), None)
    if chosen is None:
        raise Refused(TOO_OLD)
    return chosen


def _speaker(turn: Turn) -> Person:
    """The speaker; the owner may be in no list, and then is noted nowhere."""
    if turn.known.person is None:
        raise Refused(TOO_OLD)
    return turn.known.person


async def _looked_after(turn: Turn) -> list[Unit]:
    own = turn.known.units_as(Role.SECRETARY)
    branches = await branches_among(turn.tx, own)
    return list((await units(turn.tx, sorted(branches), turn.defaults)).values())


async def _own(turn: Turn) -> list[Unit]:
    """The branches whose secretary the speaker is. Whoever oversees more finds each in /status."""
    own = await _looked_after(turn)
    if not own:
        raise Refused(reports.FROM_STATUS)
    return own


async def _branch(turn: Turn, number: str) -> Unit:
    """The branch of a button, if the speaker is its secretary or oversees it."""
    found = (
        await unit_of(turn.tx, UnitId(int(number)), turn.defaults) if is_number(number) else None
    )
    if found is None:
        raise Refused(TOO_OLD)
    if found.id not in turn.known.units_as(Role.SECRETARY) and not oversees(turn.known, found):
        raise Refused(TOO_OLD)
    return found
