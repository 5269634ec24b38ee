"""Who is at a meeting: by their own tap, or as whoever looks after it says."""

from collections.abc import Collection

from programme.meetings.people import Gathered
from programme.meetings.telling import Telling
from storage import meeting_people
from storage.values.meetings import Presence
from storage.values.people import PersonId


async def say_here(telling: Telling, person: PersonId) -> bool:
    """Somebody says that they are there; False when that is known already."""
    tx, meeting = telling.tx, telling.meeting
    known = (await meeting_people.attendance(tx, meeting.id)).get(person)
    if known is not None and known.was_there:
        return False
    await meeting_people.say(tx, meeting.id, {person: Presence.HERE}, person, telling.now)
    await telling.renew_count()
    return True


async def said_themselves(telling: Telling, person: PersonId) -> bool:
    """Whether it is by their own word that somebody is noted as there: then it is theirs to take
    back."""
    known = (await meeting_people.attendance(telling.tx, telling.meeting.id)).get(person)
    return known is not None and known.was_there and known.by == person


async def take_back(telling: Telling, person: PersonId) -> bool:
    """Somebody takes back that they are there; False when they had not said so themselves."""
    if not await said_themselves(telling, person):
        return False
    await meeting_people.unsay(telling.tx, telling.meeting.id, person)
    await telling.renew_count()
    return True


async def say_all(
    telling: Telling, people: Gathered, by: PersonId | None, but: Collection[PersonId] = ()
) -> None:
    """Everybody who is expected was there, but those on leave, unless they said that they are, and
    those named. Who spoke, spoke."""
    kept = {each.id for each in people.here if each.id not in but}
    said: dict[PersonId, Presence] = {}
    for each in people.expected:
        if each.id in kept:
            continue
        absent = each.id in people.away or each.id in but
        said[each.id] = Presence.ABSENT if absent else Presence.HERE
    await _say(telling, said, by)


async def say_only(telling: Telling, people: Gathered, by: PersonId | None) -> None:
    """Nobody was there but those who said so, or are said to be from now on."""
    await _say(telling, {each.id: Presence.ABSENT for each in people.unsaid}, by)


async def say_those(
    telling: Telling, people: Gathered, there: Collection[PersonId], by: PersonId | None
) -> None:
    """These people were there, and nobody else of those expected."""
    spoke = {each.id for each in people.speakers}
    said = {
        each.id: Presence.HERE if each.id in there else Presence.ABSENT
        for each in people.expected
        if each.id not in spoke
    }
    await _say(telling, said, by)


async def toggle(telling: Telling, people: Gathered, person: PersonId, by: PersonId | None) -> bool:
    """Somebody was there after all, or was not; False for whoever does not belong to it."""
    if person not in {each.id for each in people.everybody}:
        return False
    here = person in {each.id for each in people.here}
    await _say(telling, {person: Presence.ABSENT if here else Presence.HERE}, by)
    return True


async def toggle_speaker(
    telling: Telling, people: Gathered, person: PersonId, by: PersonId | None
) -> bool:
    """Somebody spoke, or did not; who spoke was there. False for whoever does not belong to it."""
    if person not in {each.id for each in people.everybody}:
        return False
    spoke = person in {each.id for each in people.speakers}
    await _say(telling, {person: Presence.HERE if spoke else Presence.SPEAKER}, by)
    return True


async def _say(telling: Telling, said: dict[PersonId, Presence], by: PersonId | None) -> None:
    await meeting_people.say(telling.tx, telling.meeting.id, said, by, telling.now)
    await telling.renew_count()
