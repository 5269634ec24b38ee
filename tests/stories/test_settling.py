"""A branch settles: three taps after binding, own times, a topic of its own, and its loss."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.practice.records import Chat, User
from bot.practice.views import MessageView
from storage.database import Database
from tests.stories.house import Branch, House, house
from tests.stories.sayings import ZH
from tests.stories.small_programme import small_programme

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 5, 20, 7, 10, tzinfo=SHANGHAI)
SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
async def h(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database, MORNING, programme=small_programme(tmp_path)) as built:
        yield built


async def choose(h: House, user: User, where: Chat | User, *taps: str) -> MessageView:
    """Tap button after button below the bot's last message; the message as it then stands."""
    number = h.last(where).message_id
    for tap in taps:
        await h.tap(user, h.server.message(where, number), tap)
    return h.server.message(where, number)


async def test_binding_ends_with_three_taps_and_the_first_post_comes_as_chosen(h: House) -> None:
    branch = await h.branch("b", ZH.branch, ZH.secretary, ZH.members)
    li = branch.secretary
    asked = h.last(li)
    assert "1/3" in asked.text and [b.label for b in asked.buttons] == ["中文", "English"]
    asked = await choose(h, li, li, "English")
    # It is asked on in the language that was chosen, and says plainly what a poll shows.
    assert "everybody in the group sees who chose what" in asked.text
    done = await choose(h, li, li, "As a poll", "Silent")
    assert "today at 07:30" in done.text and "/settings" in done.text and not done.buttons
    await h.at("07:30")
    [post] = h.studies(branch)
    assert post.is_silent and post.buttons[0].label == "I've read it"
    await h.at("12:00")
    assert len(h.polls(branch)) == 1


@SQLITE
async def test_without_a_private_chat_the_group_is_asked_and_only_the_secretary_answers(
    h: House,
) -> None:
    branch = await h.found("b", ZH.branch, ZH.secretary, ZH.members)
    await h.bind_by_link(branch)
    asked = h.last(branch.group)
    assert asked.text.startswith("请书记点三下") and len(h.said(branch.group)) == 2
    assert "支部书记" in await h.tap(branch["王大妈"], asked, "English")
    assert h.last(branch.group).text == asked.text
    done = await choose(h, branch.secretary, branch.group, "中文", "用按钮", "响一声")
    assert "今天 07:30" in done.text and "用按钮" in done.text
    assert len(h.said(branch.group)) == 2, "one message, edited"
    await h.at("07:30")
    assert not h.studies(branch)[0].is_silent


@SQLITE
async def test_bound_by_somebody_else_the_secretary_is_asked_where_there_is_a_chat(
    h: House,
) -> None:
    one = await h.found("b1", "一支部", "李书记", ["王大妈"])
    two = await h.found("b2", "二支部", "赵书记", ["老张"])
    h.server.start_private(one.secretary)
    for branch, name in ((one, "王大妈"), (two, "老张")):
        code = await h.code(branch.unit)
        h.server.add_bot(branch.group, branch[name], start_parameter=code)
        await h.settle()
        assert not any("1/3" in text for text in h.texts(branch.group))
    assert "1/3" in h.last(one.secretary).text
    # The other one finds it all in the settings.
    h.server.start_private(two.secretary)
    await h.settle()
    assert "二支部的设置" in (await h.ask(two.secretary, "/settings")).text


@SQLITE
async def test_what_is_settled_goes_with_the_branch_to_another_group(h: House) -> None:
    branch = await h.branch("b", ZH.branch, ZH.secretary, ZH.members)
    li = branch.secretary
    await choose(h, li, li, "中文", "用按钮", "响一声")
    asked = len(h.said(li))
    new = h.server.add_group("新群", branch.members.values())
    h.server.add_bot(new, li, start_parameter=await h.code(branch.unit))
    await h.settle()
    assert not any("1/3" in each.text for each in h.said(li)[asked:])
    await h.at("12:00")
    *_, study, question = h.said(new)
    assert not study.is_silent and question.poll is None and question.buttons


