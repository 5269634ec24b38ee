"""A member's own affairs: who asks, what today is for them, and what their acts are worth."""

from datetime import date

from msgspec import Struct

from handlers.gate import Command, ask, require, require_act
from handlers.turn import Turn
from programme.calendar import local_day
from programme.streaks import alive
from storage import programmes
from storage.doers import Doer
from storage.snapshot import Posted
from storage.values.days import MemberDay, PostingId, SlotKind
from storage.values.messages import Message, Refused, message
from storage.values.people import PersonId, Unit
from storage.values.programme_files import Points

TOO_OLD = message("This button is too old. Please send /today for new ones.")
"""The answer to a button that leads nowhere: a forwarded, forged or outlived one."""


def too_old(command: str) -> Message:
    """The same where new buttons come from another command, which is said with its slash."""
    return message("This button is too old. Please send {command} for new ones.", command=command)


class Member(Struct, frozen=True):
    """The speaker as a member of the home branch; ``today`` is the branch's local day."""

    doer: Doer
    unit: Unit
    today: date

    @property
    def id(self) -> PersonId:
        """The person."""
        return self.doer.person.id


def member(turn: Turn, command: Command) -> Member:
    """The speaker, for something that is done or told in this very chat.

    Raises :class:`Refused` for somebody to whom it is not open, or not here.
    """
    require(turn, command)
    return _member(turn)


def member_to_tell(turn: Turn, command: Command) -> Member:
    """The speaker, for something that is told in private wherever it was asked for.

    Raises :class:`Refused` for somebody to whom it is not open.
    """
    ask(turn, command)
    return _member(turn)


def _member(turn: Turn) -> Member:
    assert turn.doer is not None and turn.home is not None
    return Member(turn.doer, turn.home, local_day(turn.now, turn.home.time_zone))


async def worth_in(turn: Turn, unit: Unit) -> Points:
    """What the daily acts are worth in a branch that no posting of the turn names."""
    if unit.programme_key is None:
        return Points()
    newest = await programmes.newest_version(turn.tx, unit.programme_key)
    return newest.settings.points if newest else Points()


async def day_of(turn: Turn, who: Member) -> MemberDay:
    """What a member has done today, this turn's own act included."""
    await turn.page.book.need(who.doer, who.unit.id, who.today)
    return turn.page.member_day(who.id, who.unit.id, who.today)


async def streak_of(turn: Turn, who: Member) -> int:
    """A member's days in a row as of today; 0 when they are over."""
    book = turn.page.book
    await book.need(who.doer, who.unit.id, who.today)
    return alive(turn.page.streak(who.id), who.today, book.missed.of(who.id))


def named_posting(turn: Turn, who: Member, kind: SlotKind) -> Posted:
    """The posting of a kind whose number the tapped button carries last.

    Raises :class:`Refused` when no such posting was sent, or it is another branch's.
    """
    last = button_parts(turn)[-1]
    posted = turn.page.posting(PostingId(int(last))) if is_number(last) else None
    if posted is None or posted.posting.kind is not kind or posted.posting.state != "sent":
        raise Refused(TOO_OLD)
    require_act(who.doer, posted.posting)
    return posted


def button_parts(turn: Turn) -> list[str]:
    """What the tapped button carries, cut at its colons; never empty."""
    query = turn.update.callback_query
    return (query.data or "" if query else "").split(":")


def day_named(text: str) -> date:
    """The day in a button's data. Raises :class:`Refused` for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(TOO_OLD) from None


def is_number(text: str) -> bool:
    """Whether a part of a button's data is a plain number that fits a database's integers."""
    return text.isascii() and text.isdecimal() and len(text) <= 18
