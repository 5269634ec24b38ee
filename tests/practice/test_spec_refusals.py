"""Every refusal that follows from the Bot API's description cites the place it follows from."""

from typing import Any

import pytest

from bot.practice.records import Chat
from bot.practice.spec import load
from tests.practice.cases import Case, check, name_of
from tests.practice.conftest import Caller

TEXT = {"text": "Good morning"}


def keyboard(**button: Any) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [[{"text": "Go", **button}]]}}


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


@pytest.mark.parametrize("case", CASES, ids=name_of)
async def test_is_refused_in_a_chat(case: Case, call: Caller, group: Chat) -> None:
    await check(case, call, chat_id=group.id)


@pytest.mark.parametrize("case", WITHOUT_CHAT, ids=name_of)
async def test_is_refused_before_any_chat_is_looked_at(case: Case, call: Caller) -> None:
    await check(case, call)


def test_a_citation_of_a_place_that_is_not_there_fails() -> None:
    with pytest.raises(KeyError):
        load().described("methods.sendPoll.fields.colour")


def test_the_shipped_description_is_of_the_promised_version() -> None:
    assert load().version == "Bot API 10.3"
