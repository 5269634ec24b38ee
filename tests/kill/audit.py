"""What is in the database against what people did, and what the groups show."""

from collections import Counter
from typing import Any

from msgspec import Struct, field
from sqlalchemy import func, select

from bot.practice.views import MessageView
from storage.database import Database
from storage.tables.deeds import answers, check_ins, member_days, notes, streaks
from storage.tables.organisation import persons
from storage.tables.telegram import dead_letters, parked_answers
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryKind, DeliveryState
from tests.kill.people import Town, is_morning, is_offer, is_reminder

Key = tuple[object, ...]


class Found(Struct, frozen=True):
    """What the database holds: deeds by kind and person, and the summary row of each person."""

    deeds: Counter[Key]
    summaries: dict[int, tuple[int, int, int, int, int]]
    streaks: dict[int, int]
    letters: int
    parked: frozenset[int]


class Faults(Struct):
    """What is wrong, each in words for whoever has to look into it."""

    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    def of(self, is_loss: bool) -> list[str]:
        """The one list or the other."""
        return self.lost if is_loss else self.twice


class Count(Struct):
    """What one kind of kill did. ``explained``: sent twice where it had to be."""

    kills: int = 0
    missed: int = 0
    lost: int = 0
    twice: int = 0
    sent_twice: int = 0
    explained: int = 0
    back: list[float] = field(default_factory=list)


async def read(database: Database) -> Found:
    """All deeds and sums, by Telegram id."""
    account = persons.c.telegram_id
    async with database.reading() as tx:
        deeds: Counter[Key] = Counter()
        for kind, table in (("check_in", check_ins), ("answer", answers)):
            query = select(account).join(table, table.c.person_id == persons.c.id)
            deeds.update((kind, row[0]) for row in await tx.rows(query))
        written = select(account, notes.c.chat_id, notes.c.message_id)
        query = written.join(notes, notes.c.person_id == persons.c.id)
        deeds.update(("note", *row) for row in await tx.rows(query))
        days = member_days.c
        counts = select(account, days.check_ins, days.answered, days.right, days.notes, days.points)
        rows: Any = await tx.rows(counts.join(member_days, days.person_id == persons.c.id))
        lengths = select(account, streaks.c.length).join(
            streaks, streaks.c.person_id == persons.c.id
        )
        lasting: Any = await tx.rows(lengths)
        return Found(
            deeds,
            {who: (a, b, c, d, e) for who, a, b, c, d, e in rows},
            {who: length for who, length in lasting},
            await tx.scalar(select(func.count()).select_from(dead_letters)),
            frozenset(row[0] for row in await tx.rows(select(parked_answers.c.telegram_id))),
        )


async def claimed(database: Database) -> set[int]:
    """The chats to which a message was on its way, or is not known to have arrived."""
    async with database.reading() as tx:
        query = select(deliveries.c.chat_id).where(deliveries.c.state.in_(["claimed", "unsure"]))
        return {row[0] for row in await tx.rows(query)}


async def unrecorded(database: Database, town: Town) -> Counter[int]:
    """How many of the bot's messages stand in each chat beyond those that it knows it sent.

    These, and no others, were cut between Telegram's answer and the commit.
    """
    silent = [
        DeliveryKind.EDIT,
        DeliveryKind.REACTION,
        DeliveryKind.COUNTER,
        DeliveryKind.MENU,
        DeliveryKind.DELETE,
        DeliveryKind.CAPTION,
    ]
    async with database.reading() as tx:
        query = select(deliveries.c.chat_id, func.count().label("times")).where(
            deliveries.c.state == DeliveryState.SENT, deliveries.c.kind.not_in(silent)
        )
        known = {row.chat_id: row.times for row in await tx.rows(query.group_by("chat_id"))}
    rooms = town.server.world.rooms
    return Counter({chat: len(_said(town, chat)) - known.get(chat, 0) for chat in rooms})


