"""Writing what a roster says: persons, where they belong, and their roles."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, union_all, update

from storage.database import Transaction
from storage.driver import among
from storage.lists import as_text
from storage.presence import on_day
from storage.roster_places import Days, write_memberships, write_roles
from storage.tables.organisation import appointments, memberships, persons, units
from storage.units import Imported
from storage.values.messages import BadInput, message
from storage.values.people import PersonId, TelegramId, UnitId
from storage.values.programme_files import RosterRow

# Statements have room for some ten thousand values.
_AT_ONCE = 500


@dataclass(eq=False, slots=True)
class _Draft:
    """A person while the rows are gone through: as kept so far, and what the rows say."""

    id: PersonId | None
    name: str
    external_id: str | None
    telegram_id: TelegramId | None
    audience: str = ""
    changed: bool = False
    # Whether this roster itself has given the account: then another account is another person.
    telegram_given: bool = False
    rows: list[RosterRow] = field(default_factory=list)

    def may_be(self, row: RosterRow) -> bool:
        """Whether nothing speaks against a row of the same name meaning this person."""
        other_id = row.external_id and self.external_id and row.external_id != self.external_id
        other_account = (
            row.telegram_id is not None
            and self.telegram_given
            and row.telegram_id != self.telegram_id
        )
        return not other_id and not other_account

    def take(self, row: RosterRow) -> None:
        """Add what a row says; what it leaves open stays."""
        before = (self.name, self.external_id, self.telegram_id, self.audience)
        self.name = row.name
        self.external_id = row.external_id or self.external_id
        self.audience = as_text(row.audience) or self.audience
        if row.telegram_id is not None:
            self.telegram_id = row.telegram_id
            self.telegram_given = True
        after = (self.name, self.external_id, self.telegram_id, self.audience)
        self.changed = self.changed or before != after
        self.rows.append(row)


class _People:
    """The persons known and new, found by what a row gives of them."""

    def __init__(self) -> None:
        self.all: list[_Draft] = []
        self.by_external: dict[str, _Draft] = {}
        self.by_telegram: dict[TelegramId, _Draft] = {}
        self.by_name: dict[tuple[str, str], list[_Draft]] = {}
        self.gone_by_name: dict[tuple[str, str], list[_Draft]] = {}

    def add(self, draft: _Draft) -> None:
        self.all.append(draft)
        self.index(draft)

    def index_gone(self, draft: _Draft, unit: str) -> None:
        """Note that somebody was in a branch once."""
        self.gone_by_name.setdefault((unit, draft.name), []).append(draft)

    def index(self, draft: _Draft, unit: str | None = None) -> None:
        if draft.external_id is not None:
            self.by_external[draft.external_id] = draft
        if draft.telegram_id is not None:
            self.by_telegram[draft.telegram_id] = draft
        if unit is not None:
            named = self.by_name.setdefault((unit, draft.name), [])
            if draft not in named:
                named.append(draft)

    def by_number(self, row: RosterRow) -> _Draft | None:
        """The person with the row's id or, failing that, with its Telegram account."""
        named = self.by_external.get(row.external_id) if row.external_id else None
        owner = self.by_telegram.get(row.telegram_id) if row.telegram_id is not None else None
        if named is not None and owner is not None and named is not owner:
            raise _account_taken(row, owner)
        if named is not None:
            return named
        if owner is not None and not owner.may_be(row):
            raise _account_taken(row, owner)
        return owner

    def by_place(self, row: RosterRow) -> _Draft | None:
        """The person of that name in that branch, if there is one, or else was one."""
        place = (row.unit, row.name)
        like = [d for d in self.by_name.get(place, []) if d.may_be(row)]
        like = like or [d for d in self.gone_by_name.get(place, []) if d.may_be(row)]
        if len(like) > 1:
            raise BadInput(
                message(
                    "Row {row}: there are several people named {name} in {unit}. Give each an id.",
                    row=row.row,
                    name=row.name,
                    unit=row.unit,
                )
            )
        return like[0] if like else None


async def upsert_roster(
    tx: Transaction,
    rows: Sequence[RosterRow],
    today: date,
    days: Mapping[str, date] | None = None,
) -> Imported:
    """Write the rows of a roster. Whoever has the same id, else the same Telegram account, else
    the same name in the same branch, is the same person.

    A row changes only what it gives; who is in no row stays as they are. Who has left a branch
    stays gone until a row gives a later joining date. ``today`` is when those
    begin who have no joining date, and the roles that are new; ``days`` says by unit code where it
    is another day than that. A person's first branch is their
    home. Units must be known. Raises :class:`BadInput` when it isn't clear who is meant.
    """
    unit_ids = await _unit_ids(tx, {row.unit for row in rows})
    people = await _load(tx, rows, unit_ids, today)
    unsettled = []
    # Numbers first: a name must not be taken from the one who can be told by a number.
    for row in rows:
        draft = people.by_number(row)
        if draft is None:
            unsettled.append(row)
        else:
            draft.take(row)
            people.index(draft, row.unit)
    for row in unsettled:
        draft = people.by_number(row) or people.by_place(row)
        if draft is None:
            draft = _Draft(None, row.name, None, None)
            people.all.append(draft)
        draft.take(row)
        people.index(draft, row.unit)
    return await _write(tx, people, unit_ids, Days(today, days or {}))


