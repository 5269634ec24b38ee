"""The words that all talk of meetings shares: what a meeting is called, when and where it is."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from msgspec import Struct

from reports.days import LOCALES, shown_time
from reports.duties.words import kinds_named
from reports.records.words import length_in_words
from reports.said import Button, Rows
from reports.wording import Words
from storage.values.duties import DutyBook
from storage.values.meetings import Meeting, MeetingState
from storage.values.people import Unit

MEET = "meet"
"""What the data of a meeting's buttons begins with; ``HERE``: that somebody is at one, ``OWN``:
what somebody says of themselves."""
HERE, OWN = f"{MEET}:here", f"{MEET}:own"
ALL, NEW, KIND, DAY, DAY_KIND, SHOW = "all", "new", "kind", "day", "daykind", "show"


class Spoken(Struct, frozen=True):
    """A meeting that is spoken of, with its unit and the duties that hold there."""

    meeting: Meeting
    unit: Unit
    book: DutyBook


def name_of(words: Words, spoken: Spoken) -> str:
    """What a meeting is, as plain text: members' meeting; party class, activity day (group 1)."""
    name = kinds_named(words, spoken.book, spoken.meeting.kinds)
    group = spoken.meeting.group
    return words("{what} ({group})", what=name, group=group) if group else name


def title_of(words: Words, spoken: Spoken) -> str:
    """The same as a title, which begins with a capital letter where a language has such."""
    name = name_of(words, spoken)
    return name[:1].upper() + name[1:]


def when_in_words(words: Words, at: datetime, zone: str) -> str:
    """A local moment: 5月22日周五 19:00; Fri 22 May, 19:00."""
    local = at.astimezone(ZoneInfo(zone))
    day = format_skeleton("MMMEd", local.date(), locale=LOCALES[words.language])
    return words("{day}, {time}", day=day, time=shown_time(local.time()))


def when_of(words: Words, spoken: Spoken) -> str:
    """When a meeting is; that of a draft may be open yet."""
    at = spoken.meeting.starts_at
    return (
        words("not chosen yet") if at is None else when_in_words(words, at, spoken.unit.time_zone)
    )


def where_of(words: Words, spoken: Spoken) -> str:
    """Where a meeting is, as plain text; where nothing is said, so."""
    if spoken.meeting.place:
        return spoken.meeting.place
    if spoken.meeting.for_branches:
        return words("where each branch likes")
    return words("not said yet")


def detail_lines(words: Words, spoken: Spoken) -> list[str]:
    """When, how long, where and on what, as lines of HTML."""
    meeting = spoken.meeting
    when = when_of(words, spoken)
    if meeting.minutes:
        length = length_in_words(words, meeting.minutes)
        when = words("{when} (about {length})", when=when, length=length)
    lines = [words.html("When: {when}", when=when)]
    if meeting.place or meeting.state is not MeetingState.HELD:
        lines.append(words.html("Where: {place}", place=where_of(words, spoken)))
    if meeting.topic:
        lines.append(words.html("About: {topic}", topic=meeting.topic))
    return lines


def to_meeting(words: Words, meeting: Meeting, label: str = "") -> Button:
    """The button that shows a meeting's page."""
    return Button(label or words("Look at it"), data=f"{MEET}:{SHOW}:{meeting.id}")


def one(meeting: Meeting, *what: object) -> str:
    """The data of a button that does something about one meeting."""
    return ":".join([MEET, str(meeting.id), *(str(each) for each in what)])


def in_pairs(taps: Sequence[Button], size: int = 2) -> Rows:
    """Buttons in rows, two in each or as many as is said."""
    return tuple(tuple(taps[at : at + size]) for at in range(0, len(taps), size))
