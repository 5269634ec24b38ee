"""Binding a group chat to a unit by a code, and whom that makes secretary."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from programme.calendar import local_day
from programme.planning import plan_unit
from storage import chats
from storage.codes import Code, Opens, add_codes, find_code, use_code
from storage.database import Transaction
from storage.known import known_by_telegram
from storage.people import add_membership, add_person, appoint, claim, members, secretaries_of
from storage.units import Defaults, ancestors, children, unit
from storage.values.messages import Refused, message
from storage.values.people import (
    BotId,
    ChatId,
    Known,
    Person,
    PersonId,
    Role,
    TelegramId,
    Unit,
    UnitId,
)

# Crockford's base 32: no letter that could be taken for a digit, so it can be read out and typed.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011", "-_ ")
_LENGTH = 12
VALID_FOR = timedelta(days=7)


class Group(Struct, frozen=True):
    """A group chat that is to be bound, as Telegram describes it."""

    bot_id: BotId
    chat_id: ChatId
    kind: str
    title: str


class Sender(Struct, frozen=True):
    """Who used a code, and the name they bear in Telegram."""

    telegram_id: TelegramId
    name: str


class Bound(Struct, frozen=True):
    """What came of binding.

    ``new``: False when the group was the unit's already, and nothing was done. ``moved``: the unit
    had another group before. ``secretary``: who now looks after it through this code.
    ``unlisted``: whoever used the code was neither on the unit's list nor holds an office at it
    or above it, or can't be known.
    """

    unit: Unit
    new: bool = True
    moved: bool = False
    secretary: Person | None = None
    unlisted: bool = False


def new_code() -> str:
    """A random code of 60 bits, which is also fit to be a deep link's parameter."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def read_code(typed: str) -> str:
    """A code as it was made, however it was typed: small letters, O for 0, hyphens."""
    return typed.strip().upper().translate(_LOOKALIKES)


def is_code(typed: str) -> bool:
    """Whether something typed looks like a code."""
    read = read_code(typed)
    return len(read) == _LENGTH and set(read) <= set(_ALPHABET)


def deep_link(bot_username: str, code: str) -> str:
    """The link that lets one choose a group, adds the bot to it and binds it."""
    return f"https://t.me/{bot_username}?startgroup={code}"


async def make_code(tx: Transaction, unit_id: UnitId, now: datetime) -> Code:
    """A fresh code for a unit, good once and for seven days."""
    (code,) = await make_codes(tx, [unit_id], now)
    return code


async def make_codes(tx: Transaction, unit_ids: Sequence[UnitId], now: datetime) -> Sequence[Code]:
    """Fresh codes, one for each of these units, each good once and for seven days."""
    made = [Code(new_code(), each, now, now + VALID_FOR) for each in unit_ids]
    await add_codes(tx, made)
    return made


async def bind(
    tx: Transaction,
    typed: str,
    group: Group,
    sender: Sender | None,
    now: datetime,
    defaults: Defaults,
) -> Bound:
    """Make a group a unit's own, and its slots begin. ``sender`` is None for an anonymous admin.

    Raises :class:`Refused` for a code that can't be used, or a group that is another unit's.
    """
    await chats.put(tx, group.bot_id, group.chat_id, kind=group.kind, title=group.title, now=now)
    code = await find_code(tx, read_code(typed))
    if code is None:
        raise Refused(
            message(
                "This code isn't known. Please look at it again, letter by letter, or ask for a "
                "new one."
            )
        )
    if code.opens is not Opens.GROUP:
        raise Refused(
            message(
                "This code lets a person in, not a group. Please open its link in your private "
                "chat with me."
            )
        )
    bound = await unit(tx, code.unit_id, defaults)
    assert bound is not None
    chat = await chats.get(tx, group.bot_id, group.chat_id)
    if chat is not None and chat.unit_id == bound.id and code.used_at is not None:
        return Bound(bound, new=False)
    refuse_spent(code, now)
    if chat is not None and chat.unit_id is not None and chat.unit_id != bound.id:
        await _refuse_taken(tx, chat.unit_id, defaults)
    return await _bind(tx, code, bound, group, sender, now, defaults)


