"""Every kind of request with every kind of trouble: what stands in the chat at the end.

What is sent is in :mod:`tests.stories.sends`, how it is said in :mod:`tests.stories.send_scene`,
and how it is looked at in :mod:`tests.stories.send_seen`. One bot lives through it all; each
trouble meets it in a branch of its own.
"""

import inspect
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from msgspec import Struct

from bot import sending
from bot.clock import GivenClock
from bot.practice.faults import Fault, FaultKind
from bot.practice.spec import load
from storage.database import open_database
from storage.values.deliveries import Rank
from storage.values.people import TelegramId
from tests.stories.house import House
from tests.stories.send_place import DEFAULTS, NOON, furnish, place
from tests.stories.send_scene import AtWork, Scene
from tests.stories.send_seen import Seen, look, times_said, tries_of
from tests.stories.sends import SENDS, Send

ALL, NEVER = "all", ""

# How often it stands in the chat, the delivery then being "sent"; or how the delivery ended, and
# why, with nothing in the chat. Behind it how many minutes it took, when it took minutes: those of
# a poll are the ones in which a vote may tell that it has arrived. Named are the groups that differ
# from all; where there is no "all", the others never meet the trouble.
SPECIFICATION: Mapping[str, Mapping[str, str]] = {
    "flood": {ALL: "once"},
    "refused": {ALL: "failed:refused", "reaction": "dropped:no-reactions"},
    "busy": {ALL: "once", "poll": "once+10min"},
    "outage": {ALL: "once+2min", "poll": "once+10min"},
    "cut": {ALL: "once", "poll": "once+10min"},
    # A lost answer makes two of a message; a change can't be there twice.
    "lost": {
        ALL: "once",
        "text": "twice",
        "letters": "twice",
        "file": "twice",
        "known file": "twice",
        "replay": "twice",
        "poll": "twice+10min",
    },
    "down": {ALL: "once"},
    # Menus belong to private chats, posts to groups, which nobody blocks.
    "kicked": {ALL: "failed:forbidden", "menu": NEVER},
    "back": {ALL: "failed:forbidden", "menu": NEVER},
    "blocked": {
        "text": "failed:forbidden",
        "replay": "failed:forbidden",
        "edit": "failed:forbidden",
    },
    # A supergroup numbers its messages anew: there is nothing to change in it.
    "moved": {
        ALL: "once",
        "edit": "dropped:moved",
        "delete": "dropped:moved",
        "reaction": "dropped:moved",
        "buttons": "dropped:no-message",
        "menu": NEVER,
    },
    # What came with a note is kept by nobody but Telegram.
    "forgotten": {"known file": "once", "replay": "failed:stale-file"},
}

# Where the chat itself has changed: what becomes of the next in it, and of what is said there when
# all is over. Otherwise the next is sent. What another chat is told is sent at once in any case.
AFTERWARDS = {
    "kicked": ("failed", "failed"),
    "back": ("failed", "sent"),
    "blocked": ("failed", "sent"),
    "moved": ("sent", "sent"),
}

# An answer to a tap is tried once: the deed is stored already, and soon nobody waits for it.
ANSWERS = {
    "flood": "none",
    "refused": "none",
    "busy": "none",
    "outage": "none",
    "cut": "none",
    "lost": "shown",
    "down": "none",
}


# -- the troubles -----------------------------------------------------------------------------

Step = Callable[[Scene], Awaitable[None]]
FLOOD = 7


async def _nothing(_scene: Scene) -> None:
    """It ends by itself."""


class Trouble(Struct, frozen=True):
    """How a trouble begins, and how it ends after some ``seconds``."""

    begins: Step
    seconds: float = 0.0
    ends: Step = _nothing


def _fault(kind: FaultKind, **more: Any) -> Step:
    async def begins(scene: Scene) -> None:
        # An answer to a tap and a menu name no chat.
        chat_id = None if scene.send.group in ("answer", "menu") else scene.chat.id
        scene.server.faults.add(Fault(kind, scene.send.method, chat_id, **more))

    return begins


def _answered(code: int, said: str, **parameters: int) -> Step:
    return _fault("refuse", code=code, description=said, parameters=parameters)


async def _faults_end(scene: Scene) -> None:
    scene.server.faults.clear()


async def _server_stops(scene: Scene) -> None:
    await scene.server.stop()


async def _server_starts(scene: Scene) -> None:
    await scene.server.start()


async def _put_out(scene: Scene) -> None:
    scene.server.remove_bot(scene.group, scene.member)


async def _taken_back(scene: Scene) -> None:
    scene.server.add_bot(scene.group, scene.member)
    await _it_hears(scene)


async def _blocks(scene: Scene) -> None:
    scene.server.block(scene.member)


async def _unblocks(scene: Scene) -> None:
    scene.server.unblock(scene.member)
    await _it_hears(scene)


async def _moves(scene: Scene) -> None:
    scene.server.migrate(scene.group)


async def _is_forgotten(scene: Scene) -> None:
    await scene.know("an-id-that-Telegram-gave-long-ago")


async def _it_hears(scene: Scene) -> None:
    # The bot is refused first, and fetches only now what Telegram has told it.
    await scene.house.bot.intake.step()


