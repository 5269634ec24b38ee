"""Deliveries with finished words, as requests; and what becomes of the rarer ones."""

from typing import Any

import pytest
from telegram.error import BadRequest

from bot.direct import SHOWN_AS, direct
from bot.requests import Delete, EditCaption, FileKind, SendFile, SendText, SetMenu
from bot.verdicts import Action, verdict
from reports.commands import For, menu_name
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, Rank
from storage.values.notes import NoteMedia
from storage.values.people import BotId, ChatId, MessageId

CHAT = ChatId(11)


def delivery(kind: DeliveryKind, **payload: Any) -> Delivery:
    return Delivery(
        id=DeliveryId(1),
        bot_id=BotId(7),
        key="k",
        rank=Rank.REPLY,
        kind=kind,
        chat_id=CHAT,
        language="en",
        payload=payload,
        posting_id=None,
        expires_at=None,
        tries=0,
        wanted=1,
    )


def test_keys_come_with_an_answer_and_go_with_one() -> None:
    keys = {
        each: direct(delivery(DeliveryKind.TEXT, text="x", **({"keys": each} if each else {})))
        for each in ("office", "none", "")
    }
    boards = {each: sent.keyboard for each, sent in keys.items() if isinstance(sent, SendText)}
    assert boards == {
        "office": (("Today's three", "Write a note"), ("Branch matters", "Help")),
        "none": (),
        "": None,
    }


@pytest.mark.parametrize("media", list(NoteMedia))
def test_every_kind_of_file_can_be_shown_again(media: NoteMedia) -> None:
    sent = direct(delivery(DeliveryKind.FILE, media=media.value, file_id="f"))
    assert isinstance(sent, SendFile)
    assert (sent.kind, sent.file_id, sent.sha256) == (SHOWN_AS[media], "f", None)
    assert set(SHOWN_AS.values()) == set(FileKind)


def test_messages_are_deleted_and_captions_changed() -> None:
    assert direct(delivery(DeliveryKind.DELETE, message_id=5)) == Delete(CHAT, MessageId(5))
    changed = direct(delivery(DeliveryKind.CAPTION, message_id=5, text="x"))
    assert changed == EditCaption(CHAT, MessageId(5), "x")


def test_a_menu_is_named_and_may_be_taken_away() -> None:
    name = menu_name("en", For.SECRETARIES)
    sent = direct(delivery(DeliveryKind.MENU, menu=name))
    assert isinstance(sent, SetMenu) and "status" in dict(sent.commands)
    assert direct(delivery(DeliveryKind.MENU, menu="")) == SetMenu(CHAT, ())


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Message can't be deleted", DeliveryKind.DELETE),
        ("Message to edit not found", DeliveryKind.CAPTION),
        ("There is no caption in the message to edit", DeliveryKind.CAPTION),
    ],
)
def test_what_is_gone_already_is_not_asked_for_again(said: str, kind: DeliveryKind) -> None:
    assert verdict(BadRequest(said), kind).action is Action.DROPPED


def test_what_is_deleted_already_is_deleted() -> None:
    gone = BadRequest("Message to delete not found")
    assert verdict(gone, DeliveryKind.DELETE).action is Action.SENT
