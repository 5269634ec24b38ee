"""What Telegram refuses, in its own words.

Two kinds of refusal exist. Those that follow from the Bot API's description are raised by
:func:`against_spec`, which names the place in the description that was broken. All others, which
the description does not hold, stand here in one list, each with its source.

Sources: ``Client.cpp`` is https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp,
Telegram's own server; ``td`` is https://github.com/tdlib/td, the library below it; ``errors`` is
https://github.com/TelegramBotAPI/errors, answers collected by bot authors.
"""

from typing import Any

from msgspec import Struct


class Refused(Exception):
    """A call that the server answers with an error."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class Refusal(Struct, frozen=True):
    """One refusal that the description does not hold: its wording, code and source."""

    name: str
    code: int
    text: str
    source: str

    def error(self, parameters: dict[str, Any] | None = None, **values: object) -> Refused:
        """The exception to raise, with ``values`` put into the wording."""
        return Refused(self.code, self.text.format(**values), parameters)


LISTED: dict[str, Refusal] = {}


def _listed(name: str, code: int, text: str, source: str) -> Refusal:
    return LISTED.setdefault(name, Refusal(name, code, text, source))


# Who may call, and when.
UNAUTHORIZED = _listed("unauthorized", 401, "Unauthorized", "errors: json/unauthorized.json")
NO_METHOD = _listed("no_method", 404, "Not Found: method not found", "Client.cpp: on_cmd")
OTHER_POLL = _listed(
    "other_poll",
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running",
    "errors: json/conflicted-terminated-by-other-long-poll.json",
)
WEBHOOK_ACTIVE = _listed(
    "webhook_active",
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
    " the webhook first",
    "errors: json/webhook-is-active.json",
)
BAD_WEBHOOK = _listed(
    "bad_webhook",
    400,
    "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    "https://core.telegram.org/bots/webhooks; tdlib/telegram-bot-api issue threads quote it",
)
FLOOD = _listed(
    "flood",
    429,
    "Too Many Requests: retry after {seconds}",
    "Client.cpp: get_retry_after_time; https://core.telegram.org/bots/faq#broadcasting-to-users",
)

# Chats.
NO_CHAT = _listed(
    "no_chat", 400, "Bad Request: chat not found", "errors: json/bad-request-chat-not-found.json"
)
UPGRADED = _listed(
    "upgraded",
    400,
    "Bad Request: group chat was upgraded to a supergroup chat",
    "errors: json/bad-request-group-chat-migrated.json; types.ResponseParameters",
)
NOT_INITIATED = _listed(
    "not_initiated",
    403,
    "Forbidden: bot can't initiate conversation with a user",
    "errors: json/forbidden-cant-initiate-conversation.json",
)
BLOCKED = _listed(
    "blocked",
    403,
    "Forbidden: bot was blocked by the user",
    "Client.cpp: fail_query_with_error (USER_IS_BLOCKED)",
)
DEACTIVATED = _listed(
    "deactivated",
    403,
    "Forbidden: user is deactivated",
    "Client.cpp: fail_query_with_error (INPUT_USER_DEACTIVATED)",
)
KICKED = _listed(
    "kicked",
    403,
    "Forbidden: bot was kicked from the {kind} chat",
    "errors: json/forbidden-bot-was-kicked.json; Client.cpp: check_chat_access",
)
NOT_MEMBER = _listed(
    "not_member",
    403,
    "Forbidden: bot is not a member of the {kind} chat",
    "errors: json/forbidden-bot-not-member-supergroup.json; Client.cpp: check_chat_access",
)
NO_RIGHTS = _listed(
    "no_rights",
    400,
    "Bad Request: not enough rights to send {what} to the chat",
    "errors: json/bad-request-not-enough-rights-text.json; td: MessagesManager",
)
NO_PIN_RIGHTS = _listed(
    "no_pin_rights",
    400,
    "Bad Request: not enough rights to manage pinned messages in the chat",
    "https://github.com/teloxide/teloxide/blob/master/crates/teloxide-core/src/errors.rs",
)
NO_THREAD = _listed(
    "no_thread",
    400,
    "Bad Request: message thread not found",
    "https://github.com/grammyjs/grammY discussions of forum topics; Client.cpp",
)
TOPIC_CLOSED = _listed(
    "topic_closed",
    400,
    "Bad Request: TOPIC_CLOSED",
    "https://core.telegram.org/method/messages.sendMessage, possible errors",
)
NO_USER = _listed(
    "no_user", 400, "Bad Request: user not found", "errors: json/bad-request-user-not-found.json"
)

# Messages.
NO_REPLY = _listed(
    "no_reply",
    400,
    "Bad Request: message to be replied not found",
    "Client.cpp: check_reply_parameters; errors: json/bad-request-reply-message-not-found.json",
)
NO_EDIT = _listed(
    "no_edit",
    400,
    "Bad Request: message to edit not found",
    "errors: json/bad-request-message-to-edit-not-found.json",
)
CANNOT_EDIT = _listed(
    "cannot_edit",
    400,
    "Bad Request: message can't be edited",
    "errors: json/bad-request-message-cant-be-edited",
)
NOT_MODIFIED = _listed(
    "not_modified",
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message",
    "Client.cpp: fail_query_with_error (MESSAGE_NOT_MODIFIED)",
)
NO_TEXT = _listed(
    "no_text",
    400,
    "Bad Request: there is no text in the message to edit",
    "td: MessagesManager::edit_message_text",
)
NO_CAPTION = _listed(
    "no_caption",
    400,
    "Bad Request: there is no caption in the message to edit",
    "td: MessagesManager::edit_message_caption",
)
NO_DELETE = _listed(
    "no_delete",
    400,
    "Bad Request: message to delete not found",
    "errors: json/bad-request-message-to-delete-not-found.json",
)
CANNOT_DELETE = _listed(
    "cannot_delete",
    400,
    "Bad Request: message can't be deleted",
    "Client.cpp: fail_query_with_error (MESSAGE_DELETE_FORBIDDEN)",
)
NO_PIN = _listed(
    "no_pin",
    400,
    "Bad Request: message to pin not found",
    "https://github.com/teloxide/teloxide/blob/master/crates/teloxide-core/src/errors.rs",
)
NO_REACT = _listed(
    "no_react",
    400,
    "Bad Request: message to react not found",
    "Client.cpp: process_set_message_reaction_query; quoted by many client libraries",
)
REACTION_INVALID = _listed(
    "reaction_invalid",
    400,
    "Bad Request: REACTION_INVALID",
    "https://core.telegram.org/method/messages.sendReaction, possible errors",
)
REACTIONS_TOO_MANY = _listed(
    "reactions_too_many",
    400,
    "Bad Request: REACTIONS_TOO_MANY",
    "https://core.telegram.org/method/messages.sendReaction, possible errors",
)

# Texts and markup.
TEXT_EMPTY = _listed(
    "text_empty",
    400,
    "Bad Request: message text is empty",
    "errors: json/bad-request-message-text-is-empty.json",
)
CANNOT_PARSE = _listed(
    "cannot_parse",
    400,
    "Bad Request: can't parse entities: {why}",
    "td: MessageEntity.cpp, parse_html; quoted by many client libraries",
)
PARSE_MODE = _listed(
    "parse_mode",
    400,
    "Bad Request: unsupported parse_mode",
    "Client.cpp: get_formatted_text",
)
URL_INVALID = _listed(
    "url_invalid",
    400,
    "Bad Request: URL_INVALID",
    "https://core.telegram.org/method/messages.setBotCallbackAnswer, possible errors",
)
BUTTON_URL = _listed(
    "button_url",
    400,
    "Bad Request: BUTTON_URL_INVALID",
    "errors: json/bad-request-button-url-invalid.json",
)
OLD_QUERY = _listed(
    "old_query",
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
    "Client.cpp: fail_query_with_error (QUERY_ID_INVALID)",
)

# Polls.
NOT_A_POLL = _listed(
    "not_a_poll",
    400,
    "Bad Request: message is not a poll",
    "https://github.com/teloxide/teloxide/blob/master/crates/teloxide-core/src/errors.rs",
)
NO_POLL = _listed(
    "no_poll",
    400,
    "Bad Request: message with poll to stop not found",
    "https://github.com/teloxide/teloxide/blob/master/crates/teloxide-core/src/errors.rs",
)
CANNOT_STOP = _listed(
    "cannot_stop",
    400,
    "Bad Request: poll can't be stopped",
    "td: MessagesManager::stop_poll; https://github.com/teloxide/teloxide, errors.rs",
)
BOTS = _listed(
    "bots",
    403,
    "Forbidden: bot can't send messages to bots",
    "errors: json/forbidden-bot-cant-send-messages-to-bots.json",
)
POLL_CLOSED = _listed(
    "poll_closed",
    400,
    "Bad Request: poll has already been closed",
    "https://github.com/teloxide/teloxide/blob/master/crates/teloxide-core/src/errors.rs",
)
QUIZ_OUT_OF_RANGE = _listed(
    "quiz_out_of_range",
    400,
    "Bad Request: wrong quiz correct_option_id",
    "td: MessageContent.cpp, inputMessagePoll",
)
QUIZ_TOO_MUCH = _listed(
    "quiz_too_much",
    400,
    "Bad Request: QUIZ_CORRECT_ANSWERS_TOO_MUCH",
    "https://core.telegram.org/method/messages.sendMedia, possible errors; bot authors report it"
    " for two correct options without allows_multiple_answers",
)
CHANNELS_ONLY = _listed(
    "channels_only",
    400,
    "Bad Request: poll voters can be restricted only in channel chats",
    "td: MessageContent.cpp, inputMessagePoll",
)

# Files.
WRONG_FILE = _listed(
    "wrong_file",
    400,
    "Bad Request: wrong file identifier/HTTP URL specified",
    "https://github.com/teloxide/teloxide/blob/master/crates/teloxide-core/src/errors.rs",
)
INVALID_FILE_ID = _listed(
    "invalid_file_id",
    400,
    "Bad Request: invalid file_id",
    "errors: json/bad-request-invalid-file-id.json",
)
FILE_KIND = _listed(
    "file_kind",
    400,
    "Bad Request: type of file mismatch",
    "https://github.com/yagop/node-telegram-bot-api issue threads; td: FileManager",
)
FILE_EMPTY = _listed(
    "file_empty", 400, "Bad Request: file must be non-empty", "td: FileManager; Client.cpp"
)
FILE_TOO_BIG = _listed(
    "file_too_big",
    400,
    "Bad Request: file is too big",
    "errors: json/bad-request-file-too-big.json; the description of getFile: 20 MB",
)
BODY_TOO_BIG = _listed(
    "body_too_big",
    413,
    "Request Entity Too Large",
    "https://core.telegram.org/bots/faq#how-do-i-upload-a-large-file",
)
NOT_AN_IMAGE = _listed(
    "not_an_image",
    400,
    "Bad Request: IMAGE_PROCESS_FAILED",
    "https://core.telegram.org/method/messages.uploadMedia, possible errors",
)
PHOTO_DIMENSIONS = _listed(
    "photo_dimensions",
    400,
    "Bad Request: PHOTO_INVALID_DIMENSIONS",
    "https://core.telegram.org/method/messages.sendMedia, possible errors",
)

# Our own limits, not Telegram's.
NOT_SERVED = _listed(
    "not_served",
    501,
    "Not Implemented: practice server does not serve {what} yet",
    "this server: better no answer than one that Telegram might not give",
)

# Where Telegram has words of its own for a limit that the description holds.
TOLD: dict[tuple[str, str], str] = {
    ("methods.sendMessage.fields.text", "short"): "message text is empty",
    ("methods.sendMessage.fields.text", "long"): "message is too long",
    ("methods.editMessageText.fields.text", "short"): "message text is empty",
    ("methods.editMessageText.fields.text", "long"): "message is too long",
    ("methods.sendPoll.fields.question", "short"): "text must be non-empty",
    ("methods.sendPoll.fields.question", "long"): "poll question length must not exceed 300",
    ("methods.sendPoll.fields.options", "short"): "poll must have at least one answer option",
    ("methods.sendPoll.fields.options", "long"): "poll can't have more than 12 options",
    ("types.InputPollOption.fields.text", "short"): "text must be non-empty",
    ("types.InputPollOption.fields.text", "long"): "poll options length must not exceed 100",
    (
        "methods.sendPoll.fields.correct_option_ids",
        "quiz",
    ): "correct quiz option list must be non-empty",
    (
        "methods.sendPoll.fields.correct_option_ids",
        "increasing",
    ): "correct quiz option list must be increasing",
    ("types.InlineKeyboardButton.fields.callback_data", "long"): "BUTTON_DATA_INVALID",
}


def against_spec(place: str, kind: str, rule: str) -> Refused:
    """The refusal of a value that breaks the description's ``rule`` at ``place``.

    ``kind`` says how ("missing", "type", "unknown", "short", "long", …). Where Telegram has a
    wording of its own, it is used; else the wording is ours and ends with the place.
    """
    told = TOLD.get((place, kind))
    if told is None and kind == "long" and place.endswith(".caption"):
        told = "message caption is too long"
    return Refused(400, f"Bad Request: {told or f'{rule} ({place})'}")
