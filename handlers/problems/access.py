"""Which problem or ledger a button names, and who may do what with it."""

from collections.abc import Collection

from msgspec import Struct

from handlers.gate import records_for
from handlers.member import is_number, too_old
from handlers.own_units import in_charge_of, named_in
from handlers.turn import Turn
from programme.records.scene import Scene, scene
from storage import problems
from storage.units import unit as unit_of
from storage.values.messages import Refused
from storage.values.people import PersonId
from storage.values.problems import Problem
from storage.values.records import ProblemId

TOO_OLD = too_old("/matters")


class Seen(Struct, frozen=True):
    """A problem with what is known at its unit. ``whole``: the speaker looks after that; else they
    only see to the problem."""

    problem: Problem
    at: Scene
    whole: bool


async def seen(turn: Turn, number: str, also: Collection[PersonId] = ()) -> Seen:
    """The problem of a number. Raises :class:`Refused` for one that there isn't, or that does not
    concern the speaker. ``also``: persons who are to be named."""
    found = await problems.problem(turn.tx, ProblemId(int(number))) if is_number(number) else None
    unit = await unit_of(turn.tx, found.unit_id, turn.defaults) if found else None
    if found is None or unit is None:
        raise Refused(TOO_OLD)
    whole = records_for(turn.known, unit)
    if not whole and found.person_id != speaker(turn):
        raise Refused(TOO_OLD)
    named = {*also, *([found.person_id] if found.person_id is not None else ())}
    return Seen(found, await scene(turn.tx, unit, turn.now, also=named), whole)


async def seen_whole(turn: Turn, number: str) -> Seen:
    """The same for what only those do who look after the unit."""
    found = await seen(turn, number)
    if not found.whole:
        raise Refused(TOO_OLD)
    return found


async def ledger_of(turn: Turn, number: str) -> Scene:
    """The unit of which a button names the ledger. Raises :class:`Refused` for another's."""
    own = [each for each in await in_charge_of(turn) if records_for(turn.known, each)]
    return await scene(turn.tx, named_in(own, number, TOO_OLD), turn.now)


def speaker(turn: Turn) -> PersonId:
    """Who says something about a problem. Raises :class:`Refused` for an owner on no list."""
    if turn.known.person is None:
        raise Refused(TOO_OLD)
    return turn.known.person.id
