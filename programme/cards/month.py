"""A branch's month for the notice board: what was done together, and nobody by name."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from programme.small_groups import is_small, tells_share
from storage import duty_books, programmes
from storage.database import Transaction
from storage.day_rows import items_posted, sums_by_day
from storage.people import members
from storage.records import records_of_units
from storage.values.duties import DutyBook, Family
from storage.values.people import Unit
from storage.values.records import Record
from storage.values.standings import Sums

_NOT_FOR_THE_WALL = (Family.TALK, Family.PROBLEM, Family.SOLUTION, Family.NUMBERS)
"""Kinds of record that are about single people, or about what went wrong."""


class BranchMonth(Struct, frozen=True):
    """A month up to ``today``. ``days`` holds the days that the branch had; ``sums`` is None, and
    ``days`` empty, where figures would name a person. ``days_studied``: on how many days something
    was posted that counts. ``titles``: what was studied, each once."""

    branch: Unit
    first: date
    today: date
    days_studied: int
    titles: Sequence[str]
    records: Sequence[Record]
    book: DutyBook
    sums: Sums | None = None
    days: Mapping[date, Sums] = {}


def month_to_show(today: date) -> date:
    """The first day of the month that a poster made today shows: in a month's first week it is
    the month before, of which there is more to tell."""
    return (today - timedelta(days=7)).replace(day=1)


def last_of_month(first: date) -> date:
    """The last day of the month that begins on a day."""
    return first.replace(day=monthrange(first.year, first.month)[1])


async def branch_month(tx: Transaction, branch: Unit, first: date, today: date) -> BranchMonth:
    """A branch's month that begins on ``first``."""
    last = min(last_of_month(first), today)
    days = await sums_by_day(tx, branch.id, first, last)
    here = await members(tx, branch.id, last)
    reached = sum(1 for each in here if each.person.telegram_id is not None)
    sums = sum(days.values(), Sums())
    # By the day, a figure stands for as few people as did anything that day.
    told = not is_small(reached) and tells_share(sums.active, reached)
    key = branch.programme_key or ""
    books = await duty_books.books(tx, key)
    book = books[0].book if books else DutyBook()
    records = await records_of_units(tx, [branch.id], first, last)
    return BranchMonth(
        branch=branch,
        first=first,
        today=today,
        days_studied=sum(1 for each in days.values() if each.due),
        titles=await _titles(tx, branch, first, last),
        records=[each for each in records if _is_for_the_wall(book, each)],
        book=book,
        sums=sums if told else None,
        days=days if told else {},
    )


def _is_for_the_wall(book: DutyBook, record: Record) -> bool:
    kind = book.kind_once(record.kinds[0])
    return kind is not None and kind.family not in _NOT_FOR_THE_WALL


async def _titles(tx: Transaction, branch: Unit, first: date, last: date) -> list[str]:
    version = await programmes.newest_version(tx, branch.programme_key or "")
    if version is None:
        return []
    posted = dict.fromkeys(key for _, key in await items_posted(tx, branch.id, first, last))
    kept = await programmes.items(tx, version.id, list(posted))
    texts = [kept[key].item.texts for key in posted if key in kept]
    found = (each.get(branch.language) or next(iter(each.values())) for each in texts)
    return [" ".join(text.title.split()) for text in found if text.title.strip()]
