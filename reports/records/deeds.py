"""Good deeds: thanked for, shown, added up."""

from collections.abc import Sequence
from html import escape

from programme.records.deeds import Totals
from programme.records.kinds import Part
from programme.records.scene import Scene
from reports.days import shown_day
from reports.names import shortened
from reports.records.card import DELETE, RESTORE, SEE
from reports.records.showing import totals
from reports.records.words import day_in_words, files_in_words, length_in_words, part_name
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.duties import Family
from storage.values.records import Record, RecordState

DEED = "deed"
"""What the data of a deed's buttons begins with."""
_LABEL = 24
_PARTS = (
    (Part.FILES, Part.MINUTES, Part.NUMBERS),
    (Part.PLACE, Part.DAY, Part.TEXT),
)


def ask_for_deed(words: Words, found: Totals, last: Sequence[Record]) -> Said:
    """Asks for a good deed, and shows what there has been."""
    asked = words("What was it? One line will do, or a photo. If you'd rather not: /cancel")
    lines = [asked]
    if found.own.deeds or found.branch.deeds:
        lines += ["", *_totals(words, found)]
    rows = tuple(
        (
            Button(
                f"{shown_day(words, each.day)} {shortened(each.text, _LABEL)}".rstrip(),
                data=f"{DEED}:{each.id}",
            ),
        )
        for each in last
    )
    return Said("\n".join(lines), rows)


def deed_kept(words: Words, record: Record, found: Totals, at: Scene) -> Said:
    """Thanks for a good deed."""
    head = words("Put down. Thank you!")
    more = words("If you like, say more about it, or just send a photo:")
    lines = [f"❤ {head}", *_totals(words, found), "", more]
    undo = (Button(words("Undo"), data=f"{DEED}:{record.id}:{DELETE}"),)
    return Said("\n".join(lines), (*_parts(words, record, at), undo))


def deed_page(words: Words, record: Record, at: Scene, notice: str = "") -> Said:
    """One good deed of one's own. ``notice``, as plain text, is what was done just now."""
    lines = [f"✓ {escape(notice, quote=False)}", ""] if notice else []
    if record.text:
        lines.append(f"<b>{escape(record.text, quote=False)}</b>")
    told = (
        (Part.DAY, day_in_words(words, record.day, at.today)),
        (Part.MINUTES, length_in_words(words, record.minutes) if record.minutes else ""),
        (Part.NUMBERS, str(record.number) if record.number is not None else ""),
        (Part.PLACE, record.place),
        (Part.FILES, files_in_words(words, record)),
    )
    for part, said in told:
        if said:
            name = part_name(words, part, Family.DEED)
            lines.append(words.html("{part}: {said}", part=name, said=said))
    base = f"{DEED}:{record.id}"
    if record.state is RecordState.DELETED:
        lines.append(words("Taken out: it is counted no more."))
        return Said("\n".join(lines), ((Button(words("Put it back"), data=f"{base}:{RESTORE}"),),))
    last = [Button(words("Delete"), data=f"{base}:{DELETE}")]
    if record.files:
        last.append(Button(words("See photos and files"), data=f"{base}:{SEE}"))
    return Said("\n".join(lines), (*_parts(words, record, at), tuple(last)))


def sure_to_delete(words: Words, record: Record) -> Said:
    """Asks once more before a good deed is taken out."""
    yes = Button(words("Delete it"), data=f"{DEED}:{record.id}:{DELETE}:yes")
    no = Button(words("Leave it"), data=f"{DEED}:{record.id}")
    return Said(words("Take this good deed out?"), ((yes, no),))


def photo_came(words: Words, record: Record, *, several: bool) -> Said:
    """That a photo was added to a good deed, or, of an album, ``several``."""
    said = (
        words("The photos are with your good deed.")
        if several
        else words("The photo is with your good deed.")
    )
    return Said(said, ((Button(words("Look at it"), data=f"{DEED}:{record.id}"),),))


def _totals(words: Words, found: Totals) -> list[str]:
    lines = []
    if found.own.deeds:
        own = words("You this year: {deeds}", deeds=totals(words, found.own))
        lines.append(escape(own, quote=False))
    if found.branch.deeds > found.own.deeds:
        branch = words("The whole branch: {deeds}", deeds=totals(words, found.branch))
        lines.append(escape(branch, quote=False))
    return lines


def _parts(words: Words, record: Record, at: Scene) -> Rows:
    base = f"{DEED}:{record.id}"
    rows = [[part for part in row if part is not Part.PLACE or at.places] for row in _PARTS]
    return tuple(
        tuple(
            Button(part_name(words, part, Family.DEED), data=f"{base}:{part.value}") for part in row
        )
        for row in rows
    )
