"""A member leaves the group: whether that means the branch, its secretary says by one tap."""

from datetime import date

from msgspec import Struct

from handlers.gate import Command, looks_after, oversees, require
from handlers.groups import bot_left
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.office_mail import settle, tell_all
from handlers.speaker import own_person, telegram_name
from handlers.turn import Turn
from programme.belonging import leave, stay
from programme.calendar import local_day
from programme.office_holders import whom_to_ask
from reports import leaving as reports
from storage import office_acts
from storage.doers import doers
from storage.people import person
from storage.units import unit as unit_of
from storage.values.messages import Refused
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import Person, PersonId, TelegramId, Unit, UnitId


class _Leaver(Struct, frozen=True):
    """Who has left the group of their branch, on the branch's local day."""

    person: Person
    branch: Unit
    today: date

    @property
    def key(self) -> str:
        """Under which it is told: once, however often somebody comes and goes that day."""
        return f"left:{self.branch.id}:{self.person.id}:{self.today}"


async def somebody_left(turn: Turn) -> None:
    """Somebody left a group: the bot itself, a member, or somebody who is none."""
    written = turn.update.effective_message
    gone = written.left_chat_member if written else None
    if gone is None or gone.id == turn.bot_id:
        await bot_left(turn)
    elif turn.group is not None:
        await _ask_about(turn, turn.group, TelegramId(gone.id))


async def left_button(turn: Turn) -> None:
    """A tap on ``left:gone:<unit>:<person>`` or ``left:stays:<unit>:<person>``."""
    require(turn, Command.DECIDE)
    leaver, decision = await _named(turn)
    by, me = await own_person(turn), turn.known.person
    name = me.name if me else telegram_name(turn)
    who, branch, own = leaver.person, leaver.branch, turn.words
    if decision == "gone":
        done = await leave(turn.tx, who.id, branch.id, leaver.today)
        kind, said = ActKind.HAS_LEFT, reports.has_left_branch(own, branch, who.name, who.id)
    else:
        done = await stay(turn.tx, who.id, branch.id, leaver.today)
        kind, said = ActKind.STAYS, reports.stays_in_branch(own, branch, who.name)
    if not done:
        turn.edit(reports.has_left_before(own, branch, who.name))
        return
    if who.telegram_id is not None:
        turn.others_anew.add(who.telegram_id)
    act = OfficeAct(branch.id, kind, by, turn.now, who.id, leaver.today)
    await office_acts.add(turn.tx, act)
    turn.edit(said)
    if decision == "gone":
        await settle(
            turn,
            leaver.key,
            lambda words: reports.has_left_branch(words, branch, who.name, who.id, name),
        )
    else:
        await settle(
            turn,
            leaver.key,
            lambda words: reports.stays_in_branch(words, branch, who.name, name),
        )


async def _ask_about(turn: Turn, branch: Unit, gone: TelegramId) -> None:
    found = (await doers(turn.tx, [gone])).get(gone)
    today = local_day(turn.now, branch.time_zone)
    if found is None or found.home_on(today) != branch.id:
        return
    leaver = _Leaver(found.person, branch, today)
    holders = await whom_to_ask(turn.tx, turn.bot_id, branch, turn.now, turn.owner, [gone])
    tell_all(
        turn,
        leaver.key,
        holders,
        branch,
        lambda words: reports.has_left_group(words, branch, found.person.name, found.person.id),
    )


async def _named(turn: Turn) -> tuple[_Leaver, str]:
    """Whom a button names, if it is this reader's to decide, and what it says."""
    _, decision, *numbers = button_parts(turn)
    if len(numbers) != 2 or not all(map(is_number, numbers)) or decision not in ("gone", "stays"):
        raise Refused(TOO_OLD)
    branch = await unit_of(turn.tx, UnitId(int(numbers[0])), turn.defaults)
    who = await person(turn.tx, PersonId(int(numbers[1])))
    if branch is None or who is None:
        raise Refused(TOO_OLD)
    mine = looks_after(turn.known, branch) or oversees(turn.known, branch)
    if not mine or who.telegram_id == turn.telegram_id:
        raise Refused(TOO_OLD)
    return _Leaver(who, branch, local_day(turn.now, branch.time_zone)), decision
