"""What an organiser's own files say: a programme, the organisation's tree, a roster."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum

from msgspec import Struct, field

from storage.values.duties import DutyBook
from storage.values.messages import Finding
from storage.values.people import Role, TelegramId
from storage.values.questions import Question

KNOWN_LANGUAGES = ("zh", "en")
"""The languages that a programme or a unit may name."""


class WhenFinished(StrEnum):
    """What a branch gets when it has had every item."""

    REPEAT = "repeat"
    STOP = "stop"


class Timetable(Struct, frozen=True):
    """Local times of the posts; ``None`` means that nothing is posted at that part of the day."""

    morning: time | None = time(7, 30)
    noon: time | None = time(12, 0)
    evening: time | None = time(20, 0)


class Amounts(Struct, frozen=True):
    """How many study items a morning and how many questions a noon bring (1 to 3)."""

    morning: int = 1
    noon: int = 1


class DaysOff(Struct, frozen=True):
    """Local days without posts, and those that have posts all the same.

    ``weekdays`` counts from Monday = 0. ``country`` is the two letters of the one whose public
    holidays are free, ``subdivision`` the code of a part of it. ``study_dates`` are no days off,
    whatever weekday or holiday they are.
    """

    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()
    country: str | None = None
    subdivision: str | None = None
    study_dates: frozenset[date] = frozenset()


class Windows(Struct, frozen=True):
    """How late is still in time.

    ``grace_minutes``: how long after its time a post may still go out. ``make_up_days``: how many
    days back a member may catch up.
    """

    grace_minutes: int = 120
    make_up_days: int = 3


class Points(Struct, frozen=True):
    """What each of the daily acts is worth, once a day each."""

    morning: int = 1
    answer: int = 1
    right: int = 1
    note: int = 2


class Questions(Struct, frozen=True):
    """How the noons' questions are chosen.

    ``same_for_all``: all branches of the programme are asked the same on a day, so that their
    results can be compared; else each branch its own.
    """

    same_for_all: bool = False


class ProgrammeSettings(Struct, frozen=True):
    """What ``programme.toml`` says.

    ``titles`` has a title for each of ``languages``, whose first is the programme's own. ``start``
    is ``None`` when a branch begins on its own first day.
    """

    key: str
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    start: date | None = None
    when_finished: WhenFinished = WhenFinished.REPEAT
    timetable: Timetable = field(default_factory=Timetable)
    amounts: Amounts = field(default_factory=Amounts)
    days_off: DaysOff = field(default_factory=DaysOff)
    windows: Windows = field(default_factory=Windows)
    points: Points = field(default_factory=Points)
    questions: Questions = field(default_factory=Questions)


class MediaKind(StrEnum):
    """How an attachment is shown."""

    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


class Media(Struct, frozen=True):
    """An attachment; ``path`` is relative to the programme's folder, with ``/`` between names."""

    kind: MediaKind
    path: str
    size: int
    """In bytes."""


class ItemText(Struct, frozen=True):
    """A study item's words in one language.

    ``title``, ``source`` and ``prompt`` are plain text; ``html`` is the body in Telegram's HTML,
    short enough to be one message together with title, source and buttons.
    """

    title: str
    html: str
    source: str = ""
    prompt: str = ""


class Item(Struct, frozen=True):
    """One study item in all its languages.

    ``document`` is the key of what the organiser wrote; a long document becomes several items
    with the keys ``document#1``, ``document#2`` and so on. A question's tag may name either.
    """

    key: str
    document: str
    texts: Mapping[str, ItemText]
    tags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()


class Programme(Struct, frozen=True):
    """A programme's folder, read. Items stand in the order in which they are studied.

    ``content_hash`` is the same for the same files, wherever the folder stands.
    """

    settings: ProgrammeSettings
    items: tuple[Item, ...]
    questions: tuple[Question, ...]
    content_hash: str
    duties: DutyBook = field(default_factory=DutyBook)


class ProgrammeReading(Struct, frozen=True):
    """What came of reading a folder; ``programme`` is ``None`` if any finding blocks."""

    programme: Programme | None
    findings: tuple[Finding, ...]


class UnitRow(Struct, frozen=True):
    """A row of the organisation's file. What is ``None`` is inherited from the unit above.

    ``row`` is counted as in the sheet, whose first row is 1. ``since`` and ``until``: its first and
    last local day, where the file gives them.
    """

    row: int
    code: str
    parent: str | None
    level: str
    name: str
    time_zone: str | None = None
    language: str | None = None
    audience: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


class RosterRow(Struct, frozen=True):
    """A row of the roster: one person at one unit.

    ``roles`` are those on top of being a member. ``is_member`` is false only for who holds an
    office at a unit that is not a branch. ``external_id`` is the organisation's own; rows with the
    same one are the same person. ``left`` is the last day on which they belonged to the unit.
    ``group``: the group within the branch, None when the roster does not say.
    """

    row: int
    unit: str
    name: str
    roles: tuple[Role, ...] = ()
    is_member: bool = True
    audience: tuple[str, ...] = ()
    telegram_id: TelegramId | None = None
    joined: date | None = None
    external_id: str | None = None
    left: date | None = None
    group: str | None = None
