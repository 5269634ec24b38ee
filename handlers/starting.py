"""/start, /help, /bind and /language."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.duties.matters import matters
from handlers.exams import exams
from handlers.gate import Command, chat_of, is_stranger, require
from handlers.groups import withdraw_hints
from handlers.invites import come_by_link, invite_by_link
from handlers.joining import join_this, remind_of_wishes
from handlers.me import me
from handlers.meetings.own import own_front
from handlers.member import TOO_OLD
from handlers.menus import renew_menu
from handlers.notebook import notebook
from handlers.notes import ask_for_note
from handlers.private_chats import note_private_chat
from handlers.settling import ask_to_settle
from handlers.speaker import own_person
from handlers.status import status
from handlers.today import today
from handlers.turn import Turn, keys_for
from handlers.unbinding import tell_above
from handlers.welcoming import coming
from programme.absences import paused_until
from programme.binding import Bound, Group, Sender, bind, is_code
from programme.calendar import local_day
from programme.planning import coming_post
from programme.settling import By, settle_language
from programme.timetables import followed_by_branch
from reports import binding as said
from reports import help as reports
from reports.absence import paused_line
from reports.help import Parts
from reports.wording import LANGUAGES, words
from storage.known import known_by_telegram
from storage.people import set_person_language
from storage.units import units
from storage.values.messages import Refused
from storage.values.people import Role

# What the buttons in a group lead to: the private chat's /start carries the word.
_BEHIND_LINKS: Mapping[str, Callable[[Turn], Awaitable[None]]] = {
    "invite": invite_by_link,
    "matters": matters,
    "me": me,
    "meetings": own_front,
    "note": ask_for_note,
    "notebook": notebook,
    "status": status,
    "test": exams,
    "today": today,
}

# What such a button carries that leads to a branch, before its number.
_TO_BRANCH = "join_"


async def start(turn: Turn) -> None:
    """/start; in a group with a code behind it, it is what the deep link sends."""
    require(turn, Command.START)
    if turn.in_private:
        await _welcome(turn)
    elif _argument(turn):
        await bind_group(turn)
    else:
        await _help_in_group(turn)


async def help_(turn: Turn) -> None:
    """/help."""
    require(turn, Command.HELP)
    if turn.in_private and is_stranger(turn.known):
        turn.reply(reports.stranger(turn.words, turn.telegram_id))
    elif turn.in_private:
        await renew_menu(turn)
        turn.reply(reports.help_text(turn.words, await _parts(turn)))
    else:
        await _help_in_group(turn)


async def unknown_command(turn: Turn) -> None:
    """A command in private that there is none of, mostly a slip: what there is."""
    await help_(turn)


async def bind_group(turn: Turn) -> None:
    """/bind CODE in the group that is to be bound."""
    require(turn, Command.BIND)
    typed = _argument(turn)
    if not typed:
        turn.reply(said.code_missing(turn.words))
        return
    bound = await bind(turn.tx, typed, _group(turn), _sender(turn), turn.now, turn.defaults)
    await withdraw_hints(turn, turn.chat_id)
    turn.known_anew = True
    await _answer_bound(turn, bound)


async def language(turn: Turn) -> None:
    """/language."""
    require(turn, Command.LANGUAGE)
    turn.reply(reports.choose_language(turn.words))


async def language_button(turn: Turn) -> None:
    """A language chosen by a button: the person's in private, the branch's in its group."""
    require(turn, Command.LANGUAGE)
    query = turn.update.callback_query
    assert query is not None
    chosen = (query.data or "").removeprefix("language:")
    if chosen not in LANGUAGES:
        raise Refused(TOO_OLD)
    unit = chat_of(turn).unit
    if unit is not None:
        by = By(await own_person(turn), turn.now)
        await settle_language(turn.tx, unit, chosen, by)
    else:
        await set_person_language(turn.tx, await own_person(turn), chosen)
        turn.known_anew = True
        await renew_menu(turn, chosen)
    turn.edit(reports.language_set(words(chosen)))


async def _welcome(turn: Turn) -> None:
    await note_private_chat(turn)
    await renew_menu(turn)
    await remind_of_wishes(turn, turn.known.units_as(Role.SECRETARY, Role.STAND_IN))
    if await _came_by_link(turn, _argument(turn)):
        return
    if is_stranger(turn.known):
        turn.reply(reports.stranger(turn.words, turn.telegram_id))
        return
    asked = _BEHIND_LINKS.get(_argument(turn))
    if asked is not None:
        await asked(turn)
        return
    user = turn.update.effective_user
    known_as = turn.known.person.name if turn.known.person else ""
    name = known_as or (user.full_name if user else "")
    next_post = await coming(turn, turn.home) if turn.home else None
    turn.reply(reports.welcome(turn.words, name, await _parts(turn), next_post))


async def _help_in_group(turn: Turn) -> None:
    paused, unit = "", turn.group
    if unit is not None:
        today = local_day(turn.now, unit.time_zone)
        until = await paused_until(turn.tx, unit.id, today)
        if until is not None:
            goes_on = await coming_post(turn.tx, turn.bot_id, unit, turn.now)
            paused = paused_line(turn.words, until, goes_on, today)
    turn.reply(reports.help_in_group(turn.words, paused))


async def _came_by_link(turn: Turn, carried: str) -> bool:
    """Whether the link behind /start was a branch's, or a personal one, and all is said."""
    if carried.startswith(_TO_BRANCH):
        await join_this(turn, carried.removeprefix(_TO_BRANCH))
        return True
    told = await come_by_link(turn, carried) if is_code(carried) else None
    if told is not None:
        speaker = turn.telegram_id
        known = await known_by_telegram(turn.tx, [speaker], turn.now, turn.defaults, turn.owner)
        turn.keys_anew = keys_for(known[speaker])
        turn.reply(told)
    return told is not None


