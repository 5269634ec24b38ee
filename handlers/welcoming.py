"""Somebody has come into a branch: what they are told, and what the batch must know of it."""

from handlers.turn import Turn
from programme.calendar import local_day
from programme.planning import coming_post
from reports import joining as reports
from reports.help import Coming
from reports.said import Said
from reports.wording import Words
from storage.units import unit as unit_of
from storage.values.people import Person, Unit, UnitId


async def coming(turn: Turn, unit: Unit) -> Coming | None:
    """What a branch gets next; None when nothing is to come."""
    post = await coming_post(turn.tx, turn.bot_id, unit, turn.now)
    return Coming(post, local_day(turn.now, unit.time_zone)) if post else None


async def welcome_home(
    turn: Turn, spoken: Words, person: Person, unit: Unit, left: UnitId | None
) -> Said:
    """To somebody who is at home in a branch from now on; ``left`` was their home before."""
    before = await unit_of(turn.tx, left, turn.defaults) if left else None
    if before is not None:
        return reports.you_have_moved(spoken, unit, before, await coming(turn, unit))
    return reports.you_are_in(spoken, person.name, unit, await coming(turn, unit))


async def know_anew(turn: Turn, person: Person, *, rebuild: bool) -> None:
    """Let the batch know at once who somebody is now; ``rebuild`` where their streak is to be
    worked out afresh."""
    await turn.page.book.read_again(person.id)
    if rebuild:
        turn.page.added.rebuilt.add(person.id)
