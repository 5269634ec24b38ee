"""The one gate: who may do what, and where.

A command that is not open to somebody here is answered with where it is, or whom to ask; never
with data. The rules are a plain function over plain values, tested as a table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import partial

from handlers.turn import Turn
from storage.units import ancestors
from storage.values.messages import Message, Refused, message
from storage.values.people import Known, Role, Unit, UnitId


class Command(StrEnum):
    """What can be asked of the bot: its commands, and the deeds behind its buttons."""

    START = auto()
    HELP = auto()
    TODAY = auto()
    NOTE = auto()
    NOTEBOOK = auto()
    ME = auto()
    STANDINGS = auto()
    STATUS = auto()
    BIND = auto()
    LANGUAGE = auto()
    CANCEL = auto()
    MY_DAY = auto()
    """One's own three of the day, by a button."""
    READ = auto()
    UNDO = auto()
    ANSWER = auto()
    WRITE = auto()
    """A note or a confirmation in the group, for all to see."""


class Where(StrEnum):
    """The kinds of chat."""

    PRIVATE = auto()
    BOUND = auto()
    UNBOUND = auto()


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat in which something is asked; a bound group has its unit."""

    where: Where
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """Open to this person, here."""


@dataclass(frozen=True, slots=True)
class InPrivate:
    """Open to this person, but told in private only; ``said`` says so where it can't be."""

    said: Message


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Not open to this person, or not here; ``said`` is where or whom to turn to."""

    said: Message


Verdict = Allowed | InPrivate | Elsewhere


def may(known: Known, chat: Chat, command: Command) -> Verdict:
    """Whether this person may do this in this chat."""
    if command not in _FOR_STRANGERS and is_stranger(known):
        return Elsewhere(_STRANGER)
    return _RULES[command](known, chat)


def may_act(home: UnitId | None, branch: UnitId) -> Verdict:
    """Whether somebody at home in ``home`` may check in, answer or write at a post of ``branch``.

    The hot kinds ask this alone: it needs nothing but what their batch has loaded.
    """
    if home is None:
        return Elsewhere(_NOT_LISTED)
    return Allowed() if home == branch else Elsewhere(_OTHER_HOME)


def ask(turn: Turn, command: Command) -> Allowed | InPrivate:
    """The gate's verdict on a turn. Raises :class:`Refused` with where to turn to instead."""
    verdict = may(turn.known, chat_of(turn), command)
    if isinstance(verdict, Elsewhere):
        raise Refused(verdict.said)
    return verdict


def require(turn: Turn, command: Command) -> None:
    """Pass the gate for what is said in this very chat, or raise :class:`Refused`."""
    verdict = ask(turn, command)
    if isinstance(verdict, InPrivate):
        raise Refused(verdict.said)


def chat_of(turn: Turn) -> Chat:
    """The chat of a turn, as the gate sees it."""
    if turn.in_private:
        return Chat(Where.PRIVATE)
    return Chat(Where.BOUND, turn.group) if turn.group else Chat(Where.UNBOUND)


def is_stranger(known: Known) -> bool:
    """Whether this is nobody: at home in no branch and without any office."""
    return known.home is None and not known.appointments and not known.is_owner


def looks_after(known: Known, unit: Unit) -> bool:
    """Whether this person sees a unit's members by name: its secretary or stand-in."""
    return unit.id in known.units_as(Role.SECRETARY, Role.STAND_IN)


def oversees(known: Known, unit: Unit) -> bool:
    """Whether this person sees a unit's counts: an organiser at it or above it, or the owner."""
    above = set(ancestors(unit.path))
    return known.is_owner or bool(above & set(known.units_as(Role.ORGANISER)))


_STRANGER = message(
    "We haven't met yet. Please ask the secretary of your branch to put you on the list; /start "
    "shows the number that they need."
)
_UNBOUND = message(
    "This group belongs to no branch yet. Whoever has the branch's code can write /bind and the "
    "code here."
)
_NOT_LISTED = message("You are not on this branch's list yet. Please ask the secretary to add you.")
_OTHER_HOME = message("Your days count in your home branch. Please send /today.")
_MEMBERS_OWN = message("How you yourself are doing: /me. The branch's status is for its secretary.")
_HOMELESS = message(
    "You are at home in no branch, so there is nothing of yours to show. Please ask a secretary "
    "to put you on a branch's list."
)


def _always(_known: Known, _chat: Chat) -> Verdict:
    return Allowed()


def _bind(_known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.PRIVATE:
        return Elsewhere(
            message("Please write this in your branch's group: /bind and the code, once I'm in it.")
        )
    return Allowed()


def _cancel(_known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.PRIVATE:
        return Allowed()
    return Elsewhere(message("There is nothing to cancel in the group."))


def _language(known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.PRIVATE:
        return Allowed()
    if chat.unit is None:
        return Elsewhere(_UNBOUND)
    if looks_after(known, chat.unit) or oversees(known, chat.unit):
        return Allowed()
    return Elsewhere(
        message(
            "The group's language is set by the secretary. Write /language to me in private, and "
            "I'll speak yours with you."
        )
    )


def _status(known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.UNBOUND:
        return Elsewhere(_UNBOUND)
    offices = known.units_as(Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if not offices and not known.is_owner:
        return Elsewhere(_MEMBERS_OWN)
    unit = chat.unit
    if unit is None or looks_after(known, unit) or oversees(known, unit):
        return Allowed()
    return _in_private(Command.STATUS)


def _deed(known: Known, _chat: Chat) -> Verdict:
    return Elsewhere(_HOMELESS) if known.home is None else Allowed()


def _in_private(command: Command) -> InPrivate:
    return InPrivate(
        message(
            "That stays between you and me: please write /{command} to me in private.",
            command=command.value,
        )
    )


def _own(known: Known, chat: Chat, command: Command) -> Verdict:
    """What concerns the person alone is not shown to the group."""
    if known.home is None:
        return Elsewhere(_HOMELESS)
    return Allowed() if chat.where is Where.PRIVATE else _in_private(command)


def _shared(known: Known, chat: Chat, command: Command) -> Verdict:
    """What a branch shows in its own group, to whoever belongs there."""
    if chat.where is Where.PRIVATE:
        return _deed(known, chat)
    if chat.unit is None:
        return Elsewhere(_UNBOUND)
    inside = known.home == chat.unit.id or looks_after(known, chat.unit)
    if inside or oversees(known, chat.unit):
        return Allowed()
    return Elsewhere(
        message(
            "This is another branch's group. Please write /{command} to me in private.",
            command=command.value,
        )
    )


_FOR_STRANGERS = frozenset({Command.START, Command.HELP, Command.BIND, Command.CANCEL})

_RULES: Mapping[Command, Callable[[Known, Chat], Verdict]] = {
    Command.START: _always,
    Command.HELP: _always,
    Command.BIND: _bind,
    Command.CANCEL: _cancel,
    Command.LANGUAGE: _language,
    Command.STATUS: _status,
    Command.STANDINGS: partial(_shared, command=Command.STANDINGS),
    Command.TODAY: partial(_shared, command=Command.TODAY),
    Command.NOTE: partial(_own, command=Command.NOTE),
    Command.NOTEBOOK: partial(_own, command=Command.NOTEBOOK),
    Command.ME: partial(_own, command=Command.ME),
    Command.MY_DAY: partial(_own, command=Command.TODAY),
    Command.READ: _deed,
    Command.UNDO: partial(_own, command=Command.TODAY),
    Command.ANSWER: partial(_own, command=Command.TODAY),
    Command.WRITE: _deed,
}
