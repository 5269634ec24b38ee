"""Reads the table ``[days_off]`` of ``programme.toml``: weekdays, dates, a country's holidays."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from programme.cells import not_a_date
from programme.files import closest
from programme.public_holidays import is_country, parts_of
from storage.values.messages import message
from storage.values.programme_files import DaysOff

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DaysOffReader:
    """Takes the days off out of their table; ``fault`` is told what is wrong, and at which key."""

    def __init__(self, table: Mapping[str, object], fault: Callable[..., None]) -> None:
        self._table = table
        self._fault = fault

    def days_off(self) -> DaysOff:
        """What the table says; faults are told on the way."""
        weekdays = [self._weekday(word) for word in self._list("weekdays")]
        country = self._country()
        off = frozenset(number for number in weekdays if number is not None)
        if len(off) == len(_WEEKDAYS):
            self._fault(
                message("All seven weekdays are off. Please leave at least one."),
                "days_off",
                "weekdays",
            )
        return DaysOff(
            off,
            self._dates("dates"),
            country,
            self._subdivision(country),
            self._dates("study_dates"),
        )

    def _country(self) -> str | None:
        written = self._table.get("country")
        if written is None:
            return None
        code = written.strip().upper() if isinstance(written, str) else ""
        if is_country(code):
            return code
        said = message(
            "The public holidays of “{country}” aren't known. Please write the country's two "
            "letters, such as CN, or take the line out.",
            country=written,
        )
        self._fault(said, "days_off", "country")
        return None

    def _subdivision(self, country: str | None) -> str | None:
        written = self._table.get("subdivision")
        if written is None or (country is None and "country" in self._table):
            return None
        parts = parts_of(country) if country else ()
        if written in parts:
            return str(written)
        if country is None:
            said = message("“subdivision” is a part of a country. Please name the country, too.")
        elif parts:
            said = message(
                "“{part}” isn't a part of {country} that has holidays of its own. Please write "
                "one of: {known}.",
                part=written,
                country=country,
                known=", ".join(parts),
            )
        else:
            said = message(
                "All of {country} has the same holidays. Please take “subdivision” out.",
                country=country,
            )
        self._fault(said, "days_off", "subdivision")
        return None

    def _dates(self, name: str) -> frozenset[date]:
        found = [self._date(name, day) for day in self._list(name)]
        return frozenset(day for day in found if day is not None)

    def _list(self, name: str) -> list[object]:
        written = self._table.get(name, [])
        if isinstance(written, list):
            return written
        self._fault(
            message("“{key}” must be a list in square brackets.", key=name), "days_off", name
        )
        return []

    def _weekday(self, written: object) -> int | None:
        word = written.strip().casefold() if isinstance(written, str) else ""
        found = [number for number, name in enumerate(_WEEKDAYS) if word in (name, name[:3])]
        if found:
            return found[0]
        near = closest(word, _WEEKDAYS)
        if near:
            said = message(
                "“{word}” isn't a weekday. Did you mean “{near}”?", word=written, near=near
            )
        else:
            said = message(
                "“{word}” isn't a weekday. Please write its English name, such as saturday.",
                word=written,
            )
        self._fault(said, "days_off", "weekdays")
        return None

    def _date(self, name: str, written: object) -> date | None:
        day = as_date(written)
        if day is None:
            self._fault(not_a_date(written), "days_off", name)
        return day


def as_date(written: object) -> date | None:
    """A date as TOML writes it, or a text that looks like one; None for anything else."""
    if isinstance(written, date) and not isinstance(written, datetime):
        return written
    try:
        return date.fromisoformat(written.strip()) if isinstance(written, str) else None
    except ValueError:
        return None
