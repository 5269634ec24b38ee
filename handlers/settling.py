"""The three questions to the secretary with which the binding of a group ends."""

from datetime import date

from handlers.member import TOO_OLD, button_parts
from handlers.settings import (
    branch_of_button,
    by_speaker,
    change_language,
    fresh,
    spoken_of,
)
from handlers.turn import Turn
from programme.binding import Bound
from programme.branch_choices import Setting, with_choice
from programme.calendar import local_day
from programme.planning import coming_post
from programme.settling import settle
from reports.said import Said
from reports.settling import STEPS, all_set, question
from reports.wording import LANGUAGES, words
from storage import branch_settings, chats
from storage.people import secretaries_of
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.messages import Refused
from storage.values.people import ChatId, Person, Unit


async def ask_to_settle(turn: Turn, bound: Bound) -> None:
    """Ask the secretary who has bound the group: in private, or else right there. Bound by
    somebody else, a secretary is asked who can be written to; the others find it in /settings.

    A branch that only moves to another group has answered before.
    """
    if not bound.new or bound.moved:
        return
    asked = bound.secretary
    if asked is None:
        named = await secretaries_of(turn.tx, bound.unit.id, _today(turn, bound.unit))
        reached = [each for each in named if await _can_be_written_to(turn, each)]
        if reached:
            _ask_in_private(turn, bound.unit, reached[0])
    elif await _can_be_written_to(turn, asked):
        _ask_in_private(turn, bound.unit, asked)
    else:
        turn.reply(question(words(bound.unit.language), bound.unit, STEPS[0]))


async def answer_settling(turn: Turn) -> None:
    """Take an answer (button ``settle:<unit>:<step>:<answer>``) and ask the next."""
    unit = await branch_of_button(turn)
    match button_parts(turn)[2:]:
        case [step, value] if step in STEPS:
            await _settle(turn, unit, Setting(step), value)
            unit = await fresh(turn, unit)
            turn.edit(await _following(turn, unit, Setting(step)))
        case _:
            raise Refused(TOO_OLD)


async def _settle(turn: Turn, unit: Unit, step: Setting, value: str) -> None:
    if step is Setting.LANGUAGE and value in LANGUAGES:
        await change_language(turn, unit, value)
        return
    branch = await branch_settings.of_unit(turn.tx, unit.id)
    chosen = with_choice(branch, step, value)
    if chosen is None:
        raise Refused(TOO_OLD)
    await settle(turn.tx, unit, step, chosen, by_speaker(turn), turn.defaults)


async def _following(turn: Turn, unit: Unit, step: Setting) -> Said:
    said, rest = spoken_of(turn, unit), STEPS[STEPS.index(step) + 1 :]
    if rest:
        return question(said, unit, rest[0])
    branch = await branch_settings.of_unit(turn.tx, unit.id)
    first = await coming_post(turn.tx, turn.bot_id, unit, turn.now)
    return all_set(said, unit, branch, first, _today(turn, unit))


async def _can_be_written_to(turn: Turn, person: Person) -> bool:
    if person.telegram_id is None:
        return False
    private = ChatId(person.telegram_id)
    return private in await chats.active(turn.tx, turn.bot_id, [private])


def _ask_in_private(turn: Turn, unit: Unit, person: Person) -> None:
    assert person.telegram_id is not None
    language = person.language or unit.language
    turn.page.deliver(
        NewDelivery(
            bot_id=turn.bot_id,
            key=f"settle:{unit.id}:{turn.update.update_id}:{turn.now.timestamp():.0f}",
            rank=Rank.REPLY,
            kind=DeliveryKind.TEXT,
            chat_id=ChatId(person.telegram_id),
            language=language,
            not_before=turn.now,
            payload=question(words(language), unit, STEPS[0]).payload(),
        )
    )


def _today(turn: Turn, unit: Unit) -> date:
    return local_day(turn.now, unit.time_zone)
