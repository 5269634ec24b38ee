"""Markdown and plain text as :class:`StyledText`, with the bounds of articles and paragraphs."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from programme.styled_text import Bound, Mark, Span, StyledText

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAGS = {"strong": "b", "em": "i", "s": "s"}
_RULE = "———"

_NUMERAL = "[0-9０-９零〇一二三四五六七八九十百千两]+"
_CHAPTER = re.compile(
    rf"\s*第{_NUMERAL}[编篇章节部](?![0-9一-龥])|\s*(?:chapter|part)\s+[\divxlc]+\b", re.I
)
_ARTICLE = re.compile(
    rf"\s*(?:第{_NUMERAL}[条款]|[（(]?{_NUMERAL}[)）]|{_NUMERAL}[、．]|[0-9]+\.(?![0-9])"
    r"|(?:article|section)\s+[\divxlc]+\b|§)",
    re.I,
)
_LONGEST_HEADING = 40
"""Characters; a line such as “第一章 总则” heads what follows only if it is short."""


class Marked(Struct, frozen=True):
    """A text made from Markdown. ``images`` are the lines on which an image was left out."""

    text: StyledText
    title: str = ""
    images: tuple[int, ...] = ()


class _Block(Struct):
    spans: list[Span]
    gap: str
    """What stands between this block and the one before it."""
    bound: Bound
    heads: bool = False
    """Whether it is a heading, which stays with what follows."""


@cache
def _markdown() -> "MarkdownIt":
    # Imported late: a bot at work reads no programme after its first day.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    class EveryLink(MarkdownIt):
        """Recognises every link as one; which of them stay links is decided in _web_address."""

        def validateLink(self, url: str) -> bool:
            return True

    return EveryLink("commonmark", {"html": False}).enable(["table", "strikethrough"])


def from_markdown(source: str, *, title_inside: bool = True) -> Marked:
    """The Markdown ``source``; with ``title_inside``, a heading that opens it is the title."""
    walker = _Walker()
    for token in _markdown().parse(source):
        walker.take(token)
    blocks = walker.blocks
    title = ""
    if title_inside and blocks and walker.opens_with_heading:
        title = " ".join("".join(span.text for span in blocks.pop(0).spans).split())
    return Marked(_joined(blocks), title, tuple(walker.images))


def from_plain(source: str) -> StyledText:
    """Plain text: every line a line, empty lines between paragraphs."""
    blocks = []
    gap = ""
    for line in source.split("\n"):
        if line.strip():
            bound, heads = _bound_of(line)
            # A line of its own is as good as a paragraph in text that has no empty lines.
            blocks.append(_Block([Span(line.rstrip())], gap or "\n", bound, heads))
            gap = "\n"
        else:
            gap = "\n\n"
    return _joined(blocks)


def _bound_of(text: str) -> tuple[Bound, bool]:
    """What kind of place a paragraph begins at, and whether it heads what follows."""
    if _CHAPTER.match(text):
        return Bound.CHAPTER, len(text) <= _LONGEST_HEADING
    if _ARTICLE.match(text):
        return Bound.ARTICLE, False
    return Bound.PARAGRAPH, False


def _joined(blocks: Sequence[_Block]) -> StyledText:
    spans: list[Span] = []
    bounds: list[tuple[int, Bound]] = []
    offset = 0
    for number, block in enumerate(blocks):
        if number:
            spans.append(Span(block.gap, _shared(spans[-1], block.spans[0])))
            offset += len(block.gap)
            if not blocks[number - 1].heads:
                bounds.append((offset, block.bound))
        spans.extend(block.spans)
        offset += sum(len(span.text) for span in block.spans)
    return StyledText(tuple(spans), tuple(bounds))


def _shared(before: Span, after: Span) -> tuple[Mark, ...]:
    """The marks of the gap between two spans: a quotation goes on over its paragraphs."""
    quote = before.marks[:1]
    return quote if quote == after.marks[:1] and quote and quote[0].tag == "blockquote" else ()


class _List(Struct):
    number: int | None
    """The next item's number; ``None`` for a list of bullets."""


