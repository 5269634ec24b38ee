"""A meeting's page for whoever looks after it: who is there, and what it became."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from programme.meetings.people import Gathered
from programme.meetings.timing import Doors
from reports.lists import listed
from reports.meetings.planning import DROP, change_rows
from reports.meetings.words import MEET, NEW, Spoken, detail_lines, name_of, one, title_of
from reports.names import shown_name
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.meetings import MeetingState
from storage.values.people import Person

ALL_HERE, SOME, FEW, SAME, WHO, SPOKE, GUESTS = (
    "all",
    "some",
    "few",
    "same",
    "who",
    "spoke",
    "guests",
)
CHANGE, DONE, UNDO, FINISH = "change", "done", "undo", "finish"
THE_REST, NO_MORE, GO = "rest", "only", "go"
GUEST_COUNTS = (0, 1, 2, 3, 5, 10)
PAGE = 14
"""So many names stand on one page."""


class Page(Struct, frozen=True):
    """A meeting with its people. ``as_last``: they can be noted as those of the last time were.
    ``speakers``: it matters who spoke."""

    spoken: Spoken
    people: Gathered
    doors: Doors
    as_last: bool = False
    speakers: bool = False


def page(words: Words, it: Page, notice: str = "") -> Said:
    """The page: what, when and where; who is there by name; what can be done now."""
    spoken, meeting = it.spoken, it.spoken.meeting
    lines = [escape(notice, quote=False), ""] if notice else []
    lines += [
        words.html("<b>{what}</b>", what=title_of(words, spoken)),
        *detail_lines(words, spoken),
    ]
    if meeting.state is MeetingState.CALLED_OFF:
        return Said("\n".join([*lines, "", words("Called off.")]), (_menu(words, it),))
    lines += _who(words, it)
    if it.doors is Doors.NOT_YET:
        lines += ["", words("From an hour before, who is there stands here.")]
        rows = (*change_rows(words, spoken), (_call_off(words, it), *_menu(words, it)))
        return Said("\n".join(lines), rows)
    return Said("\n".join(lines), _while_on(words, it))


def ask_about_rest(words: Words, it: Page) -> Said:
    """Asks what is with those who have not tapped, before it is noted as held."""
    meeting, unsaid = it.spoken.meeting, it.people.unsaid
    tapped = len(it.people.here)
    names = _names(words, unsaid)
    if tapped:
        text = words.count(
            "{count} person has tapped “I'm here”. Not yet tapped: {names}. Were they there?",
            "{count} people have tapped “I'm here”. Not yet tapped: {names}. Were they there?",
            count=tapped,
            names=names,
        )
    else:
        text = words("Nobody has tapped “I'm here”. Who was there?")
    rows: list[tuple[Button, ...]] = [
        (Button(words("All present"), data=one(meeting, DONE, THE_REST)),),
    ]
    if tapped:
        rows.append((Button(words("None of them"), data=one(meeting, DONE, NO_MORE)),))
    rows.append((Button(words("Some absent"), data=one(meeting, SOME)),))
    if not tapped:
        rows.append((Button(words("Only some came"), data=one(meeting, FEW)),))
    return Said(text, tuple(rows))


def who_page(words: Words, it: Page, number: int) -> Said:
    """The names, each to be tapped: was there, or was not."""
    here = {each.id for each in it.people.here}
    taps = [
        (f"{'✓' if each.id in here else '✗'} {shown_name(each.name)}", each)
        for each in it.people.everybody
    ]
    text = words.count(
        "Tap a name to change it: ✓ was there, ✗ was not. {count} person was there so far.",
        "Tap a name to change it: ✓ was there, ✗ was not. {count} people were there so far.",
        count=len(here),
    )
    return _names_page(words, it, WHO, taps, number, text)


def speakers_page(words: Words, it: Page, number: int, *, before_done: bool) -> Said:
    """The names of those who were there: who spoke? ``before_done``: it is asked as the last thing
    before it is noted as held."""
    spoke = {each.id for each in it.people.speakers}
    shown = it.people.here or it.people.everybody
    taps = [(f"{'🎤 ' if e.id in spoke else ''}{shown_name(e.name)}", e) for e in shown]
    said = _names_page(words, it, SPOKE, taps, number, words("Who spoke? Tap the names."))
    if not before_done:
        return said
    *rows, _ = said.buttons
    label = words("It's done") if spoke else words("Nobody of us")
    return Said(said.text, (*rows, (Button(label, data=one(it.spoken.meeting, DONE, GO)),)))


def guests_page(words: Words, it: Page) -> Said:
    """Asks how many guests there were."""
    meeting = it.spoken.meeting
    taps = tuple(
        Button(
            ("✓ " if meeting.guests == count else "") + str(count),
            data=one(meeting, GUESTS, count),
        )
        for count in GUEST_COUNTS
    )
    text = words("How many guests were there? Tap a number, or write it.")
    return Said(text, (taps[:3], taps[3:], (_to_page(words, it),)))


def done(words: Words, spoken: Spoken, counted: Sequence[str], here: int, *, files: int) -> Said:
    """That it is noted as held, for what it counts, and that a photo or a line can be added."""
    meeting = spoken.meeting
    head = words.count(
        "✓ Noted: {what}, {count} person.",
        "✓ Noted: {what}, {count} people.",
        count=here,
        what=name_of(words, spoken),
    )
    if files:
        ask = words("You can send more, or write a line on what was said.")
    else:
        ask = words("Send a photo, or write a line on what was said. Neither is a must.")
    last = Button(words("That's all"), data=one(meeting, FINISH))
    undo = Button(words("Not over yet"), data=one(meeting, UNDO))
    return Said("\n".join([head, *counted, "", ask]), ((last,), (undo,)))


def taken_in(words: Words, spoken: Spoken, counted: Sequence[str], *, files: int) -> Said:
    """That a photo or a line is with the record now."""
    head = words("✓ Added.")
    if files:
        head = words.count("✓ Added: {count} file.", "✓ Added: {count} files.", count=files)
    more = words("You can send more.")
    last = Button(words("That's all"), data=one(spoken.meeting, FINISH))
    return Said("\n".join([head, *counted, more]), ((last,),))


def finished(words: Words, spoken: Spoken, counted: Sequence[str], record: int | None) -> Said:
    """The end: what the meeting counts for, and its record."""
    lines = [
        words.html("<b>{what}</b>", what=title_of(words, spoken)),
        *detail_lines(words, spoken),
    ]
    lines += ["", *counted]
    row = [Button(words("Meetings"), data=f"{MEET}:{NEW}:{spoken.unit.id}")]
    if record is not None:
        row.insert(0, Button(words("The record"), data=f"record:show:{record}"))
    return Said("\n".join(lines), (tuple(row),))


def held_page(words: Words, it: Page, counted: Sequence[str], record: int | None) -> Said:
    """A meeting that was held: who was there, what it counts for, its record."""
    said = finished(words, it.spoken, [*_who(words, it)[1:], "", *counted], record)
    if record is None:
        anew = Button(words("Note it again"), data=one(it.spoken.meeting, UNDO))
        text = f"{said.text}\n{words('Its record was deleted.')}"
        return Said(text, ((anew,), *said.buttons))
    return said


def _while_on(words: Words, it: Page) -> Rows:
    meeting, people = it.spoken.meeting, it.people
    is_settled = people.is_settled
    finish = Button(words("It's done"), data=one(meeting, DONE))
    everybody = Button(words("All present"), data=one(meeting, ALL_HERE))
    some = Button(words("Some absent"), data=one(meeting, WHO if is_settled else SOME))
    few = Button(words("Only some came"), data=one(meeting, FEW))
    rows: list[tuple[Button, ...]] = [(finish,)] if is_settled else []
    rows += [(everybody, some)]
    extra = [few]
    if it.as_last:
        extra.append(Button(words("As last time"), data=one(meeting, SAME)))
    rows += [tuple(extra)]
    if it.speakers:
        rows += [(Button(words("Who spoke"), data=one(meeting, SPOKE)), _guests(words, it))]
    else:
        rows += [(_guests(words, it),)]
    if not is_settled:
        rows += [(finish,)]
    rows += [(Button(words("Change it"), data=one(meeting, CHANGE)), *_menu(words, it))]
    return tuple(rows)


def change_page(words: Words, it: Page) -> Said:
    """What can still be changed about a meeting that is on."""
    lines = [words.html("<b>{what}</b>", what=title_of(words, it.spoken))]
    lines += detail_lines(words, it.spoken)
    rows = (*change_rows(words, it.spoken), (_call_off(words, it), _to_page(words, it)))
    return Said("\n".join(lines), rows)


def _who(words: Words, it: Page) -> list[str]:
    people, guests = it.people, it.spoken.meeting.guests
    lines = []
    if people.here:
        lines.append(_named(words, words("Here"), people.here))
    if people.speakers:
        lines.append(_named(words, words("Spoke"), people.speakers))
    if people.absent:
        lines.append(_named(words, words("Not here"), people.absent))
    if people.unsaid and people.here:
        lines.append(_named(words, words("Not tapped yet"), people.unsaid))
    away = [each for each in people.expected if each.id in people.away]
    if away and not people.absent:
        lines.append(words.html("On leave: {names}", names=_names(words, away)))
    if guests:
        lines.append(words.count("{count} guest", "{count} guests", count=guests))
    return ["", *lines] if lines else []


def _named(words: Words, what: str, people: Sequence[Person]) -> str:
    names = _names(words, people)
    return words.html("{what} ({count}): {names}", what=what, count=len(people), names=names)


def _names(words: Words, people: Sequence[Person]) -> str:
    return listed(words, [shown_name(each.name) for each in people])


def _names_page(
    words: Words,
    it: Page,
    what: str,
    taps: Sequence[tuple[str, Person]],
    number: int,
    text: str,
) -> Said:
    meeting = it.spoken.meeting
    pages = max(1, -(-len(taps) // PAGE))
    at = min(number, pages - 1)
    buttons = [
        Button(label, data=one(meeting, what, at, each.id))
        for label, each in taps[at * PAGE : (at + 1) * PAGE]
    ]
    pairs = tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
    turn = turning(words, one(meeting, what), at, more=at < pages - 1)
    return Said(text, (*pairs, *turn, (_to_page(words, it),)))


def _to_page(words: Words, it: Page) -> Button:
    return Button(words("Done"), data=one(it.spoken.meeting))


def _guests(words: Words, it: Page) -> Button:
    return Button(words("Guests"), data=one(it.spoken.meeting, GUESTS))


def _call_off(words: Words, it: Page) -> Button:
    return Button(words("Call the meeting off"), data=one(it.spoken.meeting, DROP))


def _menu(words: Words, it: Page) -> tuple[Button, ...]:
    return (Button(words("Meetings"), data=f"{MEET}:{NEW}:{it.spoken.unit.id}"),)
