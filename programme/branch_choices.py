"""What a secretary may settle for the branch, and what there is to choose from. Plain rules."""

from enum import StrEnum

from msgspec.structs import replace

from programme.timetables import choices, with_time
from storage.values.branches import (
    AsProgramme,
    BranchSettings,
    OwnTime,
    QuizMode,
    StandingsMode,
)
from storage.values.days import SlotKind
from storage.values.programme_files import Timetable

ON, OFF, AS_PROGRAMME_SAYS = "on", "off", "programme"


class Setting(StrEnum):
    """What can be settled. The three studies bear the names of their slots."""

    LANGUAGE = "language"
    ZONE = "zone"
    MORNING = "morning"
    NOON = "noon"
    EVENING = "evening"
    QUIZ = "quiz"
    SOUND = "sound"
    STANDINGS = "standings"
    TAKES_IN = "takes-in"
    PRIVATE = "private"
    TOPIC = "topic"
    BY_SIZE = "by-size"
    """A unit's own, not a branch's: whether its branches are compared by size."""

    @property
    def study(self) -> SlotKind | None:
        """The study whose time this is."""
        times = (Setting.MORNING, Setting.NOON, Setting.EVENING)
        return SlotKind(self.value) if self in times else None


def time_value(at: OwnTime) -> str:
    """A branch's own time as a button carries it."""
    if isinstance(at, AsProgramme):
        return AS_PROGRAMME_SAYS
    # Not with a colon, which parts a button's data.
    return OFF if at is None else at.strftime("%H.%M")


def values_of(branch: BranchSettings) -> dict[Setting, str]:
    """What a branch has chosen, as buttons carry it."""
    return {
        Setting.MORNING: time_value(branch.morning),
        Setting.NOON: time_value(branch.noon),
        Setting.EVENING: time_value(branch.evening),
        Setting.QUIZ: branch.quiz_mode.value,
        Setting.STANDINGS: branch.standings_mode.value,
        Setting.SOUND: _switch(branch.sound),
        Setting.TAKES_IN: _switch(branch.takes_in),
        Setting.PRIVATE: _switch(branch.in_private),
        Setting.BY_SIZE: _switch(branch.by_size),
    }


def with_choice(
    branch: BranchSettings, what: Setting, value: str, timetable: Timetable | None = None
) -> BranchSettings | None:
    """The choices with one more, as a button carries it; None for one that isn't open.

    ``timetable`` is the programme's; without one there are no times to choose.
    """
    if what.study is not None:
        if timetable is None:
            return None
        open_ones = {time_value(at): at for at in choices(what.study, timetable, branch)}
        return with_time(branch, what.study, open_ones[value]) if value in open_ones else None
    changed = {(Setting.QUIZ, mode.value): replace(branch, quiz_mode=mode) for mode in QuizMode} | {
        (Setting.STANDINGS, mode.value): replace(branch, standings_mode=mode)
        for mode in StandingsMode
    }
    for word, on in ((ON, True), (OFF, False)):
        changed[Setting.SOUND, word] = replace(branch, sound=on)
        changed[Setting.TAKES_IN, word] = replace(branch, takes_in=on)
        changed[Setting.PRIVATE, word] = replace(branch, in_private=on)
        changed[Setting.BY_SIZE, word] = replace(branch, by_size=on)
    return changed.get((what, value))


def _switch(on: bool) -> str:
    return ON if on else OFF
