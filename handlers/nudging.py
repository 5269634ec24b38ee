"""A tap on «remind» below a status: those who are missing get a friendly word, each in private."""

from handlers.gate import Command, require
from handlers.member import button_parts
from handlers.own_units import looked_after, named_in
from handlers.turn import Turn
from programme.calendar import quiet_from
from programme.nudging import nudge
from programme.status import BranchStatus, branch_status
from reports import offices as reports
from reports.wording import words
from storage.values.days import SlotKind
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId, Person


async def nudge_button(turn: Turn) -> None:
    """A tap on ``nudge:<unit>``."""
    require(turn, Command.NUDGE)
    unit = named_in(await looked_after(turn), button_parts(turn)[-1])
    assert turn.known.person is not None
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
