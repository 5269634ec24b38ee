"""Every refusal of a poll cites the place in the Bot API's description that it follows from."""

import pytest

from bot.practice.records import Chat
from tests.practice.cases import Case, check, name_of
from tests.practice.conftest import START, Caller

NOW = int(START.timestamp())
QUIZ = {"question": "Two?", "options": ["1", "2"], "type": "quiz", "correct_option_ids": [1]}
POLL = {"question": "Two?", "options": ["1", "2"]}

CASES = [
    Case(
        "sendPoll",
        POLL | {"question": "x" * 301},
        "methods.sendPoll.fields.question",
        "1-300 characters",
        "poll question length must not exceed 300",
        POLL | {"question": "x" * 300},
    ),
    Case(
        "sendPoll",
        POLL | {"question": " "},
        "methods.sendPoll.fields.question",
        "1-300 characters",
        "text must be non-empty",
    ),
    Case(
        "sendPoll",
        POLL | {"options": []},
        "methods.sendPoll.fields.options",
        "1-12 answer options",
        "poll must have at least one answer option",
        POLL | {"options": ["only one"]},
    ),
    Case(
        "sendPoll",
        POLL | {"options": [str(number) for number in range(13)]},
        "methods.sendPoll.fields.options",
        "1-12 answer options",
        "poll can't have more than 12 options",
        POLL | {"options": [str(number) for number in range(12)]},
    ),
    Case(
        "sendPoll",
        POLL | {"options": ["a", "x" * 101]},
        "types.InputPollOption.fields.text",
        "1-100 characters",
        "poll options length must not exceed 100",
        POLL | {"options": [{"text": "a"}, "x" * 100]},
    ),
    Case(
        "sendPoll",
        POLL | {"options": ["a", " "]},
        "types.InputPollOption.fields.text",
        "1-100 characters",
        "text must be non-empty",
    ),
    Case(
        "sendPoll",
        POLL | {"type": "exam"},
        "methods.sendPoll.fields.type",
        "'quiz' or 'regular'",
        "must be one of quiz, regular",
        POLL | {"type": "regular"},
    ),
    Case(
        "sendPoll",
        POLL | {"type": "quiz"},
        "methods.sendPoll.fields.correct_option_ids",
        "required for polls in quiz mode",
        "correct quiz option list must be non-empty",
        QUIZ,
    ),
    Case(
        "sendPoll",
        QUIZ | {"correct_option_ids": [1, 0], "allows_multiple_answers": True},
        "methods.sendPoll.fields.correct_option_ids",
        "monotonically increasing",
        "correct quiz option list must be increasing",
        QUIZ | {"correct_option_ids": [0, 1], "allows_multiple_answers": True},
    ),
    Case(
        "sendPoll",
        QUIZ | {"correct_option_ids": [1, 1], "allows_multiple_answers": True},
        "methods.sendPoll.fields.correct_option_ids",
        "monotonically increasing",
        "correct quiz option list must be increasing",
    ),
    Case(
        "sendPoll",
        QUIZ | {"explanation": "x" * 201},
        "methods.sendPoll.fields.explanation",
        "0-200 characters with at most 2 line feeds",
        "must have 0-200 characters",
        QUIZ | {"explanation": "<b>" + "x" * 200 + "</b>", "explanation_parse_mode": "HTML"},
    ),
    Case(
        "sendPoll",
        QUIZ | {"explanation": "a\nb\nc\nd"},
        "methods.sendPoll.fields.explanation",
        "at most 2 line feeds",
        "at most 2 line feeds",
        QUIZ | {"explanation": "a\nb\nc"},
    ),
    Case(
        "sendPoll",
        POLL | {"close_date": NOW + 4},
        "methods.sendPoll.fields.close_date",
        "at least 5 and no more than 2628000 seconds in the future",
        "must have 5-2628000 seconds to go",
        POLL | {"close_date": NOW + 5},
    ),
    Case(
        "sendPoll",
        POLL | {"close_date": NOW + 2628001},
        "methods.sendPoll.fields.close_date",
        "no more than 2628000 seconds",
        "must have 5-2628000 seconds to go",
        POLL | {"close_date": NOW + 2628000},
    ),
    Case(
        "sendPoll",
        POLL | {"close_date": NOW + 60, "open_period": 60},
        "methods.sendPoll.fields.close_date",
        "Can't be used together with *open_period*",
        "can't stand beside",
    ),
    Case(
        "sendPoll",
        POLL | {"open_period": 4},
        "methods.sendPoll.fields.open_period",
        "5-2628000",
        "must have 5-2628000 as its value",
        POLL | {"open_period": 5},
    ),
    Case(
        "sendPoll",
        POLL | {"description": "x" * 1025},
        "methods.sendPoll.fields.description",
        "0-1024 characters after entities parsing",
        "must have 0-1024 characters",
        POLL | {"description": "x" * 1024},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
async def test_is_refused_as_the_description_says(case: Case, call: Caller, group: Chat) -> None:
    await check(case, call, chat_id=group.id)
