"""Makes the branch that one steps into: the sample's, or one of the organiser's own files."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.application import opened
from bot.clock import GivenClock
from bot.connection import Connection
from bot.practice.page.calls import WatchedServer
from bot.practice.page.play import Play
from bot.practice.page.players import Player
from bot.practice.records import Chat
from bot.practice.settling import settle
from programme.binding import deep_link, make_code
from storage.database import Database
from storage.schema import open_newest
from storage.units import Defaults
from storage.values.people import Unit

_WAKES_AT = time(7, 10)
_BEGINS_AT = time(7, 20)
_SETTLING = "settle:"
_QUESTIONS = 3


class Cast(Struct, frozen=True):
    """A branch and those whom one can be there; whoever owns the group comes first."""

    branch: Unit
    players: Sequence[Player]


class Source(Protocol):
    """Where a branch comes from."""

    first_day: date
    time_zone: str
    is_rehearsal: bool

    async def bring_in(
        self,
        address: str,
        clock: GivenClock,
        defaults: Defaults,
    ) -> None:
        """Import what is studied, and the organisation, into the empty database at ``address``.

        Raises :class:`~programme.importing.NothingImported` for faults in files.
        """
        ...

    async def cast(
        self, database: Database, server: WatchedServer, clock: GivenClock, defaults: Defaults
    ) -> Cast:
        """Give everybody a Telegram account on the server."""
        ...


@asynccontextmanager
async def opened_play(
    source: Source, language: str, *, is_bound: bool = True, pace: float = 0.0
) -> AsyncIterator[Play]:
    """A branch early on its first day, with the bot at work, on a database that is gone afterwards.

    ``is_bound``: its group is set up already; else the secretary has an invitation.
    """
    defaults = Defaults(source.time_zone, language)
    before = datetime.combine(source.first_day - timedelta(days=1), time(12), UTC)
    clock = GivenClock(before)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(
            # On Windows a file may still be held for a moment after it was closed.
            tempfile.TemporaryDirectory(prefix="sanxue-practice-", ignore_cleanup_errors=True)
        )
        address = f"sqlite:///{(Path(folder) / 'practice.db').as_posix()}"
        database, _ = await open_newest(address)
        stack.push_async_callback(database.close)
        await source.bring_in(address, clock, defaults)
        server = WatchedServer(clock, "Sanxue" if language == "en" else "三学")
        await stack.enter_async_context(server)
        cast = await source.cast(database, server, clock, defaults)
        zone = ZoneInfo(cast.branch.time_zone)
        clock.move_to(datetime.combine(source.first_day, _WAKES_AT, zone))
        connection = Connection(server.token, server.api_url, server.file_url)
        application = await stack.enter_async_context(opened(database, connection, clock, defaults))
        await application.outbox.restore()
        group = _group(server, cast)
        play = Play(
            server, clock, database, application, defaults, cast.branch, group, cast.players, pace
        )
        play.is_rehearsal = source.is_rehearsal
        await _begin(play, database, group, is_bound)
        clock.move_to(datetime.combine(source.first_day, _BEGINS_AT, zone))
        await settle(application, clock)
        play.is_touched = False
        yield play


def _group(server: WatchedServer, cast: Cast) -> Chat:
    members = [each.user for each in cast.players if each.user and each.part != "organiser"]
    return server.add_group(cast.branch.name, members, "supergroup")


async def _begin(play: Play, database: Database, group: Chat, is_bound: bool) -> None:
    """Let those who know the bot meet it, and the first of them bring it into the group."""
    server = play.server
    known = [each.user for each in play.players if each.user and each.has_met_bot]
    await play.act(lambda: [server.start_private(user) for user in known])
    host = next(each.user for each in play.players if each.user and each.part != "organiser")
    async with database.writing() as tx:
        code = (await make_code(tx, play.branch.id, play.clock.now())).code
    if not is_bound:
        play.invitation = deep_link(server.bot_user.username or "", code)
        return
    await play.act(lambda: server.add_bot(group, host, start_parameter=code))
    for _ in range(_QUESTIONS):
        asked = [m for m in server.messages(host) if m.rows and m.sender == server.bot_user]
        if not asked or not (asked[-1].buttons[0].data or "").startswith(_SETTLING):
            return
        wanted = f":{play.defaults.language}"
        answers = [each.data or "" for each in asked[-1].buttons]
        answer = next((each for each in answers if each.endswith(wanted)), answers[0])
        await play.act(partial(server.tap, host, asked[-1], answer))
