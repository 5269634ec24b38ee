"""The units in which the speaker holds an office, and the one of them that a button names."""

from collections.abc import Iterable

from handlers.member import TOO_OLD
from handlers.turn import Turn
from storage.units import branches_among, children, units
from storage.values.messages import Message, Refused
from storage.values.people import Role, Unit


async def looked_after(turn: Turn) -> list[Unit]:
    """The branches whose secretary or stand-in the speaker is; no unit above them, whose
    committee's secretary they may be."""
    own = await held(turn, Role.SECRETARY, Role.STAND_IN)
    branches = await branches_among(turn.tx, [each.id for each in own]) if own else set()
    return [each for each in own if each.id in branches]


async def held(turn: Turn, *roles: Role) -> list[Unit]:
    """The units in which the speaker has one of these roles, each once."""
    ids = dict.fromkeys(turn.known.units_as(*roles))
    return list((await units(turn.tx, list(ids), turn.defaults)).values())


async def in_charge_of(turn: Turn) -> list[Unit]:
    """The units for which the speaker decides: those of their offices, the top for the owner."""
    own = await held(turn, Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if turn.known.is_owner:
        top = await units(turn.tx, await children(turn.tx, None), turn.defaults)
        own += [each for each in top.values() if each not in own]
    return own


def named_in(own: Iterable[Unit], number: str, otherwise: Message = TOO_OLD) -> Unit:
    """The one of these units whose number a button carries. Raises :class:`Refused` for none, and
    says ``otherwise``."""
    for unit in own:
        if str(unit.id) == number:
            return unit
    raise Refused(otherwise)
