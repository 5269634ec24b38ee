"""The list of a unit's places, pairs and service stations, and each of them."""

from collections.abc import Sequence
from html import escape

from programme.records.kinds import code
from programme.records.scene import Scene
from reports.languages import text_in
from reports.names import shortened, shown_name
from reports.records.card import RECORD
from reports.records.showing import NEW, PLACES
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.records import Place

ADD, WHOSE, CLOSE, NOBODY, ONE = "add", "whose", "close", "nobody", "one"
_PAGE = 12
_LABEL = 28


def place_list(words: Words, at: Scene, places: Sequence[Place], notice: str = "") -> Said:
    """All of them by kind. ``notice``, as plain text, is what was done just now."""
    lines = [f"✓ {escape(notice, quote=False)}", ""] if notice else []
    lines.append(words.html("<b>{unit}: places, pairs and stations</b>", unit=at.unit.name))
    if not places:
        lines.append(words("None yet. Records and good deeds can name what stands here."))
    for kind, titles in at.book.places.items():
        here = [each for each in places if each.kind == kind]
        if here:
            lines += ["", f"<b>{escape(text_in(titles, words.language), quote=False)}</b>"]
            lines += [_line(words, at, each) for each in here]
    return Said("\n".join(lines), _list_rows(words, at, places))


def which_kind(words: Words, at: Scene) -> Said:
    """Asks what is to be added."""
    base = f"{RECORD}:{PLACES}:{at.unit.id}:{ADD}"
    rows: Rows = tuple(
        (Button(text_in(titles, words.language), data=f"{base}:{code(kind)}"),)
        for kind, titles in at.book.places.items()
    )
    return Said(words("What is to be added?"), (*rows, (_back(words, at),)))


def ask_name(words: Words) -> Said:
    """Asks what a new place is called."""
    return Said(
        words("What is it called? Please write its name; of two who help each other, both names.")
    )


def place_page(words: Words, at: Scene, place: Place) -> Said:
    """One place."""
    base = f"{RECORD}:{PLACES}:{at.unit.id}"
    rows: Rows = (
        (
            Button(words("Whose is it?"), data=f"{base}:{WHOSE}:{place.id}:0"),
            Button(words("Take it out"), data=f"{base}:{CLOSE}:{place.id}"),
        ),
        (_back(words, at),),
    )
    return Said(_line(words, at, place).removeprefix("· "), rows)


def whose_page(words: Words, at: Scene, place: Place, number: int) -> Said:
    """Asks whose a place is."""
    base = f"{RECORD}:{PLACES}:{at.unit.id}"
    shown = at.people[number * _PAGE :][:_PAGE]
    taps = [
        Button(shown_name(each.name), data=f"{base}:{WHOSE}:{place.id}:{number}:{each.id}")
        for each in shown
    ]
    names = tuple(tuple(taps[n : n + 3]) for n in range(0, len(taps), 3))
    nobody = Button(words("Nobody's"), data=f"{base}:{WHOSE}:{place.id}:{number}:{NOBODY}")
    more = (number + 1) * _PAGE < len(at.people)
    turn = turning(words, f"{base}:{WHOSE}:{place.id}", number, more=more)
    text = words("Whose contact, post or helping hand is it?")
    return Said(text, ((nobody,), *names, *turn, (_back(words, at),)))


def _list_rows(words: Words, at: Scene, places: Sequence[Place]) -> Rows:
    base = f"{RECORD}:{PLACES}:{at.unit.id}"
    taps = [Button(shortened(each.name, _LABEL), data=f"{base}:{ONE}:{each.id}") for each in places]
    rows = tuple(tuple(taps[n : n + 2]) for n in range(0, len(taps), 2))
    add = Button(words("Add one"), data=f"{base}:{ADD}")
    return (*rows, (add, Button(words("Back"), data=f"{RECORD}:{NEW}:{at.unit.id}")))


def _line(words: Words, at: Scene, place: Place) -> str:
    whose = at.name(place.person_id)
    if not whose:
        return f"· {escape(place.name, quote=False)}"
    return "· " + words.html("{place} ({name})", place=place.name, name=shown_name(whose))


def _back(words: Words, at: Scene) -> Button:
    return Button(words("Back"), data=f"{RECORD}:{PLACES}:{at.unit.id}")
