"""Text with styles, and the HTML that Telegram reads.

A document is one string with a mark for every stretch of it, so that it can be cut anywhere: the
tags are written last, for each piece by itself, and can't be torn apart.
"""

import html
from collections.abc import Iterator
from enum import IntEnum

from msgspec import Struct


class Bound(IntEnum):
    """How good a place is for ending one day's part; smaller is better."""

    CHAPTER = 0
    ARTICLE = 1
    PARAGRAPH = 2
    LINE = 3
    SENTENCE = 4
    WORD = 5
    CHARACTER = 6


class Mark(Struct, frozen=True):
    """One of Telegram's tags: b, i, u, s, code, pre, a or blockquote. ``href`` goes with a."""

    tag: str
    href: str = ""

    def opened(self) -> str:
        address = f' href="{html.escape(self.href)}"' if self.href else ""
        return f"<{self.tag}{address}>"

    def closed(self) -> str:
        return f"</{self.tag}>"


class Span(Struct, frozen=True):
    """A stretch of text with its marks, the outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


class StyledText(Struct, frozen=True):
    """A document: its spans, and ``bounds``, the offsets at which its blocks begin.

    Offsets count characters of :attr:`plain`.
    """

    spans: tuple[Span, ...]
    bounds: tuple[tuple[int, Bound], ...] = ()

    @property
    def plain(self) -> str:
        """The text without its marks: what a reader sees."""
        return "".join(span.text for span in self.spans)

    def slice(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans from ``start`` to ``end``, without empty space at both ends."""
        plain = self.plain[start:end]
        start += len(plain) - len(plain.lstrip())
        end -= len(plain) - len(plain.rstrip())
        return tuple(self._between(start, end))

    def _between(self, start: int, end: int) -> Iterator[Span]:
        offset = 0
        for span in self.spans:
            text = span.text[max(0, start - offset) : max(0, end - offset)]
            if text:
                yield Span(text, span.marks)
            offset += len(span.text)


def to_html(spans: tuple[Span, ...]) -> str:
    """Telegram's HTML for ``spans``: tags properly nested, everything else escaped."""
    written: list[str] = []
    opened: tuple[Mark, ...] = ()
    for span in (*spans, Span("")):
        kept = _common(opened, span.marks)
        written.extend(mark.closed() for mark in reversed(opened[kept:]))
        written.extend(mark.opened() for mark in span.marks[kept:])
        written.append(html.escape(span.text, quote=False))
        opened = span.marks
    return "".join(written)


def telegram_length(text: str) -> int:
    """How Telegram counts: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _common(first: tuple[Mark, ...], second: tuple[Mark, ...]) -> int:
    """How many marks, from the outermost, both have."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count
