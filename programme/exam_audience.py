"""For whom a test is: how many branches and people, and the tags by which it can be aimed."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from programme.calendar import local_day
from programme.exams import concerns
from storage.database import Transaction
from storage.exam_people import people_at, tags_of_people
from storage.lists import words_in
from storage.people import count_members
from storage.units import Defaults, branches_below, units
from storage.values.exams import Terms
from storage.values.people import Unit

_COUNTED_ONE_BY_ONE = 300
"""In more branches people with certain tags are not counted beforehand: it would take too long."""


class AudienceSize(Struct, frozen=True):
    """How many branches and people a test is for; ``people`` None: not counted."""

    branches: int
    people: int | None


async def audience_size(
    tx: Transaction, terms: Terms, unit: Unit, now: datetime, defaults: Defaults
) -> AudienceSize:
    """For how many a test at a unit is, as things are today."""
    ids = await branches_below(tx, unit.id)
    day = local_day(now, unit.time_zone)
    if not terms.audience:
        return AudienceSize(len(ids), sum((await count_members(tx, ids, day)).values()))
    if len(ids) > _COUNTED_ONE_BY_ONE:
        return AudienceSize(len(ids), None)
    branches = await units(tx, ids, defaults)
    home = await people_at(tx, ids, day)
    meant = [
        sum(1 for person in people if concerns(terms, person, branches[unit_id]))
        for unit_id, people in home.items()
    ]
    return AudienceSize(sum(1 for each in meant if each), sum(meant))


async def audience_tags(tx: Transaction, unit: Unit) -> Sequence[tuple[str, int]]:
    """The tags of the branches below a unit and of their members, those most used first."""
    ids = await branches_below(tx, unit.id)
    counted = Counter(
        tag
        for text, times in await tags_of_people(tx, ids)
        for tag in words_in(text)
        for _ in range(times)
    )
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))
