"""People as somebody who acts: where their acts count, and the streak so far."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.reads import day_of, days_of
from storage.tables.deeds import streaks
from storage.tables.organisation import memberships, persons
from storage.values.days import Streak
from storage.values.people import Person, PersonId, TelegramId, UnitId


class Home(Struct, frozen=True):
    """A time during which a branch was somebody's home."""

    unit_id: UnitId
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether the membership was in force on a local day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Doer(Struct, frozen=True):
    """A person who can act: where the daily acts count, and the streak so far."""

    person: Person
    homes: tuple[Home, ...]
    streak: Streak | None

    def home_on(self, day: date) -> UnitId | None:
        """The branch where this person's acts count on a local day."""
        for home in self.homes:
            if home.covers(day):
                return home.unit_id
        return None

    def came_after(self, day: date) -> bool:
        """Whether this person was at home nowhere yet on a local day, and is now."""
        return bool(self.homes) and all(home.since > day for home in self.homes)


_EVERYBODY = (
    select(
        persons.c.telegram_id,
        persons.c.id,
        persons.c.name,
        persons.c.language,
        persons.c.telegram_name,
        memberships.c.unit_id,
        memberships.c.since,
        memberships.c.until,
        streaks.c.length,
        streaks.c.last_day,
        streaks.c.frozen,
    )
    .select_from(
        persons.outerjoin(
            memberships, (memberships.c.person_id == persons.c.id) & memberships.c.home
        ).outerjoin(streaks, streaks.c.person_id == persons.c.id)
    )
    .order_by(persons.c.id, memberships.c.since.desc())
)
DOERS = Statement(_EVERYBODY.where(among(persons.c.telegram_id, "ids")))
"""Rows for :func:`doers_in`, of the Telegram accounts ``ids``."""
_DOER = Statement(_EVERYBODY.where(persons.c.id == bindparam("person")))


async def doers(tx: Transaction, ids: Collection[TelegramId]) -> dict[TelegramId, Doer]:
    """The persons behind Telegram accounts, as they are now."""
    return doers_in(await tx.hot_rows(DOERS, ids=ids))


async def doer_of(tx: Transaction, person_id: PersonId) -> Doer | None:
    """One person, with or without Telegram, as somebody who can act; None for an unknown one."""
    found = doers_in(await tx.hot_rows(_DOER, person=person_id))
    return next(iter(found.values()), None)


def doers_in(rows: Sequence[Any]) -> dict[TelegramId, Doer]:
    """The persons behind Telegram accounts, with their home branches, the newest first."""
    found: dict[TelegramId, Doer] = {}
    for row in rows:
        telegram_id, person_id, name, language, alias, unit_id, since, until, *streaked = row
        homes: tuple[Home, ...] = ()
        if unit_id is not None:
            homes = (Home(unit_id, day_of(since), None if until is None else day_of(until)),)
        earlier = found.get(telegram_id)
        if earlier is not None:
            found[telegram_id] = Doer(earlier.person, earlier.homes + homes, earlier.streak)
            continue
        streak = _streak(person_id, *streaked)
        person = Person(person_id, name, telegram_id, language, telegram_name=alias)
        found[telegram_id] = Doer(person, homes, streak)
    return found


def _streak(person_id: PersonId, length: int | None, last: str, frozen: str) -> Streak | None:
    if length is None:
        return None
    return Streak(person_id, length, day_of(last), days_of(frozen) if frozen else ())
