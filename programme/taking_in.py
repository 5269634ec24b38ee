"""Taking in whoever first taps, votes or writes in a group, where their branch allows it.

They become a member under their Telegram name and count from that day. Nobody is moved by it: who
is known to the bot, at home elsewhere or nowhere any more, stays where they are. The secretary is
told in the evening, and can say who of them is none of the branch.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from programme.belonging import enter
from programme.book import Book
from programme.calendar import local_day, moment
from programme.joining import unclaimed
from programme.office_holders import whom_to_ask
from storage import branch_settings, office_acts
from storage.doers import doers
from storage.people import add_person, claim, follow_name
from storage.snapshot import Posted
from storage.units import Defaults, units
from storage.values.days import Posting
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import ChatId, Person, PersonId, TelegramId, Unit

_TOLD_AT = time(20, 30)
_DAY = timedelta(days=1)


class FirstAct(Struct, frozen=True):
    """What somebody did whom the bot may not know: at which post, and their Telegram name.

    ``in_time``: it was surely done on the post's own day, as a vote in an open poll is.
    """

    telegram_id: TelegramId
    name: str
    posting: Posting
    in_time: bool = False


async def take_in(
    book: Book, acts: Collection[FirstAct], now: datetime, defaults: Defaults
) -> None:
    """Let those in who are strangers, before the book's pages are written."""
    first: dict[TelegramId, FirstAct] = {}
    for act in acts:
        if act.telegram_id not in book.doers and act.name:
            first.setdefault(act.telegram_id, act)
    if not first:
        return
    asked = {act.posting.unit_id for act in first.values()}
    settings = await branch_settings.of_units(book.tx, asked)
    allowed = [unit for unit, chosen in settings.items() if chosen.takes_in]
    branches = await units(book.tx, allowed, defaults) if allowed else {}
    coming = [act for act in first.values() if act.posting.unit_id in branches]
    for act in coming:
        await _let_in(book, act, branches[act.posting.unit_id], now)
    if coming:
        await _know(book, coming)
        for unit_id in {act.posting.unit_id for act in coming}:
            await _tell(book, branches[unit_id], now)


async def follow_names(book: Book, names: Mapping[TelegramId, str]) -> None:
    """Call those who were taken in under their Telegram names as Telegram calls them now."""
    changed = {}
    for telegram_id, name in names.items():
        doer = book.doers.get(telegram_id)
        followed = doer.person.telegram_name if doer is not None else None
        if doer is None or followed is None or not name or name == followed:
            continue
        # Whom a roster has named since is called what the roster says.
        if doer.person.name == followed:
            changed[telegram_id] = doer.person.id, name
    for person, name in changed.values():
        await follow_name(book.tx, person, name)
    if changed:
        book.doers |= await doers(book.tx, list(changed))


async def _let_in(book: Book, act: FirstAct, branch: Unit, now: datetime) -> None:
    today = local_day(now, branch.time_zone)
    since = min(act.posting.day, today) if act.in_time else today
    who = await _person(book, act, branch, since)
    await enter(book.tx, who, branch.id, since, home=True)
    came = OfficeAct(branch.id, ActKind.CAME_BY_ACT, who, now, who, since)
    await office_acts.add(book.tx, came)


async def _person(book: Book, act: FirstAct, branch: Unit, since: date) -> PersonId:
    """The only one of the branch's list who bears the name, else somebody new."""
    listed = await unclaimed(book.tx, branch.id, since)
    alike = [each.person.id for each in listed if each.person.name == act.name]
    if len(alike) == 1:
        await claim(book.tx, alike[0], act.telegram_id, since)
        return alike[0]
    new = Person(PersonId(0), act.name, act.telegram_id, telegram_name=act.name)
    return (await add_person(book.tx, new)).id


async def _know(book: Book, coming: Collection[FirstAct]) -> None:
    """Let the book know the newcomers, and load what their acts need."""
    book.doers |= await doers(book.tx, [act.telegram_id for act in coming])
    for act in coming:
        doer = book.doers[act.telegram_id]
        book.newcomers.add(act.telegram_id)
        await book.need(doer, act.posting.unit_id, act.posting.day)


async def _tell(book: Book, branch: Unit, now: datetime) -> None:
    """Let those who look after a branch hear in the evening who came by a first act: once a day,
    however many."""
    today = local_day(now, branch.time_zone)
    evenings = (moment(day, _TOLD_AT, branch.time_zone) for day in (today, today + _DAY))
    evening = next(each for each in evenings if each > now)
    page = book.page()
    for holder in await whom_to_ask(book.tx, book.bot_id, branch, now, None):
        page.deliver(
            NewDelivery(
                bot_id=book.bot_id,
                key=f"newcomers:{branch.id}:{evening.timestamp():.0f}:{holder.telegram_id}",
                rank=Rank.REMINDER,
                kind=DeliveryKind.NEWCOMERS,
                chat_id=ChatId(holder.telegram_id),
                language=holder.language,
                not_before=evening,
                payload={
                    "unit_id": branch.id,
                    "unit_name": branch.name,
                    "since": int((evening - _DAY).timestamp()),
                },
                expires_at=evening + _DAY,
            )
        )
    book.keep(page)


def first_act(
    telegram_id: TelegramId, name: str, posted: Posted | None, *, in_time: bool = False
) -> FirstAct | None:
    """An act at a post, if the post is known."""
    if posted is None:
        return None
    return FirstAct(telegram_id, name.strip(), posted.posting, in_time)