def _account_taken(row: RosterRow, owner: _Draft) -> BadInput:
    return BadInput(
        message(
            "Row {row}: the Telegram account {account} is {name}'s already. Give another one, or "
            "leave it empty.",
            row=row.row,
            account=str(row.telegram_id),
            name=owner.name,
        )
    )


async def _unit_ids(tx: Transaction, codes: Collection[str]) -> dict[str, UnitId]:
    query = select(units.c.id, units.c.code).where(among(units.c.code, "codes"))
    return {row.code: UnitId(row.id) for row in await tx.rows(query, {"codes": list(codes)})}


async def _load(
    tx: Transaction, rows: Sequence[RosterRow], unit_ids: dict[str, UnitId], today: date
) -> _People:
    """Everybody whom the rows may mean: by id, by account, and all who are in their units."""
    in_units = union_all(
        *(
            select(table.c.person_id, table.c.unit_id).where(
                among(table.c.unit_id, "units"), on_day(table, today) | (table.c.since > str(today))
            )
            for table in (memberships, appointments)
        )
    ).subquery()
    code_of = {unit_id: code for code, unit_id in unit_ids.items()}
    places: dict[PersonId, set[str]] = {}
    for found in await tx.rows(select(in_units), {"units": list(code_of)}):
        places.setdefault(PersonId(found.person_id), set()).add(code_of[UnitId(found.unit_id)])
    gone: dict[PersonId, set[str]] = {}
    left = select(memberships.c.person_id, memberships.c.unit_id).where(
        among(memberships.c.unit_id, "units"), memberships.c.until < str(today)
    )
    for found in await tx.rows(left, {"units": list(code_of)}):
        gone.setdefault(PersonId(found.person_id), set()).add(code_of[UnitId(found.unit_id)])
    query = select(persons).where(
        among(persons.c.id, "ids")
        | among(persons.c.external_id, "externals")
        | among(persons.c.telegram_id, "accounts")
    )
    given = {
        "ids": list(places.keys() | gone.keys()),
        "externals": list({row.external_id for row in rows if row.external_id}),
        "accounts": list({row.telegram_id for row in rows if row.telegram_id is not None}),
    }
    people = _People()
    for row in sorted(await tx.rows(query, given), key=lambda each: int(each.id)):
        draft = _Draft(PersonId(row.id), row.name, row.external_id, row.telegram_id, row.audience)
        people.add(draft)
        for place in places.get(PersonId(row.id), ()):
            people.index(draft, place)
        for place in gone.get(PersonId(row.id), ()):
            people.index_gone(draft, place)
    return people


async def _write(
    tx: Transaction, people: _People, unit_ids: dict[str, UnitId], days: Days
) -> Imported:
    meant = [draft for draft in people.all if draft.rows]
    new = [draft for draft in meant if draft.id is None]
    await _add_persons(tx, new)
    fresh = {draft.id for draft in new}
    renewed = [draft for draft in meant if draft.changed and draft.id not in fresh]
    await _update_persons(tx, renewed)
    touched = await write_memberships(tx, meant, unit_ids, days)
    touched |= await write_roles(tx, meant, unit_ids, days)
    touched |= {draft.id for draft in renewed}
    touched -= fresh
    return Imported(added=len(new), changed=len(touched))


async def _add_persons(tx: Transaction, new: Sequence[_Draft]) -> None:
    for at in range(0, len(new), _AT_ONCE):
        some = new[at : at + _AT_ONCE]
        query = persons.insert().values([_columns(draft) for draft in some])
        rows = await tx.rows(query.returning(persons.c.id))
        # Both databases number the rows of one statement in their order, whatever the order in
        # which they give the numbers back.
        for draft, number in zip(some, sorted(row.id for row in rows), strict=True):
            draft.id = PersonId(number)


def _columns(draft: _Draft) -> dict[str, Any]:
    return {
        "external_id": draft.external_id,
        "name": draft.name,
        "telegram_id": draft.telegram_id,
        "audience": draft.audience,
    }


async def _update_persons(tx: Transaction, drafts: Iterable[_Draft]) -> None:
    rows = [_columns(draft) | {"at_id": draft.id} for draft in drafts]
    fields = ("external_id", "name", "telegram_id", "audience")
    await tx.run_many(
        update(persons)
        .where(persons.c.id == bindparam("at_id"))
        .values({name: bindparam(name) for name in fields}),
        rows,
    )
