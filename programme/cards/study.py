"""The course that is planned for a branch's year, and what of it somebody has studied."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from programme.calendar import is_day_off
from programme.cards.score import year_span
from programme.choosing import next_items
from programme.timetables import followed_by_branch
from storage import programmes
from storage.database import Transaction
from storage.day_rows import items_posted, read_on
from storage.had import had_by
from storage.values.days import SlotKind
from storage.values.people import Person, Unit
from storage.values.programme_files import Item, ProgrammeSettings

_PART = re.compile(r"\s*\(\d+/\d+\)$")
"""How the title of a long document's part ends."""


class Course(Struct, frozen=True):
    """A document of the year: of how many items, and how many of them were studied."""

    title: str
    planned: int
    studied: int


class StudyYear(Struct, frozen=True):
    """What a member's branch studies in a year; ``programme`` is its title, empty for none."""

    person: Person
    branch: str
    year: int
    programme: str
    courses: tuple[Course, ...] = ()

    @property
    def planned(self) -> int:
        """How many items there are in all."""
        return sum(each.planned for each in self.courses)

    @property
    def studied(self) -> int:
        """How many of them were studied."""
        return sum(each.studied for each in self.courses)


def mornings_left(settings: ProgrammeSettings, today: date, year: int) -> int:
    """How many items the mornings after today still bring in a year."""
    if settings.timetable.morning is None:
        return 0
    day = max(today + timedelta(days=1), date(year, 1, 1), settings.start or date.min)
    count = 0
    while day.year <= year:
        count += not is_day_off(day, settings.days_off)
        day += timedelta(days=1)
    return count * settings.amounts.morning


def planned_in(
    order: Sequence[str],
    posted: Sequence[str],
    had: Mapping[str, int],
    left: int,
    settings: ProgrammeSettings,
) -> list[str]:
    """The year's items, each once: those ``posted``, then those of the ``left`` mornings' that the
    branch gets when nothing changes. ``had``: how often it had each, ever."""
    to_come = next_items(order, had, min(left, len(order)), settings.when_finished)
    return list(dict.fromkeys([*posted, *to_come]))


def courses(
    planned: Sequence[str], read: Collection[str], items: Mapping[str, Item], language: str
) -> tuple[Course, ...]:
    """The planned items by their documents; what is gone from the programme is left out."""
    by_document: dict[str, list[Item]] = {}
    for key in planned:
        if key in items:
            by_document.setdefault(items[key].document, []).append(items[key])
    return tuple(
        Course(_title(parts[0], language), len(parts), sum(1 for part in parts if part.key in read))
        for parts in by_document.values()
    )


async def study_year(
    tx: Transaction, person: Person, branch: Unit, year: int, today: date
) -> StudyYear:
    """What a member's branch studies in a year, and how far they are."""
    version = await programmes.newest_version(tx, branch.programme_key or "")
    settings = await followed_by_branch(tx, branch)
    if version is None or settings is None:
        return StudyYear(person, branch.name, year, "")
    span = year_span(year, today)
    posted = await items_posted(tx, branch.id, *span)
    had = (await had_by(tx, [branch.id], [SlotKind.MORNING]))[branch.id].items
    kept = await programmes.items(tx, version.id)
    items = {key: each.item for key, each in kept.items()}
    left = mornings_left(settings, today, year)
    planned = planned_in(list(items), [key for _, key in posted], had, left, settings)
    title = settings.titles.get(branch.language) or next(iter(settings.titles.values()))
    read = await _read(tx, person, span)
    found = courses(planned, read, items, branch.language)
    return StudyYear(person, branch.name, year, title, found)


async def _read(tx: Transaction, person: Person, span: tuple[date, date]) -> set[str]:
    """The items of the days on which somebody has read, in whatever branch it was."""
    days = await read_on(tx, person.id, *span)
    return {
        key
        for unit in set(days.values())
        for day, key in await items_posted(tx, unit, *span)
        if days.get(day) == unit
    }


def _title(item: Item, language: str) -> str:
    text = item.texts.get(language) or next(iter(item.texts.values()))
    return _PART.sub("", " ".join(text.title.split()))