TROUBLES: Mapping[str, Trouble] = {
    "flood": Trouble(_answered(429, "Too Many Requests", retry_after=FLOOD)),
    "refused": Trouble(_answered(400, "Bad Request: something is wrong")),
    "busy": Trouble(_answered(500, "Internal Server Error")),
    "outage": Trouble(_fault("server_error", times=1000), 120, _faults_end),
    "cut": Trouble(_fault("cut")),
    "lost": Trouble(_fault("lose")),
    "down": Trouble(_server_stops, 0.5, _server_starts),
    "kicked": Trouble(_put_out),
    "back": Trouble(_put_out, 5, _taken_back),
    "blocked": Trouble(_blocks, 5, _unblocks),
    "moved": Trouble(_moves, 5, _it_hears),
    "forgotten": Trouble(_is_forgotten),
}


class Cell(NamedTuple):
    """One kind of request with one trouble, and what comes of it; ``branch`` is its own."""

    branch: int
    what: str
    trouble: str
    ending: str

    @property
    def send(self) -> Send:
        """What is sent."""
        return SENDS[self.what]


def _cells() -> list[Cell]:
    found = [
        (what, trouble, endings.get(send.group, endings.get(ALL)))
        for what, send in SENDS.items()
        for trouble, endings in SPECIFICATION.items()
    ]
    there = [(what, trouble, ending) for what, trouble, ending in found if ending]
    return [Cell(branch, *each) for branch, each in enumerate(there)]


CELLS = _cells()
ANSWERING = [(len(CELLS) + number, *each) for number, each in enumerate(ANSWERS.items())]
# The last branch has no trouble: it is the other chat.
BRANCHES = len(CELLS) + len(ANSWERS) + 1


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def work(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[AtWork]:
    """A bot at work, with a branch for each cell."""
    folder = tmp_path_factory.mktemp("sends")
    database = open_database(f"sqlite:///{shutil.copy(sqlite_template, folder / 'sanxue.db')}")
    await furnish(database, folder, BRANCHES)
    clock = GivenClock(NOON + timedelta(minutes=1))
    here = place(clock, BRANCHES)
    async with here.server:
        house = House(database, clock, here.server, DEFAULTS)
        house.owner = TelegramId(here.owner.id)
        await house.start()
        yield AtWork(house, here)
        await house.stop()
    await database.close()


# -- the tests --------------------------------------------------------------------------------


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.what}-{cell.trouble}")
async def test_what_comes_of_it(work: AtWork, cell: Cell) -> None:
    trouble = TROUBLES[cell.trouble]
    in_private = cell.trouble == "blocked" or cell.send.group == "menu"
    scene = Scene(work, cell.send, cell.branch, in_private=in_private)
    await scene.prepare()
    await trouble.begins(scene)
    await scene.say()
    await scene.live(trouble.seconds)
    await trouble.ends(scene)
    await scene.live_on()
    if cell.trouble in AFTERWARDS:
        await scene.say_later()

    seen = await look(scene)
    assert seen.came_of_it() == cell.ending
    _check_the_others(seen, cell, times_said(scene))
    await _check_what_is_known(seen, cell)


def _check_the_others(seen: Seen, cell: Cell, times: int) -> None:
    """Nothing else is held up, lost or out of its order."""
    after, later = AFTERWARDS.get(cell.trouble, ("sent", ""))
    others = {"next": after, "reply": after, "other": "sent"}
    others |= {"later": later} if later else {}
    assert seen.others() == others
    copies = ["it"] * times if cell.send.is_new else []
    arrived = [key for key in ("next", "later") if others.get(key) == "sent"]
    assert seen.order() == copies + arrived
    assert seen.seconds("other") <= 1
    if cell.trouble == "flood":
        # The whole chat is left alone for as long as Telegram asked.
        assert seen.tried_for() >= FLOOD
        assert seen.seconds("reply") >= FLOOD
    elif cell.send.rank is not Rank.REPLY and cell.send.method != "sendMessage":
        assert seen.seconds("reply") <= 2


async def _check_what_is_known(seen: Seen, cell: Cell) -> None:
    """The database says the same as the chat."""
    assert await seen.can_write() == (cell.trouble != "kicked")
    assert seen.told_above() == (1 if cell.trouble in ("kicked", "back") else 0)
    is_sent = ":" not in cell.ending
    if cell.send.carries:
        failed = ("failed", cell.ending.removeprefix("failed:"))
        assert await seen.slot() == (("posted", "") if is_sent else failed)
    if cell.send.medium and is_sent:
        assert await seen.file_ids() == [seen.last_file_id()]


def test_there_is_no_other_kind_of_request_or_trouble() -> None:
    assert list(SPECIFICATION) == list(TROUBLES)
    known = {name.lower() for name in load().methods}
    named = re.findall(r"[a-z]+(?:_[a-z]+)+", inspect.getsource(sending))
    called = known.intersection(name.replace("_", "") for name in named)
    assert called == {send.method.lower() for send in SENDS.values()}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("branch", "name", "ending"), ANSWERING, ids=list(ANSWERS))
async def test_what_comes_of_an_answer_to_a_tap(
    work: AtWork, branch: int, name: str, ending: str
) -> None:
    trouble, answers = TROUBLES[name], work.house.bot.answers
    scene = Scene(work, Send("answer", "answerCallbackQuery", SENDS["buttons"].kind), branch)
    await scene.post_morning()
    tap = await scene.tap()
    await trouble.begins(scene)
    await answers.drain()
    await answers.drain()
    await trouble.ends(scene)
    assert ("none" if tap.answer is None else "shown") == ending
    assert len(tries_of(scene)) == (0 if name == "down" else 1)
    again = await scene.tap()
    await answers.drain()
    assert again.answer is not None
    # The deed counted all the same, and once.
    await scene.live_on()
    assert times_said(scene) == 1
