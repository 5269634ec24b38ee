"""An organisation to measure with: branches with groups and members, and a quiz posted in each."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from programme.importing import import_organisation, import_roster, seed_programme
from programme.planning import plan_missing
from programme.ticking import tick
from storage import chats, claiming, outcomes
from storage.database import Database
from storage.units import Defaults, children, units
from storage.values.deliveries import DeliveryKind
from storage.values.outcomes import Sent
from storage.values.people import BotId, ChatId, MessageId, TelegramId
from storage.values.programme_files import RosterRow, UnitRow

DEFAULTS = Defaults("UTC", "zh")
FIRST_DAY = date(2026, 5, 20)
_FIRST_MEMBER = 7_000_000_001
_FIRST_GROUP = -1_002_000_000_001
_FIRST_UPDATE = 100_000_001
_AT_ONCE = 500


class Quiz(Struct, frozen=True):
    """A poll that was posted in a branch's group, and those who may answer it."""

    poll_id: str
    members: range


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A time on a day of the benchmark, counted from 0."""
    midnight = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    return midnight + timedelta(days=day, hours=hour, minutes=minute)


def members_of(branch: int, size: int) -> range:
    """The Telegram ids of a branch's members."""
    first = _FIRST_MEMBER + branch * size
    return range(first, first + size)


def group_of(branch: int) -> ChatId:
    """The group of a branch: the numbers that the practice server gives its supergroups."""
    return ChatId(_FIRST_GROUP - branch)


async def found(database: Database, bot_id: BotId, branches: int, size: int) -> None:
    """Fill an empty database: the shipped programme, branches of ``size`` members, their groups."""
    now = moment(0, 6)
    await seed_programme(database, None, now, DEFAULTS)
    tree = [UnitRow(n, f"b{n:06}", None, "branch", f"第{n}支部") for n in range(branches)]
    people = [
        RosterRow(0, f"b{n:06}", f"党员{each}", telegram_id=TelegramId(each), joined=FIRST_DAY)
        for n in range(branches)
        for each in members_of(n, size)
    ]
    async with database.writing() as tx:
        await import_organisation(tx, tree, now, DEFAULTS)
        await import_roster(tx, people, now, DEFAULTS)
        ids = await children(tx, None)
        known = await units(tx, ids, DEFAULTS)
        for unit in known.values():
            chat = group_of(int(unit.code[1:]))
            await chats.put(tx, bot_id, chat, kind="supergroup", title=unit.name, now=now)
            await chats.bind(tx, bot_id, chat, unit.id, now)
        await plan_missing(tx, bot_id, now, DEFAULTS)


async def post_noon(database: Database, bot_id: BotId, day: int, size: int) -> list[Quiz]:
    """Post a day's quizzes as if Telegram had taken each; the polls."""
    now = moment(day, 12)
    while await tick(database, bot_id, now, now, DEFAULTS):
        pass
    quizzes: list[Quiz] = []
    async with database.writing() as tx:
        while claimed := await claiming.claim(tx, bot_id, now, limit=_AT_ONCE):
            sent = []
            for delivery in claimed:
                poll_id = None
                if delivery.kind is DeliveryKind.NOON:
                    poll_id = str(5_300_000_000_000_000_000 + delivery.id)
                    branch = _FIRST_GROUP - delivery.chat_id
                    quizzes.append(Quiz(poll_id, members_of(branch, size)))
                sent.append(Sent(delivery, MessageId(delivery.id), poll_id))
            await outcomes.record(tx, bot_id, sent, now)
    return quizzes


def votes(quizzes: Sequence[Quiz], numbers: Iterator[int], dice: random.Random) -> list[Any]:
    """Every member's answer as an update, all branches mixed as at a busy noon."""
    cast = [(quiz.poll_id, member) for quiz in quizzes for member in quiz.members]
    dice.shuffle(cast)
    return [_vote(next(numbers), poll_id, member, dice.randrange(3)) for poll_id, member in cast]


def answers_of(updates: Sequence[Any], limit: int = 100) -> list[bytes]:
    """The updates as the bodies of answers to ``getUpdates``."""
    return [
        msgspec.json.encode({"ok": True, "result": updates[at : at + limit]})
        for at in range(0, len(updates), limit)
    ]


def _vote(number: int, poll_id: str, member: int, option: int) -> Any:
    return {
        "update_id": _FIRST_UPDATE + number,
        "poll_answer": {
            "poll_id": poll_id,
            "user": {
                "id": member,
                "is_bot": False,
                "first_name": f"党员{member}",
                "language_code": "zh-hans",
            },
            "option_ids": [option],
            "option_persistent_ids": [f"{poll_id[-6:]}-{option}"],
        },
    }
