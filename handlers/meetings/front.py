"""/meeting: what is planned and can be planned, for whoever looks after a unit; for members, the
meetings to come and those they were at."""

from collections.abc import Sequence

from handlers.gate import Command, require
from handlers.meetings.access import TOO_OLD, may_run
from handlers.meetings.own import own_meetings
from handlers.own_units import in_charge_of, named_in
from handlers.turn import Turn
from programme.calendar import local_day
from programme.meetings.disputing import LOOKED_BACK
from programme.meetings.kinds import choice_at, for_branches
from programme.records.scene import book_at
from reports.meetings.menu import Menu, day_menu, menu, which_unit
from reports.said import Said
from storage import meetings
from storage.units import branches_below
from storage.values.messages import Refused
from storage.values.people import Unit


async def meeting(turn: Turn) -> None:
    """Answer /meeting."""
    require(turn, Command.MEETING)
    turn.reply(await front_page(turn))


async def front_page(turn: Turn) -> Said:
    """What /meeting shows: the speaker's unit, a choice of several, or a member's own page."""
    own = await planned_by(turn)
    if not own:
        return await own_meetings(turn)
    if len(own) == 1:
        return await unit_menu(turn, own[0], own)
    return which_unit(turn.own_words, own, is_elsewhere=_is_elsewhere(turn, own))


async def menu_named(turn: Turn, number: str, *, whole: bool = False) -> Said:
    """The menu of the unit that a button names."""
    own = await planned_by(turn)
    return await unit_menu(turn, named_in(own, number, TOO_OLD), own, whole=whole)


async def day_menu_named(turn: Turn, number: str) -> Said:
    """The kinds of which one can be planned for all branches of the unit that a button names."""
    unit = named_in(await planned_by(turn), number, TOO_OLD)
    if not await has_branches(turn, unit):
        raise Refused(TOO_OLD)
    return day_menu(turn.own_words, unit, for_branches(await book_at(turn.tx, unit)))


async def planned_by(turn: Turn) -> list[Unit]:
    """The units whose meetings the speaker plans."""
    return [each for each in await in_charge_of(turn) if await may_run(turn, each)]


async def unit_menu(turn: Turn, unit: Unit, own: Sequence[Unit], *, whole: bool = False) -> Said:
    """What is planned at a unit, and what can be."""
    planned = await meetings.planned(turn.tx, [unit.id], turn.now)
    over = [each for each in planned if each.ends_at is not None and each.ends_at <= turn.now]
    since = turn.now - LOOKED_BACK
    return menu(
        turn.own_words,
        Menu(
            unit=unit,
            choice=await choice_at(turn.tx, unit, turn.now),
            today=local_day(turn.now, unit.time_zone),
            over=over[::-1],
            to_come=[each for each in planned if each not in over],
            days=await meetings.days_for_branches(turn.tx, [unit.id], since),
            has_branches=await has_branches(turn, unit),
            whole=whole,
            others=len(own) > 1,
            is_elsewhere=_is_elsewhere(turn, own),
        ),
    )


async def has_branches(turn: Turn, unit: Unit) -> bool:
    """Whether there are branches below a unit, besides itself."""
    return bool(set(await branches_below(turn.tx, unit.id)) - {unit.id})


def _is_elsewhere(turn: Turn, own: Sequence[Unit]) -> bool:
    """Whether the speaker is at home in a branch that others look after."""
    return turn.known.home is not None and turn.known.home not in {each.id for each in own}
