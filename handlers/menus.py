"""The menu of commands in somebody's private chat, where the common one does not fit them."""

from handlers.gate import is_stranger
from handlers.turn import Turn
from reports.commands import For, menu_name
from storage import chats
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import Known, Role


def menu_for(known: Known, language: str, *, chosen: bool) -> str:
    """The name of the menu that somebody's private chat should have; empty for the common one.

    An office brings commands of its own, and whoever has ``chosen`` their language is to read it
    there too, whatever Telegram speaks with them.
    """
    offices = []
    if known.units_as(Role.SECRETARY, Role.STAND_IN):
        offices.append(For.SECRETARIES)
    if known.is_owner or known.units_as(Role.ORGANISER):
        offices.append(For.ORGANISERS)
    if known.units_as(Role.CADRE):
        offices.append(For.CADRES)
    if is_stranger(known) or not (offices or chosen):
        return ""
    members = [For.MEMBERS] if known.home is not None else []
    return menu_name(language, *members, *offices, For.EVERYBODY)


async def renew_menu(turn: Turn, chosen: str | None = None) -> None:
    """Give the speaker's private chat its menu, if it is another than it was.

    ``chosen`` is the language that they chose just now, or did before.
    """
    person = turn.known.person
    chosen = chosen or (person.language if person else None)
    language = chosen or turn.own_language
    wanted = menu_for(turn.known, language, chosen=chosen is not None)
    if not await chats.change_menu(turn.tx, turn.bot_id, turn.chat_id, wanted):
        return
    turn.page.deliver(
        NewDelivery(
            bot_id=turn.bot_id,
            key=f"menu:{turn.update.update_id}:{turn.now.timestamp():.0f}",
            rank=Rank.REMINDER,
            kind=DeliveryKind.MENU,
            chat_id=turn.chat_id,
            language=turn.own_language,
            not_before=turn.now,
            payload={"menu": wanted},
        )
    )
