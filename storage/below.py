"""Units with all below them, each counted for the one of some units that it is under."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import CTE, case, select

from storage.driver import among
from storage.tables.organisation import units
from storage.values.people import UnitId


class Tops(Struct, frozen=True):
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


# Part of a dozen queries of each digest: made once.
@cache
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


@cache
def studying_tree() -> CTE:
    """The same, with the unit whose programme each follows (``follows``): itself or the nearest
    above that names one; 0 where that is none of the tree's."""
    u = units.c
    own = case((u.programme_key.is_not(None), u.id), else_=0).label("follows")
    tops = select(u.id, u.id.label("top"), own).where(among(u.id, "whole"))
    whole = tops.cte("whole_units", recursive=True)
    inherited = case((u.programme_key.is_not(None), u.id), else_=whole.c.follows)
    below = select(u.id, whole.c.top, inherited).join(whole, u.parent_id == whole.c.id)
    whole = whole.union_all(below)
    alone = select(u.id, u.id.label("top"), own).where(among(u.id, "alone"))
    every = select(whole.c.id, whole.c.top, whole.c.follows).union_all(alone)
    return every.cte("tree")
