"""Updates as they come over the wire: hot ones into small values, the rest left as it is."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from telegram import Update

from bot.decoding import (
    Account,
    Tap,
    TapChat,
    TapMessage,
    Unreadable,
    Vote,
    head_of,
    mapping_of,
    number_of,
    raw_vote,
    split_answer,
)
from storage.batch import ParkedVote
from storage.values.people import TelegramId


def raw(**update: Any) -> bytes:
    return json.dumps({"update_id": 5, **update}).encode()


def test_a_vote() -> None:
    user = {"id": 2**40, "is_bot": False, "first_name": "李", "new_in_api_99": {}}
    head = head_of(raw(poll_answer={"poll_id": "9", "user": user, "option_ids": [0, 2]}))
    assert head.update_id == 5
    assert head.poll_answer == Vote("9", (0, 2), Account(2**40, "李"))
    assert (head.callback_query, head.poll) == (UNSET, UNSET)


def test_a_vote_taken_back_and_one_of_a_chat() -> None:
    anonymous = head_of(raw(poll_answer={"poll_id": "9", "voter_chat": {}, "option_ids": []}))
    assert anonymous.poll_answer == Vote("9", ())


@pytest.mark.parametrize("chosen", [(0, 2), ()])
def test_a_parked_vote_is_written_as_the_update_that_it_came_in(chosen: tuple[int, ...]) -> None:
    written = raw_vote(ParkedVote("9", TelegramId(2**40), chosen, 5))
    head = head_of(written.encode())
    assert head.update_id == 5
    assert head.poll_answer == Vote("9", chosen, Account(2**40))
    answer = Update.de_json(json.loads(written)).poll_answer
    assert answer is not None and answer.user is not None
    assert (answer.poll_id, answer.user.id, answer.option_ids) == ("9", 2**40, chosen)


def test_a_tap() -> None:
    message = {"message_id": 7, "chat": {"id": -100, "type": "supergroup"}, "date": 0}
    query = {"id": "q", "from": {"id": 11}, "data": "read:3", "message": message}
    tap = head_of(raw(callback_query=query)).callback_query
    assert tap == Tap("q", Account(11), "read:3", TapMessage(7, TapChat(-100)))
    bare = head_of(raw(callback_query={"id": "q", "from": {"id": 11}})).callback_query
    assert bare == Tap("q", Account(11))


def test_anything_else_is_only_numbered_and_read_by_the_library() -> None:
    other = raw(message={"message_id": 1, "text": "hello"})
    assert head_of(other).poll_answer is UNSET
    assert mapping_of(other)["message"]["text"] == "hello"
    assert head_of(raw(poll={"id": "9", "options": "odd"})).poll is not UNSET


@pytest.mark.parametrize(
    "update",
    [
        raw(poll_answer={"poll_id": 9, "option_ids": []}),
        raw(poll_answer={"poll_id": "9", "option_ids": ["a"]}),
        raw(callback_query={"from": {"id": 1}}),
        raw(callback_query=None),
        b'{"update_id": "five"}',
        b"{}",
        b"not json",
    ],
)
def test_a_malformed_one_is_an_error_of_its_own(update: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        head_of(update)


@pytest.mark.parametrize(
    ("update", "number"),
    [(raw(poll_answer=3), 5), (b'{"update_id": "five"}', None), (b"{", None), (b"[]", None)],
)
def test_the_number_is_read_where_nothing_else_can_be(update: bytes, number: int | None) -> None:
    assert number_of(update) == number


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=3,
)


@given(st.lists(st.dictionaries(st.text(), json_values, max_size=2), max_size=3))
def test_an_answer_is_split_whatever_its_updates_hold(updates: list[dict[str, Any]]) -> None:
    body = json.dumps({"ok": True, "result": updates}).encode()
    assert [json.loads(each) for each in split_answer(body)] == updates


@given(st.binary(max_size=60))
def test_any_bytes_are_an_answer_or_unreadable(body: bytes) -> None:
    try:
        split_answer(body)
    except Unreadable:
        return


@pytest.mark.parametrize(
    "body", [b"", b"<html>gateway</html>", b'{"ok": true}', b'{"result": 3}', b'{"result": [1']
)
def test_what_is_no_list_of_updates_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        split_answer(body)
