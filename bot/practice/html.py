"""Texts with formatting: Telegram's HTML, and the entities that Telegram finds by itself.

Positions and lengths of entities are in UTF-16 code units, as everywhere in the Bot API; limits
on texts are in characters.
"""

import html
import re
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot.practice.refusals import CANNOT_PARSE, Refused

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NUMERIC_OR_NAMED = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE = re.compile(r"\s*([^\s=>/]*)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9._:/-]+)))?")
_UNENDED = re.compile(r"[^\s=>/]+\s*=\s*(?:\"[^\"]*|'[^']*)$")
_TAG = re.compile(r"<([^\s>]*)")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_FOUND = (
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/<>@])/\w{1,64}(?:@\w{3,32})?(?![\w/])", re.ASCII)),
    ("mention", re.compile(r"(?<![\w@/])@\w{4,32}\b", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w+")),
)


class Entity(Struct, frozen=True):
    """A stretch of a text with a meaning; ``extra`` holds further fields such as ``url``."""

    kind: str
    offset: int
    length: int
    extra: tuple[tuple[str, Any], ...] = ()

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_object(self) -> dict[str, Any]:
        """The MessageEntity object."""
        known = {"type": self.kind, "offset": self.offset, "length": self.length}
        return known | dict(self.extra)


class Formatted(Struct, frozen=True):
    """A text without markup, and its entities in order."""

    text: str
    entities: tuple[Entity, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing visible is in the text."""
        return not self.text.strip().strip(_INVISIBLE).strip()


class _Open(Struct):
    tag: str
    kind: str
    offset: int
    extra: dict[str, Any] = {}


def utf16_length(text: str) -> int:
    """Length of ``text`` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def formatted(text: str, *, is_html: bool, given: list[dict[str, Any]] | None = None) -> Formatted:
    """``text`` as Telegram keeps it: parsed, trimmed, with commands and links found."""
    if is_html:
        parsed = _Parser(text).parse()
    else:
        parsed = Formatted(text, tuple(_from_object(entity) for entity in given or ()))
    return _with_found(_trimmed(parsed))


def as_html(content: Formatted) -> str:
    """``content`` written as HTML that parses to it again."""
    names = {kind: tag for tag, kind in reversed(TAGS.items())} | {"spoiler": "tg-spoiler"}
    opening: dict[int, list[Entity]] = {}
    closing: dict[int, list[Entity]] = {}
    for entity in content.entities:
        if entity.kind in names:
            opening.setdefault(entity.offset, []).append(entity)
            closing.setdefault(entity.end, []).insert(0, entity)
    pieces: list[str] = []
    position = 0
    for character in [*content.text, ""]:
        pieces += [f"</{names[entity.kind]}>" for entity in closing.get(position, ())]
        pieces += [_start_tag(names[entity.kind], entity) for entity in opening.get(position, ())]
        pieces.append(html.escape(character, quote=False))
        position += utf16_length(character)
    return "".join(pieces)


def _start_tag(name: str, entity: Entity) -> str:
    extra = dict(entity.extra)
    if entity.kind == "text_link":
        return f'<a href="{html.escape(extra["url"])}">'
    if entity.kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{extra["custom_emoji_id"]}">'
    return f"<{name}>"


def _from_object(value: dict[str, Any]) -> Entity:
    extra = {k: v for k, v in value.items() if k not in ("type", "offset", "length")}
    return Entity(value["type"], value["offset"], value["length"], tuple(extra.items()))


class _Parser:
    """Reads Telegram's HTML; every fault names the byte at which it stands."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> Formatted:
        source = self._source
        while self._at < len(source):
            start = source.find("<", self._at)
            end = len(source) if start < 0 else start
            self._add(_NUMERIC_OR_NAMED.sub(_character, source[self._at : end]))
            self._at = end
            if start < 0:
                break
            if source.startswith("</", start):
                self._close_tag()
            else:
                self._open_tag()
        if self._open:
            raise self._fault(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"'
            )
        order = sorted(self._entities, key=lambda entity: (entity.offset, -entity.length))
        return Formatted("".join(self._pieces), tuple(order))

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += utf16_length(text)

    def _open_tag(self) -> None:
        start = self._at
        match = _TAG.match(self._source, start)
        tag = match[1].lower() if match else ""
        if tag not in TAGS:
            raise self._fault(f'Unsupported start tag "{tag}" at byte offset {self._byte(start)}')
        attributes, self._at = self._attributes(start + 1 + len(tag), tag)
        opened = _Open(tag, TAGS[tag], self._length)
        self._take_attributes(opened, attributes, start)
        self._open.append(opened)

    def _attributes(self, at: int, tag: str) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        source = self._source
        while True:
            while at < len(source) and source[at].isspace():
                at += 1
            if at >= len(source) or _UNENDED.match(source, at):
                raise self._fault(f"Unclosed start tag at byte offset {self._byte(self._at)}")
            if source[at] == ">":
                return found, at + 1
            match = _ATTRIBUTE.match(source, at)
            if match is None or not match[1]:
                raise self._fault(
                    f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(at)}'
                )
            value = next((group for group in match.groups()[1:] if group is not None), "")
            found[match[1].lower()] = _NUMERIC_OR_NAMED.sub(_character, value)
            at = match.end()

    def _take_attributes(self, opened: _Open, attributes: dict[str, str], start: int) -> None:
        if opened.tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._fault(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(start)}'
            )
        if opened.tag == "a":
            opened.extra["url"] = attributes.get("href", "")
        if opened.tag == "tg-emoji":
            opened.extra["custom_emoji_id"] = attributes.get("emoji-id", "")
        if opened.tag == "blockquote" and "expandable" in attributes:
            opened.kind = "expandable_blockquote"
        language = attributes.get("class", "")
        if opened.tag == "code" and language.startswith("language-"):
            opened.extra["language"] = language.removeprefix("language-")

    def _close_tag(self) -> None:
        start, source = self._at, self._source
        end = source.find(">", start)
        if end < 0:
            raise self._fault(f"Unclosed end tag at byte offset {self._byte(start)}")
        tag = source[start + 2 : end].strip().lower()
        if not self._open:
            raise self._fault(f"Unexpected end tag at byte offset {self._byte(start)}")
        opened = self._open.pop()
        if tag and tag != opened.tag:
            raise self._fault(
                f"Unmatched end tag at byte offset {self._byte(start)},"
                f' expected "</{opened.tag}>", found "</{tag}>"'
            )
        self._at = end + 1
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self._length - opened.offset
        if opened.tag == "code":
            language = opened.extra.pop("language", None)
            if self._open and self._open[-1].tag == "pre":
                if language:
                    self._open[-1].extra["language"] = language
                return
        if opened.tag == "a" and not opened.extra["url"].startswith(("http", "tg:", "mailto:")):
            return
        if length:
            extra = tuple(opened.extra.items())
            self._entities.append(Entity(opened.kind, opened.offset, length, extra))

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode())

    def _fault(self, why: str) -> Refused:
        return CANNOT_PARSE.error(why=why)


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name in _NAMED:
        return _NAMED[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    is_character = 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_character else match[0]


def _trimmed(content: Formatted) -> Formatted:
    text = content.text.rstrip()
    kept = text.lstrip()
    cut = utf16_length(text[: len(text) - len(kept)])
    end = utf16_length(kept)
    entities = []
    for entity in content.entities:
        start = max(0, entity.offset - cut)
        length = min(end, entity.end - cut) - start
        if length > 0:
            entities.append(replace(entity, offset=start, length=length))
    return Formatted(kept, tuple(entities))


def _with_found(content: Formatted) -> Formatted:
    taken = [(entity.offset, entity.end) for entity in content.entities if _hides(entity.kind)]
    found: list[Entity] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(content.text):
            offset = utf16_length(content.text[: match.start()])
            entity = Entity(kind, offset, utf16_length(match[0]))
            if all(entity.end <= start or entity.offset >= end for start, end in taken):
                taken.append((entity.offset, entity.end))
                found.append(entity)
    if not found:
        return content
    order = sorted([*content.entities, *found], key=lambda entity: (entity.offset, -entity.length))
    return Formatted(content.text, tuple(order))


def _hides(kind: str) -> bool:
    return kind in ("code", "pre", "text_link", "url", "mention", "text_mention", "bot_command")
