"""A branch whose quiz is by buttons: noon in both languages, changes, the end, a restart."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from bot.practice.records import User
from bot.practice.views import MessageView
from storage import branch_settings
from storage.database import Database, Transaction
from storage.tables.deeds import answers, member_days
from storage.tables.organisation import persons
from storage.values.branches import QuizMode
from tests.stories.house import Branch, House, house
from tests.stories.water import water_programme

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=SHANGHAI)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


class Says(Struct, frozen=True):
    """What is heard at noon in one language."""

    language: str
    noon: str
    options: str
    hint: str
    right: str
    wrong: str
    changed: str
    one: str
    two: str
    one_answered: str
    picked: str
    submit: str
    nothing: str
    kept: str
    missed: str
    result: str


ZH = Says(
    language="zh",
    noon="午间一答\n水往哪里流？",
    options="A. 低处\nB. 高处\nC. 不流",
    hint="点一个字母作答，对不对只告诉您一个人。",
    right="答对了！\n水往低处流。",
    wrong="这题再看看，应选 A：低处\n水往低处流。",
    changed="答对了！\n改的也记下了，计分还按第一次选的 B。\n水往低处流。",
    one="已有 1 人作答。",
    two="已有 2 人作答。",
    one_answered="1 人答了。",
    picked="已选 A、B，没别的了就点“选好了”。",
    submit="选好了",
    nothing="还没选呢：先点字母，再点“选好了”。",
    kept="这题的时间过了，结果在下面。\n您选的 B 记好了。",
    missed="这题的时间过了，结果在下面。\n没赶上也不要紧，过了当天发 /today 就能补。",
    result="4 人答了，50% 答对。",
)
EN = Says(
    language="en",
    noon="Noon question\nWhere does water run?",
    options="A. down\nB. up\nC. nowhere",
    hint="Tap a letter. Only you are told how it went.",
    right="Right!\nWater runs down.",
    wrong="Look again: it's A, down\nWater runs down.",
    changed=(
        "Right!\nYour change is noted; your first choice, B, is the one that counts.\n"
        "Water runs down."
    ),
    one="1 has answered.",
    two="2 have answered.",
    one_answered="1 person answered.",
    picked="Chosen: A, B. Tap Submit when done.",
    submit="Submit",
    nothing="Nothing is chosen yet: tap the letters first, then Submit.",
    kept="The time for this question is over; the result stands below.\nYour answer is kept: B.",
    missed=(
        "The time for this question is over; the result stands below.\n"
        "If you missed it, no matter: from the next day on, /today lets you catch up."
    ),
    result="4 people answered, 50 % right.",
)


class Noon:
    """A branch that answers by buttons: its house, its words, and its question as it stands."""

    def __init__(self, house: House, says: Says, branch: Branch) -> None:
        self.house = house
        self.says = says
        self.branch = branch
        self.wang, self.zhang = branch["Wang"], branch["Zhang"]
        self.secretary = branch.secretary

    @property
    def question(self) -> MessageView:
        """The newest question as it stands now."""
        return next(m for m in reversed(self.house.said(self.branch.group)) if _asks(m))

    async def tap(self, who: User, letter: str) -> tuple[str, bool]:
        """Somebody taps a letter: what is said to them, and whether it is a box to be closed."""
        h = self.house
        tap = h.server.tap(who, self.question, letter)
        await h.settle()
        answer = await tap
        return answer.text, answer.show_alert

    async def day_of(self, who: User) -> tuple[int, int, int]:
        """How often somebody answered today, how often right, and the points."""
        async with self.house.database.reading() as tx:
            query = select(member_days).where(member_days.c.day == str(self.house.today()))
            rows = [r for r in await tx.rows(query) if r.person_id == await _person(tx, who)]
        return (rows[0].answered, rows[0].right, rows[0].points) if rows else (0, 0, 0)


def _asks(message: MessageView) -> bool:
    return any((button.data or "").startswith("quiz:") for button in message.buttons)


async def _person(tx: Transaction, user: User) -> int:
    return int(await tx.scalar(select(persons.c.id).where(persons.c.telegram_id == user.id)))


@pytest.fixture(params=[ZH, EN], ids=["zh", "en"])
async def noon(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Noon]:
    says: Says = request.param
    folder = water_programme(tmp_path / "water")
    async with house(database, MORNING, language=says.language, programme=folder) as h:
        branch = await h.branch("red-star", "Red Star", "Li", ["Wang", "Zhang", "Chen", "Zhao"])
        async with database.writing() as tx:
            own = await branch_settings.of_unit(tx, branch.unit.id)
            by_buttons = replace(own, quiz_mode=QuizMode.BUTTONS)
            await branch_settings.put(tx, branch.unit.id, by_buttons)
        yield Noon(h, says, branch)


async def test_noon_is_a_text_with_letters_and_a_verdict_for_each(noon: Noon) -> None:
    h, says = noon.house, noon.says
    await h.at("12:00")
    assert noon.question.text == f"{says.noon}\n\n{says.options}\n\n{says.hint}"
    assert [button.label for button in noon.question.buttons] == ["A", "B", "C"]
    assert noon.question.is_silent and noon.question.poll is None
    before = len(h.said(noon.branch.group))
    assert await noon.tap(noon.wang, "A") == (says.right, True)
    assert noon.question.text.endswith(f"{says.hint}\n{says.one}")
    assert await noon.tap(noon.zhang, "B") == (says.wrong, True)
    assert noon.question.text.endswith(f"{says.hint}\n{says.two}")
    # The group hears nothing of it, and nobody is written to.
    assert len(h.said(noon.branch.group)) == before
    assert not h.said(noon.wang) and not h.said(noon.zhang)
    assert await noon.day_of(noon.wang) == (1, 1, 2)
    assert await noon.day_of(noon.zhang) == (1, 0, 1)


@SQLITE
async def test_an_answer_may_be_changed_until_the_end_and_the_first_counts(noon: Noon) -> None:
    h, says = noon.house, noon.says
    await h.at("12:00")
    question = noon.question
    await noon.tap(noon.wang, "A")
    assert await noon.tap(noon.zhang, "B") == (says.wrong, True)
    assert await noon.tap(noon.zhang, "B") == (says.wrong, True)
    assert await noon.tap(noon.zhang, "A") == (says.changed, True)
    assert noon.question.text.endswith(says.two)
    for name, letter in (("Chen", "A"), ("Zhao", "C")):
        await noon.tap(noon.branch[name], letter)
    assert await noon.day_of(noon.zhang) == (1, 0, 1)
    await h.at("20:00")
    result = h.said(noon.branch.group)[-2]
    assert result.reply_to == question.message_id and says.result in result.text
    # The buttons are still there, and what was said stands.
    assert await noon.tap(noon.zhang, "C") == (says.kept, True)
    assert await noon.tap(noon.secretary, "C") == (says.missed, True)
    async with h.database.reading() as tx:
        rows = await tx.rows(select(answers.c.chosen, answers.c.changed_to))
        kept = [("0", None), ("0", None), ("1", "0"), ("2", None)]
        assert sorted(map(tuple, rows), key=str) == kept


@SQLITE
async def test_several_are_picked_one_by_one_though_the_bot_starts_anew_between(
    noon: Noon,
) -> None:
    h, says = noon.house, noon.says
    await h.tomorrow("12:00")
    assert [button.label for button in noon.question.buttons][-1] == says.submit
    assert await noon.tap(noon.wang, says.submit) == (says.nothing, True)
    await noon.tap(noon.wang, "B")
    # Somebody else's picks are their own, though the message is the same for all.
    await noon.tap(noon.zhang, "C")
    async with h.down():
        tap = h.server.tap(noon.wang, noon.question, "A")
    assert ((await tap).text, (await tap).show_alert) == (says.picked, False)
    assert (await noon.tap(noon.wang, says.submit))[0] == says.right.splitlines()[0]
    assert await noon.day_of(noon.wang) == (1, 1, 2)
    assert await noon.day_of(noon.zhang) == (0, 0, 0)


@SQLITE
async def test_a_tap_made_in_time_counts_though_the_bot_was_down_at_the_end(noon: Noon) -> None:
    h = noon.house
    await h.at("12:00")
    async with h.down():
        h.pass_to("19:59")
        h.server.tap(noon.wang, noon.question, "A")
        h.pass_to("20:10")
    # Nobody is shown the answer to a tap so late, but it counts: the result has waited for it.
    assert noon.says.one_answered in h.said(noon.branch.group)[-2].text
    assert await noon.day_of(noon.wang) == (1, 1, 2)


@SQLITE
async def test_strangers_and_visitors_are_told_so_and_nobody_else_is(noon: Noon) -> None:
    h = noon.house
    other = await h.branch("other", "Other", "Zhao", ["Guest"])
    stranger = h.server.add_user("Passer-by")
    for guest in (stranger, other["Guest"]):
        h.server.join(guest, noon.branch.group)
    await h.at("12:00")
    text = noon.question.text
    for guest in (stranger, other["Guest"]):
        said, alert = await noon.tap(guest, "A")
        assert alert and noon.says.right not in said
    assert noon.question.text == text
    async with h.database.reading() as tx:
        assert await tx.rows(select(answers)) == []


@SQLITE
async def test_a_reply_to_the_question_is_a_note_of_its_day(noon: Noon) -> None:
    h = noon.house
    await h.at("12:00")
    note = await h.write(noon.wang, noon.branch.group, "Well asked", noon.question)
    assert h.server.message(noon.branch.group, note.message_id).reactions
