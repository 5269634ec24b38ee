"""Which kinds of record there are to choose from, and what is asked of each.

Kinds are known by their family alone: what they are called is the organisation's.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from zlib import crc32

from storage.values.duties import DutyBook, Family, RecordKind
from storage.values.records import Record


class Part(StrEnum):
    """What can be said about a record; so the history names what was changed."""

    KIND = "kind"
    ALSO = "also"
    DAY = "day"
    MINUTES = "minutes"
    PLACE = "place"
    PEOPLE = "people"
    SPEAKERS = "speakers"
    GUESTS = "guests"
    TOPIC = "topic"
    TEXT = "text"
    NUMBERS = "numbers"
    FILES = "files"
    GROUP = "group"
    UNIT = "unit"
    BEHALF = "behalf"
    MAKES_UP = "makes-up"
    PROBLEM = "problem"
    MEASURE = "measure"
    SEES_TO = "sees-to"
    DUE = "due"


GATHERINGS = (Family.MEETING, Family.LECTURE)
"""Families at which everybody is expected."""
SPOKEN = (Family.LECTURE, Family.TALK)
"""Families in which whoever's record it is spoke."""
OWN = (Family.LECTURE, Family.VISIT, Family.TALK, Family.PAPER)
"""Families that somebody with an office puts down for themselves."""

_ANY = (Part.KIND, Part.DAY)
_PARTS: dict[Family, tuple[Part, ...]] = {
    Family.MEETING: (
        *(Part.MINUTES, Part.PLACE, Part.PEOPLE, Part.SPEAKERS, Part.GUESTS),
        *(Part.TOPIC, Part.TEXT, Part.FILES, Part.ALSO, Part.GROUP),
    ),
    Family.LECTURE: (
        *(Part.MINUTES, Part.PLACE, Part.PEOPLE, Part.SPEAKERS, Part.GUESTS),
        *(Part.TOPIC, Part.TEXT, Part.FILES, Part.ALSO, Part.GROUP, Part.BEHALF),
    ),
    Family.VISIT: (
        *(Part.PLACE, Part.MINUTES, Part.PEOPLE, Part.GUESTS, Part.TOPIC),
        *(Part.TEXT, Part.FILES, Part.ALSO, Part.BEHALF),
    ),
    Family.TALK: (
        *(Part.MINUTES, Part.PLACE, Part.PEOPLE, Part.SPEAKERS, Part.TOPIC),
        *(Part.TEXT, Part.FILES, Part.ALSO, Part.BEHALF),
    ),
    Family.PAPER: (Part.TOPIC, Part.TEXT, Part.FILES, Part.PEOPLE, Part.ALSO, Part.BEHALF),
    Family.NUMBERS: (Part.NUMBERS, Part.TOPIC, Part.TEXT, Part.FILES, Part.ALSO),
    Family.DEED: (
        *(Part.PEOPLE, Part.TEXT, Part.NUMBERS, Part.MINUTES, Part.PLACE, Part.FILES),
        Part.BEHALF,
    ),
    # What else there is to a problem its ledger says.
    Family.PROBLEM: (Part.FILES,),
}
_FOR_UNITS = (Part.PEOPLE, Part.SPEAKERS, Part.GROUP, Part.BEHALF)
"""What is not asked of somebody who puts down their own."""
LEDGER = (Family.PROBLEM, Family.SOLUTION)
"""Families of which records come from the ledger of problems alone."""


def parts_of(family: Family, *, own: bool) -> Sequence[Part]:
    """What can be said about a record of a family; ``own``: somebody's own, not a unit's."""
    first = (Part.DAY,) if family in LEDGER else _ANY
    asked = (*first, *_PARTS.get(family, (Part.TEXT, Part.FILES)))
    return [part for part in asked if not own or part not in _FOR_UNITS]


def offered(book: DutyBook, *, own: bool) -> Sequence[RecordKind]:
    """The kinds of which a record can be put down, in the book's order. Problems have a ledger of
    their own."""
    if own:
        return [kind for kind in book.kinds if kind.family in OWN]
    return [kind for kind in book.kinds if kind.family not in LEDGER]


def family_of(book: DutyBook, record: Record) -> Family:
    """The family of a record's chief kind; one that is gone keeps the one it had."""
    kinds = (book.kind_once(key) for key in record.kinds)
    for family in (Family.DEED, *LEDGER):
        if record.kinds and record.kinds[0] in kinds_like(book, family):
            return family
    return next((kind.family for kind in kinds if kind), Family.MEETING)


def deed_kinds(book: DutyBook) -> Sequence[str]:
    """The keys of the kinds that are good deeds; there is always one."""
    return kinds_like(book, Family.DEED)


def kinds_like(book: DutyBook, family: Family) -> Sequence[str]:
    """The keys of the kinds of a family; where the book has none, the family's own name is one."""
    found = [kind.key for kind in book.kinds if kind.family is family]
    return found or [family.value]


def code(key: str) -> str:
    """A key of an organisation's own as a button's data can carry it."""
    return f"{crc32(key.encode()):x}"


def named_by(given: str, keys: Collection[str]) -> str | None:
    """The key that a :func:`code` names; None for another."""
    return next((key for key in keys if code(key) == given), None)
