"""The one gate: who may do what, and where.

A command that is not open to somebody here is answered with where it is, or whom to ask; never
with data. The rules are a plain function over plain values, tested as a table.
"""

from handlers.asked import Allowed, Chat, Command, Elsewhere, InPrivate, Verdict, Where
from handlers.office_rules import (
    calendar_reader,
    looks_after,
    oversees,
    records_for,
    records_own,
)
from handlers.rules import (
    BEFORE,
    FOR_HIDDEN,
    FOR_STRANGERS,
    HIDDEN,
    NOT_LISTED,
    OTHER_HOME,
    RULES,
    STRANGER,
    is_stranger,
)
from handlers.turn import Turn
from storage.doers import Doer
from storage.values.days import Posting
from storage.values.messages import Refused
from storage.values.people import Known, UnitId

__all__ = [
    "Allowed",
    "Chat",
    "Command",
    "Elsewhere",
    "InPrivate",
    "Verdict",
    "Where",
    "ask",
    "calendar_reader",
    "chat_of",
    "is_stranger",
    "looks_after",
    "may",
    "may_act",
    "oversees",
    "records_for",
    "records_own",
    "require",
    "require_act",
]


def may(known: Known, chat: Chat, command: Command) -> Verdict:
    """Whether this person may do this in this chat."""
    if known.is_hidden and command not in FOR_HIDDEN:
        return Elsewhere(HIDDEN)
    if command not in FOR_STRANGERS and is_stranger(known):
        return Elsewhere(STRANGER)
    return RULES[command](known, chat)


def may_act(home: UnitId | None, branch: UnitId, *, came_later: bool = False) -> Verdict:
    """Whether somebody at home in ``home`` may check in, answer or write at a post of ``branch``.

    The hot kinds ask this alone: it needs nothing but what their batch has loaded.
    """
    if home is None:
        return Elsewhere(BEFORE if came_later else NOT_LISTED)
    return Allowed() if home == branch else Elsewhere(OTHER_HOME)


def require_act(doer: Doer | None, posting: Posting) -> Doer:
    """Whoever acts at a post, if it counts there. Raises :class:`Refused` with where it does."""
    home = doer.home_on(posting.day) if doer else None
    came_later = doer is not None and doer.came_after(posting.day)
    verdict = may_act(home, posting.unit_id, came_later=came_later)
    if isinstance(verdict, Elsewhere):
        raise Refused(verdict.said)
    assert doer is not None
    return doer


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
