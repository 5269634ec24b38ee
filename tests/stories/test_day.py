"""A branch's whole day over HTTP, in both languages, as its people live it."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime, time
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from bot.practice.views import MessageView
from storage.database import Database
from storage.letters import letters
from tests.practice.pictures import png
from tests.stories.house import Branch, House, house
from tests.stories.sayings import EN, ZH, Sayings

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 5, 20, 7, 10, tzinfo=SHANGHAI)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """These are lived on both kinds."""
    return str(request.param)


class Day:
    """A day in one branch: its house, its words, and its people by their parts in the story."""

    def __init__(self, house: House, says: Sayings, branch: Branch) -> None:
        self.house = house
        self.says = says
        self.branch = branch
        self.group = branch.group
        self.wang, self.zhang, self.chen = (branch[name] for name in says.members)

    @property
    def study(self) -> MessageView:
        """The morning's post as it stands now."""
        return self.house.studies(self.branch)[-1]

    @property
    def button(self) -> str:
        """What stands on the morning's button now."""
        return self.study.buttons[0].label

    def thanked(self, message: MessageView) -> bool:
        """Whether the bot has set a reaction on a message."""
        now = self.house.server.message(self.group, message.message_id)
        return bool(now.reactions.get(self.house.server.bot_user.id))


@pytest.fixture(params=[ZH, EN], ids=["zh", "en"])
async def day(database: Database, request: pytest.FixtureRequest) -> AsyncIterator[Day]:
    says = cast(Sayings, request.param)
    async with house(database, WEDNESDAY, language=says.language) as h:
        branch = await h.branch("red-star", says.branch, says.secretary, says.members)
        yield Day(h, says, branch)


async def test_the_link_binds_the_group_and_nothing_was_due_before(
    database: Database,
) -> None:
    async with house(database, WEDNESDAY) as h:
        branch = await h.found("red-star", ZH.branch, ZH.secretary, ZH.members)
        await h.at("13:00")
        assert h.said(branch.group) == []
        h.server.start_private(branch.secretary)
        await h.bind_by_link(branch)
        [hello] = h.said(branch.group)
        assert ZH.branch in hello.text and "20:00" in hello.text
        thanks, asked = h.texts(branch.secretary)[-2:]
        assert ZH.branch in thanks and "/status" in thanks
        assert ZH.branch in asked and "1/3" in asked
        await h.at("19:00")
        assert h.said(branch.group) == [hello]
        await h.at("20:00")
        assert [text.splitlines()[0] for text in h.texts(branch.group)[1:]] == [ZH.evening]


async def test_the_whole_day_says_five_things_and_only_the_morning_sounds(day: Day) -> None:
    h, says = day.house, day.says
    await h.at("07:30")
    await h.tap(day.wang, day.study, says.read_it)
    await h.write(day.zhang, day.group, "收到", day.study)
    await h.at("12:00")
    [poll] = h.polls(day.branch)
    await h.vote(day.wang, poll, 0)
    await h.write(day.chen, day.group, "今天天气真好")
    await h.at("20:00")
    await h.write(day.wang, day.group, "学到了不少", h.last(day.group))
    await h.at("23:59")
    await h.at("06:59", day=date(2026, 5, 21))
    hello, study, quiz, result, evening = h.said(day.group)
    assert says.branch in hello.text
    assert says.source in study.text
    assert quiz.poll is not None
    assert result.text.startswith(says.result) and result.reply_to == quiz.message_id
    assert evening.text.startswith(says.evening)
    assert [m.is_silent for m in h.said(day.group)] == [True, False, True, True, True]
    local = [m.date.astimezone(SHANGHAI).time() for m in (study, quiz, result, evening)]
    assert [f"{each:%H:%M}" for each in local] == ["07:30", "12:00", "20:00", "20:00"]
    assert result.date <= evening.date
    sent = [c for c in h.server.calls if c.method.startswith("send") and c.status == 200]
    hours = {call.at.astimezone(SHANGHAI).time() for call in sent}
    assert all(time(7) <= each < time(21) for each in hours)
    assert {c.status for c in h.server.calls} == {200}


