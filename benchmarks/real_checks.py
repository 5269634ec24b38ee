"""Whether a day was what it must be: each check lists what it found wrong, in plain sentences."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from benchmarks.real_day import (
    Day,
    Did,
    Gathering,
    World,
    is_morning,
    is_prompt,
    is_quiz,
    is_result,
)
from bot.practice.views import MessageView
from programme.small_groups import tells_share
from reports.rehearsal import Rehearsal
from storage import letters, outbox, people, status, units
from storage.database import Transaction
from storage.units import Defaults
from storage.values.days import MemberDay
from storage.values.people import Unit

# 200 branches at 30 messages a second take seven seconds; a counter or a reply may go before.
_SOON = timedelta(minutes=1)
_DUE = {
    "study": time(7, 30),
    "question": time(12, 0),
    "result": time(20, 0),
    "prompt": time(20, 0),
}
_NOT_STARTED = re.compile("can't initiate conversation")
_NUMBER = re.compile(r"\d+")


def kind_of(message: MessageView) -> str | None:
    """What a post of the bot's in a group is; None for what belongs to another or to binding."""
    kinds = {
        "study": is_morning,
        "question": is_quiz,
        "result": is_result,
        "prompt": is_prompt,
    }
    return next((name for name, fits in kinds.items() if fits(message)), None)


def posts_at_their_time(world: World, gatherings: Sequence[Gathering], day: date) -> Iterator[str]:
    """Each branch got each post of the day once, at its own local time; none twice on others."""
    for gathering in gatherings:
        zone = ZoneInfo(gathering.branch.city.time_zone)
        times: dict[tuple[date, str], list[datetime]] = defaultdict(list)
        for message in world.said(gathering):
            if (kind := kind_of(message)) is not None:
                local = message.date.astimezone(zone)
                times[local.date(), kind].append(local)
        for kind in _DUE:
            found = times[day, kind]
            if len(found) != 1:
                yield f"{gathering.branch.code}: {len(found)} times the {kind}"
        for (on, kind), found in times.items():
            for local in found[1:]:
                yield f"{gathering.branch.code}: the {kind} of {on} again at {local:%H:%M}"
            due_at = datetime.combine(on, _DUE[kind], zone)
            if found and not due_at <= found[0] <= due_at + _SOON:
                yield f"{gathering.branch.code}: the {kind} of {on} at {found[0]:%H:%M:%S}"


def rehearsal_came_true(
    world: World, gatherings: Sequence[Gathering], day: date, rehearsal: Rehearsal
) -> Iterator[str]:
    """Each branch was asked on the day what the rehearsal had said that it would be."""
    foretold = {
        post.unit.code: post.text.splitlines()[0]
        for post in rehearsal.posts
        if post.kind == "noon" and post.at.date() == day
    }
    for gathering in gatherings:
        asked = [
            message.poll.question
            for message in world.said(gathering)
            if message.poll and _local_day(message, gathering) == day
        ]
        if [foretold.get(gathering.branch.code)] != [each.splitlines()[0] for each in asked]:
            yield f"{gathering.branch.code}: asked otherwise than rehearsed"


async def deeds_counted_once(
    tx: Transaction, gatherings: Sequence[Gathering], lived: Day, defaults: Defaults
) -> Iterator[str]:
    """Every member's day holds what they truly did, and what it is worth."""
    wrong: list[str] = []
    for gathering in gatherings:
        unit = await units.unit_by_code(tx, gathering.branch.code, defaults)
        assert unit is not None
        found = await _found(tx, unit, lived.day)
        for telegram_id in gathering.users:
            truth, stored = lived.did[telegram_id], found.pop(telegram_id, None)
            if _told(stored) != _true(truth):
                wrong.append(f"{telegram_id} did {_true(truth)}, stored is {_told(stored)}")
        wrong += [f"{unit.code}: a day of {each}, who did nothing" for each in found]
    return iter(wrong)


async def _found(tx: Transaction, unit: Unit, day: date) -> dict[int | None, MemberDay]:
    days = await status.done_on(tx, unit.id, day)
    members = {m.person.id: m.person.telegram_id for m in await people.members(tx, unit.id, day)}
    return {members.get(person): done for person, done in days.items() if done.acted}


def _true(did: Did) -> tuple[int, ...]:
    return did.read, did.chosen is not None, did.right, did.notes, did.points


def _told(day: MemberDay | None) -> tuple[int, ...]:
    if day is None:
        return 0, 0, 0, 0, 0
    return day.check_ins, day.answered, day.right, day.notes, day.points


def numbers_shown(world: World, gatherings: Sequence[Gathering], lived: Day) -> Iterator[str]:
    """The button's count and the result's numbers are those of the members' own deeds."""
    for gathering in gatherings:
        mine = [lived.did[each] for each in gathering.users]
        today = [m for m in world.said(gathering) if _local_day(m, gathering) == lived.day]
        for message in today:
            if is_morning(message):
                readers, label = sum(did.read for did in mine), message.buttons[0].label
                if _numbers(label) != ([readers] if readers else []):
                    yield f"{gathering.branch.code}: «{label}» for {readers} readers"
            elif is_result(message):
                line = message.text.split("\n\n")[1]
                if _numbers(line) != (expected := _result(mine)):
                    yield f"{gathering.branch.code}: «{line}» for {expected}"


def _result(mine: Sequence[Did]) -> list[int]:
    """The numbers in a result's line: how many answered, and the share that was right."""
    answered = sum(did.chosen is not None for did in mine)
    right = sum(did.right for did in mine)
    if not right:
        return [answered] if answered else []
    if not tells_share(answered, len(mine)):
        return [answered]
    share = round(100 * right / answered)
    return [answered, share if right == answered else min(max(share, 1), 99)]


def refusals(world: World) -> tuple[Counter[str], Counter[str]]:
    """The server's refusals by method and reason: those that must not be, and those of private
    chats that nobody has opened, where Telegram lets no bot write first."""
    wrong, not_started = Counter[str](), Counter[str]()
    for call in world.server.calls:
        if call.status != 200:
            reason = str(call.answer.get("description", "cut"))
            counted = not_started if _NOT_STARTED.search(reason) else wrong
            counted[f"{call.method}: {reason}"] += 1
    return wrong, not_started


async def nothing_left(tx: Transaction, world: World) -> Iterator[str]:
    """No update ended among the dead letters, and nothing waits to be sent."""
    wrong = [f"dead letter: {each.error}" for each in await letters.letters(tx, limit=5)]
    left = [each for each in await outbox.backlog(tx, world.bot.bot_id) if each.waiting]
    wrong += [f"{each.waiting} deliveries of rank {each.rank} still wait" for each in left]
    return iter(wrong)


def _local_day(message: MessageView, gathering: Gathering) -> date:
    return message.date.astimezone(ZoneInfo(gathering.branch.city.time_zone)).date()


def _numbers(text: str) -> list[int]:
    return [int(each) for each in _NUMBER.findall(text)]
