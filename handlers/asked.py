"""What can be asked of the bot, where, and the gate's verdicts on it."""

from enum import StrEnum, auto

from msgspec import Struct

from storage.values.messages import Message, message
from storage.values.people import Unit


class Command(StrEnum):
    """What can be asked of the bot: its commands, and the deeds behind its buttons."""

    START = auto()
    HELP = auto()
    TODAY = auto()
    NOTE = auto()
    NOTEBOOK = auto()
    DRILL = auto()
    ME = auto()
    STANDINGS = auto()
    STATUS = auto()
    BIND = auto()
    LANGUAGE = auto()
    CANCEL = auto()
    SETTINGS = auto()
    HERE = auto()
    JOIN = auto()
    INVITE = auto()
    MY_DAY = auto()
    """One's own three of the day, by a button."""
    READ = auto()
    UNDO = auto()
    ANSWER = auto()
    LEAVE = auto()
    LEAVE_FOR = auto()
    """Leave for a member of the branch, by its secretary."""
    PAUSE = auto()
    PROGRAMME = auto()
    STAND_IN = "standin"
    HAND_OVER = "handover"
    NUDGE = auto()
    WRITE = auto()
    """A note or a confirmation in the group, for all to see."""
    SHARE = auto()
    """One's own private note, shown to the group or taken back."""
    MYDATA = auto()
    FORGETME = auto()
    MEMBERS = auto()
    """The list of a branch's members, and putting things down for one of them."""
    QUESTIONS = auto()
    """How questions were answered, and correcting their keys."""
    BANK = auto()
    """Bringing a question bank, as a file in private."""
    TEST = auto()
    """What tests there are for somebody, to be taken or to be set."""
    TAKE_TEST = auto()
    """Sitting a test oneself, by its buttons."""
    SET_TEST = auto()
    """Setting a test, and seeing what came of it."""
    MATTERS = auto()
    """What there is to see to: for one's unit, and oneself."""
    DEADLINES = auto()
    WHY = auto()
    RULE = auto()
    """Confirming what was done below, sending it back, excusing it."""
    RECORD = auto()
    """Putting down what was done, for a unit or as one's own, and looking at it."""
    DEED = auto()
    """A good deed of one's own."""
    MEETING = auto()
    """The meetings there are for somebody: to plan, to be at."""
    ATTEND = auto()
    """Saying on a meeting's card that one is there."""
    OWN_MEETING = auto()
    """What was noted about oneself at meetings, and saying that it is wrong."""
    HOLD_MEETING = auto()
    """Planning meetings, and noting who was there, by buttons."""
    DECIDE = auto()
    """Who is let into a branch, and who has left it, by a button."""
    CALENDAR = auto()
    """The calendar of one's branch or unit, as a file or by a link."""
    PROBLEM = auto()
    """The ledger of problems, by buttons: a unit's, or what one sees to oneself."""
    CARD = auto()
    """The year as pictures, and what is shown of oneself to others."""
    REVIEW = auto()
    """The year on paper: one's own, a branch's, a unit's."""
    DIGEST = auto()
    """The week of all that one oversees."""
    OVERVIEW = auto()
    """Walking the tree of units that one oversees."""
    REMIND = auto()
    """Putting off a reminder of one's own, by a button."""


class Where(StrEnum):
    """The kinds of chat."""

    PRIVATE = auto()
    BOUND = auto()
    UNBOUND = auto()


class Chat(Struct, frozen=True):
    """The chat in which something is asked; a bound group has its unit."""

    where: Where
    unit: Unit | None = None


class Allowed(Struct, frozen=True):
    """Open to this person, here."""


class InPrivate(Struct, frozen=True):
    """Open to this person, but told in private only; ``said`` says so where it can't be."""

    said: Message


class Elsewhere(Struct, frozen=True):
    """Not open to this person, or not here; ``said`` is where or whom to turn to."""

    said: Message


Verdict = Allowed | InPrivate | Elsewhere


def in_private(command: Command) -> InPrivate:
    """What is said to somebody who may do this, but not before others."""
    return InPrivate(
        message(
            "That stays between you and me: please write /{command} to me in private.",
            command=command.value,
        )
    )
