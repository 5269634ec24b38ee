"""/overview: walking the tree of units by buttons, down to a branch's page; in private."""

from handlers.branch_pages import branch_page
from handlers.dear_pages import leave_to_job
from handlers.gate import Command, InPrivate, ask, oversees, require
from handlers.member import button_parts, is_number, too_old
from handlers.private_chats import can_write_to
from handlers.turn import Turn
from programme.calendar import local_day
from programme.digest.keeping import overseen_by
from programme.digest.tree import (
    OVERVIEW_JOB,
    above,
    is_inner,
    is_large,
    page_of_tree,
    scope_at,
)
from programme.digest.working import Scope, figures_of
from reports import status as status_reports
from reports.digest.lines import done_line, needing
from reports.digest.tree import coming, tree_page, way_back
from reports.lists import listed
from reports.said import Said
from storage.below import Tops
from storage.values.messages import Refused, message
from storage.values.people import Unit

_TOO_OLD = too_old("/overview")
_NOTHING = message("There is no unit that you oversee.")


async def overview(turn: Turn) -> None:
    """Answer /overview; asked for in a group, it comes to the asker in private."""
    if isinstance(ask(turn, Command.OVERVIEW), InPrivate):
        if not await can_write_to(turn):
            turn.reply(status_reports.open_private_chat(turn.words, turn.bot_username))
            return
        turn.reply(status_reports.sent_in_private(turn.words))
    scope = await overseen_by(turn.tx, turn.known, turn.now, turn.defaults)
    if scope is None:
        raise Refused(_NOTHING)
    turn.tell(await top_page(turn, scope) or coming(turn.own_words))


async def overview_button(turn: Turn) -> None:
    """A tap on ``overview:<unit>:<page>``; 0 is all that the speaker oversees."""
    require(turn, Command.OVERVIEW)
    _, *parts = button_parts(turn)
    if len(parts) != 2 or not all(map(is_number, parts)):
        raise Refused(_TOO_OLD)
    scope = await overseen_by(turn.tx, turn.known, turn.now, turn.defaults)
    number, page = map(int, parts)
    here = await scope_at(turn.tx, scope, number, turn.now, turn.defaults) if scope else None
    if scope is None or here is None:
        raise Refused(_TOO_OLD)
    said = await _page(turn, scope, here, number, page)
    if said is not None:
        turn.edit(said)


async def top_page(turn: Turn, scope: Scope) -> Said | None:
    """The page of all that somebody oversees; None where a job makes it, as it is large."""
    return await _page(turn, scope, scope, 0, 0)


async def _page(turn: Turn, scope: Scope, here: Scope, number: int, page: int) -> Said | None:
    one = here.units[0] if len(here.units) == 1 else None
    if one is not None and not await is_inner(turn.tx, one):
        return await _branch(turn, one, above(scope, here))
    if await is_large(turn.tx, here):
        await leave_to_job(turn, OVERVIEW_JOB, unit=number, page=page)
        return None
    found = await page_of_tree(turn.tx, turn.bot_id, scope, number, page, turn.now, turn.defaults)
    return tree_page(turn.own_words, found) if found is not None else None


async def _branch(turn: Turn, unit: Unit, back: int | None) -> Said:
    """A branch's page, as its organiser sees it, with its week."""
    assert oversees(turn.known, unit)
    words = turn.own_words
    said = await branch_page(turn, unit, way_back(words, back))
    today = local_day(turn.now, unit.time_zone)
    tops = Tops((), [unit.id])
    found = await figures_of(turn.tx, turn.bot_id, tops, today, turn.defaults)
    figures = found.get(unit.id)
    if figures is None:
        return said
    done = "" if figures.is_small else done_line(words, figures.week, figures.before)
    lines = [done] if done else []
    needs = needing(words, figures)
    if needs:
        lines.append(words("Needs a person: {what}", what=listed(words, needs)))
    return Said("\n".join([said.text, *(["", *lines] if lines else [])]), said.buttons)
