"""Planning a meeting: what there is to plan, its time, what is settled about it."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from programme.meetings.kinds import OfferedKind
from programme.records.kinds import code
from reports.duties.words import kind_name
from reports.meetings.words import (
    ALL,
    KIND,
    MEET,
    NEW,
    Spoken,
    detail_lines,
    in_pairs,
    name_of,
    one,
    title_of,
    to_meeting,
    when_in_words,
    when_of,
)
from reports.names import shortened
from reports.records.words import length_in_words
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.messages import Message
from storage.values.people import Unit

TIME, PLACE, TOPIC, MINUTES, ALSO = "time", "place", "topic", "minutes", "also"
"""What can be settled about a meeting."""
POST, DROP, NOW_ON, OTHER = "post", "drop", "now", "other"
LENGTHS = (30, 60, 90, 120, 180, 360)
_LABEL = 28


def which_group(words: Words, unit: Unit, offered: OfferedKind, groups: Sequence[str]) -> Said:
    """Asks whose meeting it is: the whole branch's, or a group's within it."""
    data = f"{MEET}:{KIND}:{unit.id}:{code(offered.kind.key)}"
    taps = [Button(shortened(each, _LABEL), data=f"{data}:{code(each)}") for each in groups]
    whole = (Button(words("The whole branch"), data=f"{data}:{ALL}"),)
    return Said(words("Of which group?"), (*in_pairs(taps), whole))


def ask_time(words: Words, spoken: Spoken, likely: Sequence[datetime]) -> Said:
    """Asks when it is to be: likely times to tap, or one is written."""
    zone = spoken.unit.time_zone
    taps = [
        Button(
            when_in_words(words, each, zone),
            data=one(spoken.meeting, TIME, int(each.timestamp())),
        )
        for each in likely
    ]
    last = [
        Button(words("Right now"), data=one(spoken.meeting, TIME, NOW_ON)),
        _back(words, spoken),
    ]
    text = words.html(
        "<b>{what}</b>\nWhen? Tap a time, or write it to me, like Friday 3 pm or 20 May 19:00.",
        what=title_of(words, spoken),
    )
    return Said(text, (*in_pairs(taps), tuple(last)))


def ask_place(words: Words, spoken: Spoken, known: Sequence[str]) -> Said:
    """Asks where it is to be."""
    taps = [
        Button(shortened(each, _LABEL), data=one(spoken.meeting, PLACE, code(each)))
        for each in known
    ]
    text = words("Where? Please write it in a few words.")
    if known:
        text = words("Where? Tap a place, or write it in a few words.")
    return Said(text, (*in_pairs(taps), (_back(words, spoken),)))


def ask_topic(words: Words, spoken: Spoken, known: Sequence[str]) -> Said:
    """Asks what it is about."""
    taps = tuple(
        (Button(shortened(each, _LABEL), data=one(spoken.meeting, TOPIC, code(each))),)
        for each in known
    )
    text = words("What is it about? Please write it in a few words.")
    if known:
        text = words("What is it about? Tap it, or write it in a few words.")
    return Said(text, (*taps, (_back(words, spoken),)))


def ask_minutes(words: Words, spoken: Spoken) -> Said:
    """Asks how long it is to take."""
    taps = [
        Button(length_in_words(words, each), data=one(spoken.meeting, MINUTES, each))
        for each in LENGTHS
    ]
    text = words("How long will it take? Tap it, or write it, like 90 minutes or 1.5 hours.")
    return Said(text, (*in_pairs(taps, 3), (_back(words, spoken),)))


def ask_also(words: Words, spoken: Spoken, kinds: Sequence[OfferedKind]) -> Said:
    """Asks as what else it is held: one meeting can be several."""
    meeting = spoken.meeting
    taps = [
        Button(
            ("✓ " if each.kind.key in meeting.kinds else "") + kind_name(words, each.kind),
            data=one(meeting, ALSO, code(each.kind.key)),
        )
        for each in kinds
        if each.kind.key != meeting.kinds[0]
    ]
    text = words("One meeting can be several at once. What else is it?")
    return Said(text, (*in_pairs(taps), (Button(words("Done"), data=one(meeting)),)))


def draft(
    words: Words,
    spoken: Spoken,
    hinders: Message | None,
    notice: str = "",
    *,
    in_group: bool,
    in_private: bool = False,
) -> Said:
    """What is settled about a draft, with the button that posts it first: in the unit's group, or
    in private chats, or nowhere."""
    lines = [escape(notice, quote=False), ""] if notice else []
    lines += [
        words.html("<b>{what}</b>", what=title_of(words, spoken)),
        *detail_lines(words, spoken),
    ]
    drop = Button(words("Drop"), data=one(spoken.meeting, DROP))
    first: tuple[Button, ...] = (drop,)
    if hinders is None:
        post = words("Post it") if in_group else words("Settle it")
        if spoken.meeting.for_branches:
            post = words("Send to all")
        elif in_private:
            post = words("Tell everybody")
        first = (Button(post, data=one(spoken.meeting, POST)), drop)
    else:
        lines += ["", escape(words.say(hinders), quote=False)]
    return Said("\n".join(lines), (first, *change_rows(words, spoken)))


def change_rows(words: Words, spoken: Spoken) -> Rows:
    """A button for each thing that can be changed about a meeting."""
    labels = {
        TIME: words("Time"),
        PLACE: words("Place"),
        TOPIC: words("Subject"),
        MINUTES: words("How long"),
        ALSO: words("Also …"),
    }
    taps = [Button(label, data=one(spoken.meeting, part)) for part, label in labels.items()]
    return in_pairs(taps, 3)


def posted(words: Words, spoken: Spoken, announced: bool) -> Said:
    """That a meeting is announced, and what comes next."""
    when = when_of(words, spoken)
    if spoken.meeting.for_branches:
        text = words("Sent out: every branch gets its card now. Here you see who has held it.")
    elif announced:
        text = words.html(
            "Posted: {what}, {when}. Afterwards, come back here: who was there, and “It's done”.",
            what=name_of(words, spoken),
            when=when,
        )
    else:
        text = words(
            "It is planned. The branch has no group with me, so please tell everybody yourself; "
            "the rest works as ever."
        )
    return Said(text, ((to_meeting(words, spoken.meeting, words("To the meeting")),),))


def sure_to_call_off(words: Words, spoken: Spoken) -> Said:
    """Asks once more before a meeting is called off that everybody has heard of."""
    yes = Button(words("Call the meeting off"), data=one(spoken.meeting, DROP, "yes"))
    no = to_meeting(words, spoken.meeting, words("Leave it"))
    text = words.html(
        "Call off {what}, {when}? Everybody is told.",
        what=name_of(words, spoken),
        when=when_of(words, spoken),
    )
    return Said(text, ((yes, no),))


def dropped(words: Words, spoken: Spoken, *, was_posted: bool) -> Said:
    """That a draft is dropped, or a meeting called off."""
    text = words("Called off; everybody is told.") if was_posted else words("Dropped.")
    return Said(text, ((Button(words("Meetings"), data=f"{MEET}:{NEW}:{spoken.unit.id}"),),))


def _back(words: Words, spoken: Spoken) -> Button:
    return Button(words("Back"), data=one(spoken.meeting))
