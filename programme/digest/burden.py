"""How many minutes a week is asked of each member: an estimate, by a plain formula.

A study day asks for

- reading: each item's signs (300 Chinese ones a minute) or words (180 a minute), at least a minute;
- a minute for each question;
- three minutes for the note,

as far as the branch's programme has them and the branch doesn't do without. A week asks for that on
each member-day that was due; what it comes to is shared out among all members, whatever programmes
they follow. Meetings and practice are not counted.
"""

import re
from collections.abc import Collection, Mapping
from html import unescape

from programme.digest.asking import ByStudy
from storage import programmes
from storage.database import Transaction
from storage.values.programme_files import Item, ItemText, ProgrammeSettings

QUESTION_MINUTES, NOTE_MINUTES = 1.0, 3.0
_SIGNS_A_MINUTE, _WORDS_A_MINUTE = 300, 180
_TAG = re.compile(r"<[^>]+>")
_CHINESE = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[^\W㐀-鿿]+")


def minutes_by_study(
    settings: ProgrammeSettings, items: Collection[Item], language: str
) -> tuple[float, float, float]:
    """What a morning's, a noon's and an evening's study ask of a member on average."""
    read = [_reading(_text(each.texts, language)) for each in items]
    reading = sum(read) / len(read) if read else 0.0
    amounts = settings.amounts
    return amounts.morning * reading, amounts.noon * QUESTION_MINUTES, NOTE_MINUTES


def minutes_a_week(
    member_days: Mapping[str, ByStudy],
    minutes: Mapping[str, tuple[float, float, float]],
    members: int,
) -> int:
    """What a week asked of each member, in whole minutes: on so many ``member_days`` of each
    programme its ``minutes``, shared out among the ``members``."""
    asked = sum(
        days * each
        for key, by_study in member_days.items()
        for days, each in zip(by_study, minutes[key], strict=True)
    )
    return round(asked / members) if members else 0


async def minutes_of(
    tx: Transaction, programme_key: str, language: str
) -> tuple[float, float, float]:
    """What the studies of a programme's newest version ask; nothing without one."""
    version = await programmes.newest_version(tx, programme_key)
    if version is None:
        return 0.0, 0.0, 0.0
    kept = await programmes.items(tx, version.id)
    return minutes_by_study(version.settings, [each.item for each in kept.values()], language)


def _text(texts: Mapping[str, ItemText], language: str) -> str:
    text = texts.get(language) or next(iter(texts.values()))
    return unescape(_TAG.sub("", text.html))


def _reading(text: str) -> float:
    signs, words = len(_CHINESE.findall(text)), len(_WORD.findall(text))
    return max(1.0, signs / _SIGNS_A_MINUTE + words / _WORDS_A_MINUTE)
