"""/leave: for oneself, or by the secretary for a member of the branch; in private."""

from datetime import date

from msgspec import Struct

from handlers.asking_days import ask_for_days, days_typed
from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts, is_number, member
from handlers.own_units import looked_after
from handlers.turn import Turn
from programme.calendar import local_day
from programme.pausing import end_leave, take_leave
from programme.typed_days import Days, days_chosen
from reports import absence as reports
from reports.said import Said
from reports.wording import words
from storage import chats, dialogues, pauses
from storage.people import members
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused
from storage.values.pauses import Pause, PauseId
from storage.values.people import ChatId, Person, Unit

LEAVE = "leave"


class _Away(Struct, frozen=True):
    """Whose leave it is, the branch whose days they are, and who puts it down."""

    person: Person
    unit: Unit
    today: date
    by: Person

    @property
    def name(self) -> str | None:
        """What to call them; None for oneself."""
        return None if self.person.id == self.by.id else self.person.name


async def leave(turn: Turn) -> None:
    """Answer /leave: one's own leave, and buttons for more."""
    turn.reply(await _page(turn, _oneself(turn)))


async def leave_button(turn: Turn) -> None:
    """A tap on ``leave:<person>``, ``leave:<person>:<choice>`` or ``leave:<person>:end:<leave>``;
    a secretary may name a member of the branch."""
    _, whose, *asked = button_parts(turn)
    away = await _whose(turn, whose)
    match asked:
        case []:
            turn.edit(await _page(turn, away))
        case ["other"]:
            await ask_for_days(turn, Dialogue(LEAVE, {"person": away.person.id}))
        case ["end", number]:
            await _end(turn, away, number)
        case [choice]:
            turn.edit(await _take(turn, away, days_chosen(choice, away.today)))
        case _:
            raise Refused(TOO_OLD)


async def days_written(turn: Turn, asked: Dialogue) -> None:
    """Take the days that were asked for by «other days»."""
    away = await _whose(turn, str(asked.payload.get("person", "")))
    days = days_typed(turn, away.today)
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(await _take(turn, away, days))


def _oneself(turn: Turn) -> _Away:
    who = member(turn, Command.LEAVE)
    return _Away(who.doer.person, who.unit, who.today, who.doer.person)


async def _whose(turn: Turn, number: str) -> _Away:
    """Whom a button or a question names: oneself, or a member of a branch that one looks after."""
    by = turn.known.person
    if by is None or not is_number(number):
        raise Refused(TOO_OLD)
    if int(number) == by.id:
        return _oneself(turn)
    require(turn, Command.LEAVE_FOR)
    for unit in await looked_after(turn):
        today = local_day(turn.now, unit.time_zone)
        for each in await members(turn.tx, unit.id, today):
            if each.person.id == int(number):
                return _Away(each.person, unit, today, by)
    raise Refused(TOO_OLD)


async def _page(turn: Turn, away: _Away) -> Said:
    known = await _leaves(turn, away)
    return reports.leave_page(turn.own_words, away.person.id, away.name, known, away.today)


async def _take(turn: Turn, away: _Away, days: Days | None) -> Said:
    if days is None:
        raise Refused(TOO_OLD)
    known = await _leaves(turn, away, since=days.first)
    if not any(each.first <= days.first and days.last <= each.last for each in known):
        person = away.person.id
        taken = await take_leave(
            turn.page, away.unit, person, days.first, days.last, away.by.id, turn.now
        )
        await _tell(turn, away, taken)
    notice = reports.leave_noted(turn.own_words, away.name, days.first, days.last)
    known = await _leaves(turn, away)
    return _done(turn, away, notice, known)


def _done(turn: Turn, away: _Away, notice: str, known: list[Pause]) -> Said:
    person = away.person.id
    return reports.leave_done(turn.own_words, notice, person, away.name, known, away.today)


async def _end(turn: Turn, away: _Away, number: str) -> None:
    known = {each.id: each for each in await _leaves(turn, away)}
    ended = known.get(PauseId(int(number))) if is_number(number) else None
    if ended is None:
        raise Refused(TOO_OLD)
    await end_leave(turn.page, away.unit, ended, away.person.id, away.by.id, turn.now)
    notice = reports.leave_ended(turn.own_words, away.name)
    left = await _leaves(turn, away)
    turn.edit(_done(turn, away, notice, left))


async def _leaves(turn: Turn, away: _Away, since: date | None = None) -> list[Pause]:
    """The leaves that are not over yet, or were not on an earlier day."""
    found = await pauses.of_people(turn.tx, [away.person.id], min(since or away.today, away.today))
    return found.get(away.person.id, [])


async def _tell(turn: Turn, away: _Away, taken: Pause) -> None:
    """Tell a member whom the secretary put on leave: nothing is done behind anybody's back."""
    telegram_id = away.person.telegram_id
    if away.name is None or telegram_id is None:
        return
    language = away.person.language or away.unit.language
    said = reports.leave_told(words(language), away.by.name, taken.first, taken.last)
    if await chats.active(turn.tx, turn.bot_id, [ChatId(telegram_id)]):
        turn.page.deliver(
            NewDelivery(
                bot_id=turn.bot_id,
                key=f"leave:{taken.id}",
                rank=Rank.REPLY,
                kind=DeliveryKind.TEXT,
                chat_id=ChatId(telegram_id),
                language=language,
                not_before=turn.now,
                payload=said.payload(),
            )
        )
