"""/digest: the week of all that somebody oversees, and its buttons; in private."""

from datetime import timedelta

from handlers.gate import Command, InPrivate, ask, require
from handlers.member import button_parts, is_number, too_old
from handlers.private_chats import can_write_to
from handlers.turn import Turn
from programme.digest.calling import REMIND_JOB
from programme.digest.figures import Digest, Need, Needed
from programme.digest.keeping import is_within, kept, overseen_by
from programme.digest.telling import ask_for_digest
from programme.duties.rights import decides
from programme.duties.standing import Standing
from programme.duties.viewing import UnitView, of_unit, views
from reports import status as status_reports
from reports.digest import front as reports
from reports.digest import showing
from reports.digest.showing import Owed
from reports.said import Said
from storage import jobs
from storage.digest_needs import note_text
from storage.units import unit as unit_of
from storage.units import units
from storage.values.duties import State
from storage.values.messages import Refused, message
from storage.values.people import ChatId

_TOO_OLD = too_old("/digest")
_NOTHING = message("There is no unit that you oversee, so there is no digest.")
_WEEK = timedelta(days=7)
_SHOWN = frozenset(Need) - {Need.ALARM}
"""Questions in alarm have pages of their own."""


async def digest(turn: Turn) -> None:
    """Answer /digest; asked for in a group, it comes to the asker in private."""
    if isinstance(ask(turn, Command.DIGEST), InPrivate):
        if not await can_write_to(turn):
            turn.reply(status_reports.open_private_chat(turn.words, turn.bot_username))
            return
        turn.reply(status_reports.sent_in_private(turn.words))
    if await overseen_by(turn.tx, turn.known, turn.now, turn.defaults) is None:
        raise Refused(_NOTHING)
    chat, at = ChatId(turn.telegram_id), f"{turn.now.timestamp():.0f}"
    await ask_for_digest(turn.tx, turn.bot_id, chat, turn.own_language, at, turn.now)
    turn.tell(reports.being_made(turn.own_words))


async def digest_button(turn: Turn) -> None:
    """A tap on ``digest:more``, ``digest:less``, ``digest:remind`` or
    ``digest:show:<need>:<page>``."""
    require(turn, Command.DIGEST)
    found = await _kept(turn)
    match button_parts(turn)[1:]:
        case ["more"]:
            turn.edit(reports.behind_more(turn.own_words, found, await _note(turn, found)))
        case ["less"]:
            turn.edit(reports.front(turn.own_words, found))
        case ["remind"]:
            await _remind(turn)
        case ["show", need, page] if need in _SHOWN and is_number(page):
            turn.edit(await _show(turn, found.of(Need(need)), int(page)))
        case _:
            raise Refused(_TOO_OLD)


async def _kept(turn: Turn) -> Digest:
    """The speaker's last digest. Raises :class:`Refused` where it is gone, or not theirs any
    more."""
    found = await kept(turn.tx, turn.bot_id, ChatId(turn.telegram_id))
    scope = await overseen_by(turn.tx, turn.known, turn.now, turn.defaults)
    if found is None or not is_within(scope, found):
        raise Refused(_TOO_OLD)
    return found


async def _note(turn: Turn, found: Digest) -> tuple[str, str] | None:
    """The note worth reading, if it still may be read, and its branch."""
    told = await note_text(turn.tx, found.note) if found.note is not None else None
    if told is None:
        return None
    branch = await unit_of(turn.tx, told[0], turn.defaults)
    return (branch.name, told[1]) if branch is not None else None


async def _remind(turn: Turn) -> None:
    key = f"silent:{turn.now.timestamp():.0f}"
    payload = {"chat": turn.telegram_id, "language": turn.own_language, "key": key}
    name = f"{REMIND_JOB}:{turn.telegram_id}:{key}"
    await jobs.put(turn.tx, turn.bot_id, REMIND_JOB, name, turn.now, payload)


async def _show(turn: Turn, needed: Needed | None, page: int) -> Said:
    if needed is None:
        return showing.settled(turn.own_words)
    if needed.need not in (Need.NEWLY, Need.COMING):
        return showing.units_shown(turn.own_words, needed, page)
    named, more = showing.page_of(needed.named, page)
    at = await units(turn.tx, [each.unit_id for each in named], turn.defaults)
    loaded = await views(turn.tx, list(at.values()), turn.now)
    owed = [
        Owed(view.unit, each, view.today, decides(turn.known, view.unit, each.obligation))
        for view in loaded.values()
        for each in of_unit(view.standings)
        if _is_meant(needed.need, view, each)
    ]
    owed.sort(key=lambda each: (each.standing.due, each.unit.name))
    return showing.duties_shown(turn.own_words, needed, owed, page, more=more)


def _is_meant(need: Need, view: UnitView, standing: Standing) -> bool:
    """Whether an obligation is newly overdue, or due soon and not begun, as it stands now."""
    if need is Need.NEWLY:
        return standing.state is State.OVERDUE and standing.due >= view.today - _WEEK
    is_soon = view.today <= standing.due < view.today + _WEEK
    return standing.state is State.NOT_BEGUN and is_soon