async def test_the_morning_is_one_tap_and_the_count_follows_quietly(day: Day) -> None:
    h, says = day.house, day.says
    await h.at("07:30")
    assert day.study.text.count("\n") > 4 and day.study.text.endswith(says.source)
    assert day.button == says.read_it
    assert await h.tap(day.wang, day.study, says.read_it) == says.noted
    assert day.button == f"{says.read_it} · 1"
    before = len(h.server.calls_of("editMessageReplyMarkup"))
    for who in (day.zhang, day.chen, day.branch.secretary):
        h.server.tap(who, day.study, day.button)
    tapped = h.clock.now()
    await h.settle()
    assert day.button == f"{says.read_it} · 4"
    [edit] = h.server.calls_of("editMessageReplyMarkup")[before:]
    assert (edit.at - tapped).total_seconds() >= 10


@SQLITE
async def test_a_second_tap_is_already_noted_and_may_be_undone(day: Day) -> None:
    h, says = day.house, day.says
    h.server.start_private(day.wang)
    await h.at("07:30")
    await h.tap(day.zhang, day.study, says.read_it)
    await h.tap(day.wang, day.study, says.read_it)
    before = len(h.said(day.wang))
    for _ in range(3):
        assert (await h.tap(day.wang, day.study, says.read_it)).startswith(says.already)
    # However often they tap, undoing is offered once.
    [offer] = h.said(day.wang)[before:]
    assert day.button == f"{says.read_it} · 2"
    await h.tap(day.wang, offer, says.undo)
    assert h.last(day.wang).text.startswith(says.taken_back)
    assert day.button == f"{says.read_it} · 1"
    assert await h.tap(day.wang, day.study, says.read_it) == says.noted
    assert day.button == f"{says.read_it} · 2"


@SQLITE
@pytest.mark.parametrize("reply", ["收到", "已学", "ok", "👍"])
async def test_a_reply_checks_in_too(day: Day, reply: str) -> None:
    h, says = day.house, day.says
    await h.at("07:30")
    written = await h.write(day.wang, day.group, reply, day.study)
    assert day.thanked(written)
    assert day.button == f"{says.read_it} · 1"
    assert (await h.tap(day.wang, day.study, says.read_it)).startswith(says.already)
    assert len(h.said(day.group)) == 2


async def test_noon_is_a_native_quiz_that_keeps_first_answers(day: Day) -> None:
    h = day.house
    await h.at("12:00")
    [post] = h.polls(day.branch)
    poll = post.poll
    assert poll is not None and poll.is_quiz and not poll.is_anonymous
    assert not poll.allows_revoting and not poll.is_closed
    assert poll.correct and len(poll.options) >= 2 and poll.explanation
    assert poll.shuffles == (len(poll.options) > 2)
    assert poll.close_date == datetime(2026, 5, 20, 20, tzinfo=SHANGHAI)
    [call] = h.server.calls_of("sendPoll")
    assert "correct_option_ids" in call.params and "correct_option_id" not in call.params
    for who in day.branch.members.values():
        await h.vote(who, post, poll.correct[0])
    # The same vote comes once more under a new number, and then another one.
    for option in (poll.correct[0], 1 - poll.correct[0]):
        h.server.push_raw(_vote(poll.id, day.wang.id, option))
        await h.settle()
    await h.at("20:00")
    assert re.search(r"4 .*100 ?%", h.texts(day.group)[-2])
    assert h.server.message(day.group, post.message_id).poll.is_closed  # type: ignore[union-attr]
    # One point for answering, one for being right.
    assert _points(await h.ask(day.wang, "/me")) == 2


@SQLITE
async def test_the_votes_of_strangers_and_visitors_count_for_nobody(day: Day) -> None:
    h, says = day.house, day.says
    other = await h.branch("other", "二支部", "赵书记", ["客人"])
    stranger = h.server.add_user("路人")
    for guest in (stranger, other["客人"]):
        h.server.join(guest, day.group)
    await h.at("12:00")
    [post] = h.polls(day.branch)
    right = post.poll.correct[0] if post.poll else 0
    for who in (day.wang, stranger, other["客人"]):
        await h.vote(who, post, right)
    await h.vote(day.zhang, post, 1 - right if right < 2 else 0)
    await h.at("20:00")
    assert says.two_answered in h.texts(day.group)[-2]
    for who in (stranger, other["客人"]):
        assert h.server.world.rooms[who.id].messages == {}
    async with h.database.reading() as tx:
        assert await letters(tx) == []