async def _parts(turn: Turn) -> Parts:
    known = turn.known
    after = known.units_as(Role.SECRETARY, Role.STAND_IN)
    over = known.units_as(Role.ORGANISER)
    found = await units(turn.tx, list(dict.fromkeys((*after, *over))), turn.defaults)
    return Parts(
        home=turn.home.name if turn.home else None,
        looks_after=tuple(dict.fromkeys(found[each].name for each in after)),
        oversees=tuple(dict.fromkeys(found[each].name for each in over)),
        is_owner=known.is_owner,
        is_cadre=bool(known.units_as(Role.CADRE)),
    )


async def _answer_bound(turn: Turn, bound: Bound) -> None:
    unit = bound.unit
    settings = await followed_by_branch(turn.tx, unit)
    first = await coming_post(turn.tx, turn.bot_id, unit, turn.now)
    today = local_day(turn.now, unit.time_zone)
    turn.reply(
        said.bound_in_group(words(unit.language), bound, settings, first, today, turn.bot_username)
    )
    if bound.secretary is not None:
        own = bound.secretary.language or unit.language
        turn.tell(said.bound_in_private(words(own), bound))
    await ask_to_settle(turn, bound)
    await tell_above(turn, bound)


def _group(turn: Turn) -> Group:
    chat = turn.update.effective_chat
    assert chat is not None
    return Group(turn.bot_id, turn.chat_id, str(chat.type), chat.title or "")


def _sender(turn: Turn) -> Sender | None:
    """Who wrote; None for an admin who stays anonymous."""
    user = turn.update.effective_user
    if user is None or turn.known.is_hidden:
        return None
    return Sender(turn.telegram_id, user.full_name)


def _argument(turn: Turn) -> str:
    """What stands behind the command."""
    written = turn.update.effective_message
    parts = ((written.text or "") if written else "").split(maxsplit=1)
    return parts[1] if len(parts) > 1 else ""
