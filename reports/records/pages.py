"""A page for each thing that can be said about a record, with what there is to choose."""

from collections.abc import Sequence

from programme.records.changing import GUESTS, HELPED, MINUTES
from programme.records.changing_people import ALL, NONE
from programme.records.choices import topics_for
from programme.records.kinds import Part, code, family_of
from programme.records.scene import Scene
from programme.records.typed import recent_days
from reports.days import shown_day
from reports.duties.words import headed, kind_name
from reports.languages import text_in
from reports.names import shortened, shown_name
from reports.records.card import KEEP, OTHER, READY, RECORD, SHOW
from reports.records.words import day_in_words, files_in_words, kind_of, length_in_words
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.duties import Family, RecordKind
from storage.values.duties import Part as How
from storage.values.people import Person, PersonId, Unit
from storage.values.records import Record, RecordState

PAGE = 12
"""How many names, or kinds, stand on one page."""
_PLACES = 12
_LABEL = 24


def part_page(
    words: Words,
    record: Record,
    part: Part,
    at: Scene,
    kinds: Sequence[RecordKind] = (),
    number: int = 0,
    units: Sequence[Unit] = (),
    prefix: str = RECORD,
) -> Said:
    """One thing that can be changed. ``kinds``: those that are offered, in their order;
    ``number``: which page of them, or of the names. ``units``: those that it can be of.
    ``prefix``: what the data of the buttons begins with."""
    family, base = family_of(at.book, record), f"{prefix}:{record.id}"
    rows = _rows(words, record, part, at, base, kinds, number, units)
    back = (Button(words("Back"), data=base),)
    return Said(_asked(words, part, family), (*rows, back))


def only_typed(record: Record, part: Part, at: Scene) -> bool:
    """Whether there is nothing to choose, so that it is written at once."""
    match part:
        case Part.TEXT:
            return True
        case Part.TOPIC:
            return not topics_for(record.kinds, at.book)
        case Part.PLACE:
            return not at.places
        case Part.NUMBERS:
            return family_of(at.book, record) is not Family.DEED
        case _:
            return False


def ask_typed(words: Words, part: Part, family: Family) -> Said:
    """Asks for what is typed."""
    asked = {
        Part.DAY: words("Which day was it? Please write it like 5.20 or 2026-05-20."),
        Part.MINUTES: words("How long did it take? Please write it like 90 minutes or 1.5 hours."),
        Part.PLACE: words("Where was it? Please write it in a few words."),
        Part.TOPIC: words("What was it about? Please write the topic in one line."),
        Part.TEXT: words("What happened, and what came of it? Please write a few sentences."),
        Part.GUESTS: words("How many guests were there? Please write a number."),
        Part.NUMBERS: words("How many, out of how many? Please write it like 12/95."),
        Part.PEOPLE: words(
            "Who was there? Please write the names, or only those who were not: all but Wang, Zhang"
        ),
        Part.SPEAKERS: words("Who spoke? Please write the names."),
    }
    if part is Part.NUMBERS and family is Family.DEED:
        return Said(words("How many people were helped? Please write a number."))
    return Said(asked.get(part, words("Please choose by the buttons.")))


def ask_files(words: Words, record: Record, prefix: str = RECORD) -> Said:
    """Asks for photos and files."""
    base = f"{prefix}:{record.id}:{Part.FILES.value}"
    row = [Button(words("That's all"), data=f"{base}:{READY}")]
    if record.files:
        row.append(Button(words("Take them off"), data=f"{base}:{NONE}"))
    text = words("Send me the photos or files now, one after the other or all at once.")
    return Said(text, (tuple(row),))


def files_came(words: Words, record: Record, at: Scene, *, several: bool) -> Said:
    """That a photo or a file was added, or, of an album, ``several``."""
    what = f"{kind_of(words, at.book, record.kinds[0])} {shown_day(words, record.day)}"
    if several:
        text = words.html("Added to: {what}", what=what)
    else:
        files = files_in_words(words, record)
        text = words.html("Added to: {what}. With it so far: {files}", what=what, files=files)
    base = f"{RECORD}:{record.id}"
    if record.state is not RecordState.DRAFT:
        return Said(text, ((Button(words("Look at it"), data=f"{RECORD}:{SHOW}:{record.id}"),),))
    keep = Button(words("Write it down"), data=f"{base}:{KEEP}")
    return Said(text, ((keep, Button(words("Look it over"), data=base)),))


def kind_rows(
    words: Words, kinds: Sequence[RecordKind], data: str, more: str, number: int = 0
) -> Rows:
    """Kinds of record to choose from, two in a row; ``more`` and a page's number lead on."""
    shown = kinds[number * PAGE :][:PAGE]
    taps = [
        Button(headed(kind_name(words, kind)), data=f"{data}:{code(kind.key)}") for kind in shown
    ]
    return (*_in_rows(taps, 2), *_turn(words, more, number, len(kinds)))


def _asked(words: Words, part: Part, family: Family) -> str:
    if part is Part.NUMBERS and family is Family.DEED:
        return words("How many people were helped?")
    return {
        Part.KIND: words("What was it?"),
        Part.ALSO: words("What was it at the same time? Recorded once, it counts for each."),
        Part.DAY: words("Which day was it?"),
        Part.MINUTES: words("How long did it take?"),
        Part.PLACE: words("Where was it?"),
        Part.PEOPLE: words(
            "Who was there? Tap All present, and then who was not; or the names one by one."
        ),
        Part.SPEAKERS: words("Who spoke, or gave the lecture?"),
        Part.GUESTS: words("How many guests were there?"),
        Part.GROUP: words("Was it the whole branch's, or a group's?"),
        Part.UNIT: words("Where does it belong?"),
        Part.BEHALF: words("Whose is it? You put it down on their behalf."),
        Part.TOPIC: words("What was it about? A duty asks for one of these; or write another."),
    }.get(part, "")


