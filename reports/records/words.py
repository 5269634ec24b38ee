"""Words that all talk of records shares: what their parts are called, and how each reads.

Everything is plain text: whoever puts it into HTML escapes it.
"""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_skeleton

from programme.records.kinds import Part, family_of
from programme.records.scene import Scene
from reports.days import LOCALES, shown_day
from reports.duties.words import kind_name
from reports.lists import listed
from reports.names import shown_name
from reports.wording import Words
from storage.values import duties
from storage.values.duties import DutyBook, Family
from storage.values.notes import NoteMedia
from storage.values.people import PersonId
from storage.values.records import Record, TookPart

_HOUR = 60
_NAMED = 8
"""So many people are named; of more, how many they were."""


def part_name(words: Words, part: Part, family: Family = Family.MEETING) -> str:
    """What a part of a record is called, in at most six Chinese characters."""
    if part is Part.NUMBERS and family is Family.DEED:
        return words("People helped")
    return {
        Part.KIND: words("Kind"),
        Part.ALSO: words("Also"),
        Part.DAY: words("Day"),
        Part.MINUTES: words("How long"),
        Part.PLACE: words("Place"),
        Part.PEOPLE: words("Who was there"),
        Part.SPEAKERS: words("Who spoke"),
        Part.GUESTS: words("Guests"),
        Part.TOPIC: words("Theme"),
        Part.TEXT: words("Text"),
        Part.NUMBERS: words("Numbers"),
        Part.FILES: words("Photos and files"),
        Part.GROUP: words("Group"),
        Part.UNIT: words("In which unit"),
        Part.BEHALF: words("Whose it is"),
        Part.MAKES_UP: words("Makes up for"),
        Part.PROBLEM: words("Problem"),
        Part.MEASURE: words("Measure"),
        Part.SEES_TO: words("Who sees to it"),
        Part.DUE: words("By when"),
    }[part]


def record_kinds(words: Words, book: DutyBook, record: Record) -> str:
    """What a record is: its kinds, the chief one first."""
    return listed(words, [kind_of(words, book, key) for key in record.kinds])


def kind_of(words: Words, book: DutyBook, key: str) -> str:
    """A kind by its key; of one that is gone, the name that it had."""
    kind = book.kind_once(key)
    if kind is not None:
        return kind_name(words, kind)
    usual = {
        Family.DEED: words("good deed"),
        Family.PROBLEM: words("problem"),
        Family.SOLUTION: words("problem solved"),
    }
    return next((name for family, name in usual.items() if key == family.value), key)


def day_in_words(words: Words, day: date, today: date) -> str:
    """A day that has been: 20 May, today; 31 December 2025."""
    locale = LOCALES[words.language]
    shown = (
        shown_day(words, day)
        if day.year == today.year
        else str(format_skeleton("yMMMd", day, locale=locale))
    )
    near = {0: words("today"), 1: words("yesterday")}.get((today - day).days)
    return words("{day} ({near})", day=shown, near=near) if near else shown


def length_in_words(words: Words, minutes: int) -> str:
    """How long something took: 90 min, 2 h, 1 h 45 min."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours or (rest and minutes < 2 * _HOUR):
        return words("{minutes} min", minutes=minutes)
    if not rest:
        return words("{hours} h", hours=hours)
    return words("{hours} h {minutes} min", hours=hours, minutes=rest)


def people_in_words(words: Words, at: Scene, record: Record) -> str:
    """Who took part, as it is told to whoever knows them: all 15; 12, without Wang and Zhang; or by
    name. Empty for nobody."""
    there = [each.person_id for each in record.people]
    expected = at.groups.get(record.group, at.members)
    missing = [person for person in expected if person not in set(there)]
    others = [person for person in there if person not in expected]
    if not there:
        return ""
    if len(there) <= min(_NAMED, len(missing) + 1) or not expected or len(others) > len(missing):
        return names_in_words(words, at, there)
    if not missing:
        return words("all {count}", count=len(there))
    if len(missing) < _NAMED:
        names = names_in_words(words, at, missing)
        return words("{count}, without {names}", count=len(there), names=names)
    return words.count("{count} person", "{count} people", count=len(there))


def speakers_in_words(words: Words, at: Scene, record: Record) -> str:
    """Who spoke, by name; empty for nobody."""
    return names_in_words(words, at, [p.person_id for p in record.people if spoke(p)])


def spoke(one: TookPart) -> bool:
    """Whether somebody spoke."""
    return one.part is duties.Part.SPEAKER


def names_in_words(words: Words, at: Scene, people: Sequence[PersonId]) -> str:
    """People by name, the first few of many."""
    shown = [shown_name(at.name(person)) for person in people[:_NAMED]]
    names = listed(words, shown)
    if len(people) <= _NAMED:
        return names
    return words("{names} and others, {count} in all", names=names, count=len(people))


def numbers_in_words(words: Words, book: DutyBook, record: Record) -> str:
    """What was counted: 12/95, or how many were helped; empty for nothing."""
    if record.number is None:
        return ""
    if family_of(book, record) is Family.DEED:
        return words.count("{count} person", "{count} people", count=record.number)
    return str(record.number) if record.of is None else f"{record.number}/{record.of}"


def files_in_words(words: Words, record: Record) -> str:
    """What came with it: 2 photos, 1 file; empty for nothing."""
    photos = sum(each.media is NoteMedia.PHOTO for each in record.files)
    others = len(record.files) - photos
    told = []
    if photos:
        told.append(words.count("{count} photo", "{count} photos", count=photos))
    if others:
        told.append(words.count("{count} file", "{count} files", count=others))
    return listed(words, told)
