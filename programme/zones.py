"""The time zones that a branch may choose."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

COMMON = ("Asia/Shanghai", "Asia/Urumqi", "Europe/London", "Europe/Berlin", "America/New_York")
_MOST_OFFERED = 9
_NO_PLACES = ("Etc/", "SystemV/", "posix/", "right/")


@cache
def all_zones() -> frozenset[str]:
    """Every time zone's name; looking for them all takes a moment, and is done once."""
    return frozenset(available_timezones())


@cache
def known_zones() -> tuple[str, ...]:
    """The time zones that are named by a place, in the order of their names."""
    named = (zone for zone in all_zones() if "/" in zone)
    return tuple(sorted(zone for zone in named if not zone.startswith(_NO_PLACES)))


def offered_zones(own: str, used: Sequence[str]) -> tuple[str, ...]:
    """Time zones for buttons: the branch's own, those of the organisation, and common ones."""
    listed = dict.fromkeys((own, *used, *COMMON))
    return tuple(zone for zone in listed if zone in known_zones())[:_MOST_OFFERED]
