"""Every refusal that follows from the Bot API's description cites the place it follows from."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.practice.records import Chat
from bot.practice.spec import load
from tests.practice.conftest import START, Caller

NOW = int(START.timestamp())
QUIZ = {"question": "Two?", "options": ["1", "2"], "type": "quiz", "correct_option_ids": [1]}
POLL = {"question": "Two?", "options": ["1", "2"]}
TEXT = {"text": "Good morning"}


def keyboard(**button: Any) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [[{"text": "Go", **button}]]}}


@dataclass(frozen=True)
class Case:
    """A call that is refused: why (``says``), and where the description says so (``cited``)."""

    method: str
    params: dict[str, Any]
    place: str
    cited: str
    says: str
    accepted: dict[str, Any] | None = field(default=None)


CASES = [
    Case(
        "sendMessage",
        {},
        "methods.sendMessage.fields.text.required",
        "True",
        '"text" is required',
        TEXT,
    ),
    Case(
        "sendMessage",
        {"text": 5},
        "methods.sendMessage.fields.text.types",
        "String",
        "must be String",
        {"text": "5"},
    ),
    Case(
        "sendMessage",
        TEXT | {"disable_notification": "perhaps"},
        "methods.sendMessage.fields.disable_notification.types",
        "Boolean",
        "must be Boolean",
        TEXT | {"disable_notification": True},
    ),
    Case(
        "sendMessage",
        TEXT | {"reply_markup": "{"},
        "methods.sendMessage.fields.reply_markup",
        "JSON-serialized object",
        "can't parse reply_markup JSON object",
    ),
    Case(
        "sendMessage",
        TEXT | {"colour": "red"},
        "methods.sendMessage",
        "send text messages",
        'there is no "colour"',
    ),
    Case(
        "sendMessage",
        {"text": " \n\u200b "},
        "methods.sendMessage.fields.text",
        "1-4096 characters after entities parsing",
        "message text is empty",
    ),
    Case(
        "sendMessage",
        {"text": "x" * 4097},
        "methods.sendMessage.fields.text",
        "1-4096 characters after entities parsing",
        "message is too long",
        {"text": "<b>" + "😀" * 4096 + "</b>", "parse_mode": "HTML"},
    ),
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
    Case(
        "sendMessage",
        TEXT | keyboard(callback_data="好" * 22),
        "types.InlineKeyboardButton.fields.callback_data",
        "1-64 bytes",
        "BUTTON_DATA_INVALID",
        TEXT | keyboard(callback_data="好" * 21),
    ),
    Case(
        "sendMessage",
        TEXT | keyboard(callback_data=""),
        "types.InlineKeyboardButton.fields.callback_data",
        "1-64 bytes",
        "must have 1-64 bytes",
    ),
    Case(
        "sendMessage",
        TEXT | keyboard(),
        "types.InlineKeyboardButton",
        "Exactly one of the fields other than",
        "exactly one action",
    ),
    Case(
        "sendMessage",
        TEXT | keyboard(callback_data="a", url="https://example.org"),
        "types.InlineKeyboardButton",
        "Exactly one of the fields other than",
        "exactly one action",
        TEXT | keyboard(url="https://example.org"),
    ),
    Case(
        "sendMessage",
        TEXT | keyboard(callback_data="a", style="purple"),
        "types.InlineKeyboardButton.fields.style",
        "Must be one of 'danger'",
        "must be one of danger, success, primary",
        TEXT | keyboard(callback_data="a", style="primary"),
    ),
    Case(
        "sendMessage",
        TEXT | keyboard(callback_data="a", colour="red"),
        "types.InlineKeyboardButton",
        "one button of an inline keyboard",
        'there is no "colour"',
    ),
    Case(
        "sendMessage",
        TEXT | {"reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
        "types.InlineKeyboardButton.fields.text.required",
        "True",
        '"text" is required',
    ),
    Case(
        "sendMessage",
        TEXT | {"reply_parameters": {}},
        "types.ReplyParameters.fields.message_id",
        "Required if *ephemeral_message_id* isn't specified",
        '"message_id" is required',
    ),
    Case(
        "setMessageReaction",
        {"message_id": 1, "reaction": [{"type": "emoji"}]},
        "types.ReactionTypeEmoji.fields.emoji.required",
        "True",
        '"emoji" is required',
    ),
    Case(
        "setMessageReaction",
        {},
        "methods.setMessageReaction.fields.message_id.required",
        "True",
        '"message_id" is required',
    ),
]
WITHOUT_CHAT = [
    Case(
        "sendMessage",
        TEXT,
        "methods.sendMessage.fields.chat_id.required",
        "True",
        '"chat_id" is required',
    ),
    Case(
        "sendMessage",
        TEXT | {"chat_id": 1.5},
        "methods.sendMessage.fields.chat_id.types",
        "Integer | String",
        "must be Integer or String",
    ),
    Case(
        "editMessageText",
        TEXT,
        "methods.editMessageText.fields.chat_id",
        "Required if *inline_message_id* is not specified",
        '"chat_id" is required',
    ),
    Case(
        "editMessageText",
        {"chat_id": 1, "message_id": 1},
        "methods.editMessageText.fields.text",
        "required if *rich_message* isn't specified",
        '"text" is required',
    ),
    Case(
        "editMessageText",
        {"chat_id": 1, "message_id": 1, "text": "x" * 4097},
        "methods.editMessageText.fields.text",
        "1-4096 characters after entity parsing",
        "message is too long",
    ),
    Case(
        "editMessageCaption",
        {"chat_id": 1, "message_id": 1, "caption": "x" * 1025},
        "methods.editMessageCaption.fields.caption",
        "0-1024 characters after entities parsing",
        "message caption is too long",
    ),
    Case(
        "sendPhoto",
        {"chat_id": 1, "photo": "x", "caption": "x" * 1025},
        "methods.sendPhoto.fields.caption",
        "0-1024 characters after entities parsing",
        "message caption is too long",
    ),
    Case(
        "answerCallbackQuery",
        {"callback_query_id": "1", "text": "x" * 201},
        "methods.answerCallbackQuery.fields.text",
        "0-200 characters",
        "must have 0-200 characters",
    ),
    Case(
        "getUpdates",
        {"limit": 101},
        "methods.getUpdates.fields.limit",
        "Values between 1-100 are accepted",
        "must have 1-100 as its value",
        {"limit": 100},
    ),
    Case(
        "getUpdates",
        {"limit": 0},
        "methods.getUpdates.fields.limit",
        "Values between 1-100 are accepted",
        "must have 1-100 as its value",
        {"limit": 1},
    ),
    Case(
        "setWebhook",
        {"url": "https://example.org", "secret_token": "a b"},
        "methods.setWebhook.fields.secret_token",
        "Only characters A-Z, a-z, 0-9, _ and - are allowed",
        "not allowed",
    ),
    Case(
        "setWebhook",
        {"url": "https://example.org", "secret_token": "a" * 257},
        "methods.setWebhook.fields.secret_token",
        "1-256 characters",
        "must have 1-256 characters",
    ),
    Case(
        "setWebhook",
        {"url": "https://example.org", "max_connections": 101},
        "methods.setWebhook.fields.max_connections",
        "1-100",
        "must have 1-100 as its value",
    ),
    Case(
        "setMyCommands",
        {"commands": [{"command": "Help", "description": "x"}]},
        "types.BotCommand.fields.command",
        "only lowercase English letters, digits and underscores",
        "not allowed",
        {"commands": [{"command": "help", "description": "x"}]},
    ),
    Case(
        "setMyCommands",
        {"commands": [{"command": "help", "description": ""}]},
        "types.BotCommand.fields.description",
        "1-256 characters",
        "must have 1-256 characters",
    ),
    Case(
        "setMyCommands",
        {"commands": [{"command": "help", "description": "x"}] * 101},
        "methods.setMyCommands.fields.commands",
        "At most 100 commands",
        "must have 0-100 entries",
    ),
    Case(
        "setMyCommands",
        {"commands": [], "scope": {"type": "planet"}},
        "types.BotCommandScopeDefault.fields.type",
        "must be *default*",
        "must be 'default'",
        {"commands": [], "scope": {"type": "default"}},
    ),
    Case(
        "setMyName",
        {"name": "x" * 65},
        "methods.setMyName.fields.name",
        "0-64 characters",
        "must have 0-64 characters",
        {"name": "x" * 64},
    ),
]


@pytest.mark.parametrize("case", CASES + WITHOUT_CHAT, ids=lambda case: f"{case.place}-{case.says}")
async def test_is_refused_as_the_description_says(case: Case, call: Caller, group: Chat) -> None:
    assert case.cited in load().described(case.place)
    chat = {"chat_id": group.id} if case in CASES else {}

    answer = await call(case.method, **chat, **case.params)

    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert answer["description"].startswith("Bad Request: ")
    assert case.says in answer["description"]
    if case.accepted is not None:
        assert (await call(case.method, **chat, **case.accepted))["ok"]


def test_a_citation_of_a_place_that_is_not_there_fails() -> None:
    with pytest.raises(KeyError):
        load().described("methods.sendPoll.fields.colour")


def test_the_shipped_description_is_of_the_promised_version() -> None:
    assert load().version == "Bot API 10.3"
