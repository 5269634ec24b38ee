"""Leads a tap on ``problem:…`` to whoever takes it."""

from handlers.gate import Command, require
from handlers.member import button_parts, is_number
from handlers.problems import adding, changing, pages
from handlers.problems.access import TOO_OLD
from handlers.turn import Turn
from reports.problems.words import AGAIN, AT, DROP, GOOD, NEW, OWN, SEE, SOLVE, UNDO
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused


async def problem_button(turn: Turn) -> None:
    """A tap on ``problem:at:<unit>:<page>``, ``problem:own:<page>``, ``problem:new:<unit>``,
    ``problem:new:<unit>:<kind>``, ``problem:<problem>`` or ``problem:<problem>:…``."""
    require(turn, Command.PROBLEM)
    match button_parts(turn)[1:]:
        case [where, unit, page] if where == AT and is_number(page):
            await pages.ledger_button(turn, unit, int(page))
        case [where, page] if where == OWN and is_number(page):
            await pages.own_button(turn, int(page))
        case [act, unit, *kind] if act == NEW and len(kind) <= 1:
            await adding.new_button(turn, unit, *kind)
        case [number]:
            await pages.show_button(turn, number)
        case [number, act, *rest]:
            await _of_one(turn, number, act, rest)
        case _:
            raise Refused(TOO_OLD)


async def problem_written(turn: Turn, asked: Dialogue) -> None:
    """Take what was typed or sent about a problem."""
    require(turn, Command.PROBLEM)
    await changing.problem_written(turn, asked)


async def _of_one(turn: Turn, number: str, act: str, rest: list[str]) -> None:
    alone = {
        SOLVE: changing.solve_button,
        AGAIN: changing.again_button,
        GOOD: changing.good_button,
        UNDO: changing.undo_button,
        SEE: pages.files_button,
    }
    if act in alone and not rest:
        await alone[act](turn, number)
    elif act == DROP and rest in ([], ["yes"]):
        await changing.drop_button(turn, number, sure=bool(rest))
    else:
        await changing.part_button(turn, number, act, rest)
