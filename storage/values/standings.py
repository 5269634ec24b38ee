"""Sums over members' days."""

from dataclasses import dataclass

from storage.values.people import PersonId


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's points in a period, and on how many days anything was done. ``here``: False for
    somebody who has left the branch before the period's last day."""

    person_id: PersonId
    name: str
    points: int
    days: int
    here: bool = True


@dataclass(frozen=True, slots=True)
class Totals:
    """What a person did in a period. ``days`` counts days with at least one act, ``late`` the acts
    that were caught up on when their day was over."""

    check_ins: int = 0
    answered: int = 0
    right: int = 0
    notes: int = 0
    points: int = 0
    late: int = 0
    days: int = 0
