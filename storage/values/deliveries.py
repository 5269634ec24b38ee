"""Messages to Telegram that wait, or were sent."""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, NewType

from msgspec import Struct

from storage.values.days import PostingId
from storage.values.people import BotId, ChatId

DeliveryId = NewType("DeliveryId", int)


class Rank(IntEnum):
    """Which go first: lower before higher."""

    REPLY = 0
    REMINDER = 1
    BROADCAST = 2
    COUNTER = 3


class DeliveryState(StrEnum):
    """``UNSURE``: sent perhaps; the answer was lost. ``DROPPED``: no longer worth saying."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    UNSURE = "unsure"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class DeliveryKind(StrEnum):
    """What is to be said. ``TEXT`` and ``EDIT`` carry finished words; the others are put in words
    when they are claimed."""

    TEXT = "text"
    EDIT = "edit"
    REACTION = "reaction"
    MORNING = "morning"
    QUESTION_TEXT = "question-text"
    NOON = "noon"
    NOON_BUTTONS = "noon-buttons"
    RESULT = "result"
    EVENING = "evening"
    COUNTER = "counter"
    UNREACHABLE = "unreachable"
    CAPTION = "caption"
    DELETE = "delete"
    FILE = "file"
    SHARED_NOTE = "shared-note"
    PAPER = "paper"
    PICTURE = "picture"
    MENU = "menu"
    TOPIC_LOST = "topic-lost"
    NEWCOMERS = "newcomers"
    EXAM_OPEN = "exam-open"
    EXAM_GROUP = "exam-group"
    EXAM_RESULT = "exam-result"
    EXAM_LIST = "exam-list"
    REMINDER = "reminder"
    REMINDER_GROUP = "reminder-group"
    MEETING = "meeting"
    MEETING_EDIT = "meeting-edit"
    MEETING_NEWS = "meeting-news"
    MEETING_COUNT = "meeting-count"
    AWAITING = "awaiting"
    PROBLEM_YOURS = "problem-yours"
    WEEK_PAGE = "week-page"
    WEEK_GROUP = "week-group"


class NewDelivery(Struct, frozen=True):
    """A delivery to be put into the outbox.

    ``key`` is unique for its reason: putting the same key in again changes nothing, except for
    ``Rank.COUNTER``, where it asks again for the newest state. ``after_key`` names a delivery that
    must have ended first. It is dropped when it could not be sent by ``expires_at``.

    Payloads, by kind:

    * TEXT: ``text`` (HTML), ``buttons`` (rows of ``{"text", "data"}`` or ``{"text", "url"}``),
      ``reply_to`` (message id), ``sounds`` (bool, false when absent), ``topic`` (where in a forum
      group it is said, null for the general topic; when absent, where the group's posts stand),
      ``keys`` (which keys stand below a private chat from now on; as they are when absent);
    * EDIT: ``message_id``, ``text``, ``buttons``;
    * any post: ``copy`` (bool, false when absent: one of many private chats that it stands in);
    * REACTION: ``message_id``, ``emoji``;
    * CAPTION: ``message_id``, ``text``; DELETE: ``message_id``;
    * FILE: ``media`` (as notes name it), ``file_id``;
    * SHARED_NOTE: ``chat_id`` and ``message_id`` (where the note was written), ``part`` (from 0);
    * PAPER: ``paper`` (the made file's key), ``text`` (its caption);
    * PICTURE: ``digest`` (what names it), ``paper``, ``text``, ``buttons``, and ``job`` (kind and
      payload of what draws it, should it be gone);
    * MENU: ``menu`` (its name; empty for the common one);
    * MORNING: ``medium`` (kind of file, or null), ``with_text`` (whether the text goes with it);
    * UNREACHABLE: ``unit_id``, ``chat_id``, ``reason`` (as the chat keeps it);
    * TOPIC_LOST: ``unit_id``;
    * NEWCOMERS: ``unit_id``, ``unit_name``, ``since`` (seconds since the epoch);
    * EXAM_OPEN: ``exam``; EXAM_GROUP and EXAM_LIST: ``unit``, too; EXAM_RESULT: ``person``, too,
      and ``sitting`` when it is about one that has just ended;
    * MEETING, MEETING_EDIT, MEETING_COUNT: ``meeting``; MEETING_NEWS: ``revision``, too (which of
      its changes it tells);
    * AWAITING: ``obligation`` (what names it on buttons), ``changed`` (when its records last were,
      in seconds since the epoch);
    * PROBLEM_YOURS: ``problem``, and ``person`` (who sees to it);
    * REMINDER and REMINDER_GROUP: ``unit`` (the one whose morning it is);
    * WEEK_PAGE and WEEK_GROUP: ``unit``, and ``day`` (the one after the week that is told);
    * the rest: nothing, the posting says all.
    """

    bot_id: BotId
    key: str
    rank: Rank
    kind: DeliveryKind
    chat_id: ChatId
    language: str
    not_before: datetime
    payload: Mapping[str, Any] = {}
    posting_id: PostingId | None = None
    after_key: str | None = None
    expires_at: datetime | None = None


class Delivery(Struct, frozen=True):
    """A delivery as the outbox holds it."""

    id: DeliveryId
    bot_id: BotId
    key: str
    rank: Rank
    kind: DeliveryKind
    chat_id: ChatId
    language: str
    payload: Mapping[str, Any]
    posting_id: PostingId | None
    expires_at: datetime | None
    tries: int
    wanted: int
