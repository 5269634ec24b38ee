"""Catching up on two days in private, with the bot started anew in the middle."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct

from bot.practice.views import MessageView
from storage.database import Database
from tests.stories.house import Branch, House, house
from tests.stories.water import water_programme

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])
MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


class Says(Struct, frozen=True):
    """What is heard in one language."""

    language: str
    catch_up: str
    listed: tuple[str, str]
    study: str
    question: str
    note: str
    read_it: str
    noted: str
    submit: str
    verdict: str
    go_on: str
    note_asked: str
    note_kept: str
    left: str
    done: str
    done_already: str
    closed: str
    week: str
    status: str


ZH = Says(
    language="zh",
    catch_up="补学（6）",
    listed=("5月21日：早一学、午一答、晚一记", "5月20日：早一学、午一答、晚一记"),
    study="{day}日一学",
    question="{day}日一答",
    note="{day}日一记",
    read_it="我学了",
    noted="补上了，那天也记上了。",
    submit="选好了",
    verdict="补上了，记在 5月21日。\n答对了！",
    go_on="接着补",
    note_asked="补 5月20日 的心得",
    note_kept="补上了，记在 5月20日，只有您能看到。",
    left="5月20日：早一学、午一答",
    done="都补上了，真好！",
    done_already="这一样补过了，或者过了能补的日子。",
    closed="那一天已经过去了，今天的还开着。",
    week="其中补学 6 样",
    status="本周补学：",
)
EN = Says(
    language="en",
    catch_up="Catch up (6)",
    listed=(
        "21 May: Morning's study, Noon's answer, Evening's note",
        "20 May: Morning's study, Noon's answer, Evening's note",
    ),
    study="{name} study",
    question="{name} question",
    note="{name} note",
    read_it="I've read it",
    noted="Caught up: that day is noted too.",
    submit="Submit",
    verdict="Caught up for 21 May.\nRight!",
    go_on="Back to catching up",
    note_asked="The note of 20 May",
    note_kept="Caught up: kept for 20 May, for your eyes only.",
    left="20 May: Morning's study, Noon's answer",
    done="All caught up. Well done!",
    done_already="That is done already, or its day is closed by now.",
    closed="That day is closed by now. Today's study is open.",
    week="; 6 caught up",
    status="Caught up this week: ",
)
_NAMES = {20: "Wed", 21: "Thu"}


class Late:
    """Wang, who was too busy for two days, and the branch around her."""

    def __init__(self, house: House, says: Says, branch: Branch) -> None:
        self.house = house
        self.says = says
        self.branch = branch
        self.wang = branch["Wang"]

    @property
    def last(self) -> MessageView:
        """What the bot has said to her last, as it stands now."""
        return self.house.last(self.wang)

    def label(self, of: str, day: int) -> str:
        """A button of the list."""
        return of.format(day=day, name=_NAMES[day])

    async def tap(self, button: str, message: MessageView | None = None) -> str:
        """She taps a button below what was said last, or another message; what the toast says."""
        return await self.house.tap(self.wang, message or self.last, button)

    async def read(self, day: int) -> str:
        """She opens the day's item from the list and has read it; what the toast says."""
        await self.tap(self.label(self.says.study, day))
        return await self.tap(self.says.read_it)


@pytest.fixture(params=[ZH, EN], ids=["zh", "en"])
async def late(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Late]:
    says: Says = request.param
    folder = water_programme(tmp_path / "water")
    async with house(database, MORNING, language=says.language, programme=folder) as h:
        branch = await h.branch("red-star", "Red Star", "Li", ["Wang"])
        h.server.start_private(branch["Wang"])
        await h.at("20:30")
        await h.tomorrow("20:30")
        await h.tomorrow("10:00")
        yield Late(h, says, branch)


@SQLITE
async def test_two_days_are_caught_up_on_one_thing_at_a_time(late: Late) -> None:
    h, says = late.house, late.says
    await h.ask(late.wang, "/today")
    await late.tap(says.catch_up)
    listed = late.last
    assert tuple(listed.text.splitlines()[-2:]) == says.listed
    # Each thing is opened from the list, and leads back to it.
    assert await late.read(21) == says.noted
    await late.tap(says.go_on)
    await late.tap(late.label(says.question, 21))
    for button in ("A", "B", says.submit):
        await late.tap(button)
    assert late.last.text.startswith(says.verdict)
    await late.tap(says.go_on)
    await late.tap(late.label(says.note, 20))
    assert late.last.text.startswith(says.note_asked)
    async with h.down():
        h.server.say(late.wang, late.wang, "harvest, but I thought of it")
    assert late.last.text == says.note_kept
    await late.tap(says.go_on)
    assert says.left in late.last.text
    await late.read(20)
    await late.tap(says.go_on)
    await late.tap(late.label(says.question, 20))
    await late.tap("B")
    await late.tap(says.go_on)
    await late.tap(late.label(says.note, 21))
    await h.write(late.wang, late.wang, "and on Thursday too")
    await late.tap(says.go_on)
    assert says.done in late.last.text
    # A button of the first list knows what was done since.
    assert await late.tap(late.label(says.study, 21), listed) == says.done_already
    assert says.week in (await h.ask(late.wang, "/me")).text
    status = (await h.ask(late.branch.secretary, "/status")).text
    assert says.status in status and "6" in status.split(says.status)[1].splitlines()[0]
    # The group has heard nothing of it.
    assert not any("Wang" in text for text in h.texts(late.branch.group))


@SQLITE
async def test_after_three_days_a_day_is_closed_and_its_old_buttons_say_so(late: Late) -> None:
    h, says = late.house, late.says
    await h.ask(late.wang, "/today")
    await late.tap(says.catch_up)
    listed = late.last
    await late.tap(late.label(says.study, 20))
    item = late.last
    await h.tomorrow("10:00")
    await h.tomorrow("10:00")
    assert await late.tap(says.read_it, item) == says.closed
    assert await late.tap(late.label(says.note, 20), listed) == says.done_already
    shown = h.server.message(late.wang, listed.message_id).text
    assert says.listed[0] in shown and says.listed[1] not in shown
