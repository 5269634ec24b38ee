"""A picture with the text that says the same."""

from dataclasses import dataclass

from reports.typesetting import Drawing

LONGEST_TEXT = 850
"""So many UTF-16 units of somebody's words stand below a picture: with what else is said there it
stays within Telegram's 1024 for a caption."""
ROOM = 460.0
"""So many Chinese letters fit on a card in a size that can be read on a phone."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, and the caption (HTML) for those who can't see it."""

    drawing: Drawing
    caption: str
