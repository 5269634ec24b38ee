"""A picture with the text that says the same."""

from msgspec import Struct

from reports.typesetting import Drawing

LONGEST_CAPTION = 1024
"""Telegram takes so many UTF-16 units below a picture."""
LONGEST_TEXT = 850
"""So many of somebody's words stand there: with what else is said it stays within the limit."""
ROOM = 460.0
"""So many Chinese letters fit on a card in a size that can be read on a phone."""


class Picture(Struct, frozen=True):
    """What is drawn, and the caption (HTML) for those who can't see it."""

    drawing: Drawing
    caption: str
