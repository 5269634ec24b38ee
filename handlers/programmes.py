"""/programme: which programme a branch, or all units below an organiser's, study."""

from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts
from handlers.own_units import in_charge_of, named_in
from handlers.turn import Turn
from programme.enrolment import Choice, ask_for_shipped, enrolment
from programme.importing import switch_programme
from reports import programmes as reports
from reports.said import Said
from storage.office_acts import add
from storage.values.messages import Refused
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import Unit


async def programme(turn: Turn) -> None:
    """Answer /programme: what is studied, with buttons for another; for whom, if there are two."""
    own = await _own_units(turn)
    if len(own) == 1:
        turn.reply(await _page(turn, own[0]))
    else:
        turn.reply(reports.which_unit(turn.own_words, own))


async def programme_button(turn: Turn) -> None:
    """A tap on ``programme:<unit>``, or ``programme:<unit>:<which>``: a version's number, the key
    of a shipped programme, or 0 for the programme of the unit above."""
    _, number, *which = button_parts(turn)
    unit = named_in(await _own_units(turn), number)
    if not which:
        turn.edit(await _page(turn, unit))
    elif which == ["0"]:
        await _switch(turn, unit, None)
    else:
        await _choose(turn, unit, which[0])


async def _choose(turn: Turn, unit: Unit, which: str) -> None:
    found = (await enrolment(turn.tx, unit)).choices
    choice = next((each for each in found if which in (str(each.version_id), each.key)), None)
    if choice is None:
        raise Refused(TOO_OLD)
    if choice.version_id is None:
        await ask_for_shipped(turn.tx, turn.bot_id, unit.id, choice.key, turn.now)
        await _note(turn, unit, choice.key)
        turn.edit(Said(reports.on_its_way(turn.own_words, choice)))
    else:
        await _switch(turn, unit, choice)


async def _switch(turn: Turn, unit: Unit, choice: Choice | None) -> None:
    key = choice.key if choice else None
    branches = await switch_programme(turn.tx, unit.id, key, turn.now, turn.defaults)
    await _note(turn, unit, key or "as-above")
    said = turn.own_words
    notice = reports.chosen(said, choice, branches) if choice else reports.as_above(said)
    turn.edit(await _page(turn, named_in(await _own_units(turn), str(unit.id)), notice))


async def _note(turn: Turn, unit: Unit, key: str) -> None:
    if turn.known.person is not None:
        by = turn.known.person.id
        detail = f"programme {key}"
        await add(turn.tx, OfficeAct(unit.id, ActKind.SETTLED, by, turn.now, detail=detail))


async def _page(turn: Turn, unit: Unit, notice: str = "") -> Said:
    return reports.programme_page(turn.own_words, await enrolment(turn.tx, unit), notice)


async def _own_units(turn: Turn) -> list[Unit]:
    """The units for which the speaker may choose."""
    require(turn, Command.PROGRAMME)
    return await in_charge_of(turn)
