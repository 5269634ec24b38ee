"""Who may correct an answer key: it holds wherever the question is asked, so an organiser of a
unit above all branches that were ever asked it, and the owner."""

from collections.abc import Collection, Sequence
from datetime import datetime

from programme.office_holders import Holder, Office, nearest_organisers
from storage.database import Transaction
from storage.question_statistics import paths_of_asked
from storage.units import Defaults, ancestors, unit
from storage.values.days import QuestionId
from storage.values.people import BotId, Known, Role, TelegramId, Unit, UnitId


async def above_all(tx: Transaction, question_id: QuestionId) -> tuple[UnitId, ...]:
    """The units above all branches that were asked a question, the lowest first; a branch that
    alone was asked it is the first itself."""
    return common_line(await paths_of_asked(tx, question_id))


def common_line(paths: Collection[str]) -> tuple[UnitId, ...]:
    """The units that all these paths go through, the lowest first; none for no path."""
    lines = [tuple(reversed(ancestors(path))) for path in paths]
    if not lines:
        return ()
    first, last = min(lines), max(lines)
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    return tuple(reversed(first[:shared]))


def may_correct(known: Known, line: Collection[UnitId]) -> bool:
    """Whether somebody may correct the key of a question with this line of units above it."""
    return known.is_owner or bool(set(line) & set(known.units_as(Role.ORGANISER)))


async def correctors(
    tx: Transaction,
    bot_id: BotId,
    line: Sequence[UnitId],
    now: datetime,
    defaults: Defaults,
    owner: TelegramId | None,
) -> tuple[Unit | None, Sequence[Holder]]:
    """Whom to ask about a key: of those who may correct it and can be written to, the organisers
    nearest to the branches, or else the owner; and the unit by whose time they live."""
    lowest = await unit(tx, line[0], defaults) if line else None
    if lowest is not None:
        found = await nearest_organisers(tx, bot_id, lowest, line, now)
        if found:
            return lowest, found
    language = defaults.language if lowest is None else lowest.language
    return lowest, () if owner is None else (Holder(owner, "", language, Office.OWNER),)