def judge(town: Town, found: Found, confirmed: int | None = None) -> Faults:
    """What was lost of what people did, and what counted twice.

    While the day goes on, lost is what is missing although its update's number is lower than
    ``confirmed``, so that Telegram has forgotten it; a vote may be parked. Summary rows must say
    what the deeds say.
    """
    faults, did = Faults(), Counter[Key]()
    for deed in town.truth.deeds:
        key = (deed.kind, deed.user, *(deed.mark if deed.kind == "note" else ()))
        did[key] += 1
        is_parked = confirmed is not None and deed.kind == "answer" and deed.user in found.parked
        is_due = confirmed is None or deed.update_id < confirmed
        if is_due and not is_parked and not found.deeds[key]:
            faults.lost.append(f"{deed}, confirmed before {confirmed}")
    for key, times in found.deeds.items():
        faults.twice += [f"{key} is there {times} times"] * max(0, times - did[key])
    faults.lost += ["a dead letter"] * found.letters
    _judge_sums(town, found, faults)
    return faults


def _judge_sums(town: Town, found: Found, faults: Faults) -> None:
    right = {deed.user for deed in town.truth.deeds if deed.kind == "answer" and deed.mark[0]}
    sums: dict[int, Counter[str]] = {}
    for kind, user, *_ in found.deeds:
        sums.setdefault(int(str(user)), Counter())[str(kind)] += 1
    for user, done in sums.items():
        is_right = user in right and done["answer"] > 0
        read, answered, noted = (bool(done[kind]) for kind in ("check_in", "answer", "note"))
        points = read + answered + is_right + 2 * noted
        due = (done["check_in"], done["answer"], int(is_right), done["note"], points)
        has = found.summaries.get(user, (0, 0, 0, 0, 0))
        if has != due:
            faults.of(has < due).append(f"{user}'s sums are {has}, not {due}")
        if found.streaks.get(user) != 1:
            faults.twice.append(f"{user}'s streak is {found.streaks.get(user)}")


def unsaid(town: Town) -> tuple[list[str], Counter[int]]:
    """What was never said in the chats, and how often each chat was told a thing twice."""
    lost: list[str] = []
    twice = Counter[int]()
    for branch in town.branches:
        for post, times in _posts(town, branch.group.id).items():
            lost += [f"{post} in {branch.group.title}"] * (times == 0)
            twice[branch.group.id] += max(0, times - 1)
        for user in branch.people:
            heard_of = [each for each in _said(town, user.id) if not is_offer(each)]
            reminders = sum(is_reminder(each) for each in heard_of)
            said = len(heard_of) - reminders
            # One a day at most, and the day is one.
            twice[user.id] += max(0, reminders - 1)
            asked = town.truth.asked[user.id]
            lost += [f"an answer to {user.first_name}"] * max(0, asked - said)
            twice[user.id] += max(0, said - asked)
    return lost, twice


def heard(town: Town, chat: int) -> list[str]:
    """The beginnings of what the bot has said in a chat, oldest first."""
    return [f"{each.message_id} {each.text[:20]!r}" for each in _said(town, chat)]


def _posts(town: Town, chat: int) -> Counter[str]:
    """How often each of the day's posts stands in a group."""
    # Where the code of a deep link comes late, its group is told how to begin: time runs fast here.
    said = [each for each in _said(town, chat) if "/bind" not in each.text]
    polls = [each.message_id for each in said if each.poll is not None]
    texts = [each for each in said if each.poll is None]
    found = Counter(morning=0, noon=len(polls), result=0, evening=0, bound=0)
    for each in texts:
        if is_morning(each):
            found["morning"] += 1
        elif each.reply_to in polls or each.text.startswith("午间一答：结果"):
            found["result"] += 1
        elif each.reply_to is not None:
            found["bound"] += 1
        else:
            found["evening"] += 1
    return found


def _said(town: Town, chat: int) -> list[MessageView]:
    me = town.server.bot_user.id
    return [each for each in town.server.messages(chat) if each.sender.id == me]
