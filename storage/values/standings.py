"""Sums over members' days."""

from msgspec import Struct
from msgspec.structs import astuple

from storage.values.people import PersonId


class Standing(Struct, frozen=True):
    """A member's points in a period, and on how many days anything was done. ``here``: False for
    somebody who has left the branch before the period's last day."""

    person_id: PersonId
    name: str
    points: int
    days: int
    here: bool = True


class Totals(Struct, frozen=True):
    """What a person did in a period. ``days`` counts days with at least one act, ``late`` the acts
    that were caught up on when their day was over."""

    check_ins: int = 0
    answered: int = 0
    right: int = 0
    notes: int = 0
    points: int = 0
    late: int = 0
    days: int = 0


class Sums(Struct, frozen=True):
    """What was done in branches on days, all together.

    ``due`` are the member-days on which something could have been done (:mod:`storage.due`),
    ``active`` those on which anything was; ``acts`` counts the three daily acts, each once for a
    member's day, ``answered`` and ``right`` every answer. ``asked``: how many acts the timetables
    asked for on them; 0 where that is not worked out.
    """

    due: int = 0
    active: int = 0
    acts: int = 0
    check_ins: int = 0
    answered: int = 0
    right: int = 0
    notes: int = 0
    points: int = 0
    late: int = 0
    asked: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Sums(*(mine + theirs for mine, theirs in pairs))
