"""The card at which a record is put down or changed: all that is said so far, and a button for each
thing."""

from html import escape

from msgspec import Struct

from programme.duties.obligations import Obligation
from programme.duties.periods import period_of
from programme.records.kinds import Part, family_of, parts_of
from programme.records.scene import Scene
from reports.duties.words import headed, obligation_name
from reports.languages import text_in
from reports.lists import listed
from reports.names import shortened, shown_name
from reports.records.counting import Told, counted_lines
from reports.records.words import (
    day_in_words,
    files_in_words,
    length_in_words,
    numbers_in_words,
    part_name,
    people_in_words,
    record_kinds,
    speakers_in_words,
)
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.duties import DutyBook, Subject
from storage.values.records import Record, RecordState

RECORD = "record"
"""What the data of a record's buttons begins with."""
KEEP, DROP, SHOW, UNDO, DELETE, RESTORE, CHANGE = (
    *("keep", "drop", "show", "undo", "delete", "restore", "change"),
)
OTHER, READY, UP, AS_IT_IS, SEE = "other", "ready", "up", "as-it-is", "see"
_IN_A_ROW = 3
_TEXT_SHOWN = 300


class Card(Struct, frozen=True):
    """A record with what is known around it, and what it counts for. ``units``: how many units it
    could be of. ``before``: one that was put down already and may be the same."""

    record: Record
    at: Scene
    told: Told
    units: int = 1
    can_make_up: bool = False
    before: Record | None = None

    @property
    def book(self) -> DutyBook:
        """The duties that hold where it is put down."""
        return self.at.book

    @property
    def is_draft(self) -> bool:
        """Whether it is yet to be put down."""
        return self.record.state is RecordState.DRAFT


def card(words: Words, shown: Card, notice: str = "") -> Said:
    """All that is said so far. ``notice``, as plain text, is what was done just now."""
    head = [f"✓ {escape(notice, quote=False)}", ""] if notice else []
    lines = [*head, *record_lines(words, shown), ""]
    lines += counted_lines(words, shown.told, shown.at, kept=not shown.is_draft)
    if shown.before is not None:
        lines += ["", _before(words, shown.at, shown.before)]
    if shown.is_draft:
        asks = words("Tap Write it down, or what you want to change. Photos you can just send me.")
        lines += ["", asks]
    return Said("\n".join(lines), _menu(words, shown))


def record_lines(
    words: Words, shown: Card, *, names: bool = True, whole: bool = False
) -> list[str]:
    """What is said about a record, a line each, as HTML. ``names``: the reader may read them.
    ``whole``: its text is not shortened."""
    record, at = shown.record, shown.at
    kinds = escape(headed(record_kinds(words, at.book, record)), quote=False)
    where = f"{at.unit.name} · {record.group}" if record.group else at.unit.name
    title = words.html("<b>{kind}</b> ({unit})", kind="{kind}", unit=where)
    lines = [title.replace("{kind}", kinds)]
    family = family_of(at.book, record)
    told = (
        (Part.DAY, day_in_words(words, record.day, at.today)),
        (Part.MINUTES, length_in_words(words, record.minutes) if record.minutes else ""),
        (Part.PLACE, _place(words, at, record)),
        (Part.PEOPLE, _people(words, at, record, names=names)),
        (Part.SPEAKERS, speakers_in_words(words, at, record) if names else ""),
        (Part.GUESTS, str(record.guests) if record.guests else ""),
        (Part.NUMBERS, numbers_in_words(words, at.book, record)),
        (Part.TOPIC, record.topic),
        (Part.TEXT, record.text if whole else shortened(record.text, _TEXT_SHOWN)),
        (Part.FILES, files_in_words(words, record)),
    )
    for part, said in told:
        if said:
            name = part_name(words, part, family)
            lines.append(words.html("{part}: {said}", part=name, said=said))
    if record.on_behalf_of is not None and names:
        whose = shown_name(at.name(record.on_behalf_of))
        lines.append(words.html("Put down on behalf of {name}", name=whose))
    return [*lines, *_made_up(words, at, record)]


def made_up_names(words: Words, at: Scene, record: Record) -> list[str]:
    """The periods for which a record is meant instead of its own, with their duties, by name."""
    named = []
    for each in record.makes_up:
        duty = at.book.duty(each.duty)
        period = period_of(duty.when, each.period) if duty else None
        if duty is not None and period is not None:
            meant = Obligation(
                duty, Subject(record.unit_id, group=record.group), period, duty.amount
            )
            named.append(obligation_name(words, meant, at.today))
    return named


def to_record(words: Words, record: Record, label: str = "") -> Button:
    """The button that shows a record."""
    return Button(label or words("Look at it"), data=f"{RECORD}:{SHOW}:{record.id}")


def _before(words: Words, at: Scene, before: Record) -> str:
    kind = record_kinds(words, at.book, before)
    name = at.name(before.by)
    if not name:
        return words.html(
            "{kind}: put down already for that day. If it was held once more, go on.", kind=kind
        )
    return words.html(
        "{kind}: put down already for that day, by {name}. If it was held once more, go on.",
        kind=kind,
        name=shown_name(name),
    )


def _place(words: Words, at: Scene, record: Record) -> str:
    place = at.place(record)
    if place is None:
        return record.place
    kind = at.book.places.get(place.kind)
    return f"{place.name} ({text_in(kind, words.language)})" if kind else place.name


def _people(words: Words, at: Scene, record: Record, *, names: bool) -> str:
    if at.own or not record.people:
        return ""
    if not names:
        return words.count("{count} person", "{count} people", count=len(record.people))
    return people_in_words(words, at, record)


def _made_up(words: Words, at: Scene, record: Record) -> list[str]:
    names = made_up_names(words, at, record)
    return [words.html("Makes up for: {duties}", duties=listed(words, names))] if names else []


def _menu(words: Words, shown: Card) -> Rows:
    record, at = shown.record, shown.at
    family = family_of(at.book, record)
    parts = [part for part in parts_of(family, own=at.own) if part is not Part.GROUP or at.groups]
    if shown.units > 1:
        parts.append(Part.UNIT)
    if record.makes_up or shown.can_make_up:
        parts.append(Part.MAKES_UP)
    base = f"{RECORD}:{record.id}"
    taps = [Button(part_name(words, part, family), data=f"{base}:{part.value}") for part in parts]
    rows = tuple(tuple(taps[n : n + _IN_A_ROW]) for n in range(0, len(taps), _IN_A_ROW))
    if shown.is_draft:
        keep = Button(words("Write it down"), data=f"{base}:{KEEP}")
        first: Rows = ((keep, Button(words("Drop"), data=f"{base}:{DROP}")),)
        if shown.before is not None:
            first = (*first, (to_record(words, shown.before, words("See that one")),))
        return (*first, *rows)
    return (*rows, (Button(words("That's it"), data=f"{RECORD}:{SHOW}:{record.id}"),))
