"""Other people's words on a picture: cut where a sentence ends, and set so that they fit."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any

from msgspec import Struct

from reports.wording import Words

_SENTENCE = re.compile(r"[。！？；…!?;]+[”’」』）)\"']*|\.(?=\s|$)|\n")
_WIDE = 0x2E80
"""From here on letters are as wide as they are high; the others take half of that."""
_LINE_END = 15.0
"""So many letters more would have stood on the line, taken all in all."""
_LONG_WORD = re.compile(r"[^\s\u2e80-\uffef]{24,}")
_NO_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], " ")


class Shortened(Struct, frozen=True):
    """A text, or its beginning."""

    text: str
    is_cut: bool


def room_taken(text: str) -> float:
    """How much room a text takes, in Chinese letters."""
    return sum(map(_room_of, text))


def beginning(text: str, room: float, longest: int) -> Shortened:
    """A text, or as many of its sentences as fit: in ``room`` Chinese letters, and in ``longest``
    UTF-16 units. A sentence that is too long by itself ends in "…"."""
    text = text.translate(_NO_CONTROLS).replace("\r", "").strip()
    if _fits(text, room, longest):
        return Shortened(text, False)
    end = _fitting(text, room, longest)
    whole = [m.end() for m in _SENTENCE.finditer(text, 0, end)]
    # A sentence's end far before the room's is not worth what it would leave out.
    if whole and whole[-1] >= end / 2:
        return Shortened(text[: whole[-1]].rstrip(), True)
    return Shortened(text[: end - 1].rstrip() + "…", True)


def breakable(text: str) -> str:
    """A text in which a word as long as a line may be broken anywhere."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(found.group()), text)


def paragraphs(text: str) -> list[dict[str, Any]]:
    """A text's lines as templates take them; empty ones are left out."""
    lines = [line.strip() for line in text.split("\n")]
    return [{"text": breakable(line), "rtl": _is_rtl(line)} for line in lines if line]


def _is_rtl(line: str) -> bool:
    """Whether a line runs from right to left: its first letter that has a direction says so."""
    directions = (unicodedata.bidirectional(letter) for letter in line)
    return next((each in ("R", "AL") for each in directions if each in ("L", "R", "AL")), False)


def runs(html: str, room: float | None = None, longest: int = 0) -> "Runs":
    """A study item's HTML for setting, or its beginning: see :func:`beginning`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    plain = "".join(text for text, _ in reader.parts)
    if room is None:
        return Runs(_paragraphs(reader.parts, len(plain)), plain.strip(), False)
    cut = beginning(plain, room, longest)
    if not cut.is_cut:
        return Runs(_paragraphs(reader.parts, len(plain)), cut.text, False)
    lead = len(plain) - len(plain.lstrip())
    shown = _paragraphs(reader.parts, lead + len(cut.text.removesuffix("…")))
    if cut.text.endswith("…") and shown:
        shown[-1][-1].append({"text": "…", "strong": False})
    return Runs(shown, cut.text, True)


class Runs(Struct, frozen=True):
    """Paragraphs of lines of stretches, each strong or not, as templates take them; the same as
    plain text; and whether something was left out."""

    paragraphs: list[list[list[dict[str, Any]]]]
    plain: str
    is_cut: bool


def foot(words: Words) -> str:
    """What stands at the foot of all our pictures."""
    return words("Three studies a day: read, answer, note")


class _Reader(HTMLParser):
    """The text of Telegram's HTML in stretches, each with whether it is bold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, bool]] = []
        self._bold = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._bold += tag in ("b", "strong")

    def handle_endtag(self, tag: str) -> None:
        self._bold -= tag in ("b", "strong")

    def handle_data(self, data: str) -> None:
        self.parts.append((data.translate(_NO_CONTROLS), self._bold > 0))


def _paragraphs(parts: list[tuple[str, bool]], end: int) -> list[list[list[dict[str, Any]]]]:
    lines: list[list[dict[str, Any]]] = [[]]
    at = 0
    for text, strong in parts:
        for number, piece in enumerate(text[: max(0, end - at)].split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append({"text": breakable(piece), "strong": strong})
        at += len(text)
    found: list[list[list[dict[str, Any]]]] = [[]]
    for line in lines:
        if line and "".join(each["text"] for each in line).strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [each for each in found if each]


def _room_of(letter: str) -> float:
    if letter == "\n":
        return _LINE_END
    return 1.0 if ord(letter) >= _WIDE else 0.5


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fits(text: str, room: float, longest: int) -> bool:
    return room_taken(text) <= room and _units(text) <= longest


def _fitting(text: str, room: float, longest: int) -> int:
    """How many characters fit; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(text[:middle], room, longest):
            low = middle
        else:
            high = middle - 1
    return low