class _Walker(Struct):
    """Goes through markdown-it's tokens and gathers blocks of spans."""

    blocks: list[_Block] = []
    images: list[int] = []
    opens_with_heading: bool = False
    _lists: list[_List] = []
    _item: str | None = None
    """The sign of a list item whose first block is yet to come."""
    _in_item: bool = False
    _quotes: int = 0
    _heading: bool = False
    _row: list[list[Span]] | None = None
    _head_row: bool = False

    def take(self, token: "Token") -> None:
        handle = getattr(self, f"_on_{token.type}", None)
        if handle:
            handle(token)

    def _on_heading_open(self, token: "Token") -> None:
        self._heading = True

    def _on_heading_close(self, token: "Token") -> None:
        self._heading = False

    def _on_blockquote_open(self, token: "Token") -> None:
        self._quotes += 1

    def _on_blockquote_close(self, token: "Token") -> None:
        self._quotes -= 1

    def _on_bullet_list_open(self, token: "Token") -> None:
        self._lists.append(_List(None))

    def _on_ordered_list_open(self, token: "Token") -> None:
        self._lists.append(_List(int(token.attrGet("start") or 1) if token.attrs else 1))

    def _on_bullet_list_close(self, token: "Token") -> None:
        self._lists.pop()
        self._in_item = bool(self._lists)

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, token: "Token") -> None:
        innermost = self._lists[-1]
        indent = "   " * (len(self._lists) - 1)
        if innermost.number is None:
            self._item = f"{indent}• "
        else:
            self._item = f"{indent}{innermost.number}. "
            innermost.number += 1

    def _on_list_item_close(self, token: "Token") -> None:
        self._item = None  # An empty item has no block that would take its sign.

    def _on_tr_open(self, token: "Token") -> None:
        self._row = []

    def _on_tr_close(self, token: "Token") -> None:
        cells, self._row = self._row or [], None
        spans: list[Span] = []
        for number, cell in enumerate(cells):
            spans.extend([Span(" | ", self._outer())] if number else [])
            spans.extend(cell)
        self._add(spans, Bound.LINE, gap="\n" if not self._head_row else "\n\n")
        self._head_row = False

    def _on_thead_open(self, token: "Token") -> None:
        self._head_row = True

    def _on_hr(self, token: "Token") -> None:
        self._add([Span(_RULE, self._outer())], Bound.PARAGRAPH)

    def _on_fence(self, token: "Token") -> None:
        text = token.content.rstrip("\n")
        marks = self._outer() or (Mark("pre"),)
        self._add([Span(text, marks)] if text.strip() else [], Bound.PARAGRAPH)

    _on_code_block = _on_fence

    def _on_inline(self, token: "Token") -> None:
        line = token.map[0] + 1 if token.map else 1
        spans = self._inline(token.children or [], line)
        if self._row is not None:
            self._row.append(spans)
            return
        text = "".join(span.text for span in spans)
        if self._heading:
            first = not self.blocks and self._item is None and not self._quotes
            self._add(spans, Bound.CHAPTER, heads=True)
            self.opens_with_heading = self.opens_with_heading or (first and bool(self.blocks))
            return
        bound, heads = _bound_of(text)
        self._add(spans, bound, heads=heads)

    def _add(
        self, spans: list[Span], bound: Bound, *, heads: bool = False, gap: str = "\n\n"
    ) -> None:
        if not any(span.text.strip() for span in spans):
            return
        if self._item is not None:
            spans = [Span(self._item, self._outer()), *spans]
            numbered = self._lists[-1].number is not None and len(self._lists) == 1
            bound = Bound.ARTICLE if numbered else Bound.LINE
            gap = "\n" if self._in_item else "\n\n"
            self._item = None
        elif self._lists:
            gap = "\n"
        self._in_item = bool(self._lists)
        self.blocks.append(_Block(spans, gap, bound, heads))

    def _outer(self) -> tuple[Mark, ...]:
        return (Mark("blockquote"),) if self._quotes else ()

    def _inline(self, tokens: Sequence["Token"], line: int) -> list[Span]:
        spans: list[Span] = []
        styles: list[Mark] = [Mark("b")] if self._heading or self._head_row else []
        for number, token in enumerate(tokens):
            if token.type in ("softbreak", "hardbreak"):
                line += 1
            if token.type == "image":
                self.images.append(line)
            elif token.type == "link_open":
                styles.append(Mark("a", _web_address(str(token.attrGet("href") or ""))))
            elif token.nesting == 1:
                styles.append(Mark(_TAGS[token.tag]))
            elif token.nesting == -1:
                styles.pop()
            elif token.type == "code_inline":
                spans.append(Span(token.content, self._code_marks(styles)))
            else:
                spans.append(Span(_said(token, spans, tokens[number + 1 :]), self._marks(styles)))
        return [span for span in spans if span.text]

    def _marks(self, styles: Sequence[Mark]) -> tuple[Mark, ...]:
        """The marks in force, each tag once; a link that is not of the web is only its text."""
        kept = {mark.tag: mark for mark in styles if mark.tag != "a" or mark.href}
        return (*self._outer(), *kept.values())

    def _code_marks(self, styles: Sequence[Mark]) -> tuple[Mark, ...]:
        """Telegram lets code stand inside nothing else, so a quotation or link wins over it."""
        around = self._marks(styles)
        strong = any(mark.tag in ("a", "blockquote") for mark in around)
        return around if strong else (Mark("code"),)


def _web_address(href: str) -> str:
    """``href`` if it is an address of the web, else an empty text."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    return href if parts.scheme in ("http", "https") and parts.hostname else ""


def _said(token: "Token", before: Sequence[Span], after: Sequence["Token"]) -> str:
    """The text of a token. A line end is nothing between Chinese characters, else a space."""
    if token.type == "hardbreak":
        return "\n"
    if token.type != "softbreak":
        return token.content
    left = next((span.text[-1] for span in reversed(before) if span.text), " ")
    right = next((t.content[0] for t in after if t.content and t.type != "image"), " ")
    both_wide = all(unicodedata.east_asian_width(c) in "WF" for c in (left, right))
    return "" if both_wide else " "
