"""Units with all below them, each counted for the one of some units that it is under."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, select

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
    """Every unit (``id``) with the one of :class:`Tops` that it counts for (``top``).

    The two sorts of tops are brought together outside of the recursion: a condition inside it makes
    PostgreSQL believe in a handful of units, and look each of them up.
    """
    u = units.c
    tops = select(u.id, u.id.label("top")).where(among(u.id, "whole"))
    whole = tops.cte("whole_units", recursive=True)
    whole = whole.union_all(select(u.id, whole.c.top).join(whole, u.parent_id == whole.c.id))
    alone = select(u.id, u.id.label("top")).where(among(u.id, "alone"))
    return select(whole.c.id, whole.c.top).union_all(alone).cte("tree")
