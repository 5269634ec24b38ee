"""``sanxue deadletters``: updates that could not be handled."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from bot.commands.operator import Operator, opened
from bot.logs import Redaction
from storage.letters import Letter, LetterId, ask_again, forget_letters, letters
from storage.letters import letter as find_letter
from storage.values.messages import BadInput, message

_SHOWN = 50
_ERROR_WIDTH = 60


async def list_letters(operator: Operator) -> int:
    """Print the newest of them."""
    async with opened(operator) as database, database.reading() as tx:
        found = await letters(tx)
    if not found:
        return _none(operator)
    words = operator.words
    table = Table(show_edge=False, pad_edge=False)
    for heading in (words("Id"), words("When (UTC)"), words("Tries"), words("Error")):
        table.add_column(heading)
    for each in found[:_SHOWN]:
        error = each.error.strip().rsplit("\n", 1)[-1][:_ERROR_WIDTH]
        when = each.failed_at.strftime("%Y-%m-%d %H:%M")
        table.add_row(str(each.id), when, str(each.tries), Text(error))
    operator.console.print(table)
    if len(found) > _SHOWN:
        operator.tell("The newest {shown} of {count}.", shown=_SHOWN, count=len(found))
    operator.tell(
        "Look at one with: sanxue deadletters show ID. Try it again with: sanxue deadletters "
        "retry ID. Drop it with: sanxue deadletters forget ID."
    )
    return 0


async def show_letter(operator: Operator, letter_id: int) -> int:
    """Print one whole: the update as Telegram sent it, and the error."""
    async with opened(operator) as database, database.reading() as tx:
        found = await find_letter(tx, LetterId(letter_id))
    if found is None:
        raise _unknown(letter_id)
    operator.show(found.raw)
    operator.show(Redaction(operator.settings.token)(found.error))
    return 0


async def retry(operator: Operator, letter_id: int | None) -> int:
    """Hand one, or all for None, to the running bot once more."""
    async with opened(operator) as database, database.writing() as tx:
        chosen = _chosen(await letters(tx), letter_id)
        await ask_again(tx, chosen, operator.now())
    if not chosen:
        return _none(operator)
    operator.tell(
        "Dead letters handed to the bot once more: {count}. They are handled while it runs; what "
        "fails again stays in the list.",
        count=len(chosen),
    )
    return 0


async def forget(operator: Operator, letter_id: int | None) -> int:
    """Remove one, or all for None."""
    async with opened(operator) as database, database.writing() as tx:
        chosen = _chosen(await letters(tx), letter_id)
        await forget_letters(tx, [each.id for each in chosen])
    if not chosen:
        return _none(operator)
    operator.tell("Dead letters removed: {count}.", count=len(chosen))
    return 0


def _none(operator: Operator) -> int:
    operator.tell("There are no dead letters: everything that came was handled.")
    return 0


def _chosen(found: Sequence[Letter], letter_id: int | None) -> Sequence[Letter]:
    chosen = [each for each in found if letter_id in (None, each.id)]
    if letter_id is not None and not chosen:
        raise _unknown(letter_id)
    return chosen


def _unknown(letter_id: int) -> BadInput:
    return BadInput(
        message("There is no dead letter {id}. All are listed by: sanxue deadletters", id=letter_id)
    )