@SQLITE
async def test_own_times_hold_from_the_next_day_and_in_every_place_that_names_them(
    h: House,
) -> None:
    branch = await h.branch("b", ZH.branch, ZH.secretary, ZH.members)
    other = await h.branch("b2", "二支部", "赵书记")
    li = branch.secretary
    await h.ask(li, "/settings")
    await choose(h, li, li, "早上", "09:00", "中午", "不发", "晚上", "18:30")
    await h.at("23:00")
    assert [f"{m.date.astimezone(SHANGHAI):%H:%M}" for m in h.said(branch.group)[1:]] == [
        "07:30", "12:00", "20:00", "20:00"
    ]  # fmt: skip
    await h.at("23:00", day=date(2026, 5, 21))
    assert [f"{m.date.astimezone(SHANGHAI):%H:%M}" for m in h.said(branch.group)[5:]] == [
        "09:00", "18:30"
    ]  # fmt: skip
    assert len(h.said(other.group)) == 9
    assert "明天 09:00" in (await h.ask(li, "/start")).text
    await h.ask(li, "/settings")
    await choose(h, li, li, "中午", "按安排")
    await h.at("12:00", day=date(2026, 5, 22))
    assert len(h.polls(branch)) == 2


@SQLITE
async def test_in_a_forum_the_posts_stand_where_the_secretary_wrote_here(h: House) -> None:
    branch, topic = await forum(h)
    general = await h.ask(branch.secretary, "/today", branch.group)
    assert general.thread != topic
    await h.at("07:30")
    await h.at("12:00")
    await h.at("20:00")
    posts = [m for m in h.said(branch.group) if m.date.astimezone(SHANGHAI).minute != 10]
    assert [(bool(m.poll), m.thread) for m in posts] == [
        (False, topic), (True, topic), (False, topic), (False, topic)
    ]  # fmt: skip
    assert posts[2].reply_to == posts[1].message_id
    # What is written in the topic is no reply to the bot: the topic's opening is not its own.
    h.server.set_bot_admin(branch.group, branch.secretary)
    before = len(h.said(branch.group))
    h.server.say(branch["王大妈"], branch.group, "大家好", thread=topic)
    await h.settle()
    assert len(h.said(branch.group)) == before
    named = [
        c.params["message_thread_id"] for c in h.server.calls if "message_thread_id" in c.params
    ]
    # The answer to /here and three posts; the result goes by itself where its question stands.
    assert named == [str(topic)] * 4 and all(call.status == 200 for call in h.server.calls)


@SQLITE
async def test_a_deleted_topic_is_left_for_the_general_one_and_told_once(h: House) -> None:
    branch, topic = await forum(h)
    await h.at("07:30")
    h.server.delete_topic(branch.group, topic)
    await h.at("12:00")
    await h.at("20:00")
    assert [bool(m.poll) for m in h.said(branch.group)[-3:]] == [True, False, False]
    assert topic not in [m.thread for m in h.said(branch.group)]
    news = [text for text in h.texts(branch.secretary) if "话题关了或删了" in text]
    assert len(news) == 1 and ZH.branch in news[0]
    refused = [call for call in h.server.calls if call.status != 200]
    assert len(refused) == 1
    assert "晚一记" in (await h.ask(branch.secretary, "/status")).text


async def forum(h: House) -> tuple[Branch, int]:
    """A branch whose group is a forum, and the topic in which the secretary wrote /here."""
    branch = await h.found("b", ZH.branch, ZH.secretary, ZH.members)
    h.server.start_private(branch.secretary)
    group = h.server.add_group("论坛", branch.members.values(), "supergroup", forum=True)
    branch.group = group
    await h.bind_by_link(branch)
    topic = h.server.add_topic(group, branch.secretary, "三学")
    h.server.say(branch.secretary, group, "/here", thread=topic)
    await h.settle()
    answer = h.last(group)
    assert answer.thread == topic and "今天 07:30" in answer.text
    return branch, topic
