"""Cuts a long document into daily parts at its own bounds.

First the document is taken apart, at its best bounds only, into pieces that each fit a part; a
piece that fits is never cut. Then the pieces are dealt out, in their order, into parts of about
the same length.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from programme.styled_text import Bound, StyledText, telegram_length, to_html

_SENTENCE_END = re.compile(r"(?:[。！？；…]+[”’」』）)》]*|(?<![0-9])[.!?;]+[\"'”’)\]]*(?=\s))\s*")
_WORD_END = re.compile(r"[，、：,:]+\s*|\s+")
_WORSE_BOUND = 0.1
"""How much of a part's length a better kind of bound is worth when lengths are evened out."""


class _Piece(Struct, frozen=True):
    """A stretch that is not cut; ``bound`` tells what kind of place it begins at."""

    start: int
    end: int
    bound: Bound
    length: int
    """As Telegram counts."""


def parts_needed(text: StyledText, limit: int) -> int:
    """Into how many parts of at most ``limit`` UTF-16 units the text goes at the least."""
    return _needed(_Cutter(text, limit).pieces(), limit)[0]


def split(text: StyledText, limit: int, count: int) -> tuple[str, ...]:
    """The text as ``count`` pieces of Telegram's HTML, each of at most ``limit`` UTF-16 units.

    ``count`` is at least :func:`parts_needed`. There are fewer parts when the text has fewer
    sentences than that.
    """
    cutter = _Cutter(text, limit)
    pieces = cutter.pieces()
    for finest in (Bound.ARTICLE, Bound.PARAGRAPH, Bound.LINE, Bound.SENTENCE):
        if len(pieces) >= count:
            break
        pieces = cutter.pieces(finest)
    ends = _deal(pieces, limit, min(count, len(pieces)))
    starts = [0, *(pieces[end].start for end in ends[:-1]), len(text.plain)]
    slices = (text.slice(start, end) for start, end in pairwise(starts))
    return tuple(to_html(spans) for spans in slices if spans)


class _Cutter:
    """Takes one text apart into pieces of at most ``limit`` UTF-16 units."""

    def __init__(self, text: StyledText, limit: int) -> None:
        self._plain = text.plain
        self._limit = limit
        self._offsets: dict[Bound, list[int]] = {bound: [] for bound in Bound}
        for offset, bound in text.bounds:
            self._offsets[bound].append(offset)

    def pieces(self, finest: Bound | None = None) -> list[_Piece]:
        """The pieces in their order. With ``finest``, also what fits is cut at such bounds."""
        if not self._plain.strip():
            return []
        whole = (0, len(self._plain), Bound.CHAPTER)
        return list(self._taken_apart(*whole, at=Bound.CHAPTER, finest=finest))

    def _taken_apart(
        self, start: int, end: int, bound: Bound, *, at: Bound, finest: Bound | None
    ) -> Iterator[_Piece]:
        length = telegram_length(self._plain[start:end])
        wanted = finest is not None and at <= finest
        if length <= self._limit and not wanted:
            yield _Piece(start, end, bound, length)
            return
        cuts = [place for place in self._cuts(at, start, end) if start < place < end]
        edges = [start, *cuts, end]
        for left, right in pairwise(edges):
            begins = bound if left == start else at
            if at is Bound.CHARACTER:
                yield _Piece(left, right, begins, telegram_length(self._plain[left:right]))
            else:
                finer = Bound(at + 1)
                yield from self._taken_apart(left, right, begins, at=finer, finest=finest)

    def _cuts(self, bound: Bound, start: int, end: int) -> Iterator[int]:
        if bound is Bound.CHARACTER:
            return self._anywhere(start, end)
        if bound in (Bound.SENTENCE, Bound.WORD):
            ends = _SENTENCE_END if bound is Bound.SENTENCE else _WORD_END
            return (found.end() for found in ends.finditer(self._plain, start, end))
        offsets = self._offsets[bound]
        return iter(offsets[bisect_left(offsets, start) : bisect_right(offsets, end)])

    def _anywhere(self, start: int, end: int) -> Iterator[int]:
        """Cuts at short, even distances, but not inside what is seen as one character."""
        step = max(1, self._limit // 8)
        place = start
        while (place := place + step) < end:
            moved = next((p for p in range(place, place - step, -1) if self._may_cut(p)), place)
            yield moved
            place = moved

    def _may_cut(self, place: int) -> bool:
        before, after = self._plain[place - 1], self._plain[place]
        joined = unicodedata.category(after) in ("Mn", "Mc", "Me", "Cf", "Sk")
        return not joined and before != "\u200d"


def _needed(pieces: Sequence[_Piece], limit: int) -> list[int]:
    """For every piece, how many parts it and all after it need at the least; then 0."""
    needed = [0] * (len(pieces) + 1)
    sums = _sums(pieces)
    end = len(pieces)
    for start in range(len(pieces) - 1, -1, -1):
        while sums[end] - sums[start] > limit:
            end -= 1
        needed[start] = 1 + needed[end]
    return needed


def _deal(pieces: Sequence[_Piece], limit: int, count: int) -> list[int]:
    """Where each of ``count`` parts ends, as the number of pieces in it and all before it."""
    needed, sums = _needed(pieces, limit), _sums(pieces)
    ends: list[int] = []
    start = 0
    for left in range(count - 1, 0, -1):
        target = (sums[-1] - sums[start]) / (left + 1)
        last = bisect_right(sums, sums[start] + limit) - 1
        last = min(last, len(pieces) - left)
        fitting = [end for end in range(start + 1, last + 1) if needed[end] <= left]

        def cost(end: int, target: float = target, start: int = start) -> float:
            missed = abs(sums[end] - sums[start] - target) / limit
            return missed + _WORSE_BOUND * pieces[end].bound

        start = min(fitting, key=cost)
        ends.append(start)
    return [*ends, len(pieces)] if count else []


def _sums(pieces: Sequence[_Piece]) -> list[int]:
    """The length of all pieces before each one; last, of all."""
    return [0, *accumulate(piece.length for piece in pieces)]
