"""A group bound by somebody who is not on the branch's list: those above are told, and may undo
it by one tap."""

from handlers.gate import Command, oversees, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.office_mail import settle, tell_all
from handlers.speaker import telegram_name
from handlers.turn import Turn
from programme.binding import Bound
from programme.office_holders import whom_above
from programme.unbinding import Unbound, unbind
from reports import unbinding as reports
from reports.said import Said
from reports.wording import Words
from storage.people import person
from storage.units import unit as unit_of
from storage.values.messages import Refused
from storage.values.people import ChatId, PersonId, Unit, UnitId


async def tell_above(turn: Turn, bound: Bound) -> None:
    """Tell those above of a group that somebody has bound who is not on the branch's list."""
    if not bound.unlisted or turn.known.is_owner:
        return
    unit, chat = bound.unit, turn.update.effective_chat
    assert chat is not None
    holders = await whom_above(turn.tx, turn.bot_id, unit, turn.now, turn.owner, [turn.telegram_id])
    binder = bound.secretary.id if bound.secretary else 0
    name = None if turn.known.is_hidden else telegram_name(turn)
    tell_all(
        turn,
        f"{_key(unit, turn.chat_id)}:{turn.now.timestamp():.0f}",
        holders,
        unit,
        lambda words: reports.bound_by_a_stranger(
            words,
            unit,
            chat.title or "",
            name,
            f"unbind:{unit.id}:{-turn.chat_id}:{binder}",
            looks_after=bound.secretary is not None,
        ),
    )


async def unbind_button(turn: Turn) -> None:
    """A tap on ``unbind:<unit>:<group>:<person>``: the group's number without its sign, and who
    became secretary by binding it, 0 for nobody."""
    require(turn, Command.DECIDE)
    _, *numbers = button_parts(turn)
    if len(numbers) != 3 or not all(map(is_number, numbers)):
        raise Refused(TOO_OLD)
    unit_id, chat, binder = map(int, numbers)
    unit = await unit_of(turn.tx, UnitId(unit_id), turn.defaults)
    if unit is None or not oversees(turn.known, unit):
        raise Refused(TOO_OLD)
    chat_id, whom = ChatId(-chat), PersonId(binder) if binder else None
    done = await unbind(turn.tx, turn.bot_id, unit, chat_id, whom, turn.now)
    if done is None:
        turn.edit(reports.bound_otherwise(turn.words, unit))
        return
    await _let_the_batch_know(turn, whom)
    me = turn.known.person
    by = me.name if me else telegram_name(turn)
    turn.edit(_said(turn.words, unit, done))
    await settle(turn, _key(unit, chat_id), lambda words: _said(words, unit, done, by))


def _said(words: Words, unit: Unit, done: Unbound, by: str | None = None) -> Said:
    again = done.again.title if done.again else None
    return reports.unbound(words, unit, done.group.title, again, by)


async def _let_the_batch_know(turn: Turn, whom: PersonId | None) -> None:
    found = await person(turn.tx, whom) if whom is not None else None
    if found is not None and found.telegram_id is not None:
        turn.others_anew.add(found.telegram_id)


def _key(unit: Unit, chat_id: ChatId) -> str:
    return f"bound:{unit.id}:{chat_id}"