async def _bind(
    tx: Transaction,
    code: Code,
    bound: Unit,
    group: Group,
    sender: Sender | None,
    now: datetime,
    defaults: Defaults,
) -> Bound:
    await use_code(tx, code.code, sender.telegram_id if sender else None, now)
    before = await chats.chat_of(tx, group.bot_id, bound.id)
    await chats.bind(tx, group.bot_id, group.chat_id, bound.id, now)
    secretary, unlisted = None, True
    if sender is not None:
        is_branch = not await children(tx, bound.id)
        known = await _met(tx, bound, sender, now, defaults, listed=is_branch)
        unlisted = not _belongs(known, bound)
        secretary = await _look_after(tx, bound, sender, known, now) if is_branch else None
    await plan_unit(tx, group.bot_id, bound, now)
    moved = before is not None and before.chat_id != group.chat_id
    return Bound(bound, moved=moved, secretary=secretary, unlisted=unlisted)


async def _look_after(
    tx: Transaction, branch: Unit, sender: Sender, known: Known, now: datetime
) -> Person | None:
    """Make the sender the branch's secretary, unless it has one. The answer is the sender, if they
    are secretary now."""
    today = local_day(now, branch.time_zone)
    who, named = known.person, await secretaries_of(tx, branch.id, today)
    if named:
        return next((each for each in named if who is not None and each.id == who.id), None)
    if who is None:
        who = await add_person(tx, Person(PersonId(0), sender.name, sender.telegram_id))
    if known.home is None:
        await add_membership(tx, who.id, branch.id, today, home=True)
    await appoint(tx, who.id, branch.id, Role.SECRETARY, today)
    return who


async def _met(
    tx: Transaction, unit: Unit, sender: Sender, now: datetime, defaults: Defaults, *, listed: bool
) -> Known:
    """Who the sender is; ``listed``: perhaps somebody on the unit's list, without Telegram yet."""
    known = await _known(tx, sender, now, defaults)
    if known.person is None and listed:
        today = local_day(now, unit.time_zone)
        if await _claimed(tx, unit, sender, today) is not None:
            known = await _known(tx, sender, now, defaults)
    return known


async def _known(tx: Transaction, sender: Sender, now: datetime, defaults: Defaults) -> Known:
    return (await known_by_telegram(tx, [sender.telegram_id], now, defaults))[sender.telegram_id]


def _belongs(known: Known, unit: Unit) -> bool:
    line = ancestors(unit.path)
    holds_office = any(each.unit_id in line for each in known.appointments)
    return holds_office or unit.id in (known.home, *known.guest_of)


async def _claimed(tx: Transaction, branch: Unit, sender: Sender, today: date) -> Person | None:
    """The person of the branch's roster who bears the sender's name and has no Telegram yet."""
    listed = [member.person for member in await members(tx, branch.id, today)]
    people = {each.id: each for each in [*listed, *await secretaries_of(tx, branch.id, today)]}
    like = [p for p in people.values() if p.name == sender.name and p.telegram_id is None]
    if len(like) != 1:
        return None
    await claim(tx, like[0].id, sender.telegram_id, today)
    return replace(like[0], telegram_id=sender.telegram_id)


def refuse_spent(code: Code, now: datetime) -> None:
    """Raise :class:`Refused` for a code that was used, or is too old."""
    if code.used_at is not None:
        raise Refused(message("This code has been used. Please ask for a new one."))
    if now >= code.expires_at:
        raise Refused(
            message("This code was good for seven days and is over now. Please ask for a new one.")
        )


async def _refuse_taken(tx: Transaction, unit_id: UnitId, defaults: Defaults) -> None:
    other = await unit(tx, unit_id, defaults)
    assert other is not None
    raise Refused(
        message(
            "This group is {branch}'s already. Each branch needs a group of its own: please add "
            "me to another one.",
            branch=other.name,
        )
    )
