"""What two rows of a roster say against each other: names, ids and Telegram numbers used twice."""

from collections.abc import Iterator, Sequence

from storage.values.messages import Message, message
from storage.values.programme_files import RosterRow

Clash = tuple[int, str, Message]
"""The row at fault, its column, and what is said of it."""


def clashes(rows: Sequence[RosterRow]) -> Iterator[Clash]:
    """All that can't be so, as rows before them say otherwise."""
    yield from _names(rows)
    yield from _ids(rows)
    yield from _telegram(rows)


def _names(rows: Sequence[RosterRow]) -> Iterator[Clash]:
    """Two people of one name in one branch are told apart by their ids."""
    first: dict[tuple[str, str], RosterRow] = {}
    for row in rows:
        earlier = first.setdefault((row.unit, row.name), row)
        if earlier is row or not row.name or (earlier.external_id and row.external_id):
            continue
        said = message(
            "{name} is in row {row} of this branch already. If these are two people, please "
            "give both an id; if it is one, please take one row away.",
            name=row.name,
            row=earlier.row,
        )
        yield row.row, "name", said


def _ids(rows: Sequence[RosterRow]) -> Iterator[Clash]:
    """One id is one person, who stands in a branch once."""
    people: dict[str, RosterRow] = {}
    places: dict[tuple[str, str], RosterRow] = {}
    for row in rows:
        if row.external_id is None:
            continue
        person = people.setdefault(row.external_id, row)
        place = places.setdefault((row.external_id, row.unit), row)
        if person.name != row.name:
            said = message(
                "The id {id} is that of {name} in row {row}. Please give this person another.",
                id=row.external_id,
                name=person.name,
                row=person.row,
            )
        elif place is not row:
            said = message(
                "The person with the id {id} is in row {row} of this branch already. Please "
                "put several roles into one cell.",
                id=row.external_id,
                row=place.row,
            )
        else:
            continue
        yield row.row, "id", said


def _telegram(rows: Sequence[RosterRow]) -> Iterator[Clash]:
    """One Telegram number is one person's, and a person has one."""
    owners: dict[int, RosterRow] = {}
    numbers: dict[str, RosterRow] = {}
    for row in rows:
        if row.telegram_id is None:
            continue
        owner = owners.setdefault(row.telegram_id, row)
        other = numbers.setdefault(row.external_id, row) if row.external_id else row
        if not _same_person(owner, row):
            said = message(
                "This Telegram number is that of {name} in row {row}. Please check which is right.",
                name=owner.name,
                row=owner.row,
            )
        elif other.telegram_id != row.telegram_id:
            said = message(
                "The same person has another Telegram number in row {row}. Please check which "
                "is right.",
                row=other.row,
            )
        else:
            continue
        yield row.row, "telegram_id", said


def _same_person(one: RosterRow, other: RosterRow) -> bool:
    """Whether two rows with one Telegram number can be one person."""
    if one.external_id and other.external_id:
        return one.external_id == other.external_id
    return one.name == other.name
