"""The units whose duties concern the speaker, and what they may see of each."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from handlers.gate import looks_after, oversees
from handlers.own_units import in_charge_of, looked_after
from handlers.turn import Turn
from programme.duties.rights import is_any_members, sees
from programme.duties.standing import Standing
from programme.duties.viewing import UnitView
from storage.units import units
from storage.values.duties import Duty
from storage.values.people import PersonId, Role, Unit


class Places(Struct, frozen=True):
    """Units by what the speaker is there: ``charge``: whose duties they see to, those that they
    look after first; ``own``: where they could owe something themselves."""

    charge: Sequence[Unit]
    own: Sequence[Unit]

    @property
    def all(self) -> list[Unit]:
        """All of them, each once."""
        return list({unit.id: unit for unit in (*self.charge, *self.own)}.values())


async def places_of(turn: Turn) -> Places:
    """The speaker's places."""
    charge = {each.id: each for each in await looked_after(turn)}
    charge |= {each.id: each for each in await in_charge_of(turn)}
    known = turn.known
    ids = dict.fromkeys(each.unit_id for each in known.appointments)
    home = () if known.home is None else (known.home,)
    own = await units(turn.tx, list(dict.fromkeys((*home, *ids))), turn.defaults)
    return Places(list(charge.values()), list(own.values()))


def seen(turn: Turn, view: UnitView) -> list[Standing]:
    """Of a unit's obligations those that the speaker is told of, the unnamed ones included."""
    unit = view.unit
    if looks_after(turn.known, unit) or oversees(turn.known, unit):
        return list(view.standings)
    return [each for each in view.standings if sees(turn.known, unit, each.obligation)]


def unnamed_to(turn: Turn, unit: Unit) -> Callable[[Duty], bool]:
    """Of which duties at a unit the speaker is told in numbers only."""
    if looks_after(turn.known, unit):
        return lambda _duty: False
    return is_any_members


def does(turn: Turn, unit: Unit, standing: Standing) -> bool:
    """Whether the speaker puts down what was done for an obligation: for their own unit's, and for
    their own."""
    subject = standing.obligation.subject
    mine = subject.person_id is not None and subject.person_id == own_id(turn)
    return mine or unit.id in turn.known.units_as(Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)


def own_id(turn: Turn) -> PersonId | None:
    """The speaker as a person; None for an owner who is in no list."""
    return turn.known.person.id if turn.known.person else None
