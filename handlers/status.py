"""/status: for secretaries by name and in private, for organisers by counts, for a group in all."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.branch_pages import branch_page, own_tally, view_of
from handlers.digest.tree import top_page
from handlers.gate import Command, InPrivate, ask, oversees, require
from handlers.member import TOO_OLD, is_number
from handlers.own_units import looked_after, named_in
from handlers.private_chats import can_write_to
from handlers.problems import mentions as problems
from handlers.turn import Turn
from programme.digest.keeping import overseen_by
from programme.digest.tree import is_large
from programme.duties.viewing import UnitView, of_persons, of_unit, pressing, tally, views
from programme.nudging import missing
from programme.overview import overview
from programme.status import branch_status
from reports import overview as overviews
from reports import status as reports
from reports.digest.tree import coming, to_tree
from reports.done_lately import with_log
from reports.duties import status_lines as duty_lines
from reports.letting_in import asking_button
from reports.members import to_members
from reports.notes import private_chat_button
from reports.offices import to_nudge
from reports.said import Rows, Said
from storage import office_acts
from storage.join_requests import open_at
from storage.units import unit as unit_of
from storage.values.messages import Refused
from storage.values.people import PersonId, Role, Unit, UnitId

_LATELY = timedelta(days=3)
_MOST_LISTED = 200
"""Of so many units below all branches are listed; of more, they are walked unit by unit."""


async def status(turn: Turn) -> None:
    """/status."""
    if isinstance(ask(turn, Command.STATUS), InPrivate):
        await _tell_only(turn)
    elif turn.in_private:
        turn.reply(await _in_private(turn))
    else:
        assert turn.group is not None
        await _to_both(turn, turn.group)


async def status_button(turn: Turn) -> None:
    """A tap below a status: ``status:own:UNIT``, ``status:UNIT:PAGE`` or, for the list,
    ``status:0:PAGE``."""
    require(turn, Command.STATUS)
    if not turn.in_private:
        # Its buttons stand in private only: what they show names people.
        raise Refused(TOO_OLD)
    query = turn.update.callback_query
    assert query is not None
    kind, _, rest = (query.data or "").removeprefix("status:").partition(":")
    if not is_number(rest) or not (kind == "own" or is_number(kind)):
        raise Refused(TOO_OLD)
    if kind == "own":
        turn.edit(await _own_branch(turn, rest))
    elif int(kind) == 0:
        turn.edit(await _overview(turn, int(rest)))
    else:
        turn.edit(await _branch_below(turn, UnitId(int(kind)), int(rest)))


async def _in_private(turn: Turn) -> Said:
    """What somebody sees first: their own branch by name, else all that they oversee."""
    own = await looked_after(turn)
    if own:
        first = next((u for u in own if turn.group and u.id == turn.group.id), own[0])
        return await _by_name(turn, first, own)
    return await _overview(turn, 0)


async def _to_both(turn: Turn, group: Unit) -> None:
    """Its own group hears counts; who asked for them hears more in private."""
    standing = await branch_status(turn.tx, turn.bot_id, group, turn.now)
    view = await view_of(turn, group)
    duties = duty_lines.group_lines(turn.words, own_tally(view)) if view else ()
    duties = [*duties, *await problems.lines_in_group(turn, group)]
    said = reports.branch_in_group(turn.words, standing, duties)
    if await can_write_to(turn):
        turn.tell(await _in_private(turn))
    else:
        said = Said(said.text, private_chat_button(turn.words, turn.bot_username, "status"))
    turn.reply(said)


async def _tell_only(turn: Turn) -> None:
    """Another branch's group hears nothing but where the answer is."""
    if await can_write_to(turn):
        turn.reply(reports.sent_in_private(turn.words))
        turn.tell(await _in_private(turn))
    else:
        turn.reply(reports.open_private_chat(turn.words, turn.bot_username))


async def _own_branch(turn: Turn, number: str) -> Said:
    own = await looked_after(turn)
    return await _by_name(turn, named_in(own, number), own)


async def _by_name(turn: Turn, branch: Unit, own: list[Unit]) -> Said:
    others = [unit for unit in own if unit.id != branch.id]
    buttons: Rows = overviews.own_buttons(turn.own_words, others)
    standing = await branch_status(turn.tx, turn.bot_id, branch, turn.now)
    reader = _reader(turn)
    count = len(missing(standing, reader)) if reader is not None else 0
    nudging = to_nudge(turn.own_words, branch, count)
    waiting = asking_button(turn.own_words, branch, len(await open_at(turn.tx, branch.id)))
    buttons = (*waiting, *nudging, *to_members(turn.own_words, branch), *buttons)
    if _is_overseer(turn):
        buttons += overviews.to_overview(turn.own_words)
    duties: Sequence[str] = ()
    duty = ""
    view = await view_of(turn, branch)
    if view is not None:
        people = tally(of_persons(view.standings), view.today)
        duties = duty_lines.own_lines(turn.own_words, own_tally(view), people, view.today)
        duty = _first_duty(turn, view, reader)
    mended = await problems.lines_in_private(turn, branch)
    if view is not None or mended:
        buttons = (*duty_lines.to_matters(turn.own_words, branch), *buttons)
    duties = [*duties, *mended]
    said = reports.branch_in_private(turn.own_words, standing, buttons, reader, duties, duty)
    acts = await office_acts.recent(turn.tx, branch.id, turn.now - _LATELY)
    return with_log(turn.own_words, said, acts, branch, reader)


def _first_duty(turn: Turn, view: UnitView, reader: PersonId | None) -> str:
    """What to do next, where a duty of the branch or of the reader presses."""
    mine = view.of(reader) if reader is not None else []
    first = pressing([*of_unit(view.standings), *mine], view.today)
    return "" if first is None else duty_lines.step(turn.own_words, first, view.today)


async def _overview(turn: Turn, page: int) -> Said:
    if not _is_overseer(turn):
        raise Refused(TOO_OLD)
    scope = await overseen_by(turn.tx, turn.known, turn.now, turn.defaults)
    if scope is not None and await is_large(turn.tx, scope, _MOST_LISTED):
        return await top_page(turn, scope) or coming(turn.own_words)
    roots = None if turn.known.is_owner else turn.known.units_as(Role.ORGANISER)
    found = await overview(turn.tx, turn.bot_id, roots, page, turn.now, turn.defaults)
    loaded = await views(turn.tx, [line.unit for line in found.lines], turn.now)
    duties = {
        unit_id: line
        for unit_id, view in loaded.items()
        for line in duty_lines.group_lines(turn.own_words, own_tally(view))
    }
    own = await looked_after(turn)
    said = overviews.overview_text(turn.own_words, found, own, duties)
    if found.pages > 1:
        said = Said(said.text, (*said.buttons, *to_tree(turn.own_words)))
    return await problems.all_counted(turn, said, [line.unit for line in found.lines])


async def _branch_below(turn: Turn, unit_id: UnitId, page: int) -> Said:
    branch = await unit_of(turn.tx, unit_id, turn.defaults)
    if branch is None or not oversees(turn.known, branch):
        raise Refused(TOO_OLD)
    return await branch_page(turn, branch, overviews.back_to_list(turn.own_words, page))


def _is_overseer(turn: Turn) -> bool:
    return turn.known.is_owner or bool(turn.known.units_as(Role.ORGANISER))


def _reader(turn: Turn) -> PersonId | None:
    return turn.known.person.id if turn.known.person else None
