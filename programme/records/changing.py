"""What is changed about a record by a tap, or by what was typed. Plain rules."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from msgspec.structs import replace

from programme.records.changing_people import (
    NONE,
    on_behalf,
    with_group,
    with_present,
    with_spoken,
    with_typed_people,
    with_typed_speakers,
)
from programme.records.choices import topics_for
from programme.records.kinds import Part, code, family_of, named_by, offered
from programme.records.scene import Scene
from programme.records.typed import (
    read_count,
    read_day,
    read_line,
    read_minutes,
    read_part,
    read_text,
    recent_days,
)
from storage.values.duties import Family
from storage.values.messages import BadInput, message
from storage.values.records import PlaceId, Record, RecordFile

MINUTES = (30, 60, 90, 120, 180)
GUESTS = (0, 1, 2, 3, 5, 10)
HELPED = (1, 2, 3, 5, 10)
MOST_FILES = 50
_MOST_GUESTS = 9_999


def with_chosen(record: Record, part: Part, value: str, at: Scene) -> Record | None:
    """The record after a tap; None for a value that is not offered."""
    if value == NONE and part in _EMPTY:
        return _EMPTY[part](record)
    change = _CHOSEN.get(part)
    return change(record, value, at) if change else None


def with_typed(record: Record, part: Part, text: str, at: Scene) -> Record:
    """The record after something was typed. Raises :class:`BadInput` with what to write."""
    change = _TYPED.get(part)
    if change is None:
        raise BadInput(message("Please choose by the buttons."))
    return change(record, text, at)


def with_day(record: Record, day: date) -> Record:
    """The record on another day. What it makes up for is asked anew."""
    return record if day == record.day else replace(record, day=day, makes_up=())


def with_files(record: Record, files: Collection[RecordFile], caption: str = "") -> Record:
    """The record with more photos or files; a caption is its text where it has none."""
    if len(record.files) + len(files) > MOST_FILES:
        raise BadInput(message("More than {most} files can't be kept with it.", most=MOST_FILES))
    text = record.text or (read_text(caption) if caption.strip() else "")
    return replace(record, files=(*record.files, *files), text=text)


def _with_kind(record: Record, value: str, at: Scene) -> Record | None:
    kind = named_by(value, [each.key for each in offered(at.book, own=at.own)])
    return None if kind is None else replace(record, kinds=(kind,), makes_up=())


def _with_another_kind(record: Record, value: str, at: Scene) -> Record | None:
    """One of its further kinds is put in or taken out; the chief one stays."""
    kind = named_by(value, [each.key for each in offered(at.book, own=at.own)])
    if kind is None:
        return None
    chief, *others = record.kinds
    if kind in others:
        others.remove(kind)
    elif kind != chief:
        others.append(kind)
    return replace(record, kinds=(chief, *others))


def _with_recent_day(record: Record, value: str, at: Scene) -> Record | None:
    days = {day.isoformat(): day for day in recent_days(at.today)}
    return with_day(record, days[value]) if value in days else None


def _with_minutes(record: Record, value: str, at: Scene) -> Record | None:
    days = {"half": at.book.day_hours * 30, "day": at.book.day_hours * 60}
    if value in days:
        return replace(record, minutes=round(days[value]))
    return replace(record, minutes=int(value)) if _is_one_of(value, MINUTES) else None


def _with_place(record: Record, value: str, at: Scene) -> Record | None:
    for place in at.places:
        if str(place.id) == value:
            return replace(
                record, place=place.name, place_id=PlaceId(place.id), place_kind=place.kind
            )
    return None


def _with_topic(record: Record, value: str, at: Scene) -> Record | None:
    """A topic that duties ask for, by its name in the unit's language."""
    topics = {code(topic.key): topic for topic in topics_for(record.kinds, at.book)}
    if value not in topics:
        return None
    titles = topics[value].titles
    title = titles.get(at.unit.language) or next(iter(titles.values()))
    return replace(record, topic=title)


def _with_guests(record: Record, value: str, _at: Scene) -> Record | None:
    return replace(record, guests=int(value)) if _is_one_of(value, GUESTS) else None


def _with_helped(record: Record, value: str, _at: Scene) -> Record | None:
    return replace(record, number=int(value)) if _is_one_of(value, HELPED) else None


def _with_typed_numbers(record: Record, text: str, at: Scene) -> Record:
    if family_of(at.book, record) is Family.DEED:
        return replace(record, number=read_count(text), of=None)
    number, of = read_part(text)
    return replace(record, number=number, of=of if of is not None else record.of)


def _with_typed_place(record: Record, text: str, _at: Scene) -> Record:
    return replace(record, place=read_line(text), place_id=None, place_kind="")


def _is_one_of(value: str, offered_: Collection[int]) -> bool:
    return value in {str(each) for each in offered_}


_CHOSEN: Mapping[Part, Callable[[Record, str, Scene], Record | None]] = {
    Part.KIND: _with_kind,
    Part.ALSO: _with_another_kind,
    Part.DAY: _with_recent_day,
    Part.MINUTES: _with_minutes,
    Part.PLACE: _with_place,
    Part.PEOPLE: with_present,
    Part.SPEAKERS: with_spoken,
    Part.BEHALF: on_behalf,
    Part.GROUP: with_group,
    Part.TOPIC: _with_topic,
    Part.GUESTS: _with_guests,
    Part.NUMBERS: _with_helped,
}
_TYPED: Mapping[Part, Callable[[Record, str, Scene], Record]] = {
    Part.DAY: lambda record, text, at: with_day(record, read_day(text, at.today)),
    Part.MINUTES: lambda record, text, at: replace(
        record, minutes=read_minutes(text, at.book.day_hours)
    ),
    Part.PLACE: _with_typed_place,
    Part.TOPIC: lambda record, text, at: replace(record, topic=read_line(text)),
    Part.TEXT: lambda record, text, at: replace(record, text=read_text(text)),
    Part.GUESTS: lambda record, text, at: replace(record, guests=read_count(text, _MOST_GUESTS)),
    Part.NUMBERS: _with_typed_numbers,
    Part.PEOPLE: with_typed_people,
    Part.SPEAKERS: with_typed_speakers,
}
_EMPTY: Mapping[Part, Callable[[Record], Record]] = {
    Part.TOPIC: lambda record: replace(record, topic=""),
    Part.TEXT: lambda record: replace(record, text=""),
    Part.FILES: lambda record: replace(record, files=()),
    Part.PLACE: lambda record: replace(record, place="", place_id=None, place_kind=""),
    Part.MINUTES: lambda record: replace(record, minutes=None),
}
