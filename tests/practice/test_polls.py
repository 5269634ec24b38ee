"""Polls: votes, changes of mind, closing by the clock."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.clock import GivenClock
from bot.practice.cannot import CannotDo
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from tests.practice.conftest import START, Caller

Updates = Callable[[], Awaitable[list[dict[str, Any]]]]
QUIZ = {
    "question": "Who decides?",
    "options": ["One", "All"],
    "type": "quiz",
    "correct_option_ids": [1],
    "is_anonymous": False,
}


async def test_a_vote_is_told_with_persistent_ids(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    sent = await call("sendPoll", chat_id=group.id, **QUIZ, explanation="<b>All</b> do")
    server.vote(li, server.messages(group)[-1], (1,))

    answer, state = await updates()

    options = sent["result"]["poll"]["options"]
    assert answer["kind"] == "poll_answer"
    assert answer["poll_id"] == sent["result"]["poll"]["id"]
    assert answer["option_ids"] == [1]
    assert answer["option_persistent_ids"] == [options[1]["persistent_id"]]
    assert answer["user"]["id"] == li.id
    assert state["kind"] == "poll"
    assert state["options"][1]["voter_count"] == 1
    assert server.messages(group)[-1].poll.votes == {li.id: (1,)}  # type: ignore[union-attr]


async def test_an_anonymous_poll_does_not_tell_who_voted(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    await call("sendPoll", chat_id=group.id, question="?", options=["a", "b"])
    server.vote(li, server.messages(group)[-1], (0,))
    assert [update["kind"] for update in await updates()] == ["poll"]


async def test_a_quiz_takes_one_vote_and_a_poll_takes_a_change_of_mind(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    await call("sendPoll", chat_id=group.id, **QUIZ)
    quiz = server.messages(group)[-1]
    server.vote(li, quiz, (0,))
    with pytest.raises(CannotDo, match="can't be changed"):
        server.vote(li, quiz, (1,))
    await call("sendPoll", chat_id=group.id, question="?", options=["a", "b"], is_anonymous=False)
    poll = server.messages(group)[-1]
    with pytest.raises(CannotDo, match="one answer"):
        server.vote(li, poll, (0, 1))
    server.vote(li, poll, (0,))
    server.vote(li, poll, ())
    told = [u["option_ids"] for u in await updates() if u["kind"] == "poll_answer"]
    assert told == [[0], [0], []]


@pytest.mark.parametrize("how", ["close_date", "open_period"])
async def test_a_poll_closes_by_the_clock_and_says_so(
    how: str,
    server: PracticeServer,
    call: Caller,
    updates: Updates,
    clock: GivenClock,
    group: Chat,
    li: User,
) -> None:
    when = int(START.timestamp()) + 60 if how == "close_date" else 60
    await call("sendPoll", chat_id=group.id, **QUIZ, **{how: when})
    poll = server.messages(group)[-1]
    clock.move(59)
    assert await updates() == []
    clock.move(1)
    (state,) = await updates()
    assert (state["kind"], state["is_closed"]) == ("poll", True)
    assert state["correct_option_ids"] == [1]
    with pytest.raises(CannotDo, match="closed"):
        server.vote(li, poll, (1,))


async def test_a_long_poll_hears_of_the_closing(
    server: PracticeServer, call: Caller, clock: GivenClock, group: Chat
) -> None:
    await call("sendPoll", chat_id=group.id, **QUIZ, open_period=10)
    waiting = call("getUpdates", timeout=50)
    clock.move(10)
    assert (await waiting)["result"][0]["poll"]["is_closed"]


async def test_stopping_a_poll_gives_its_last_state(
    server: PracticeServer, call: Caller, updates: Updates, group: Chat, li: User
) -> None:
    sent = await call("sendPoll", chat_id=group.id, **QUIZ)
    server.vote(li, server.messages(group)[-1], (1,))
    place = {"chat_id": group.id, "message_id": sent["result"]["message_id"]}
    stopped = await call("stopPoll", **place)
    assert (stopped["result"]["is_closed"], stopped["result"]["total_voter_count"]) == (True, 1)
    assert [update["kind"] for update in await updates()] == ["poll_answer", "poll", "poll"]


async def test_markup_in_a_question_is_dropped_and_in_an_explanation_kept(
    server: PracticeServer, call: Caller, group: Chat
) -> None:
    modes = {"question_parse_mode": "HTML", "explanation_parse_mode": "HTML"}
    quiz = QUIZ | {"question": "<b>Who</b>?", "explanation": "<b>All</b>"}
    sent = await call("sendPoll", chat_id=group.id, **quiz, **modes)
    poll = sent["result"]["poll"]
    assert (poll["question"], "question_entities" in poll) == ("Who?", False)
    assert poll["explanation_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
