"""Leads a tap on ``record:…`` to whoever takes it."""

from handlers.gate import Command, require
from handlers.member import button_parts, is_number
from handlers.records import places, seeing, start
from handlers.records.cards import about
from handlers.records.finding import TOO_OLD
from handlers.turn import Turn
from reports.records.card import DELETE, RESTORE, SEE, SHOW, UNDO
from reports.records.showing import KIND, LIST, NEW, PLACES
from storage.values.messages import Refused


async def record_button(turn: Turn) -> None:
    """A tap on ``record:new:<unit>``, ``record:kind:<unit>:<kind>``, ``record:for:<obligation>``,
    ``record:show:<record>``, ``record:list:<unit>:<page>``, ``record:places:…`` or
    ``record:<record>:…``."""
    require(turn, Command.RECORD)
    match button_parts(turn)[1:]:
        case ["for", named]:
            await start.for_button(turn, named)
        case [kind, unit, *page] if kind == NEW and all(is_number(each) for each in page[:1]):
            await start.new_button(turn, unit, int(page[0]) if page else 0)
        case [kind, unit, chosen] if kind == KIND:
            await start.kind_button(turn, unit, chosen)
        case [kind, unit, page] if kind == LIST and is_number(page):
            await start.list_button(turn, unit, int(page))
        case [kind, *what] if kind == PLACES:
            await places.places_button(turn, what)
        case [kind, number] if kind == SHOW and is_number(number):
            await seeing.show_button(turn, int(number))
        case [number, *what] if is_number(number):
            await _of_record(turn, int(number), what)
        case _:
            raise Refused(TOO_OLD)


async def _of_record(turn: Turn, number: int, what: list[str]) -> None:
    match what:
        case [act] if act == UNDO:
            await seeing.undo_button(turn, number)
        case [act, *sure] if act == DELETE and sure in ([], ["yes"]):
            await seeing.delete_button(turn, number, sure=bool(sure))
        case [act] if act == RESTORE:
            await seeing.restore_button(turn, number)
        case [act] if act == SEE:
            await seeing.files_button(turn, number)
        case _:
            await about(turn, number, what)
