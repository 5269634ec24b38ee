"""What the bot says, as values: HTML text and rows of buttons. Nothing of Telegram's library."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from msgspec import Struct

_TAG = re.compile(r"<[^>]+>")


class Button(Struct, frozen=True):
    """An inline button: it sends ``data`` (at most 64 bytes) back to the bot, or opens ``url``."""

    text: str
    data: str | None = None
    url: str | None = None

    def plain(self) -> dict[str, str]:
        """The button as a delivery's payload keeps it."""
        return {
            "text": self.text,
            **({"data": self.data} if self.data else {"url": self.url or ""}),
        }


Rows = tuple[tuple[Button, ...], ...]
STAYS = "remind:all"
"""What a button carries whose message stays as it is, as it speaks of more than one thing: where
its other buttons lead is told below it."""


def buttons_of(rows: Sequence[Sequence[Mapping[str, str]]] | None) -> Rows:
    """Buttons as a delivery's payload keeps them: rows of ``{"text", "data"}`` or ``"url"``."""
    return tuple(
        tuple(Button(b["text"], b.get("data"), b.get("url")) for b in row) for row in rows or ()
    )


class Said(Struct, frozen=True):
    """A message: HTML with every inserted value escaped, and the buttons below it."""

    text: str
    buttons: Rows = ()

    def payload(self) -> Mapping[str, Any]:
        """The message as a delivery's payload keeps it."""
        return {"text": self.text, "buttons": [[b.plain() for b in row] for row in self.buttons]}


def as_plain(html: str) -> str:
    """A text of ours as a terminal shows it: without tags, and with its signs as they are."""
    return unescape(_TAG.sub("", html))
