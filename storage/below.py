"""Units with all below them, each counted for the one of some units that it is under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, case, or_, select

from storage.driver import among
from storage.tables.organisation import units
from storage.values.people import UnitId


@dataclass(frozen=True, slots=True)
class Tops:
    """The units for which it is summed up: ``whole`` with all below them, ``alone`` by themselves,
    as a unit beside those right below it."""

    whole: Sequence[UnitId]
    alone: Sequence[UnitId] = ()

    @property
    def values(self) -> Mapping[str, Any]:
        """The values that a query with :func:`tree` takes."""
        return {"whole": list(self.whole), "alone": list(self.alone)}

    @property
    def all(self) -> list[UnitId]:
        """All of them."""
        return [*self.whole, *self.alone]


def tree() -> CTE:
    """Every unit (``id``) with the one of :class:`Tops` that it counts for (``top``)."""
    u = units.c
    goes_on = case((among(u.id, "whole"), 1), else_=0)
    base = select(u.id, u.id.label("top"), goes_on.label("goes_on"))
    found = base.where(or_(among(u.id, "whole"), among(u.id, "alone")))
    tops = found.cte("tree", recursive=True)
    below = select(u.id, tops.c.top, tops.c.goes_on).join(tops, u.parent_id == tops.c.id)
    return tops.union_all(below.where(tops.c.goes_on == 1))
