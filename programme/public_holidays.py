"""A country's public holidays, and the weekends on which it works in exchange for longer ones.

They come from the package ``holidays``. It is large, so it is loaded only when a programme names a
country, and of it only that country.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from types import ModuleType

from msgspec import Struct

from storage.values.programme_files import DaysOff

_CHINA = "CN"
_WEEKEND = (5, 6)
# As long before the new year as its holidays are on people's minds.
_SOON = timedelta(days=90)


class HolidayYear(Struct, frozen=True):
    """A year's public holidays, and its days of a weekend on which work is done."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()


@lru_cache(maxsize=128)
def holidays_in(country: str, subdivision: str | None, year: int) -> HolidayYear:
    """The year of a country or a part of it; an empty one for a country that isn't known.

    China announces its holidays as spans ("1 to 7 October, seven days"): there the free days of a
    weekend that touches a holiday belong to it.
    """
    around = range(year - 1, year + 2)
    try:
        found = _package().country_holidays(country, subdiv=subdivision, years=around)
    except NotImplementedError:
        # So the package says that it has no such country, or not that part of it.
        return HolidayYear()
    working = frozenset(found.weekend_workdays)
    off = frozenset(found) - working
    if country == _CHINA:
        off |= frozenset(_weekends_beside(off, working))
    return HolidayYear(
        frozenset(day for day in off if day.year == year),
        frozenset(day for day in working if day.year == year),
    )


def exchange_known(country: str, year: int) -> bool:
    """Whether it is known on which weekends a country works that year. China says so each November
    for the year to come; the package knows it some weeks later. Other countries don't do it."""
    return country != _CHINA or bool(holidays_in(country, None, year).working)


def unknown_years(days_off: DaysOff, today: date) -> tuple[int, ...]:
    """The years, now or in the coming three months, of which a programme's country has yet to say
    on which weekends it works; not those for which the programme names such days itself."""
    if days_off.country is None:
        return ()
    named = {day.year for day in days_off.study_dates}
    years = sorted({today.year, (today + _SOON).year} - named)
    return tuple(each for each in years if not exchange_known(days_off.country, each))


def is_country(code: str) -> bool:
    """Whether there are holidays for this two-letter code."""
    package = _package()
    return len(code) == 2 and code in {names[1] for names in package.registry.COUNTRIES.values()}


def parts_of(country: str) -> tuple[str, ...]:
    """The codes of a known country's parts that have holidays of their own, in their order."""
    return tuple(_package().country_holidays(country).subdivisions)


def _weekends_beside(off: frozenset[date], working: frozenset[date]) -> Iterator[date]:
    for day in off:
        for step in (timedelta(days=-1), timedelta(days=1)):
            beside = day + step
            while beside.weekday() in _WEEKEND and beside not in working:
                yield beside
                beside += step


def _package() -> ModuleType:
    # Imported late: few programmes name a country, and no others should wait for the package.
    import holidays  # noqa: PLC0415

    return holidays
