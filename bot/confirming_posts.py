"""Questions to the unit above, each looked at once more: does it still wait, is the office still
held?"""

from datetime import datetime

from bot.requests import Drop, Request, SendText
from programme.calendar import is_quiet
from programme.duties.confirming import last_change
from programme.duties.references import find
from programme.duties.rights import decides, names_for
from reports.duties.deciding import question
from reports.wording import words
from storage.database import Transaction
from storage.known import known_by_telegram
from storage.units import Defaults
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.duties import State
from storage.values.people import TelegramId

CONFIRMING_POSTS = frozenset({DeliveryKind.AWAITING})


async def confirming_post(
    tx: Transaction,
    each: Delivery,
    now: datetime,
    defaults: Defaults,
    owner: TelegramId | None,
) -> Request:
    """The request of a delivery whose kind is in :data:`CONFIRMING_POSTS`."""
    found = await find(tx, each.payload["obligation"], now, defaults)
    if found is None or found.standing.state is not State.AWAITING:
        return Drop("settled")
    if last_change(found.standing) != each.payload["changed"]:
        return Drop("asked anew")
    unit, standing, matters = found.matters.facts.unit, found.standing, found.matters
    who = TelegramId(each.chat_id)
    known = (await known_by_telegram(tx, [who], now, defaults, owner))[who]
    if not decides(known, unit, standing.obligation):
        return Drop("the office is over")
    names = await names_for(tx, known, [(unit, standing)], deciding=True)
    said = question(words(each.language), unit, standing, matters.book, names, matters.today)
    return SendText(each.chat_id, said.text, said.buttons, silent=is_quiet(now, unit.time_zone))
