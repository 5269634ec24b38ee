"""A record as it was put down, with what it counts for and its history; and lists of records."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from msgspec import Struct

from programme.records.counted import Counted
from programme.records.keeping import may_take_back
from programme.records.kinds import Part
from programme.records.scene import Scene
from reports.days import shown_day, shown_time
from reports.lists import listed
from reports.names import shown_name
from reports.records.card import (
    CHANGE,
    DELETE,
    RECORD,
    RESTORE,
    SEE,
    SHOW,
    UNDO,
    Card,
    record_lines,
    to_record,
)
from reports.records.counting import counted_lines, names_of_counted
from reports.records.pages import kind_rows
from reports.records.words import day_in_words, part_name, record_kinds
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.duties import RecordKind
from storage.values.people import Unit
from storage.values.records import (
    ChangeKind,
    DeedTotals,
    Record,
    RecordChange,
    RecordState,
)

LIST, NEW, KIND, PLACES = "list", "new", "kind", "places"
SHOWN = 5
"""So many records stand on a page."""
_DRAFTS = 3


class Shown(Struct, frozen=True):
    """A record as somebody sees it. ``history``: what was done with it, by whom (by number).
    ``may_change``: the reader may change it. ``names``: the reader may read names."""

    card: Card
    history: Sequence[RecordChange]
    now: datetime
    may_change: bool = True
    names: bool = True


class Listed(Struct, frozen=True):
    """A record in a list, with what it counts for; None where that was not worked out."""

    record: Record
    counted: Counted | None = None


class Front(Struct, frozen=True):
    """What /record shows at a unit: the kinds, those that are wanted first; drafts; the last
    records. ``deeds``: what the good deeds at the unit and below come to this year."""

    at: Scene
    kinds: Sequence[RecordKind]
    drafts: Sequence[Record]
    last: Sequence[Listed]
    deeds: DeedTotals
    more: bool = False
    has_places: bool = False
    others: Sequence[Unit] = ()


def put_down(words: Words, shown: Card) -> Said:
    """The answer to putting a record down: for what it counts."""
    told = counted_lines(words, shown.told, shown.at, kept=True)
    done = words("Put down.")
    lines = [f"✓ {done}", *told]
    if shown.told.counted.missed:
        more = words("What is missing you can add: tap Change; a photo you can just send me.")
        lines += ["", more]
    base = f"{RECORD}:{shown.record.id}"
    undo = Button(words("Undo"), data=f"{base}:{UNDO}")
    change = Button(words("Change"), data=f"{base}:{CHANGE}")
    return Said("\n".join(lines), ((undo, change, to_record(words, shown.record)),))


def dropped(words: Words) -> Said:
    """That a draft was thrown away."""
    return Said(words("Dropped. Nothing was put down."))


def record_page(words: Words, shown: Shown, notice: str = "") -> Said:
    """A record with what it counts for and its history. ``notice``, as plain text, is what was
    done just now."""
    record, at = shown.card.record, shown.card.at
    head = [f"✓ {escape(notice, quote=False)}", ""] if notice else []
    lines = [*head, *record_lines(words, shown.card, names=shown.names, whole=True), ""]
    if record.state is RecordState.DELETED:
        lines.append(words("Deleted: it counts for nothing."))
    else:
        lines += counted_lines(words, shown.card.told, at, kept=True)
    lines += ["", *(change_line(words, each, at, names=shown.names) for each in shown.history)]
    return Said("\n".join(lines), _below(words, shown))


def sure_to_delete(words: Words, record: Record) -> Said:
    """Asks once more before a record is deleted."""
    base = f"{RECORD}:{record.id}"
    yes = Button(words("Delete it"), data=f"{base}:{DELETE}:yes")
    no = Button(words("Leave it"), data=f"{RECORD}:{SHOW}:{record.id}")
    text = words("Delete it? What it counted for is worked out again without it.")
    return Said(text, ((yes, no),))


def which_unit(words: Words, units: Sequence[Unit]) -> Said:
    """Asks at which unit something is to be put down."""
    rows = tuple((Button(unit.name, data=f"{RECORD}:{NEW}:{unit.id}"),) for unit in units)
    return Said(words("Where was it?"), rows)


def front(words: Words, page: Front, number: int = 0) -> Said:
    """The answer to /record."""
    unit = page.at.unit
    lines = [words.html("<b>{unit}: put down what was done</b>", unit=unit.name), ""]
    if page.drafts:
        lines.append(words("Begun and not put down yet: the first buttons."))
    lines.append(words("What was it? Tap it; those that are due come first."))
    if page.last:
        lines += ["", words("<b>Lately</b>")]
        lines += [_line(words, each, page.at) for each in page.last]
    if page.deeds.deeds:
        lines += ["", totals_line(words, page.deeds)]
    return Said("\n".join(lines), _front_rows(words, page, number))


def record_list(words: Words, at: Scene, shown: Sequence[Listed], number: int, more: bool) -> Said:
    """A page of a unit's records, or of one's own."""
    title = words.html("<b>{unit}: what was put down</b>", unit=at.unit.name)
    lines = [title, *(_line(words, each, at) for each in shown)]
    if not shown:
        lines.append(words("Nothing yet."))
    base = f"{RECORD}:{LIST}:{at.unit.id}"
    back = (Button(words("Back"), data=f"{RECORD}:{NEW}:{at.unit.id}"),)
    taps = _records(words, shown, at)
    return Said("\n".join(lines), (*taps, *turning(words, base, number, more=more), back))


def totals_line(words: Words, deeds: DeedTotals) -> str:
    """What good deeds come to in this year."""
    said = words("This year, all in all: {deeds}", deeds=totals(words, deeds))
    return escape(said, quote=False)


def totals(words: Words, deeds: DeedTotals) -> str:
    """What good deeds come to: 12 good deeds, 30 hours, 45 people helped; as plain text."""
    told = [words.count("{count} good deed", "{count} good deeds", count=deeds.deeds)]
    if deeds.minutes:
        hours = f"{deeds.minutes / 60:.1f}".removesuffix(".0")
        told.append(words("{hours} h", hours=hours))
    if deeds.helped:
        told.append(
            words.count("{count} person helped", "{count} people helped", count=deeds.helped)
        )
    return listed(words, told)


def _line(words: Words, each: Listed, at: Scene) -> str:
    record = each.record
    day = day_in_words(words, record.day, at.today)
    what = record_kinds(words, at.book, record)
    if record.topic:
        what = words("{what}: {topic}", what=what, topic=record.topic)
    text = escape(words("{day}: {what}", day=day, what=what), quote=False)
    if each.counted is None:
        return f"· {text}"
    counts = names_of_counted(words, each.counted.counts, at.today)
    if not counts:
        return f"· {text}"
    return f"· {text} → {escape(listed(words, counts), quote=False)}"


def _front_rows(words: Words, page: Front, number: int) -> Rows:
    unit = page.at.unit
    drafts = tuple(
        (
            Button(
                words(
                    "Go on: {what}",
                    what=f"{record_kinds(words, page.at.book, each)} {shown_day(words, each.day)}",
                ),
                data=f"{RECORD}:{each.id}",
            ),
        )
        for each in page.drafts[:_DRAFTS]
    )
    kinds = kind_rows(
        words,
        page.kinds,
        f"{RECORD}:{KIND}:{unit.id}",
        f"{RECORD}:{NEW}:{unit.id}",
        number,
    )
    last = [Button(words("What was put down"), data=f"{RECORD}:{LIST}:{unit.id}:0")]
    if page.has_places:
        last.append(Button(words("Places, pairs"), data=f"{RECORD}:{PLACES}:{unit.id}"))
    others = tuple((Button(u.name, data=f"{RECORD}:{NEW}:{u.id}"),) for u in page.others)
    return (*drafts, *kinds, tuple(last), *others)


def _records(words: Words, shown: Sequence[Listed], at: Scene) -> Rows:
    taps = [
        to_record(
            words,
            each.record,
            f"{shown_day(words, each.record.day)} {record_kinds(words, at.book, each.record)}",
        )
        for each in shown
    ]
    return tuple((each,) for each in taps)


def _below(words: Words, shown: Shown) -> Rows:
    record = shown.card.record
    base = f"{RECORD}:{record.id}"
    rows: list[tuple[Button, ...]] = []
    if record.files:
        rows.append((Button(words("See photos and files"), data=f"{base}:{SEE}"),))
    if shown.may_change and record.state is RecordState.DELETED:
        rows.append((Button(words("Put it back"), data=f"{base}:{RESTORE}"),))
    elif shown.may_change:
        change = Button(words("Change"), data=f"{base}:{CHANGE}")
        delete = Button(words("Delete"), data=f"{base}:{DELETE}")
        undo = Button(words("Undo"), data=f"{base}:{UNDO}")
        rows.append(
            (undo, change, delete) if may_take_back(record, shown.now) else (change, delete)
        )
    if shown.may_change:
        to_list = Button(words("What was put down"), data=f"{RECORD}:{LIST}:{record.unit_id}:0")
        rows.append((to_list,))
    return tuple(rows)


def change_line(words: Words, change: RecordChange, at: Scene, *, names: bool) -> str:
    """A line of a record's history, as HTML; ``names``: the reader may read names."""
    local = change.at.astimezone(ZoneInfo(at.unit.time_zone))
    when = f"{shown_day(words, local.date())} {shown_time(local.time())}"
    did = _did(words, change.kind)
    if change.kind is ChangeKind.EDITED and change.detail:
        parts = [
            part_name(words, Part(each)) for each in change.detail.split(",") if each in _PARTS
        ]
        did = words("changed: {parts}", parts=listed(words, parts))
    who = at.name(change.by) if names else ""
    if not who:
        return words.html("{when}: {did}", when=when, did=did)
    return words.html("{when}: {did}, by {name}", when=when, did=did, name=shown_name(who))


def _did(words: Words, kind: ChangeKind) -> str:
    return {
        ChangeKind.KEPT: words("put down"),
        ChangeKind.TAKEN_BACK: words("taken back"),
        ChangeKind.EDITED: words("changed"),
        ChangeKind.DELETED: words("deleted"),
        ChangeKind.RESTORED: words("put back"),
        ChangeKind.DISPUTED: words("said to be wrong about who was there"),
        ChangeKind.UPHELD: words("looked at and left as it is"),
        ChangeKind.SOLVED: words("solved"),
        ChangeKind.REOPENED: words("open again"),
        ChangeKind.SETTLED: words("looked back: solved for good"),
    }[kind]


_PARTS = frozenset(Part)
