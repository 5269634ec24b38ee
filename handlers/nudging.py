"""A tap on «remind» below a status: those who are missing get a friendly word, each in private."""

from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts
from handlers.turn import Turn
from programme.calendar import quiet_from
from programme.nudging import nudge
from programme.status import BranchStatus, branch_status
from reports import offices as reports
from reports.wording import words
from storage.units import units
from storage.values.days import SlotKind
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.messages import Refused
from storage.values.people import ChatId, Person, Role


async def nudge_button(turn: Turn) -> None:
    """A tap on ``nudge:<unit>``."""
    require(turn, Command.NUDGE)
    own = turn.known.units_as(Role.SECRETARY, Role.STAND_IN)
    found = await units(turn.tx, list(dict.fromkeys(own)), turn.defaults)
    unit = next((each for each in found.values() if str(each.id) == button_parts(turn)[-1]), None)
    if unit is None or turn.known.person is None:
        raise Refused(TOO_OLD)
    status = await branch_status(turn.tx, turn.bot_id, unit, turn.now)
    done = await nudge(turn.tx, turn.bot_id, status, turn.known.person.id, turn.now)
    for person, kinds in done.reached:
        turn.page.deliver(_word(turn, status, person, kinds))
    turn.tell(reports.nudged(turn.own_words, done))


def _word(
    turn: Turn, status: BranchStatus, person: Person, kinds: tuple[SlotKind, ...]
) -> NewDelivery:
    assert person.telegram_id is not None
    unit, day = status.unit, status.day
    language = person.language or unit.language
    return NewDelivery(
        bot_id=turn.bot_id,
        key=f"nudge:{unit.id}:{day}:{person.id}",
        rank=Rank.REMINDER,
        kind=DeliveryKind.TEXT,
        chat_id=ChatId(person.telegram_id),
        language=language,
        not_before=turn.now,
        payload=reports.nudge_text(words(language), kinds).payload(),
        expires_at=quiet_from(day, unit.time_zone),
    )
