"""Duties: rules that say who must do what, how often, how much and by when."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from storage.values.people import PersonId, Role, UnitId

USUAL_REMINDERS = (14, 7, 3, 1, 0)
"""How many days before its due date somebody is reminded, where a duty says nothing else."""


class Often(StrEnum):
    """How often something is due. ``RULE``: by an RRULE of its own."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    RULE = "rule"


class Whom(StrEnum):
    """Whose duty something is: units of some levels, branches, groups within a branch, persons."""

    UNITS = "units"
    BRANCHES = "branches"
    GROUPS = "groups"
    PERSONS = "persons"


class Measure(StrEnum):
    """What is counted.

    ``TIMES``: records. ``TOPICS``: topics that records share, each with at least so many hours.
    ``HOURS``: the hours of all records. ``REACHED``: the share of the members, or of those with
    some roles or tags, who took part in any record. ``PART``: the share that records name by
    numbers, as 12 posts out of 100; nothing out of nothing is the whole.
    """

    TIMES = "times"
    TOPICS = "topics"
    HOURS = "hours"
    REACHED = "reached"
    PART = "part"


class Part(StrEnum):
    """How somebody took part. Who spoke was there, too."""

    PRESENT = "present"
    SPEAKER = "speaker"


class Joining(StrEnum):
    """What a duty asks of a branch or a person that came in the middle of a period: the whole of it
    from then on, its share of it, or nothing before the next period."""

    FROM_THEN = "from-then"
    SHARE = "share"
    NEXT = "next"


class Evidence(StrEnum):
    """What must lie with a record."""

    PHOTO = "photo"
    FILE = "file"
    TEXT = "text"


class YearDay(Struct, frozen=True):
    """A day of any year. 29 February is the 28th where there is none."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """The date in a year."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


class Who(Struct, frozen=True):
    """Whom a duty concerns.

    ``levels``: names of levels as the duties' file gives them; of units, their own; of persons,
    those of the unit at which they hold the role. ``roles``: of persons, one of these.
    ``audience``: tags of a unit, or of a person, one of these; empty: everybody.
    ``least_members``: only branches, or groups, with so many members.
    """

    whom: Whom
    levels: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    audience: tuple[str, ...] = ()
    least_members: int = 0


class When(Struct, frozen=True):
    """When something is due.

    ``by``: once a year, the last day; without it, the year's last. ``on``: once, the last day.
    ``rule``: an RRULE whose dates are the last days, each for the time since the one before.
    """

    often: Often
    by: YearDay | None = None
    on: date | None = None
    rule: str = ""


class Step(Struct, frozen=True):
    """So much by an earlier day than the whole: a first by one date and three by another."""

    least: float
    by: YearDay


class Amount(Struct, frozen=True):
    """How much is to be done, in what its measure counts; shares are from 0 to 1.

    ``topic_hours``: how long a topic takes, summed over its records. ``roles``: of ``REACHED``,
    those with one of these roles; empty: the members. ``audience``: of them, those with one of
    these tags; empty: all. ``by_topic``: of ``PART``, each topic's share by itself, and the least
    of them is what was done.
    """

    measure: Measure = Measure.TIMES
    least: float = 1
    topic_hours: float = 0
    roles: tuple[Role, ...] = ()
    steps: tuple[Step, ...] = ()
    audience: tuple[str, ...] = ()
    by_topic: bool = False


class Counting(Struct, frozen=True):
    """Which records count.

    ``kinds``: of one of these kinds. ``least_minutes``: lasting so long. ``quorum``: with at least
    this share of the members. ``topics``: on one of these, by their names in the file. ``places``:
    at one of these kinds of place. ``part``: a person's own part in it. ``in_own_branch``: of a
    person, in the branch that is their home. ``spoken_by``: somebody with one of these roles spoke;
    not asked of a unit at which nobody holds one.
    """

    kinds: tuple[str, ...]
    least_minutes: int = 0
    quorum: float = 0
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    part: Part = Part.PRESENT
    in_own_branch: bool = False
    spoken_by: tuple[Role, ...] = ()


class Wanted(Struct, frozen=True):
    """The evidence that a record must carry; ``words``: of a text, at least so many."""

    kinds: tuple[Evidence, ...] = ()
    words: int = 0


