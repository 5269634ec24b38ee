"""How many minutes a week a programme asks of each member: an estimate, by a plain formula.

A study day asks for

- reading: each item's signs (300 Chinese ones a minute) or words (180 a minute), at least a minute;
- a minute for each question;
- three minutes for the note,

as far as the programme has them. A week asks for that on as many days as a member had: the
member-days that were due, by the members. Meetings and practice are not counted.
"""

import re
from collections.abc import Collection, Mapping
from html import unescape

from storage import programmes
from storage.database import Transaction
from storage.values.people import Unit
from storage.values.programme_files import Item, ItemText, ProgrammeSettings

QUESTION_MINUTES, NOTE_MINUTES = 1.0, 3.0
_SIGNS_A_MINUTE, _WORDS_A_MINUTE = 300, 180
_TAG = re.compile(r"<[^>]+>")
_CHINESE = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[^\W㐀-鿿]+")


def minutes_a_day(settings: ProgrammeSettings, items: Collection[Item], language: str) -> float:
    """What one study day asks of a member on average."""
    table, amounts = settings.timetable, settings.amounts
    minutes = 0.0
    if table.morning is not None and items:
        read = [_reading(_text(each.texts, language)) for each in items]
        minutes += amounts.morning * sum(read) / len(read)
    if table.noon is not None:
        minutes += amounts.noon * QUESTION_MINUTES
    if table.evening is not None:
        minutes += NOTE_MINUTES
    return minutes


def minutes_a_week(a_day: float, due: int, members: int) -> int:
    """What a week asked of each member, in whole minutes; ``due``: the member-days."""
    return round(a_day * due / members) if members else 0


async def minutes_of(tx: Transaction, unit: Unit) -> float:
    """What one study day of a unit's programme asks; 0 without one."""
    version = (
        await programmes.newest_version(tx, unit.programme_key) if unit.programme_key else None
    )
    if version is None:
        return 0.0
    kept = await programmes.items(tx, version.id)
    return minutes_a_day(version.settings, [each.item for each in kept.values()], unit.language)


def _text(texts: Mapping[str, ItemText], language: str) -> str:
    text = texts.get(language) or next(iter(texts.values()))
    return unescape(_TAG.sub("", text.html))


def _reading(text: str) -> float:
    signs, words = len(_CHINESE.findall(text)), len(_WORD.findall(text))
    return max(1.0, signs / _SIGNS_A_MINUTE + words / _WORDS_A_MINUTE)
