"""A page of the tree of units: one unit, or all that somebody oversees, and what is right below."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from programme.calendar import local_day
from programme.digest.figures import Figures, Line, Named
from programme.digest.working import Scope, figures_below
from storage.below import Tops
from storage.database import Transaction
from storage.digest_sheets import all_below
from storage.units import Defaults, ancestors, children
from storage.units import unit as unit_of
from storage.values.people import BotId, Unit, UnitId

OVERVIEW_JOB = "overview"
"""The kind of job that makes a page of a large tree. Payload: ``chat``, ``language``, ``key``,
``unit``, ``page``, and ``message``: the one that it takes the place of, or None."""
LARGE = 500
"""So many units below are looked at while somebody's tap is handled, in some 50 ms; more are left
to a job."""


class TreePage(Struct, frozen=True):
    """A page of a unit, or of all that somebody oversees (``number`` 0).

    ``lines``: those right below. ``above``: where the way back leads; None at the top.
    """

    number: int
    units: Sequence[Named]
    total: Figures
    lines: Sequence[Line]
    page: int
    above: int | None = None


async def page_of_tree(
    tx: Transaction,
    bot_id: BotId,
    scope: Scope,
    number: int,
    page: int,
    now: datetime,
    defaults: Defaults,
) -> TreePage | None:
    """The page of a unit within a scope, or of the whole scope for 0; None where there is none."""
    here = await scope_at(tx, scope, number, now, defaults)
    if here is None:
        return None
    lines, total = await figures_below(tx, bot_id, here, defaults)
    units = [Named(unit.id, unit.name) for unit in here.units]
    return TreePage(number, units, total, lines, page, above(scope, here))


async def scope_at(
    tx: Transaction, scope: Scope, number: int, now: datetime, defaults: Defaults
) -> Scope | None:
    """The scope of a unit within somebody's, or the whole for 0; None for another's unit."""
    if number == 0:
        return scope
    unit = await unit_of(tx, UnitId(number), defaults)
    roots = {each.id for each in scope.units}
    if unit is None or not roots & set(ancestors(unit.path)):
        return None
    return Scope((unit,), local_day(now, unit.time_zone))


async def is_large(tx: Transaction, scope: Scope, most: int | None = None) -> bool:
    """Whether more units lie below than ``most``: by default, so many that it is a job's work."""
    tops = Tops([unit.id for unit in scope.units])
    return await all_below(tx, tops, LARGE if most is None else most) is None


async def is_inner(tx: Transaction, unit: Unit) -> bool:
    """Whether there are units below one."""
    return bool(await children(tx, unit.id))


def above(scope: Scope, here: Scope) -> int | None:
    """Where the way back from a page leads: to the unit above, as far as somebody oversees it."""
    if here is scope or here.units == scope.units:
        return None
    unit = here.units[0]
    if unit.id in {each.id for each in scope.units}:
        return 0
    return unit.parent_id
