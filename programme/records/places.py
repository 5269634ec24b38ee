"""The places, pairs and service stations of a unit."""

from collections.abc import Sequence

from programme.records.scene import Scene
from storage import places
from storage.database import Transaction
from storage.values.messages import BadInput, message
from storage.values.records import Place, PlaceId

LONGEST = 40
MOST = 60
"""So many places a unit has at most."""


def own_places(at: Scene) -> Sequence[Place]:
    """The places that are the unit's own to change."""
    return [each for each in at.places if each.unit_id == at.unit.id]


def own_place(at: Scene, number: str) -> Place | None:
    """One of them by its number."""
    return next((each for each in own_places(at) if str(each.id) == number), None)


async def add(tx: Transaction, at: Scene, kind: str, written: str) -> Place:
    """Add a place. Raises :class:`BadInput` for what is no name, and for too many."""
    name = " ".join(written.split())
    if not name or len(name) > LONGEST:
        raise BadInput(message("Please write a name of at most {most} characters.", most=LONGEST))
    if len(own_places(at)) >= MOST:
        raise BadInput(message("There are {most} already. Please take one out first.", most=MOST))
    return await places.add_place(tx, Place(PlaceId(0), at.unit.id, kind, name))
