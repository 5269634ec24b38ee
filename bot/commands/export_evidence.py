"""``sanxue export evidence``: the photos and files of records, fetched into a folder."""

import asyncio
import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.commands.exporting import days_meant, make_folder, units_meant
from bot.commands.operator import Operator, opened, working
from bot.commands.telegram import username_by_token
from bot.connection import Connection
from programme.records.evidence import INDEX, Evidence, already_there, evidence_of, row_of
from reports.records.evidence import columns
from storage.database import Database
from storage.units import units
from storage.values.messages import BadInput, Message, message
from storage.values.people import Unit, UnitId

_NO_TOKEN = message("Which bot is it? Set SANXUE_TOKEN, or write token = … in sanxue.toml.")
_AT_ONCE = 200
"""So many units are looked at in one transaction."""
_TRIES = 3
_SHOWN = 20
"""So many files that were not fetched are named on the terminal; all of them stand in the list."""
_SECONDS = 60.0


class _Got(Struct, frozen=True):
    """What came of one file: its path beneath the folder, or what is wrong."""

    evidence: Evidence
    file: str = ""
    problem: Message | None = None
    is_new: bool = False


async def evidence(
    operator: Operator, meant: str | None, first: date | None, last: date | None, folder: Path
) -> int:
    """Fetch the files of all records below a unit (everywhere for None) with a day from ``first``
    to ``last``, whatever the folder does not hold yet. 1 when something could not be had."""
    token = operator.settings.token
    if token is None:
        raise BadInput(_NO_TOKEN)
    span = days_meant(operator, first, last)
    make_folder(folder)
    async with opened(operator) as database:
        async with database.reading() as tx:
            chosen = await units_meant(operator, tx, meant)
        wanted = await _wanted(operator, database, chosen, *span)
    await username_by_token(operator.settings)
    settings = operator.settings
    address = Connection(token.get_secret_value(), settings.api_url, settings.file_base_url)
    request = address.request(2, _SECONDS)
    bot = Bot(address.token, address.api_url, address.file_url, request=request)
    got: list[_Got] = []
    async with request:
        with working(operator, operator.words("Fetching files")) as told:
            for number, each in enumerate(wanted, 1):
                got.append(await _one(bot, settings.bot_id, each, folder))
                told(number, len(wanted))
    _write_index(operator, folder, got)
    return _tell(operator, folder, got)


async def _wanted(
    operator: Operator, database: Database, ids: Sequence[UnitId], first: date, last: date
) -> list[Evidence]:
    found: list[Evidence] = []
    language = operator.words.language
    for start in range(0, len(ids), _AT_ONCE):
        async with database.reading() as tx:
            some: list[Unit] = list(
                (await units(tx, ids[start : start + _AT_ONCE], operator.defaults)).values()
            )
            found += await evidence_of(tx, some, first, last, language)
    return found


async def _one(bot: Bot, bot_id: int | None, each: Evidence, folder: Path) -> _Got:
    """Fetch one file, unless it is there: so what was interrupted goes on."""
    place = folder / each.place
    if place.parent.is_dir():
        there = already_there(entry.name for entry in place.parent.iterdir())
        if place.name in there:
            return _Got(each, str(each.place.with_name(there[place.name])))
    if each.file.bot_id != bot_id:
        return _Got(each, problem=message("It was sent to another bot, which alone can fetch it."))
    try:
        name = await _patiently(bot, each, place)
    except BadRequest as error:
        return _Got(each, problem=_why(error))
    except TelegramError:
        return _Got(each, problem=message("Telegram could not be reached."))
    return _Got(each, str(each.place.with_name(name)), is_new=True)


async def _patiently(bot: Bot, each: Evidence, place: Path) -> str:
    for tries_left in reversed(range(_TRIES)):
        try:
            return await _fetch(bot, each, place)
        except RetryAfter as error:
            if not tries_left:
                raise
            wait = error.retry_after
            await asyncio.sleep(wait if isinstance(wait, int) else wait.total_seconds())
        except BadRequest:
            raise
        except NetworkError:
            if not tries_left:
                raise
    raise AssertionError


async def _fetch(bot: Bot, each: Evidence, place: Path) -> str:
    """Write a file under another name until it is whole; its name."""
    file = await bot.get_file(each.file.file_id)
    ending = Path(file.file_path or "").suffix.lower()
    make_folder(place.parent)
    part = place.with_name(f"{place.name}.part")
    await file.download_to_drive(custom_path=part)
    name = f"{place.name}{ending}"
    part.replace(place.with_name(name))
    return name


def _why(error: BadRequest) -> Message:
    if "too big" in str(error).casefold():
        return message("It is larger than 20 MB; Telegram gives bots no such files.")
    return message("Telegram has it no more.")


def _write_index(operator: Operator, folder: Path, got: Sequence[_Got]) -> None:
    said = operator.words
    # Excel takes it for Chinese only with the mark at its beginning.
    with (folder / INDEX).open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(columns(said))
        for each in got:
            problem = said.say(each.problem) if each.problem else ""
            rows.writerow(row_of(each.evidence, each.file, problem))


def _tell(operator: Operator, folder: Path, got: Sequence[_Got]) -> int:
    new = sum(each.is_new for each in got)
    lost = [each for each in got if each.problem is not None]
    operator.tell(
        "Files in {folder}: {new} new, {old} there already. {index} lists them.",
        folder=folder,
        new=new,
        old=len(got) - new - len(lost),
        index=INDEX,
    )
    if not lost:
        return 0
    operator.tell("Not fetched: {count}. The same command tries them once more.", count=len(lost))
    for each in lost[:_SHOWN]:
        assert each.problem is not None
        operator.show(f"  {each.evidence.place}: {operator.words.say(each.problem)}")
    return 1