class Duty(Struct, frozen=True):
    """One duty. Texts stand by language; ``guidance`` is plain text.

    ``needs``: duties that must be met first, by key. ``remind``: how many days before the due date
    somebody is reminded. ``confirmed``: somebody above confirms what was done. ``tells_above``:
    the unit above is told at once when it is overdue. ``unbroken_since``: it is to be done period
    after period without a break, and a record of this kind says since which day it has been.
    """

    key: str
    section: str
    titles: Mapping[str, str]
    who: Who
    when: When
    counting: Counting
    guidance: Mapping[str, str] = {}
    amount: Amount = field(default_factory=Amount)
    needs: tuple[str, ...] = ()
    remind: tuple[int, ...] = USUAL_REMINDERS
    wanted: Wanted = field(default_factory=Wanted)
    confirmed: bool = False
    tells_above: bool = False
    joining: Joining = Joining.FROM_THEN
    unbroken_since: str = ""


class Family(StrEnum):
    """What a kind of record is like: what is asked when one is put down. ``PROBLEM`` and
    ``SOLUTION``: of the ledger, that one was found, and that it was solved."""

    MEETING = "meeting"
    LECTURE = "lecture"
    VISIT = "visit"
    TALK = "talk"
    PAPER = "paper"
    NUMBERS = "numbers"
    PROBLEM = "problem"
    SOLUTION = "solution"
    DEED = "deed"


class RecordKind(Struct, frozen=True):
    """A kind of record. ``also``: kinds as which one of this kind counts, too. ``expects``: the
    roles of those who are expected at it in a branch; empty: all members."""

    key: str
    family: Family
    titles: Mapping[str, str]
    also: tuple[str, ...] = ()
    expects: tuple[Role, ...] = ()


class Topic(Struct, frozen=True):
    """A topic that duties name; a record is on it when its own topic holds one of ``words``."""

    key: str
    titles: Mapping[str, str]
    words: tuple[str, ...]


class DutyBook(Struct, frozen=True):
    """What ``duties.toml`` says.

    ``levels``: what the organisation may call each level. ``sections``, ``kinds``, ``places`` and
    ``topics`` have names by language. ``day_hours``: how many hours of study are a day. ``former``:
    kinds that records may have from other versions and programmes; they count for nothing here.
    """

    duties: tuple[Duty, ...] = ()
    kinds: tuple[RecordKind, ...] = ()
    topics: tuple[Topic, ...] = ()
    sections: Mapping[str, Mapping[str, str]] = {}
    places: Mapping[str, Mapping[str, str]] = {}
    levels: Mapping[str, tuple[str, ...]] = {}
    day_hours: float = 6
    former: tuple[RecordKind, ...] = ()

    def kind(self, key: str) -> RecordKind | None:
        """A kind of record by its key."""
        return next((each for each in self.kinds if each.key == key), None)

    def kind_once(self, key: str) -> RecordKind | None:
        """A kind by its key, also one that is gone: so what was put down keeps its name."""
        return self.kind(key) or next((each for each in self.former if each.key == key), None)

    def duty(self, key: str) -> Duty | None:
        """A duty by its key."""
        return next((each for each in self.duties if each.key == key), None)


class Subject(Struct, frozen=True):
    """Whose obligation something is: a unit's, a group's within it, or that of a person there.

    A person's unit is the one at which they hold the role, or their home.
    """

    unit_id: UnitId
    person_id: PersonId | None = None
    group: str = ""


class Period(Struct, frozen=True):
    """A stretch of local days in which something is to be done once; ``due`` is the last day on
    which it is in time, and may lie before ``last``.

    ``key`` names it for good: 2026, 2026-H1, 2026-Q2, 2026-05, or the due date.
    """

    key: str
    first: date
    last: date
    due: date


class State(StrEnum):
    """How it stands with an obligation; worked out by rules, never typed in."""

    NOT_BEGUN = "not-begun"
    ON_THE_WAY = "on-the-way"
    DONE = "done"
    DONE_LATE = "done-late"
    OVERDUE = "overdue"
    AWAITING = "awaiting"
    EXCUSED = "excused"