def _rows(
    words: Words,
    record: Record,
    part: Part,
    at: Scene,
    of_record: str,
    kinds: Sequence[RecordKind],
    number: int,
    units: Sequence[Unit],
) -> Rows:
    base = f"{of_record}:{part.value}"
    other = Button(words("Another"), data=f"{base}:{OTHER}")
    rows: Rows
    match part:
        case Part.KIND:
            rows = kind_rows(words, kinds, base, f"{base}:page", number)
        case Part.ALSO:
            rows = _also(words, record, kinds, base, number)
        case Part.DAY:
            rows = _in_rows([*_days(words, record, at, base), other], 2)
        case Part.PEOPLE | Part.SPEAKERS:
            rows = _people(words, record, part, at, number)
        case Part.BEHALF:
            rows = _whose(words, record, at, number)
        case Part.UNIT:
            rows = tuple(
                (Button(_chosen(u.id == record.unit_id) + u.name, data=f"{base}:{u.id}"),)
                for u in units
            )
        case Part.GROUP:
            rows = _in_rows(_choices(words, record, part, at, base))
        case _:
            rows = _in_rows([*_choices(words, record, part, at, base), other])
    return rows


def _choices(words: Words, record: Record, part: Part, at: Scene, base: str) -> Sequence[Button]:
    match part:
        case Part.MINUTES:
            some = [(str(n), length_in_words(words, n)) for n in MINUTES]
            some += [("half", words("half a day")), ("day", words("a day"))]
            chosen = str(record.minutes)
        case Part.PLACE:
            some = [(str(p.id), shortened(p.name, _LABEL)) for p in at.places[:_PLACES]]
            chosen = str(record.place_id)
        case Part.GUESTS:
            some = [(str(n), str(n)) for n in GUESTS]
            chosen = str(record.guests)
        case Part.NUMBERS:
            some = [(str(n), str(n)) for n in HELPED]
            chosen = str(record.number)
        case Part.TOPIC:
            some = [
                (code(each.key), text_in(each.titles, words.language))
                for each in topics_for(record.kinds, at.book)
            ]
            chosen = ""
        case _:
            some = [(NONE, words("the whole branch")), *((code(g), g) for g in at.groups)]
            chosen = code(record.group) if record.group else NONE
    return [
        Button(_chosen(value == chosen) + label, data=f"{base}:{value}") for value, label in some
    ]


def _also(
    words: Words, record: Record, kinds: Sequence[RecordKind], base: str, number: int
) -> Rows:
    others = [kind for kind in kinds if kind.key != record.kinds[0]]
    shown = others[number * PAGE :][:PAGE]
    taps = [
        Button(
            _chosen(kind.key in record.kinds) + kind_name(words, kind),
            data=f"{base}:{code(kind.key)}:{number}",
        )
        for kind in shown
    ]
    return (*_in_rows(taps, 2), *_turn(words, f"{base}:page", number, len(others)))


def _people(words: Words, record: Record, part: Part, at: Scene, number: int) -> Rows:
    base = f"{RECORD}:{record.id}:{part.value}"
    how = How.SPEAKER if part is Part.SPEAKERS else How.PRESENT
    chosen = {each.person_id for each in record.people if record.took_part(each.person_id, how)}
    first: tuple[Button, ...] = (Button(words("Nobody"), data=f"{base}:{NONE}"),)
    if part is Part.PEOPLE:
        first = (Button(words("All present"), data=f"{base}:{ALL}"), *first)
    first = (*first, Button(words("Write names"), data=f"{base}:{OTHER}"))
    return (first, *_names(words, at.of_group(record.group), chosen, base, number))


def _whose(words: Words, record: Record, at: Scene, number: int) -> Rows:
    base = f"{RECORD}:{record.id}:{Part.BEHALF.value}"
    chosen = {record.on_behalf_of} if record.on_behalf_of else set()
    nobody = Button(_chosen(not chosen) + words("Our own"), data=f"{base}:{NONE}")
    return ((nobody,), *_names(words, at.people, chosen, base, number))


def _names(
    words: Words, people: Sequence[Person], chosen: set[PersonId], base: str, number: int
) -> Rows:
    shown = people[number * PAGE :][:PAGE]
    taps = [
        Button(
            _chosen(each.id in chosen) + shown_name(each.name), data=f"{base}:{each.id}:{number}"
        )
        for each in shown
    ]
    return (*_in_rows(taps), *_turn(words, f"{base}:page", number, len(people)))


def _turn(words: Words, data: str, number: int, count: int) -> Rows:
    return turning(words, data, number, more=(number + 1) * PAGE < count)


def _days(words: Words, record: Record, at: Scene, base: str) -> list[Button]:
    return [
        Button(
            _chosen(day == record.day) + day_in_words(words, day, at.today), data=f"{base}:{day}"
        )
        for day in recent_days(at.today)
    ]


def _back(words: Words, record: Record) -> tuple[Button, ...]:
    return (Button(words("Back"), data=f"{RECORD}:{record.id}"),)


def _in_rows(taps: Sequence[Button], many: int = 3) -> Rows:
    return tuple(tuple(taps[at : at + many]) for at in range(0, len(taps), many))


def _chosen(now: bool) -> str:
    return "✓ " if now else ""
