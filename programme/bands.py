"""Standings without places: who is there nearly every day, and how many come often.

Measured by the days on which somebody could have studied: whoever joined in mid-month, or was on
leave, is not behind for it. Names are told of the first band only, a number of the second, and of
the rest nothing; of who has left the branch nothing either.
"""

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from msgspec import Struct

from storage.values.people import PersonId
from storage.values.standings import Standing


class Band(Enum):
    """On how many of their study days somebody did anything: four of five, half, any."""

    STEADY = auto()
    OFTEN = auto()
    NOW_AND_THEN = auto()


class Bands(Struct, frozen=True):
    """What may be told of a branch: those of the first band, and how many are in the second."""

    steady: tuple[Standing, ...]
    often: int


def band_of(days: int, possible: int) -> Band | None:
    """The band of somebody who did something on ``days`` of ``possible`` study days; None for
    nobody's days. Days off on which something was done count as well."""
    if days <= 0:
        return None
    if days * 5 >= possible * 4:
        return Band.STEADY
    return Band.OFTEN if days * 2 >= possible else Band.NOW_AND_THEN


def bands(standings: Sequence[Standing], possible: Mapping[PersonId, int]) -> Bands:
    """The bands of a branch; ``possible`` are each member's study days so far."""
    here = [one for one in standings if one.here]
    found = [(one, band_of(one.days, possible.get(one.person_id, 0))) for one in here]
    steady = tuple(one for one, band in found if band is Band.STEADY)
    return Bands(steady, sum(band is Band.OFTEN for _, band in found))
