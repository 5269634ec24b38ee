"""The parts of /today that no conversation shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.said import Said
from reports.today import mask_of, message_link, options_in, question_text
from storage.values.days import Posting, PostingId, SlotId, SlotKind, VersionId
from storage.values.people import BotId, ChatId, MessageId, UnitId
from storage.values.questions import QuestionKind, QuestionText
from tests.reports.plain import ENGLISH

TWELVE = QuestionText("Which?", tuple("abcdefghijkl"))


def posting(chat: int, message: int | None) -> Posting:
    return Posting(
        PostingId(1),
        BotId(7),
        SlotId(1),
        SlotKind.NOON,
        UnitId(1),
        date(2026, 5, 20),
        0,
        ChatId(chat),
        "zh",
        VersionId(1),
        None if message is None else MessageId(message),
    )


def data(said: Said) -> list[str]:
    return [button.data or "" for row in said.buttons for button in row]


@pytest.mark.parametrize(
    ("chat", "message", "link"),
    [
        (-1001234567890, 5, "https://t.me/c/1234567890/5"),
        (-1000000000321, 5, "https://t.me/c/321/5"),
        (-1234567890, 5, None),
        (-1001234567890, None, None),
        (11, 5, None),
    ],
)
def test_only_a_supergroups_messages_have_links(
    chat: int, message: int | None, link: str | None
) -> None:
    assert message_link(posting(chat, message)) == link


@given(st.sets(st.integers(0, 11)))
def test_options_travel_as_a_number(options: set[int]) -> None:
    assert options_in(mask_of(options)) == tuple(sorted(options))


@given(st.sets(st.integers(0, 11)))
def test_a_tap_picks_an_option_or_lets_it_go(picked: set[int]) -> None:
    number = PostingId(10**18 - 1)
    said = question_text(ENGLISH, QuestionKind.SEVERAL, TWELVE, number, picked)
    taps = data(said)
    for option in range(12):
        assert taps[option] == f"pick:{mask_of(picked ^ {option})}:{number}"
    assert taps[12:] == ([f"answer:{mask_of(picked)}:{number}"] if picked else [])
    assert all(len(each.encode()) <= 64 for each in taps)
    marked = [button.text for row in said.buttons for button in row if button.text[0] == "✓"]
    assert len(marked) == len(picked)
