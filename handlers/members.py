"""/members: the branch's members for its secretary, and one member's page; in private."""

from datetime import date

from handlers.gate import Command, InPrivate, ask, require
from handlers.member import TOO_OLD, button_parts, day_named, is_number
from handlers.own_units import looked_after, named_in
from handlers.private_chats import can_write_to
from handlers.turn import Turn
from programme.behalf import Helped, helped_today, member_page
from programme.calendar import local_day
from programme.joining import marks
from reports import members as reports
from reports import status as status_reports
from reports.said import Said
from storage.doers import doer_of
from storage.people import members as members_of
from storage.values.messages import Refused
from storage.values.people import PersonId, Unit


async def members(turn: Turn) -> None:
    """Answer /members; asked for in a group, the list goes to the asker in private."""
    verdict = ask(turn, Command.MEMBERS)
    own = await looked_after(turn)
    if isinstance(verdict, InPrivate):
        if not await can_write_to(turn):
            turn.reply(status_reports.open_private_chat(turn.words, turn.bot_username))
            return
        turn.reply(status_reports.sent_in_private(turn.words))
    first = next((unit for unit in own if turn.group and unit.id == turn.group.id), own[0])
    turn.tell(await _list(turn, first, own, 0))


async def members_button(turn: Turn) -> None:
    """Show a page of the list (button ``members:<unit>:<page>``)."""
    require(turn, Command.MEMBERS)
    _, unit, page = [*button_parts(turn), "", ""][:3]
    own = await looked_after(turn)
    branch = named_in(own, unit)
    if not is_number(page):
        raise Refused(TOO_OLD)
    turn.edit(await _list(turn, branch, own, int(page)))


async def member_button(turn: Turn) -> None:
    """Show a member's day (button ``member:<person>`` or ``member:<person>:<day>``)."""
    _, person, day = [*button_parts(turn), ""][:3]
    helped = await helped_named(turn, person)
    turn.edit(await their_page(turn, helped, day_named(day) if day else helped.today))


async def their_page(turn: Turn, helped: Helped, day: date, notice: str = "") -> Said:
    """A member's day in words; ``notice``, as HTML, is what has just been done."""
    page = await member_page(turn.page, helped, day)
    return reports.member_text(turn.own_words, page, notice)


async def helped_named(turn: Turn, person: str) -> Helped:
    """The member of a button or a question, who is at home today in a branch that the speaker
    looks after. Raises :class:`Refused` for anybody else."""
    require(turn, Command.MEMBERS)
    by = turn.known.person
    doer = await doer_of(turn.tx, PersonId(int(person))) if is_number(person) else None
    if doer is not None and by is not None:
        for unit in await looked_after(turn):
            helped = helped_today(doer, unit, by, turn.now)
            if helped is not None:
                return helped
    raise Refused(TOO_OLD)


async def _list(turn: Turn, branch: Unit, own: list[Unit], wanted: int) -> Said:
    everybody = await members_of(turn.tx, branch.id, local_day(turn.now, branch.time_zone))
    everybody = reports.ordered(everybody)
    pages = max(1, -(-len(everybody) // reports.PAGE))
    number = min(wanted, pages - 1)
    page = reports.ListPage(
        branch=branch,
        shown=everybody[number * reports.PAGE :][: reports.PAGE],
        number=number,
        pages=pages,
        count=len(everybody),
        without=sum(1 for each in everybody if each.person.telegram_id is None),
        marks=marks(everybody),
        others=[unit for unit in own if unit.id != branch.id],
    )
    return reports.list_text(turn.own_words, page)
