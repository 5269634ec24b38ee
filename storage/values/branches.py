"""What a branch has chosen for itself."""

from datetime import time
from enum import Enum, StrEnum
from typing import Final

from msgspec import Struct


class QuizMode(StrEnum):
    """How the noon question is asked: as Telegram's poll, in which everybody sees who chose what,
    or with buttons, whose verdict is only for the one who taps."""

    POLL = "poll"
    BUTTONS = "buttons"


class StandingsMode(StrEnum):
    """What standings show of members: names of the upper half, bands, oneself only, nothing."""

    RANKED = "ranked"
    BANDS = "bands"
    SELF = "self"
    OFF = "off"


class AsProgramme(Enum):
    """No choice of the branch's own: whatever the programme says."""

    AS_PROGRAMME = "as-programme"


AS_PROGRAMME: Final = AsProgramme.AS_PROGRAMME

OwnTime = time | None | AsProgramme
"""A local time of the branch's own; None: not posted; or as the programme says."""


class BranchSettings(Struct, frozen=True):
    """A branch's choices; as made without arguments, they are those of a branch that made none.

    ``sound``: whether the morning's post may ring. ``takes_in``: whoever first taps, votes or
    writes in the group becomes a member. ``in_private``: posts go to each member's private chat,
    as the branch has no group. A unit above branches has two of these: ``standings_mode`` says how
    the branches are compared, ``by_size`` that they are only with those of their own size.
    """

    quiz_mode: QuizMode = QuizMode.POLL
    sound: bool = True
    standings_mode: StandingsMode = StandingsMode.RANKED
    takes_in: bool = False
    in_private: bool = False
    morning: OwnTime = AS_PROGRAMME
    noon: OwnTime = AS_PROGRAMME
    evening: OwnTime = AS_PROGRAMME
    by_size: bool = False
