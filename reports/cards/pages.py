"""What is said around cards, reviews, posters and pocket books in the chat."""

from collections.abc import Sequence
from enum import StrEnum
from html import escape

from programme.sharing import WayBack
from reports.days import shown_day
from reports.names import shortened, shown_name
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.notes import Note, NoteId
from storage.values.people import Unit

CARD_JOB = "card"
"""The kind of job that draws a card."""
PAPER_JOB = "year-paper"
"""The kind of job that sets a review, a poster, a pocket book or score cards side by side."""

NOTES_ON_PAGE = 5
FIRST_YEAR = 2000
"""No cards and papers of earlier years."""
_SHOWN = 60


class Card(StrEnum):
    """The kinds of card."""

    STUDY = "study"
    SCORE = "score"
    NOTE = "note"
    ITEM = "item"


class YearPaper(StrEnum):
    """The kinds of paper."""

    OWN = "own"
    UNIT = "unit"
    SCORES = "scores"
    POSTER = "poster"
    POCKET = "pocket"


def front(words: Words, year: int, this_year: int) -> Said:
    """The answer to /card: the three cards of a year."""
    lines = [
        words("<b>Your cards {year}</b>", year=year),
        words("Study card: what is planned for the year, and how far you are."),
        words("Score card: what you have read, answered and written, day by day."),
        words("Experience card: one of your notes as a picture."),
        "",
        words("Each comes to you alone; you can then show it to your group."),
    ]
    rows = (
        (
            Button(words("Study card"), data=f"card:study:{year}"),
            Button(words("Score card"), data=f"card:score:{year}"),
        ),
        (Button(words("Experience card"), data="card:notes:0"),),
        _other_years("card:year", year, this_year),
    )
    return Said("\n".join(lines), rows)


def being_drawn(words: Words) -> str:
    """Said to the tap, while a card is being drawn."""
    return words("I'm drawing it; it comes in a moment.")


def which_note(words: Words, notes: Sequence[Note], page: int, *, more: bool) -> Said:
    """The question which note is to be a card; ``notes`` have words."""
    if not notes:
        return Said(
            words("There is no note with words to make a card of yet."),
            ((Button(words("Write a note"), data="note:write"),),),
        )
    lines = [words("<b>Which note shall be a card?</b>")]
    for place, note in enumerate(notes, start=1):
        said = escape(shortened(" ".join(note.text.split()), _SHOWN), quote=False)
        lines.append(f"{place}. {shown_day(words, note.day)} {said}")
    numbers = tuple(
        Button(str(place), data=f"card:note:{note.id}") for place, note in enumerate(notes, start=1)
    )
    labels = words("◀ Newer"), words("Older ▶")
    rows = (numbers, *turning(words, "card:notes", page, more=more, labels=labels))
    return Said("\n".join(lines), rows)


def below_card(
    words: Words, card: Card, what: int, *, has_group: bool, is_chosen: bool | None
) -> Rows:
    """The buttons below a card: ``what`` is its year, or the note's number. ``is_chosen``: whether
    the note stands in the year's review; None for what can't."""
    rows: list[tuple[Button, ...]] = []
    if has_group and card is not Card.ITEM:
        rows.append((Button(words("Share it"), data=f"card:show:{card}:{what}"),))
    if is_chosen is not None:
        rows.append((_choosing(words, NoteId(what), is_chosen=is_chosen),))
    return tuple(rows)


def shown_to_group(words: Words, at: int) -> Said:
    """That a card goes to the group, with the way back."""
    back = Button(words("Take it back"), data=f"card:hide:{at}")
    return Said(words("It goes to your group now, with your name on it."), ((back,),))


def taken_from_group(words: Words, way: WayBack | None) -> Said:
    """That a card was taken out of the group again, as far as it could be."""
    if way is WayBack.DELETE:
        return Said(words("Taken back: it is no longer in the group."))
    if way is not None:
        return Said(
            words(
                "I've taken away what stood below it. After two days Telegram doesn't let me "
                "delete the picture itself: an admin of the group can."
            )
        )
    return Said(
        words("After two days Telegram lets me delete nothing: an admin of the group can do it.")
    )


def chosen(words: Words, note: NoteId, *, is_chosen: bool) -> Said:
    """That a note stands in the year's review from now on, or no more."""
    said = (
        words(
            "Chosen: it may stand, with your name, in this year's review of your branch and of "
            "the units above."
        )
        if is_chosen
        else words("All right, it stands in no review.")
    )
    return Said(said, ((_choosing(words, note, is_chosen=is_chosen),),))


def shown_by(words: Words, name: str, caption: str) -> str:
    """What stands below a card in the group (HTML)."""
    line = words.html("{name} would like to show you this.", name=shown_name(name))
    return f"{line}\n{caption}"


def reviews(
    words: Words,
    year: int,
    this_year: int,
    units: Sequence[Unit],
    branches: Sequence[Unit],
    *,
    has_home: bool,
) -> Said:
    """The answer to /review: whose year is to be set on paper. ``branches``: of ``units``, those
    whose members' score cards can lie side by side."""
    lines = [
        words("<b>Review of the year {year}</b>", year=year),
        words(
            "As a PDF: the year in figures, duties and what was recorded, chosen notes, and room "
            "for the meeting's words."
        ),
    ]
    rows: list[tuple[Button, ...]] = []
    if has_home:
        rows.append((Button(words("My own year"), data=f"review:own:{year}"),))
    known = {branch.id for branch in branches}
    for unit in units:
        row = [Button(unit.name, data=f"review:unit:{unit.id}:{year}")]
        if unit.id in known:
            row.append(Button(words("Cards together"), data=f"scores:{unit.id}:{year}"))
        rows.append(tuple(row))
    rows.append(_other_years("review:year", year, this_year))
    return Said("\n".join(lines), tuple(rows))


def _other_years(data: str, year: int, this_year: int) -> tuple[Button, ...]:
    """The way to the year before, and back to the one after."""
    found = [Button(f"◀ {year - 1}", data=f"{data}:{year - 1}")] if year > FIRST_YEAR else []
    if year < this_year:
        found.append(Button(f"{year + 1} ▶", data=f"{data}:{year + 1}"))
    return tuple(found)


def _choosing(words: Words, note: NoteId, *, is_chosen: bool) -> Button:
    if is_chosen:
        return Button(words("Out of the review"), data=f"card:unchoose:{note}")
    return Button(words("Into the review"), data=f"card:choose:{note}")
