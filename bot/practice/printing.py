"""A chat on a terminal: headings, bubbles, bars and small lines. Knows nothing of who speaks."""

import re
import sys
from collections.abc import Iterable, Sequence

from msgspec import Struct
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.practice.html import Entity

WIDEST = 88
"""Columns beyond which lines get hard to read."""

_STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "cyan",
    "pre": "cyan",
    "text_link": "underline",
    "bot_command": "cyan",
}
# What stays together on one line: a word of letters, or one Chinese character, with the opening
# marks before it and the closing ones after it.
_UNBREAKABLE = re.compile(
    r"[（“‘《「『【〔]*(?:[^\s\u2e80-\uffef（“‘《「『【〔]+|\S)[，。！？、；：）”’》」』】〕…—]*\s*|\s+"
)
# They order names of either direction inside a phone's bubble; a terminal shows boxes for them.
_DIRECTIONS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))


class Bubble(Struct, frozen=True):
    """A message as it is shown. ``mark`` stands behind the name, ``quote`` is what it replies to;
    ``footer`` are finished lines below the text, such as options or bars."""

    name: str
    style: str
    time: str
    body: Text
    mark: str = ""
    quote: str = ""
    footer: tuple[Text, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_private: bool = False


class Paper:
    """What the show is printed on."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.width = min(console.width, WIDEST)

    def heading(self, text: str) -> None:
        """A line across the page."""
        start = f"── {text} "
        self._blank()
        self._print(Text(start + "─" * (self.width - cell_len(start)), "bold yellow"))

    def told(self, text: str) -> None:
        """Words to whoever watches."""
        self.plain(Text(text, "italic"))

    def plain(self, text: Text, indent: str = "", hanging: str = "") -> None:
        """Text over the whole width; the lines after the first begin with ``hanging``."""
        for number, line in enumerate(wrapped(text, self.width - cell_len(hanging or indent))):
            self._print(Text(hanging if number else indent) + line)

    def small(self, text: Text) -> None:
        """A line about something small that happened."""
        self.plain(text, "   ", "     ")

    def bubble(self, bubble: Bubble) -> None:
        """A message."""
        self._blank()
        self._print(_head(bubble))
        edge = Text("  ┆ " if bubble.is_private else "│ ", bubble.style)
        room = self.width - edge.cell_len
        if bubble.quote:
            self._print(edge + Text(shortened(f"↩ {bubble.quote}", room), "dim"))
        for line in wrapped(bubble.body, room) if bubble.body.plain else ():
            self._print(edge + line)
        for each in bubble.footer:
            for line in wrapped(each, room):
                self._print(edge + line)
        for row in bubble.rows:
            self._print(edge + buttons(row))

    def _blank(self) -> None:
        self._print(Text())

    def _print(self, line: Text) -> None:
        line.rstrip()
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False)


def printable(console: Console) -> Console:
    """The console, made to show a question mark for what its encoding does not hold."""
    if console.file is sys.stdout and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return console


def buttons(labels: Iterable[str]) -> Text:
    """Buttons side by side."""
    return Text("  ").join(Text(f"[ {label} ]", "bold cyan") for label in labels)


def bars(options: Sequence[str], votes: Sequence[int], correct: Iterable[int]) -> tuple[Text, ...]:
    """How many chose each option, the right ones marked."""
    widest = max(map(cell_len, options))
    right = set(correct)
    lines = []
    for number, (option, count) in enumerate(zip(options, votes, strict=True)):
        style = "green" if number in right else "dim"
        mark = "✓ " if number in right else "  "
        padding = " " * (widest - cell_len(option) + 2)
        bar = "█" * (2 * count)
        lines.append(Text(f"{mark}{option}{padding}{f'{bar} {count}'.lstrip()}", style))
    return tuple(lines)


def formatted(text: str, entities: Iterable[Entity]) -> Text:
    """A message's text with its formatting."""
    shown = Text(text)
    for entity in entities:
        style = _STYLES.get(entity.kind)
        if style is not None:
            shown.stylize(style, _index(text, entity.offset), _index(text, entity.end))
    return _without_directions(shown)


def shortened(text: str, room: int) -> str:
    """The beginning of a text's first line, in at most ``room`` columns."""
    first = text.translate(_DIRECTIONS).strip().partition("\n")[0]
    if cell_len(first) <= room:
        return first
    while cell_len(first) > room - 1:
        first = first[:-1]
    return f"{first}…"


def wrapped(text: Text, width: int) -> list[Text]:
    """The text in lines of at most ``width`` columns. No line begins with a closing mark, as
    terminals let Chinese lines do."""
    return [
        line for paragraph in text.split("\n", allow_blank=True) for line in _fold(paragraph, width)
    ]


def _fold(paragraph: Text, width: int) -> list[Text]:
    breaks, used = [], 0
    for part in _UNBREAKABLE.finditer(paragraph.plain):
        size = cell_len(part[0].rstrip())
        if used and used + size > width:
            breaks.append(part.start())
            used = 0
        used += cell_len(part[0])
    return list(paragraph.divide(breaks))


def _head(bubble: Bubble) -> Text:
    indent = "  " if bubble.is_private else ""
    head = Text(indent) + Text(bubble.name, f"bold {bubble.style}")
    return head + Text(f"  {bubble.time} {bubble.mark}".rstrip(), "dim")


def _index(text: str, units: int) -> int:
    """Where in a text so many UTF-16 units end, which is how Telegram counts."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def _without_directions(text: Text) -> Text:
    found = [n for n, character in enumerate(text.plain) if ord(character) in _DIRECTIONS]
    cuts = [cut for each in found for cut in (each, each + 1)]
    kept = [part for part in text.divide(cuts) if ord(part.plain[:1] or "x") not in _DIRECTIONS]
    return Text().join(kept)
