"""``sanxue export review`` and ``pocketbook``: the year, and the programme, on paper."""

import asyncio
import re
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct

from bot.commands.exporting import make_folder, units_meant
from bot.commands.operator import Operator, opened, working
from programme.calendar import local_day
from programme.cards.review import UnitReview, unit_review
from reports.cards.pocket import book_name, pocket_book, safe
from reports.cards.review import unit_pages
from reports.wording import words
from storage import programmes
from storage.database import Database
from storage.programmes import KeptItem, Version
from storage.units import unit
from storage.values.messages import BadInput, message
from storage.values.people import Unit

_LONGEST = 60
_FIRST_YEAR = 2000


class _Wanted(Struct, frozen=True):
    """A review that is to be made, and its file."""

    unit: Unit
    file: Path


async def reviews(operator: Operator, meant: str | None, year: int | None, folder: Path) -> int:
    """Write the annual reviews of a unit and all below it (of all units for None) into a folder.

    What is there already is not made again, so that an interrupted run goes on; but a review of the
    running year is made anew on another day. Members' own reviews are for their eyes, in the chat.
    """
    today = local_day(operator.now(), operator.defaults.time_zone)
    chosen = _year(year, today)
    made = 0
    async with opened(operator) as database:
        wanted = await _wanted(operator, database, meant, chosen, folder)
        make_folder(folder)
        with working(operator, operator.words("Setting reviews")) as told:
            for number, each in enumerate(wanted, 1):
                if not _is_there(operator, each.file, chosen, today):
                    await _write(operator, database, each, chosen)
                    made += 1
                told(number, len(wanted))
    operator.tell(
        "Reviews of {year} in {folder}: {new} new, {old} there already.",
        year=chosen,
        folder=folder,
        new=made,
        old=len(wanted) - made,
    )
    return 0


async def pocketbook(
    operator: Operator, key: str | None, language: str | None, out: Path | None
) -> int:
    """Write a programme's pocket book: the one with a key, or the only one there is."""
    async with opened(operator) as database:
        version, kept = await _programme(database, key)
    said = words(language or version.settings.languages[0])
    file = out or Path(book_name(said, version))
    with working(operator, operator.words("Setting the pocket book")):
        # Imported late: the fonts and Typst take their time.
        from reports.typesetting import pdf  # noqa: PLC0415

        data = pocket_book(said, version, kept)
        content = await asyncio.to_thread(pdf, "pocketbook", data)
        _put(file, content)
    operator.tell("The pocket book is in {file}.", file=file)
    return 0


def _year(year: int | None, today: date) -> int:
    chosen = year or today.year
    if chosen < _FIRST_YEAR:
        raise BadInput(message("{year} is too long ago. Please look at the year.", year=chosen))
    if chosen > today.year:
        raise BadInput(message("{year} is yet to come. Please look at the year.", year=chosen))
    return chosen


def _is_there(operator: Operator, file: Path, year: int, today: date) -> bool:
    """Whether a review was made already: of a year that was not over then, today."""
    if not file.exists():
        return False
    made = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    made_on = local_day(made, operator.defaults.time_zone)
    return made_on.year > year or made_on >= today


async def _wanted(
    operator: Operator, database: Database, meant: str | None, year: int, folder: Path
) -> list[_Wanted]:
    async with database.reading() as tx:
        return [
            _Wanted(found, folder / _name(found, year))
            for each in await units_meant(operator, tx, meant)
            if (found := await unit(tx, each, operator.defaults)) is not None
        ]


async def _write(operator: Operator, database: Database, each: _Wanted, year: int) -> None:
    async with database.reading() as tx:
        # Whoever hands the files round need not have seen what was shared in a branch's group.
        now, defaults = operator.now(), operator.defaults
        review = await unit_review(tx, each.unit, year, now, defaults, shared_too=False)
    content = await asyncio.to_thread(_content, review)
    _put(each.file, content)


def _content(review: UnitReview) -> bytes:
    # Imported late: the fonts and Typst take their time.
    from reports.typesetting import pdf  # noqa: PLC0415

    return pdf("review", unit_pages(words(review.unit.language), review))


async def _programme(database: Database, key: str | None) -> tuple[Version, list[KeptItem]]:
    async with database.reading() as tx:
        newest = await programmes.newest_versions(tx)
        if not newest:
            raise BadInput(
                message("There is no programme here yet. Type: sanxue import programme FOLDER")
            )
        if key is None and len(newest) == 1:
            (key,) = newest
        version = newest.get(key or "")
        if version is None:
            known = ", ".join(newest)
            raise BadInput(message("Which programme? There are: {known}.", known=known))
        return version, list((await programmes.items(tx, version.id)).values())


def _name(of: Unit, year: int) -> str:
    """What the file is called. Codes tell units of one name apart; they may hold what a file's name
    may not, and so may two be alike without it: then the unit's number tells them apart."""
    code = re.sub(r"[^\w.-]+", "-", of.code).strip(".-")
    code = code if code == of.code else f"{code}-{of.id}".lstrip("-")
    name = safe(of.name)[:_LONGEST].rstrip(". ")
    return f"{year} {code} {name}".rstrip() + ".pdf"


def _put(file: Path, content: bytes) -> None:
    """Write a file under another name until it is whole."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(
            message("{file} can't be written. Please name another place.", file=str(file))
        ) from error
