"""/settings: what a secretary has settled for the branch, and changing it by buttons."""

from datetime import timedelta

from handlers.gate import Command, looks_after, require
from handlers.member import TOO_OLD, button_parts, is_number
from handlers.menus import renew_menu
from handlers.own_units import looked_after
from handlers.turn import Turn
from handlers.unit_settings import settles_for, unit_settings_page
from handlers.written import typed
from programme.branch_choices import Setting, with_choice
from programme.settling import By, settle, settle_language, settle_zone
from programme.timetables import choices
from programme.zones import known_zones, offered_zones
from reports.said import Said
from reports.settings import (
    Settled,
    ask_zone,
    setting_page,
    settings_page,
    settled_notice,
    topic_page,
    which_settings,
    zone_page,
)
from reports.wording import LANGUAGES, Words, words
from reports.zones import zone_typed
from storage import branch_settings, chats, dialogues, programmes
from storage.units import time_zones, units
from storage.values.dialogues import Dialogue
from storage.values.messages import BadInput, Refused, message
from storage.values.people import Unit, UnitId

ZONE = "zone"
_PATIENCE = timedelta(hours=1)
_OF_BRANCHES = tuple(each for each in Setting if each is not Setting.BY_SIZE)


async def settings(turn: Turn) -> None:
    """Answer /settings: all that is settled; whose, where somebody looks after several. Who
    oversees a unit settles how its branches are compared."""
    require(turn, Command.SETTINGS)
    own = [turn.group] if turn.group and not turn.in_private else await looked_after(turn)
    above = await settles_for(turn) if turn.in_private else []
    if len(own) + len(above) > 1:
        turn.reply(which_settings(turn.words, own, above))
    elif above:
        turn.reply(await unit_settings_page(turn, above[0]))
    elif not own:
        raise Refused(message("There is nothing to settle yet: no unit is known to me."))
    else:
        turn.reply(await _page(turn, own[0]))


async def settings_button(turn: Turn) -> None:
    """A tap on ``settings:<unit>``, ``settings:<unit>:<what>`` or
    ``settings:<unit>:<what>:<value>``."""
    unit = await branch_of_button(turn)
    match button_parts(turn)[2:]:
        case []:
            turn.edit(await _page(turn, unit))
        case [what] if what in _OF_BRANCHES:
            turn.edit(await _one(turn, unit, Setting(what)))
        case ["zone", "other"] if turn.in_private:
            await _ask_zone(turn, unit)
        case [what, value] if what in _OF_BRANCHES:
            turn.edit(await _changed(turn, unit, Setting(what), value))
        case _:
            raise Refused(TOO_OLD)


async def zone_written(turn: Turn, asked: Dialogue) -> None:
    """Take the time zone that was asked for by «another one»."""
    unit = await _branch(turn, str(asked.payload.get("unit", "")))
    zone = zone_typed(typed(turn.update))
    if zone is None:
        raise BadInput(
            message(
                "I don't know this place's clock. Please write a big city that has the same time, "
                "such as Tokyo."
            )
        )
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(await _changed(turn, unit, Setting.ZONE, zone))


async def branch_of_button(turn: Turn) -> Unit:
    """The branch that a button names second, if the speaker looks after it and may do so here.

    Raises :class:`Refused` otherwise.
    """
    return await _branch(turn, [*button_parts(turn), ""][1])


def by_speaker(turn: Turn) -> By:
    """Who settles something: the speaker, now."""
    assert turn.known.person is not None
    return By(turn.known.person.id, turn.now)


def spoken_of(turn: Turn, unit: Unit) -> Words:
    """The words for this chat once the branch speaks as it now does."""
    person = turn.known.person
    if turn.in_private and ((person and person.language) or turn.known.home != unit.id):
        return turn.own_words
    return words(unit.language)


async def change_language(turn: Turn, unit: Unit, language: str) -> None:
    """Let the branch's group be spoken to in this language, and the speaker, if they have chosen
    none of their own."""
    await settle_language(turn.tx, unit, language, by_speaker(turn))
    if turn.in_private:
        await renew_menu(turn, spoken_of(turn, await fresh(turn, unit)).language)


async def fresh(turn: Turn, unit: Unit) -> Unit:
    """The branch as it is after a change."""
    return (await units(turn.tx, [unit.id], turn.defaults))[unit.id]


async def _branch(turn: Turn, number: str) -> Unit:
    require(turn, Command.SETTINGS)
    found = await units(turn.tx, [UnitId(int(number))], turn.defaults) if is_number(number) else {}
    unit = next(iter(found.values()), None)
    elsewhere = not turn.in_private and (turn.group is None or unit != turn.group)
    if unit is None or elsewhere or not looks_after(turn.known, unit):
        raise Refused(TOO_OLD)
    return unit


async def _settled(turn: Turn, unit: Unit) -> Settled:
    version = await programmes.newest_version(turn.tx, unit.programme_key or "")
    return Settled(
        unit=unit,
        branch=await branch_settings.of_unit(turn.tx, unit.id),
        programme=version.settings.timetable if version else None,
        chat=await chats.chat_of(turn.tx, turn.bot_id, unit.id),
        now=turn.now,
    )


async def _page(turn: Turn, unit: Unit, notice: str = "") -> Said:
    return settings_page(spoken_of(turn, unit), await _settled(turn, unit), notice)


async def _one(turn: Turn, unit: Unit, what: Setting) -> Said:
    """The page of one thing; what can't be settled in this branch has none."""
    settled, said = await _settled(turn, unit), spoken_of(turn, unit)
    if what is Setting.ZONE:
        offered = offered_zones(unit.time_zone, await time_zones(turn.tx))
        return zone_page(said, unit, offered, typed=turn.in_private)
    if what is Setting.TOPIC and settled.chat is not None:
        return topic_page(said, unit, settled.chat)
    study = what.study
    if study and settled.programme and choices(study, settled.programme, settled.branch):
        return setting_page(said, settled, what)
    if what is Setting.TOPIC or study or (what is Setting.PRIVATE and settled.chat is not None):
        raise Refused(TOO_OLD)
    return setting_page(said, settled, what)


async def _changed(turn: Turn, unit: Unit, what: Setting, value: str) -> Said:
    by, holds_from = by_speaker(turn), None
    if what is Setting.LANGUAGE and value in LANGUAGES:
        await change_language(turn, unit, value)
    elif what is Setting.ZONE and value in known_zones():
        holds_from = await settle_zone(turn.tx, unit, value, by, turn.defaults)
    else:
        settled = await _settled(turn, unit)
        chosen = with_choice(settled.branch, what, value, settled.programme)
        if chosen is None or (what is Setting.PRIVATE and settled.chat is not None):
            raise Refused(TOO_OLD)
        holds_from = await settle(turn.tx, unit, what, chosen, by, turn.defaults)
    unit = await fresh(turn, unit)
    return await _page(turn, unit, settled_notice(spoken_of(turn, unit), holds_from))


async def _ask_zone(turn: Turn, unit: Unit) -> None:
    asked = Dialogue(ZONE, {"unit": unit.id})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
    turn.reply(ask_zone(turn.own_words))
