"""The notebook as a file: which part of it, then a job that makes it."""

from datetime import date

from handlers.gate import Command
from handlers.member import TOO_OLD, Member, button_parts, member
from handlers.turn import Turn
from reports.exports import EXPORT_JOB, Format, Span, being_made, which_span
from storage import jobs
from storage.moments import earliest
from storage.values.messages import Refused


async def choose_span(turn: Turn) -> None:
    """Ask which part of the notebook is wanted (button ``export:<format>``)."""
    member(turn, Command.NOTEBOOK)
    turn.reply(which_span(turn.own_words, _format(button_parts(turn)[-1])))


async def export(turn: Turn) -> None:
    """Have the file made (button ``export:<format>:<span>``)."""
    who = member(turn, Command.NOTEBOOK)
    *_, shape, span = button_parts(turn)
    if span not in {each.value for each in Span}:
        raise Refused(TOO_OLD)
    await _ask_for(turn, who, _format(shape), Span(span))
    turn.edit(being_made(turn.own_words))


def first_day(span: Span, today: date) -> date:
    """The first day of a part of the notebook that goes up to today."""
    match span:
        case Span.MONTH:
            return today.replace(day=1)
        case Span.YEAR:
            return today.replace(month=1, day=1)
        case Span.ALL:
            return date.min


async def _ask_for(turn: Turn, who: Member, shape: Format, span: Span) -> None:
    asked = earliest(turn.now)
    payload = {
        "person": who.id,
        "chat": turn.chat_id,
        "language": turn.own_language,
        "branch": who.unit.name,
        "format": shape.value,
        "span": span.value,
        "first": first_day(span, who.today).isoformat(),
        "last": who.today.isoformat(),
        "paper": f"export:{turn.chat_id}:{shape}:{span}:{asked}",
    }
    # A second tap while the first file is being made changes nothing.
    key = f"{EXPORT_JOB}:{turn.chat_id}:{shape}:{span}"
    await jobs.put(turn.tx, turn.bot_id, EXPORT_JOB, key, turn.now, payload)


def _format(text: str) -> Format:
    if text not in {each.value for each in Format}:
        raise Refused(TOO_OLD)
    return Format(text)
