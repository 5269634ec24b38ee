"""Where the people of a roster belong, since when and until when, and which roles they have there.

A person has one home; a further branch is one where they are a guest. Whoever left a branch stays
gone from it until a row gives a later joining date; a new home begins when the old one has ended.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from msgspec import Struct
from sqlalchemy import Row, bindparam, select, update

from storage.database import Transaction
from storage.driver import among
from storage.due import recount_due
from storage.tables.organisation import appointments, memberships
from storage.values.people import PersonId, UnitId
from storage.values.programme_files import RosterRow

_DAY = timedelta(days=1)


class Listed(Protocol):
    """A person with the rows of the roster that speak of them."""

    @property
    def id(self) -> PersonId | None:
        """The person's row."""

    @property
    def rows(self) -> Sequence[RosterRow]:
        """What the roster says."""


class Days(Struct, frozen=True):
    """Which day it is: as a rule, and in units where it is another one."""

    usual: date
    by_unit: Mapping[str, date]

    def of(self, unit: str) -> date:
        """The local day of a unit, by its code."""
        return self.by_unit.get(unit, self.usual)


async def write_memberships(
    tx: Transaction, listed: Sequence[Listed], unit_ids: Mapping[str, UnitId], days: Days
) -> set[PersonId | None]:
    """Let people belong to their branches, and leave those they have left; whom it changed."""
    query = select(memberships).where(among(memberships.c.person_id, "ids"))
    ids = [person.id for person in listed]
    kept: dict[PersonId | None, list[Row[Any]]] = {}
    for row in await tx.rows(query.order_by(memberships.c.id), {"ids": ids}):
        kept.setdefault(PersonId(row.person_id), []).append(row)
    work = _Work()
    for person in listed:
        _Belonging(person, kept.get(person.id, []), unit_ids, days, work).follow()
    await tx.run_many(memberships.insert(), work.added)
    changed = update(memberships).where(memberships.c.id == bindparam("at_id"))
    for column, written in work.changed.items():
        new = changed.values({column: bindparam("new")})
        await tx.run_many(new, [{"at_id": each, "new": value} for each, value in written.items()])
    for first, units in work.due.items():
        await recount_due(tx, units, date.fromisoformat(first))
    return work.touched


async def write_roles(
    tx: Transaction, listed: Sequence[Listed], unit_ids: Mapping[str, UnitId], days: Days
) -> set[PersonId | None]:
    """Give people their roles, and let those end that they had in a branch they have left; whom
    it changed."""
    query = select(appointments).where(
        among(appointments.c.person_id, "ids"),
        appointments.c.until.is_(None) | (appointments.c.until >= str(_first(days))),
    )
    rows = await tx.rows(query, {"ids": [person.id for person in listed]})
    held = {(r.person_id, r.unit_id, r.role): r for r in rows}
    said, gone = set(), {}
    for person, row in ((p, r) for p in listed for r in p.rows):
        if row.left is None:
            said |= {(person.id, unit_ids[row.unit], role.value) for role in row.roles}
        else:
            gone[person.id, unit_ids[row.unit]] = row.left
    new = sorted(said - held.keys())
    since = {unit_id: str(days.of(code)) for code, unit_id in unit_ids.items()}
    await tx.run_many(
        appointments.insert(),
        [{"person_id": p, "unit_id": u, "role": role, "since": since[u]} for p, u, role in new],
    )
    over = {r.id: gone[p, u] for (p, u, _), r in held.items() if (p, u) in gone and not r.until}
    ended = update(appointments).where(appointments.c.id == bindparam("at_id"))
    await tx.run_many(
        ended.values(until=bindparam("day")),
        [{"at_id": each, "day": str(day)} for each, day in over.items()],
    )
    left = {r.person_id for r in held.values() if r.id in over}
    return {person_id for person_id, _, _ in new} | left


class _Work:
    """What is to be written."""

    def __init__(self) -> None:
        self.added: list[dict[str, Any]] = []
        self.changed: dict[str, dict[int, str]] = {"since": {}, "until": {}, "group_name": {}}
        self.touched: set[PersonId | None] = set()
        # Whose due member-days change, by the first day on which they do.
        self.due: dict[str, set[UnitId]] = {}


class _Belonging:
    """One person's memberships, as kept and as the roster has them."""

    def __init__(
        self,
        person: Listed,
        kept: Sequence[Row[Any]],
        unit_ids: Mapping[str, UnitId],
        days: Days,
        work: _Work,
    ) -> None:
        self._person = person
        self._kept = kept
        self._unit_ids = unit_ids
        self._days = days
        self._work = work
        self._left = {unit_ids[r.unit]: r.left for r in person.rows if r.is_member and r.left}
        homes = [row for row in kept if row.home]
        self._has_home = any(self._end(row) is None for row in homes)
        self._homes = homes
        self._added: set[UnitId] = set()

    def follow(self) -> None:
        """Do what the rows say."""
        for row in self._person.rows:
            if row.is_member:
                self._follow(row, self._unit_ids[row.unit])

    def _follow(self, row: RosterRow, unit: UnitId) -> None:
        here = [each for each in self._kept if each.unit_id == unit]
        current = next((e for e in here if e.until is None or e.until >= self._today(row)), None)
        if row.left is not None:
            if current is not None and current.until != str(row.left):
                self._change(current, "until", str(row.left))
        elif current is None and unit not in self._added:
            ended = max((date.fromisoformat(each.until) for each in here), default=None)
            if ended is None or (row.joined is not None and row.joined > ended):
                self._add(row, unit)
        elif current is not None and row.joined is not None:
            since = self._begins(row.joined, unit) if current.home else row.joined
            if str(since) != current.since:
                self._change(current, "since", str(since))
        if current is not None and row.group not in (None, current.group_name):
            self._change(current, "group_name", row.group or "")

    def _add(self, row: RosterRow, unit: UnitId) -> None:
        begins = row.joined or self._days.of(row.unit)
        home = not self._has_home
        self._work.added.append(
            {
                "person_id": self._person.id,
                "unit_id": unit,
                "home": home,
                "since": str(self._begins(begins, unit) if home else begins),
                "group_name": row.group or "",
            }
        )
        self._added.add(unit)
        if home:
            self._work.due.setdefault(self._work.added[-1]["since"], set()).add(unit)
        self._has_home = True
        self._work.touched.add(self._person.id)

    def _begins(self, joined: date, unit: UnitId) -> date:
        """When a home can begin: not before the one elsewhere has ended."""
        ends = [self._end(each) for each in self._homes if each.unit_id != unit]
        return max([joined, *(end + _DAY for end in ends if end is not None)])

    def _end(self, row: Row[Any]) -> date | None:
        """When a kept membership ends, as the roster has it."""
        left = self._left.get(UnitId(row.unit_id))
        if row.until is not None and (left is None or row.until < self._days_first()):
            return date.fromisoformat(row.until)
        return left

    def _today(self, row: RosterRow) -> str:
        return str(self._days.of(row.unit))

    def _days_first(self) -> str:
        return str(_first(self._days))

    def _change(self, row: Row[Any], column: str, value: str) -> None:
        self._work.changed[column][row.id] = value
        if row.home and column != "group_name":
            first = min(value, getattr(row, column) or value)
            self._work.due.setdefault(first, set()).add(UnitId(row.unit_id))
        self._work.touched.add(self._person.id)


def _first(days: Days) -> date:
    """The earliest day that it is anywhere."""
    return min([days.usual, *_each(days)])


def _each(days: Days) -> Iterable[date]:
    return days.by_unit.values()
