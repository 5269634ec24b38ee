"""The buttons of whoever looks after meetings."""

from handlers.gate import Command, require
from handlers.meetings import planning
from handlers.meetings.access import TOO_OLD, to_run
from handlers.meetings.front import day_menu_named, front_page, menu_named
from handlers.meetings.own import decide
from handlers.meetings.pages import show_day, show_meeting
from handlers.meetings.running import GUESTS, about_running
from handlers.member import button_parts, is_number
from handlers.turn import Turn
from reports.meetings.day import PAGES
from reports.meetings.own import LEAVE, MEND
from reports.meetings.planning import DROP, POST
from reports.meetings.words import ALL, DAY, DAY_KIND, KIND, NEW, SHOW
from storage import dialogues
from storage.values.messages import Refused


async def meeting_button(turn: Turn) -> None:
    """A tap on ``meet:all``, ``meet:new:<unit>``, ``meet:kind:<unit>:<kind>``,
    ``meet:show:<meeting>``, ``meet:<meeting>:<what>`` and what else there is."""
    require(turn, Command.HOLD_MEETING)
    match button_parts(turn)[1:]:
        case [kind] if kind in (ALL, NEW):
            turn.edit(await front_page(turn))
        case [kind, unit, *more] if kind == NEW and more in ([], ["more"]):
            turn.edit(await menu_named(turn, unit, whole=bool(more)))
        case [kind, unit] if kind == DAY:
            turn.edit(await day_menu_named(turn, unit))
        case [kind, unit, which] if kind == DAY_KIND:
            await planning.begin_day(turn, unit, which)
        case [kind, unit, which] if kind == KIND:
            await planning.begin(turn, unit, which, None)
        case [kind, unit, which, group] if kind == KIND:
            await planning.begin(turn, unit, which, group)
        case [kind, number] if kind == SHOW:
            turn.edit(await show_meeting(turn, await to_run(turn, number)))
        case [number, *what] if is_number(number):
            await _about(turn, number, what)
        case _:
            raise Refused(TOO_OLD)


async def _about(turn: Turn, number: str, what: list[str]) -> None:
    """A tap about one meeting."""
    match what:
        case []:
            # Nobody waits any more for what could have been typed.
            for kind in (planning.PART, GUESTS):
                await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, kind)
            turn.edit(await show_meeting(turn, await to_run(turn, number)))
        case [part] if part in planning.PARTS:
            await planning.ask_part(turn, number, part)
        case [part, value] if part in planning.PARTS:
            await planning.choose_part(turn, number, part, value)
        case [kind] if kind == POST:
            await planning.post(turn, number)
        case [kind, *sure] if kind == DROP and sure in ([], ["yes"]):
            await planning.drop(turn, number, sure=bool(sure))
        case [kind, page] if kind == PAGES and is_number(page):
            turn.edit(await show_day(turn, await to_run(turn, number), int(page)))
        case [act, who, way] if act in (MEND, LEAVE):
            await decide(turn, number, act, who, way)
        case _:
            await about_running(turn, number, what)
