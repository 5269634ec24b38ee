"""What the rules of duties need to know of a unit: who belongs to it, who holds which office."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from storage.values.duties import DutyBook, Who
from storage.values.people import PersonId, Role, Unit, UnitId
from storage.values.records import Homes, Member, Office


class UnitFacts(Struct, frozen=True):
    """A unit with its people, past and present.

    ``since``: the local day from which duties hold here, and ``until`` the last one. ``founded``:
    the unit's own first day. None: an open end. ``homes``: the home branches of those who hold an
    office here, and of the members where a duty asks for them. ``elsewhere``: spans of days on
    which another programme's duties held, the earliest first.
    """

    unit: Unit
    is_branch: bool
    since: date = date.min
    until: date | None = None
    founded: date | None = None
    members: Sequence[Member] = ()
    offices: Sequence[Office] = ()
    homes: Mapping[PersonId, Homes] = {}
    elsewhere: Sequence[tuple[date, date]] = ()

    def home_on(self, person: PersonId, day: date) -> UnitId | None:
        """Somebody's home branch on a day; their first one, of a day before it was known here."""
        homes = self.homes.get(person, ())
        begun = [unit for since, unit in homes if since <= day]
        return begun[-1] if begun else next((unit for _, unit in homes), None)

    def held_since(self, day: date) -> date | None:
        """Since when duties have held here without a break on a day; None when they don't then."""
        if day < self.since or (self.until is not None and day > self.until):
            return None
        since = self.since
        for first, last in self.elsewhere:
            if first <= day <= last:
                return None
            if last < day:
                since = max(since, last + timedelta(days=1))
        return since

    def members_on(self, day: date, group: str = "") -> Sequence[Member]:
        """The members at home here on a day, those of one group where one is named."""
        return [
            each
            for each in self.members
            if each.is_home and each.on(day) and group in ("", each.group)
        ]

    def holders_on(self, day: date, roles: Sequence[Role]) -> Sequence[Office]:
        """Who holds one of some roles here on a day."""
        return [each for each in self.offices if each.role in roles and each.on(day)]

    def groups_on(self, day: date) -> Sequence[str]:
        """The groups within a branch, by name."""
        return sorted({each.group for each in self.members_on(day) if each.group})


def is_meant(who: Who, facts: UnitFacts, book: DutyBook) -> bool:
    """Whether a unit's level and tags are those that a duty means."""
    names = {name.casefold() for key in who.levels for name in (key, *book.levels.get(key, ()))}
    return not who.levels or facts.unit.level.strip().casefold() in names
