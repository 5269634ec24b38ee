"""What is said when something is put down on behalf of a member."""

from collections.abc import Sequence
from datetime import date

from programme.behalf import Helped
from reports.days import shown_day
from reports.members import to_member
from reports.names import shown_name
from reports.notes import put_down_mark
from reports.said import Button, Said
from reports.wording import Words
from storage.values.behalf import Deed, PutDown
from storage.values.people import MessageId


def checked_in_for(words: Words, helped: Helped, day: date, *, new: bool) -> str:
    """What came of a check-in for a member, as HTML."""
    name, when = shown_name(helped.person.name), shown_day(words, day)
    if not new:
        return words.html("{name} has {day} noted already.", name=name, day=when)
    return words.html("Noted for {name}: read on {day}.", name=name, day=when)


def taken_back_for(words: Words, helped: Helped, *, undone: bool) -> str:
    """What came of taking something back that was put down, as HTML."""
    if not undone:
        return words("There is nothing to take back.")
    return words.html("Taken back for {name}.", name=shown_name(helped.person.name))


def ask_for_their_note(words: Words, helped: Helped, day: date) -> Said:
    """The question that a member's note answers."""
    return Said(
        words.html(
            "The note of {name} for {day}: send me their words, a voice note or a photo of the "
            "notebook, and I keep it in their name. If it's not needed, send /cancel.",
            name=shown_name(helped.person.name),
            day=shown_day(words, day),
        )
    )


def their_note_kept(words: Words, helped: Helped, day: date, message_id: MessageId) -> Said:
    """The answer to a member's note, with the way back."""
    said = words.html(
        "Kept for {name}: the note of {day}. It is theirs and shown to nobody else.",
        name=shown_name(helped.person.name),
        day=shown_day(words, day),
    )
    undo = Button(words("Undo"), data=f"behalf:unwrite:{message_id}")
    return Said(said, ((undo,), (to_member(words, helped, day),)))


def not_theirs(words: Words) -> Said:
    """The answer to what can't be anybody's note: a forwarded message, a place."""
    return Said(
        words(
            "I can't keep that as a note. Please send words, a voice note or a photo; if it's not "
            "needed, send /cancel."
        )
    )


def put_down_lines(words: Words, put_down: Sequence[PutDown]) -> list[str]:
    """To somebody for whom others have put things down: what, by whom, a line each, as HTML."""
    return [
        words.html(
            "{day} {study}: {mark}",
            day=shown_day(words, each.day),
            study=words("study") if each.deed is Deed.CHECK_IN else words("note"),
            mark=put_down_mark(words, each.by_name),
        )
        for each in put_down
    ]