@SQLITE
async def test_the_result_comes_before_the_prompt_and_names_nobody(day: Day) -> None:
    h, says = day.house, day.says
    await h.at("12:00")
    [post] = h.polls(day.branch)
    poll = post.poll
    assert poll is not None
    wrong = next(n for n in range(len(poll.options)) if n not in poll.correct)
    await h.vote(day.wang, post, poll.correct[0])
    await h.vote(day.zhang, post, wrong)
    await h.at("20:00")
    result, evening = h.said(day.group)[-2:]
    assert result.reply_to == post.message_id
    assert says.two_answered in result.text
    assert poll.options[poll.correct[0]] in result.text
    assert poll.explanation in result.text
    assert evening.text.startswith(says.evening)
    for name in (*says.members, says.secretary):
        assert name not in result.text + evening.text


async def test_a_note_is_a_reply_to_any_of_the_three_with_anything_in_it(day: Day) -> None:
    h, server = day.house, day.house.server
    for at in ("07:30", "12:00", "20:00"):
        await h.at(at)
    [poll], evening = h.polls(day.branch), h.last(day.group)
    said = len(h.said(day.group))
    notes = [
        server.say(day.wang, day.group, "早上读到的很有用", reply_to=day.study),
        server.send_photo(day.wang, day.group, png(4, 4), "一页本子", reply_to=evening),
        server.send_voice(day.wang, day.group, b"voice", reply_to=evening),
        server.send_document(day.wang, day.group, b"%PDF", "心得.pdf", reply_to=poll),
    ]
    await h.settle()
    assert all(day.thanked(note) for note in notes)
    assert len(h.said(day.group)) == said
    notebook = (await h.ask(day.wang, "/notebook")).text
    assert "早上读到的很有用" in notebook and "一页本子" in notebook
    server.edit(day.wang, notes[0], "早上读到的真有用")
    await h.settle()
    assert "早上读到的真有用" in (await h.ask(day.wang, "/notebook")).text
    assert "早上读到的很有用" not in h.last(day.wang).text
    assert len(h.said(day.group)) == said
    # The points of a day's notes come once.
    assert _points(await h.ask(day.wang, "/me")) == 2


@SQLITE
async def test_where_reactions_are_off_the_bot_thanks_in_silence(day: Day) -> None:
    h = day.house
    h.server.set_reactions(day.group, ())
    await h.at("20:00")
    said = len(h.said(day.group))
    note = await h.write(day.wang, day.group, "今天很好", h.last(day.group))
    assert not day.thanked(note)
    assert len(h.said(day.group)) == said
    assert "今天很好" in (await h.ask(day.wang, "/notebook")).text
    assert "1/4" in (await h.ask(day.branch.secretary, "/status")).text


@SQLITE
async def test_a_note_in_private_is_for_its_writer_only(day: Day) -> None:
    h, says = day.house, day.says
    h.server.start_private(day.chen)
    await h.settle()
    asked = await h.ask(day.chen, "/note")
    assert "/cancel" in asked.text
    kept = await h.ask(day.chen, "我有一句话")
    assert kept.text.startswith(says.saved) and says.first_day in kept.text
    assert (await h.ask(day.chen, "/note 又有一句话")).text.startswith(says.saved)
    offered = await h.ask(day.chen, "只是问问")
    assert offered.buttons[0].data == "offer:save"
    await h.ask(day.chen, "/note")
    await h.ask(day.chen, "/cancel")
    assert (await h.ask(day.chen, "不写了")).buttons[0].data == "offer:save"
    notebook = (await h.ask(day.chen, "/notebook")).text
    assert "我有一句话" in notebook and "又有一句话" in notebook
    assert "只是问问" not in notebook and "不写了" not in notebook
    await h.ask(day.wang, "/notebook")
    assert "一句话" not in h.last(day.wang).text
    assert len(h.said(day.group)) == 1


def _points(me: MessageView) -> int:
    """The points of this week, as /me tells them."""
    [points] = re.findall(r"共 (\d+) 分|; points (\d+)", me.text)
    return int("".join(points))


def _vote(poll_id: str, user_id: int, option: int) -> dict[str, object]:
    user = {"id": user_id, "is_bot": False, "first_name": "X"}
    vote = {"poll_id": poll_id, "user": user, "option_ids": [option]}
    return {"poll_answer": vote | {"option_persistent_ids": [str(option)]}}
