"""Deliveries that carry finished words, as requests."""

from bot.requests import (
    Delete,
    EditCaption,
    EditText,
    FileKind,
    React,
    Request,
    SendFile,
    SendText,
    SetMenu,
)
from reports.commands import menu
from reports.keyboard import Keys, keyboard
from reports.said import buttons_of
from reports.wording import words
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.notes import NoteMedia
from storage.values.people import MessageId

DIRECT = frozenset(
    {
        DeliveryKind.TEXT,
        DeliveryKind.EDIT,
        DeliveryKind.REACTION,
        DeliveryKind.CAPTION,
        DeliveryKind.DELETE,
        DeliveryKind.FILE,
        DeliveryKind.MENU,
    }
)

SHOWN_AS = {
    NoteMedia.PHOTO: FileKind.PICTURE,
    NoteMedia.VOICE: FileKind.VOICE,
    NoteMedia.VIDEO: FileKind.VIDEO,
    NoteMedia.ROUND_VIDEO: FileKind.ROUND_VIDEO,
    NoteMedia.ANIMATION: FileKind.ANIMATION,
    NoteMedia.AUDIO: FileKind.AUDIO,
    NoteMedia.FILE: FileKind.FILE,
    NoteMedia.STICKER: FileKind.STICKER,
}
"""How what a note came with is sent again."""


def direct(each: Delivery) -> Request:
    """The request of a delivery whose kind is in :data:`DIRECT`."""
    match each.kind:
        case DeliveryKind.FILE:
            kind = SHOWN_AS[NoteMedia(each.payload["media"])]
            return SendFile(each.chat_id, kind, None, "", file_id=each.payload["file_id"])
        case DeliveryKind.MENU:
            return SetMenu(each.chat_id, menu(each.payload["menu"]))
        case DeliveryKind.TEXT:
            return _text(each)
        case _:
            return _change(each, MessageId(each.payload["message_id"]))


def _text(each: Delivery) -> SendText:
    payload = each.payload
    reply_to, keys = payload.get("reply_to"), payload.get("keys")
    return SendText(
        each.chat_id,
        payload["text"],
        buttons_of(payload.get("buttons")),
        None if reply_to is None else MessageId(reply_to),
        silent=not payload.get("sounds", False),
        keyboard=None if keys is None else keyboard(words(each.language), Keys(keys)),
    )


def _change(each: Delivery, message_id: MessageId) -> Request:
    payload = each.payload
    match each.kind:
        case DeliveryKind.REACTION:
            return React(each.chat_id, message_id, payload["emoji"])
        case DeliveryKind.CAPTION:
            return EditCaption(each.chat_id, message_id, payload["text"])
        case DeliveryKind.DELETE:
            return Delete(each.chat_id, message_id)
        case _:
            buttons = buttons_of(payload.get("buttons"))
            return EditText(each.chat_id, message_id, payload["text"], buttons)
