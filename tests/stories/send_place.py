"""The branches in which every kind of request is tried: the practice server's side, and ours."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from sqlalchemy import delete, insert, select

from bot.clock import GivenClock
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from programme.folder import read_programme
from programme.importing import import_organisation, import_programme
from programme.planning import plan_missing
from programme.small_groups import FEWEST
from programme.ticking import tick
from storage import chats
from storage.database import Database, Transaction
from storage.tables.organisation import memberships, persons, units
from storage.tables.work import deliveries
from storage.units import Defaults
from storage.values.people import BotId, ChatId, UnitId
from storage.values.programme_files import UnitRow
from tests.stories.house import LONG_AGO, SHANGHAI
from tests.stories.sends import CONTENTS
from tests.stories.small_programme import small_programme

DAWN = datetime(2026, 5, 19, 22, 0, tzinfo=UTC)
MORNING = datetime(2026, 5, 19, 23, 30, tzinfo=UTC)
NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
DEFAULTS = Defaults(SHANGHAI, "zh")
_ENDINGS = {"picture": "png", "audio": "mp3", "video": "mp4", "file": "pdf"}


class Place(Struct, frozen=True):
    """The practice server with the groups of some branches, each with the one who is in it."""

    server: PracticeServer
    groups: Sequence[Chat]
    members: Sequence[User]
    owner: User


def place(clock: GivenClock, branches: int) -> Place:
    """The same place each time, down to the numbers of its chats; the bot is told of nothing."""
    server = PracticeServer(clock)
    owner = server.add_user("主人")
    members = [server.add_user(f"李{n}") for n in range(branches)]
    rooms = [server.world.new_room("group", f"支部{n}号") for n in range(branches)]
    for room, member in zip(rooms, members, strict=True):
        room.members |= {member.id: "creator", server.bot_user.id: "member"}
    for user in (owner, *members):
        server.world.rooms[user.id].is_started = True
    return Place(server, [room.chat for room in rooms], members, owner)


async def furnish(database: Database, folder: Path, branches: int) -> None:
    """Write down the branches, what they study, and what they are to be posted on one day."""
    here = place(GivenClock(DAWN), branches)
    bot_id = BotId(here.server.bot_user.id)
    programme = read_programme(_with_media(folder)).programme
    assert programme is not None
    async with database.writing() as tx:
        await import_programme(tx, programme, folder, DAWN, DEFAULTS)
        rows = [UnitRow(1, f"{g.id}", None, "branch", g.title) for g in here.groups]
        await import_organisation(tx, rows, DAWN, DEFAULTS)
        found = {row.code: UnitId(row.id) for row in await tx.rows(select(units))}
        ids = [found[f"{group.id}"] for group in here.groups]
        for group, unit_id in zip(here.groups, ids, strict=True):
            chat_id = ChatId(group.id)
            await chats.put(tx, bot_id, chat_id, kind="group", title=group.title, now=DAWN)
            await chats.bind(tx, bot_id, chat_id, unit_id, DAWN)
        await _move_in(tx, ids, here.members)
        await plan_missing(tx, bot_id, DAWN, DEFAULTS)
    for now in (MORNING, NOON):
        while await tick(database, bot_id, now, now, DEFAULTS):
            pass
    async with database.writing() as tx:
        # The postings stay: a test has one of them said in its own way.
        await tx.run(delete(deliveries))


async def _move_in(tx: Transaction, ids: Sequence[UnitId], members: Sequence[User]) -> None:
    """Each branch has its member, and so many more that its group may be told a count."""
    crowd = {
        each.id * 10 + number if number else each.id: unit_id
        for unit_id, each in zip(ids, members, strict=True)
        for number in range(FEWEST)
    }
    people = [{"name": "李", "telegram_id": telegram_id} for telegram_id in crowd]
    await tx.run_many(insert(persons), people)
    rows = await tx.rows(select(persons.c.id, persons.c.telegram_id))
    homes = [(row.id, crowd[row.telegram_id]) for row in rows]
    since = LONG_AGO.isoformat()
    await tx.run_many(
        insert(memberships),
        [{"person_id": who, "unit_id": home, "home": True, "since": since} for who, home in homes],
    )


def _with_media(folder: Path) -> Path:
    small_programme(folder, 1)
    for medium, content in CONTENTS.items():
        (folder / "items" / f"01.{_ENDINGS[medium]}").write_bytes(content)
    headers = "\n".join(f"{medium}: 01.{_ENDINGS[medium]}" for medium in CONTENTS)
    text = f"---\ntitle: 第一课\n{headers}\n---\n今天讲一。\n"
    (folder / "items" / "01.md").write_text(text, "utf-8")
    return folder
