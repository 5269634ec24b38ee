"""/settings for who oversees units: how the branches of a unit are compared. In private only."""

from handlers.gate import Command, oversees, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.own_units import held
from handlers.turn import Turn
from programme.branch_choices import Setting, with_choice
from programme.settling import By, settle_comparing
from reports.said import Said
from reports.unit_settings import unit_settings_text
from storage.branch_settings import compared_by
from storage.units import ancestors, children, units
from storage.units import unit as unit_of
from storage.values.messages import Refused
from storage.values.people import Role, Unit, UnitId

_MOST = 20


async def settles_for(turn: Turn) -> list[Unit]:
    """The units for which the speaker settles how their branches are compared."""
    own = await held(turn, Role.ORGANISER)
    if turn.known.is_owner:
        top = (await children(turn.tx, None))[:_MOST]
        found = await units(turn.tx, top, turn.defaults)
        own += [each for each in found.values() if each not in own]
    return own


async def unit_settings_page(turn: Turn, unit: Unit, *, changed: bool = False) -> Said:
    """How a unit's branches are compared, and what there is to choose from."""
    settings = await compared_by(turn.tx, ancestors(unit.path))
    return unit_settings_text(turn.own_words, unit, settings, changed=changed)


async def unit_settings_button(turn: Turn) -> None:
    """A tap on ``unit-settings:<unit>`` or ``unit-settings:<unit>:<what>:<value>``."""
    require(turn, Command.SETTINGS)
    unit = await _unit(turn)
    match button_parts(turn)[2:]:
        case []:
            turn.edit(await unit_settings_page(turn, unit))
        case [Setting.STANDINGS.value | Setting.BY_SIZE.value as what, value]:
            await _change(turn, unit, Setting(what), value)
        case _:
            raise Refused(TOO_OLD)


async def _unit(turn: Turn) -> Unit:
    number = [*button_parts(turn), ""][1]
    unit = None
    if turn.in_private and is_number(number):
        unit = await unit_of(turn.tx, UnitId(int(number)), turn.defaults)
    if unit is None or not oversees(turn.known, unit):
        raise Refused(TOO_OLD)
    return unit


async def _change(turn: Turn, unit: Unit, what: Setting, value: str) -> None:
    chosen = with_choice(await compared_by(turn.tx, ancestors(unit.path)), what, value)
    if chosen is None:
        raise Refused(TOO_OLD)
    by = By(turn.known.person.id, turn.now) if turn.known.person is not None else None
    await settle_comparing(turn.tx, unit, what, chosen, by)
    turn.edit(await unit_settings_page(turn, unit, changed=True))
