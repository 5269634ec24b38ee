"""Who is expected at a meeting, and how far it is known who was there."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from programme.absences import who_is_on_leave
from programme.calendar import local_day
from programme.records.scene import book_at
from storage import duty_people, meeting_people
from storage.database import Transaction
from storage.people import members, people, people_as
from storage.values.duties import RecordKind
from storage.values.meetings import Attendance, Meeting, Presence
from storage.values.people import Person, PersonId, Role, Unit

_AT_A_UNIT = (Role.SECRETARY, Role.STAND_IN, Role.COMMITTEE, Role.ORGANISER, Role.CADRE)


class Gathered(Struct, frozen=True):
    """The people of a meeting.

    ``expected``: who belongs, by name. ``others``: who came and does not belong. ``away``: who of
    those expected is on leave that day. ``said``: what is known of whom.
    """

    expected: Sequence[Person]
    others: Sequence[Person] = ()
    away: frozenset[PersonId] = frozenset()
    said: Mapping[PersonId, Attendance] = {}

    @property
    def everybody(self) -> Sequence[Person]:
        """All of them, those expected first."""
        return (*self.expected, *self.others)

    @property
    def here(self) -> Sequence[Person]:
        """Who was there."""
        return [each for each in self.everybody if self._is(each, Presence.HERE, Presence.SPEAKER)]

    @property
    def speakers(self) -> Sequence[Person]:
        """Who spoke."""
        return [each for each in self.everybody if self._is(each, Presence.SPEAKER)]

    @property
    def absent(self) -> Sequence[Person]:
        """Who was said not to be there."""
        return [each for each in self.everybody if self._is(each, Presence.ABSENT)]

    @property
    def unsaid(self) -> Sequence[Person]:
        """Of whom nothing is known yet, though they are expected and not away."""
        return [e for e in self.expected if e.id not in self.said and e.id not in self.away]

    @property
    def is_settled(self) -> bool:
        """Whether it is known of everybody who is expected if they were there."""
        return bool(self.here) and not self.unsaid

    def _is(self, person: Person, *presences: Presence) -> bool:
        known = self.said.get(person.id)
        return known is not None and known.presence in presences


async def gathered(tx: Transaction, meeting: Meeting, unit: Unit, now: datetime) -> Gathered:
    """Who is expected at a meeting on its day, and what is known of whom."""
    day = local_day(meeting.starts_at or now, unit.time_zone)
    expected = await expected_at(tx, meeting, unit, day)
    said = await meeting_people.attendance(tx, meeting.id)
    known = {each.id for each in expected}
    others = await people(tx, [each for each in said if each not in known])
    away = {each.person.id for each in await who_is_on_leave(tx, expected, day)}
    return Gathered(expected, list(others.values()), frozenset(away), said)


async def expected_at(tx: Transaction, meeting: Meeting, unit: Unit, day: date) -> Sequence[Person]:
    """Who is expected at a meeting on a day, by name."""
    chief = (await book_at(tx, unit)).kind(meeting.kinds[0])
    return await people_expected(tx, unit, meeting.group, day, chief)


async def people_expected(
    tx: Transaction, unit: Unit, group: str, day: date, kind: RecordKind | None = None
) -> Sequence[Person]:
    """Who belongs to a meeting of a unit on a day, by name: the members of a branch, of a group
    within it, or those who hold the offices that its kind expects; where nobody is at home, those
    who hold an office."""
    belong = [each.person for each in await members(tx, unit.id, day)]
    if group:
        listed = (await duty_people.members_at(tx, [unit.id])).get(unit.id, ())
        inside = {each.person_id for each in listed if each.group == group and each.on(day)}
        belong = [each for each in belong if each.id in inside]
    elif not belong:
        belong = (await people_as(tx, [unit.id], day, *_AT_A_UNIT))[unit.id]
    elif kind is not None and kind.expects:
        holders = (await people_as(tx, [unit.id], day, *kind.expects))[unit.id]
        # One alone is no meeting: then the others are in no list.
        belong = holders if len(holders) > 1 else belong
    return sorted(belong, key=lambda each: (each.name, each.id))
