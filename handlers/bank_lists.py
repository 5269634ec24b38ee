"""The question banks of the speaker's units, in private: looked at, and removed."""

from handlers.gate import Command, require
from handlers.member import button_parts, is_number
from handlers.own_units import in_charge_of
from handlers.turn import Turn
from programme.own_banks import OwnBank, own_banks, remove
from reports import banks as reports
from storage.values.messages import Refused, message

_GONE = message("This bank is removed already, or belongs to another unit.")


async def banks_button(turn: Turn) -> None:
    """A tap on ``banks:all:<page>``, ``banks:<bank>``, ``banks:<bank>:remove`` or
    ``banks:<bank>:sure``."""
    require(turn, Command.BANK)
    match button_parts(turn)[1:]:
        case [reports.ALL, page] if is_number(page):
            own = await own_banks(turn.tx, await in_charge_of(turn))
            turn.edit(reports.bank_list(turn.own_words, own, int(page)))
        case [number]:
            turn.edit(reports.bank_page(turn.own_words, await _named(turn, number)))
        case [number, reports.REMOVE]:
            turn.edit(reports.sure_to_remove(turn.own_words, await _named(turn, number)))
        case [number, reports.SURE]:
            await _remove(turn, await _named(turn, number))
        case _:
            raise Refused(_GONE)


async def _remove(turn: Turn, own: OwnBank) -> None:
    by = turn.known.person.id if turn.known.person else None
    await remove(turn.tx, own, by, turn.now)
    turn.edit(reports.removed(turn.own_words, own))


async def _named(turn: Turn, number: str) -> OwnBank:
    for each in await own_banks(turn.tx, await in_charge_of(turn)):
        if str(each.bank.id) == number:
            return each
    raise Refused(_GONE)
