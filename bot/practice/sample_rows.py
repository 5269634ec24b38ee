"""The sample's organisation and people as rows of the files that an organiser would import."""

from collections.abc import Mapping

from bot.practice.sample import BRANCH, EVERYBODY, PLACES, Somebody
from storage.values.people import Role, TelegramId
from storage.values.programme_files import RosterRow, UnitRow

CODES: Mapping[str, str] = {place.code: place.code for place in PLACES}
"""The sample's places under their own codes."""


def unit_rows(language: str) -> list[UnitRow]:
    """The sample's organisation."""
    return [
        UnitRow(
            row,
            place.code,
            place.parent,
            place.level.in_language(language),
            place.name.in_language(language),
        )
        for row, place in enumerate(PLACES, 2)
    ]


def roster_rows(
    language: str, accounts: Mapping[str, TelegramId], codes: Mapping[str, str] = CODES
) -> list[RosterRow]:
    """The sample's people, with the Telegram accounts of those who have one.

    ``codes`` names the unit that stands in for each of the sample's places, by the place's code;
    people of places that are not in it are left out.
    """
    there = [each for each in EVERYBODY if each.place.code in codes]
    return [_row(row, each, language, accounts, codes) for row, each in enumerate(there, 2)]


def stand_in_codes(branch: str, above: str | None) -> dict[str, str]:
    """Codes with which the sample's people fill a branch of somebody else's organisation."""
    codes = {BRANCH.code: branch}
    if above is not None and BRANCH.parent is not None:
        codes[BRANCH.parent] = above
    return codes


def _row(
    row: int,
    person: Somebody,
    language: str,
    accounts: Mapping[str, TelegramId],
    codes: Mapping[str, str],
) -> RosterRow:
    return RosterRow(
        row=row,
        unit=codes[person.place.code],
        name=person.name.in_language(language),
        roles=() if person.role is Role.MEMBER else (person.role,),
        is_member=person.role is not Role.ORGANISER,
        telegram_id=accounts.get(person.key),
    )
