"""The words in which the year is written down: what is done on which evening, and what comes of it.

Days are written as "03-25": all are of 2026, local to whoever they belong to.
"""

from datetime import date

from msgspec import Struct

YEAR = 2026
ALL = "*"
"""All who belong: the members of a branch, or those who hold an office at another unit."""
TEXT = (
    "大家坐在一起，把这一段的事情一条一条过了一遍：哪些做到了，哪些还差一点，差在哪里，"
    "下一步由谁去办、什么时候办完，都写清楚了，念给大家听，大家没有不同的意见。"
)
"""Long enough for whatever wants words."""


def day_of(written: str) -> date:
    """The day that is meant by "03-25"; another year is written out."""
    return date.fromisoformat(written if written.count("-") > 1 else f"{YEAR}-{written}")


class Put(Struct, frozen=True):
    """Something that is put down in the evening of ``on``.

    ``there``: names of those who took part, ``spoke``: of those who spoke; :data:`ALL` for all.
    ``day``: when it was, if not on the same day. ``place``: a kind of place. ``name``: by which
    later acts call it. ``meets``: duties and periods that it meets by itself: none of them may be
    spoken of afterwards; what is put down too late for one is meant to make up for it.
    """

    on: str
    unit: str
    kinds: str
    there: str = ALL
    spoke: str = ""
    day: str = ""
    minutes: int | None = None
    topic: str = ""
    text: str = ""
    number: int | None = None
    of: int | None = None
    group: str = ""
    place: str = ""
    file: str = ""
    name: str = ""
    meets: tuple[tuple[str, str], ...] = ()
    makes_up: tuple[tuple[str, str], ...] = ()


class Change(Struct, frozen=True):
    """What was put down is written anew in parts: those who were there or spoke besides, or the
    text."""

    on: str
    name: str
    there: str = ""
    spoke: str = ""
    text: str = ""


class Delete(Struct, frozen=True):
    """What was put down is deleted, or put back."""

    on: str
    name: str
    back: bool = False


class Decide(Struct, frozen=True):
    """Somebody above decides about an obligation: "excused"; by a button below the question that
    they were asked, "accepted" or "sent-back"."""

    on: str
    unit: str
    duty: str
    period: str
    kind: str
    by: str
    reason: str = ""


class Press(Struct, frozen=True):
    """Somebody presses buttons below the day's reminder and what follows from it, each named by
    parts of its data with a star between."""

    on: str
    who: str
    buttons: tuple[str, ...]


class Start(Struct, frozen=True):
    """Somebody opens a private chat with the bot."""

    on: str
    who: str


class Ask(Struct, frozen=True):
    """Somebody writes a command, and the answer says something; or it does not."""

    on: str
    who: str
    command: str
    says: str = ""
    never: str = ""


Act = Ask | Put | Change | Delete | Decide | Press | Start


class Row(Struct, frozen=True):
    """One obligation through the year.

    ``said``: what it is called in a reminder. ``states``: from which day on it is in which state,
    as in "01-01 not-begun, 03-25 done"; a hyphen for the days on which there is none such.
    ``told``: on which days whose reminder speaks of it. ``whose``: of a person, or a group.
    """

    unit: str
    duty: str
    period: str
    said: str
    states: str
    told: tuple[tuple[str, str], ...] = ()
    whose: str = ""

    @property
    def label(self) -> str:
        """What a fault calls it."""
        return " ".join(each for each in (self.unit, self.duty, self.period, self.whose) if each)

    def state_on(self, day: date) -> str:
        """The state in the evening of a day."""
        found = "-"
        for part in self.states.split(", "):
            since, state = part.split()
            if day_of(since) <= day:
                found = state
        return found

    def told_to(self) -> dict[str, set[date]]:
        """The days by reader."""
        return {who: {day_of(each) for each in days.split()} for who, days in self.told}
