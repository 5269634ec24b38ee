"""Meetings as a member sees them: those to come, and whether one was noted at the last ones."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from programme.meetings.disputing import Seen
from programme.meetings.timing import Doors
from reports.days import shown_day
from reports.meetings.words import HERE, MEET, OWN, Spoken, name_of, when_of
from reports.names import shortened, shown_name
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import PersonId

WENT, STAYED, NOT_HERE = "in", "out", "undo"
MEND, LEAVE = "mend", "leave"
MINE = "mine"
_LABEL = 40


class Coming(Struct, frozen=True):
    """A meeting that is planned in one of somebody's branches. ``here``: they have said that they
    are there. ``noted``: they are noted as there, by whomever."""

    spoken: Spoken
    doors: Doors
    here: bool
    noted: bool = False


class Been(Struct, frozen=True):
    """A meeting that was held, and whether somebody was there by its record."""

    spoken: Spoken
    seen: Seen


def own_page(
    words: Words, coming: Sequence[Coming], been: Sequence[Been], notice: str = ""
) -> Said:
    """The meetings to come, and those of the last month with whether one was noted."""
    lines = [notice, ""] if notice else []
    lines.append(words("<b>Meetings</b>"))
    rows: list[tuple[Button, ...]] = []
    if not coming and not been:
        lines.append(words("None is planned, and none was held in the last month."))
    for each in coming:
        spoken = each.spoken
        told = words.html(
            "{when}: {what}", when=when_of(words, spoken), what=name_of(words, spoken)
        )
        if spoken.meeting.place:
            told = words("{what}, {place}", what=told, place=escape(spoken.meeting.place))
        lines.append(f"{'✓' if each.noted else '·'} {told}")
        if each.here:
            rows.append(
                (_tap(words("Not there after all"), f"{OWN}:{spoken.meeting.id}:{NOT_HERE}"),)
            )
        elif each.doors is Doors.OPEN and not each.noted:
            rows.append((_tap(words("I'm here"), f"{HERE}:{spoken.meeting.id}"),))
    if been:
        lines += ["", words("Held in the last month:")]
    for one in been:
        noted = words("you were there") if one.seen.was_there else words("you are not noted")
        sign = "✓" if one.seen.was_there else "·"
        told = words.html(
            "{when}: {what}", when=when_of(words, one.spoken), what=name_of(words, one.spoken)
        )
        lines.append(f"{sign} " + words("{what}: {state}", what=told, state=noted))
        rows.append((_disputing(words, one),))
    if been:
        lines.append(words("Is one wrong? Tap it, and the secretary mends it."))
    return Said("\n".join(lines), tuple(rows))


def undo_here(words: Words, spoken: Spoken) -> Said:
    """Offered in private to somebody who tapped a second time."""
    text = words.html(
        "You are noted already: {what}. If it was a slip, take it back here.",
        what=name_of(words, spoken),
    )
    data = f"{OWN}:{spoken.meeting.id}:{NOT_HERE}"
    return Said(text, ((_tap(words("Undo"), data),),))


def not_here_any_more(words: Words, *, undone: bool) -> Said:
    """What is said after somebody took back that they are at a meeting."""
    if undone:
        return Said(words("Taken back. Once you are there, tap again."))
    return Said(
        words(
            "There is nothing to take back: the meeting is noted as held by now, or you "
            "weren't noted."
        )
    )


def passed_on(words: Words, *, to_somebody: bool) -> str:
    """That it was passed on to whoever can put it right; or that nobody can be reached."""
    if not to_somebody:
        return words("I can't reach anybody who could mend it. Please tell the secretary yourself.")
    return words("I've passed it on to the secretary; you'll hear from me.")


def to_decide(words: Words, spoken: Spoken, person: PersonId, name: str, *, there: bool) -> Said:
    """Asks whoever looks after the meeting to put somebody's attendance right."""
    what, when, who = name_of(words, spoken), when_of(words, spoken), shown_name(name)
    if there:
        text = words.html(
            "{name} says they were at {what}, {when}, and they aren't noted. Shall I mend it?",
            name=who,
            what=what,
            when=when,
        )
    else:
        text = words.html(
            "{name} is noted at {what}, {when}, and says they weren't there. Shall I mend it?",
            name=who,
            what=what,
            when=when,
        )
    data = f"{MEET}:{spoken.meeting.id}"
    way = WENT if there else STAYED
    return Said(
        text,
        (
            (
                _tap(words("Mend it"), f"{data}:{MEND}:{person}:{way}"),
                _tap(words("Don't change it"), f"{data}:{LEAVE}:{person}:{way}"),
            ),
        ),
    )


def decided(words: Words, spoken: Spoken, name: str, *, mended: bool) -> Said:
    """What came of it, for whoever decided."""
    who, what = shown_name(name), name_of(words, spoken)
    if mended:
        return Said(words.html("Mended: {name}, {what}. They hear of it.", name=who, what=what))
    return Said(words.html("Left as it is: {name}, {what}. They hear of it.", name=who, what=what))


def told_outcome(words: Words, spoken: Spoken, *, mended: bool, there: bool) -> Said:
    """What came of it, for the member themselves."""
    what, when = name_of(words, spoken), when_of(words, spoken)
    if not mended:
        return Said(
            words.html(
                "{what}, {when}: the secretary has looked and left it as it is. If it is wrong all "
                "the same, please have a word with them.",
                what=what,
                when=when,
            )
        )
    if there:
        return Said(words.html("{what}, {when}: mended, you are noted.", what=what, when=when))
    return Said(
        words.html("{what}, {when}: mended, you are not noted any more.", what=what, when=when)
    )


def _disputing(words: Words, one: Been) -> Button:
    meeting, at = one.spoken.meeting, one.seen.record.day
    what = words("{day} {what}", day=shown_day(words, at), what=name_of(words, one.spoken))
    if one.seen.was_there:
        label = words("I wasn't there: {what}", what=what)
        return _tap(shortened(label, _LABEL), f"{OWN}:{meeting.id}:{STAYED}")
    label = words("I was there: {what}", what=what)
    return _tap(shortened(label, _LABEL), f"{OWN}:{meeting.id}:{WENT}")


def _tap(label: str, data: str) -> Button:
    return Button(label, data=data)
