"""Who took part in a record, who spoke, whose it is: changed by taps and by typed names. Plain
rules."""

from collections.abc import Collection

from msgspec.structs import replace

from programme.records.drafting import with_speaker
from programme.records.kinds import SPOKEN, code, family_of
from programme.records.scene import Scene
from programme.records.typed import read_people
from storage.values.duties import Part
from storage.values.people import PersonId
from storage.values.records import Record, TookPart

ALL, NONE = "all", "none"


def with_present(record: Record, value: str, at: Scene) -> Record | None:
    """The record after a tap on somebody who was there or not, on all, or on none."""
    person = _tapped(record, value, at)
    if value in (ALL, NONE):
        return with_people(record, _here(record, at) if value == ALL else ())
    if person is None:
        return None
    if record.took_part(person):
        others = tuple(each for each in record.people if each.person_id != person)
        return replace(record, people=others)
    return replace(record, people=(*record.people, TookPart(person)))


def with_spoken(record: Record, value: str, at: Scene) -> Record | None:
    """The record after a tap on somebody who spoke or did not, or on nobody."""
    if value == NONE:
        return with_speakers(record, ())
    person = _tapped(record, value, at)
    if person is None:
        return None
    if not record.took_part(person, Part.SPEAKER):
        return with_speaker(record, person)
    others = tuple(each for each in record.people if each.person_id != person)
    # Who did not speak was there all the same.
    return replace(record, people=(*others, TookPart(person)))


def with_typed_people(record: Record, text: str, at: Scene) -> Record:
    """The record with those who were written as having been there."""
    return with_people(record, read_people(text, _names(record, at)))


def with_typed_speakers(record: Record, text: str, at: Scene) -> Record:
    """The record with those who were written as having spoken."""
    return with_speakers(record, read_people(text, _names(record, at)))


def on_behalf(record: Record, value: str, at: Scene) -> Record | None:
    """The record put down for somebody, or for nobody in particular."""
    if value == NONE:
        return replace(record, on_behalf_of=None)
    person = next((each for each in at.names if str(each) == value), None)
    if person is None:
        return None
    changed = replace(record, on_behalf_of=person if person != record.by else None)
    if family_of(at.book, record) in SPOKEN:
        return with_speaker(changed, person)
    if changed.took_part(person):
        return changed
    return replace(changed, people=(*changed.people, TookPart(person)))


def with_group(record: Record, value: str, at: Scene) -> Record | None:
    """The record of a group within the branch, or of the whole of it; all of them were there."""
    group = "" if value == NONE else next((g for g in at.groups if code(g) == value), None)
    if group is None:
        return None
    changed = replace(record, group=group)
    return with_people(changed, sorted(at.groups.get(group, at.members)))


def with_people(record: Record, chosen: Collection[PersonId]) -> Record:
    """The record with these people; who spoke spoke, as far as they are still among them."""
    spoke = {each.person_id for each in record.people if each.part is Part.SPEAKER}
    return replace(record, people=_as(chosen, spoke))


def with_speakers(record: Record, chosen: Collection[PersonId]) -> Record:
    """The record with these who spoke; all others stay."""
    everybody = dict.fromkeys((*(each.person_id for each in record.people), *chosen))
    return replace(record, people=_as(everybody, chosen))


def _as(people: Collection[PersonId], spoke: Collection[PersonId]) -> tuple[TookPart, ...]:
    return tuple(TookPart(p, Part.SPEAKER if p in spoke else Part.PRESENT) for p in people)


def _tapped(record: Record, value: str, at: Scene) -> PersonId | None:
    known = (*_here(record, at), *(each.person_id for each in record.people))
    return next((each for each in known if str(each) == value), None)


def _here(record: Record, at: Scene) -> list[PersonId]:
    return list(_names(record, at))


def _names(record: Record, at: Scene) -> dict[PersonId, str]:
    return {each.id: each.name for each in at.of_group(record.group)}
