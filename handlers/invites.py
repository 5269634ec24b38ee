"""/invite: a link for a member; and coming in by a personal link, whoever made it."""

from handlers.gate import Command, InPrivate, ask, require
from handlers.joining import remind_of_wishes, take_back_own
from handlers.member import TOO_OLD, button_parts
from handlers.own_units import looked_after, named_in
from handlers.private_chats import can_write_to
from handlers.speaker import own_person, telegram_name
from handlers.turn import Turn
from handlers.welcoming import know_anew, welcome_home
from handlers.written import after_command
from programme.binding import Sender, deep_link, make_code
from programme.calendar import local_day
from programme.invites import (
    Invited,
    WhichHome,
    accept,
    make_personal_code,
    meant_by,
    personal_link,
)
from reports import invites as reports
from reports import joining
from reports.said import Said
from storage import chats, office_acts
from storage.codes import Opens
from storage.units import children
from storage.units import unit as unit_of
from storage.values.messages import Refused
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import Unit, UnitId


async def invite(turn: Turn) -> None:
    """Answer /invite or /invite NAME: a link for one member of the secretary's branch."""
    if isinstance(ask(turn, Command.INVITE), InPrivate) and not await can_write_to(turn):
        turn.reply(reports.in_private(turn.words, turn.bot_username))
        return
    message = turn.update.effective_message
    await _offer(turn, after_command(message).strip() if message is not None else "")


async def invite_by_link(turn: Turn) -> None:
    """The same for who was sent here from the group."""
    require(turn, Command.INVITE)
    await _offer(turn, "")


async def _offer(turn: Turn, name: str) -> None:
    own = await looked_after(turn)
    if len(own) == 1:
        turn.tell(await _link(turn, own[0], name))
    else:
        turn.tell(reports.which_branch(turn.own_words, own))


async def invite_button(turn: Turn) -> None:
    """A tap on ``invite:to:<unit>``, or on ``invite:use:<code>:home`` or ``…:second``."""
    _, *asked = button_parts(turn)
    match asked:
        case ["to", unit]:
            require(turn, Command.INVITE)
            turn.reply(await _link(turn, named_in(await looked_after(turn), unit), ""))
        case ["use", code, "home" | "second" as kind] if turn.in_private:
            require(turn, Command.START)
            said = await come_by_link(turn, code, home=kind == "home")
            turn.edit(said or joining.all_set(turn.words))
        case _:
            raise Refused(TOO_OLD)


async def come_by_link(turn: Turn, code: str, *, home: bool | None = None) -> Said | None:
    """Let the speaker in by a link; what to tell them, None when it had done its work before."""
    sender = Sender(turn.telegram_id, telegram_name(turn))
    done = await accept(turn.tx, code, sender, turn.now, turn.defaults, home=home)
    if isinstance(done, WhichHome):
        at = await unit_of(turn.tx, done.home, turn.defaults)
        assert at is not None
        return joining.which_home(turn.own_words, done.unit, at, f"invite:use:{done.code}")
    turn.known_anew = True
    if not done.new:
        return None
    await know_anew(turn, done.person, rebuild=done.merged or done.left is not None)
    await take_back_own(turn)
    return await _welcome(turn, done, guest=home is False)


async def _link(turn: Turn, branch: Unit, name: str) -> Said:
    today = local_day(turn.now, branch.time_zone)
    meant = await meant_by(turn.tx, branch, name, today) if name else None
    if meant is not None and meant.telegram_id is not None:
        return reports.is_in_already(turn.own_words, branch, meant.name)
    code = await make_personal_code(turn.tx, branch, Opens.MEMBER, turn.now, meant, name)
    by, whom = await own_person(turn), meant.id if meant else None
    act = OfficeAct(branch.id, ActKind.INVITED, by, turn.now, whom, None, name)
    await office_acts.add(turn.tx, act)
    link = personal_link(turn.bot_username, code.code)
    until = local_day(code.expires_at, branch.time_zone)
    return reports.member_link(turn.own_words, branch, link, until, code.name)


async def _welcome(turn: Turn, done: Invited, *, guest: bool) -> Said:
    spoken, unit = turn.own_words, done.unit
    if done.opens is Opens.ORGANISER:
        return reports.you_oversee(spoken, unit)
    if done.opens is Opens.SECRETARY:
        await remind_of_wishes(turn, [unit.id])
        return reports.you_look_after(spoken, unit, await _adding(turn, unit.id))
    if guest and turn.home is not None:
        return joining.second_branch(spoken, unit, turn.home)
    return await welcome_home(turn, spoken, done.person, unit, done.left)


async def _adding(turn: Turn, unit_id: UnitId) -> str | None:
    """The link that adds the bot to the group of a branch that has none."""
    bound = await chats.chat_of(turn.tx, turn.bot_id, unit_id)
    if bound is not None or await children(turn.tx, unit_id):
        return None
    code = await make_code(turn.tx, unit_id, turn.now)
    return deep_link(turn.bot_username, code.code)
