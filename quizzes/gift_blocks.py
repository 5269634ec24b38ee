"""A GIFT file cut into blocks, one question each; comments and categories taken out.

A block ends at a blank line, except between curly brackets, where people leave blank lines too.
When brackets don't match, the fault is named and reading goes on after the next blank line, so
that one slip does not hide the rest of the file. Several sets of answers in one running text, or
one as Moodle's cloze questions write it, make the block a cloze.
"""

import re

from msgspec import Struct

from quizzes.gift_tree import GiftFault
from storage.values.messages import Message, message

_BRACKETS = re.compile(r"\\.|[{}]")
_ID = re.compile(r"\[id:([^\]]+)\]")
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_CATEGORY = "$CATEGORY:"
# Moodle's own gaps: {1:SHORTANSWER:=x}, {:MC:~a~=b}.
_GAP = re.compile(r"\{\s*\d*\s*:\s*[A-Z_]{2,16}\s*:", re.IGNORECASE)


class Block(Struct, frozen=True):
    """The lines of one question, joined by line feeds, with what stood in comments above it."""

    text: str
    line_numbers: tuple[int, ...]
    id: str | None
    tags: tuple[str, ...]
    category: str | None
    is_cloze: bool = False

    def line_at(self, offset: int) -> int:
        """The file's line on which a character of ``text`` stands."""
        return self.line_numbers[self.text.count("\n", 0, offset)]


def split_blocks(text: str) -> tuple[list[Block], list[GiftFault]]:
    """All blocks of a file, and the faults of those whose brackets don't match."""
    splitter = _Splitter(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    splitter.run()
    return splitter.blocks, splitter.faults


class _Splitter:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._category: str | None = None
        self.blocks: list[Block] = []
        self.faults: list[GiftFault] = []
        self._id: str | None = None
        self._tags: list[str] = []
        self._begin_block()

    def _begin_block(self) -> None:
        self._kept: list[tuple[int, str]] = []
        self._opened_at: int | None = None
        self._closed_at: tuple[int, int] | None = None
        self._is_cloze = False
        self._first_blank: int | None = None

    def run(self) -> None:
        at = 0
        while at < len(self._lines):
            at = self._read_line(at)
            if at >= len(self._lines) and self._opened_at is not None:
                at = self._never_closed(at)
        self._end_block()

    def _read_line(self, at: int) -> int:
        """Take in line ``at`` (from 0) and return the line to read next."""
        line = self._lines[at]
        bare = line.strip()
        if bare.startswith("//"):
            self._read_comment(bare)
        elif self._opened_at is None and bare.startswith(_CATEGORY):
            self._end_block()
            self._category = bare.removeprefix(_CATEGORY).strip()
        elif bare:
            return self._read_words(at)
        elif self._opened_at is None:
            self._end_block()
        elif self._first_blank is None:
            self._first_blank = at
        return at + 1

    def _read_comment(self, comment: str) -> None:
        found = _ID.search(comment)
        if found:
            self._id = found[1].strip()
        self._tags.extend(tag.strip() for tag in _TAG.findall(comment))

    def _read_words(self, at: int) -> int:
        line = self._lines[at]
        for found in _BRACKETS.finditer(line):
            bracket = found[0]
            if bracket == "{" and self._opened_at is not None and self._first_blank is not None:
                return self._never_closed(at)
            if bracket == "{" and self._opened_at is None:
                self._is_cloze = self._is_cloze or self._begins_gap(at, found.start())
            said = self._bracket_fault(bracket)
            if said is not None:
                return self._give_up(at, said)
            if bracket == "{":
                self._opened_at = at
            elif bracket == "}":
                self._opened_at = None
                self._closed_at = at, found.end()
        if self._opened_at is None:
            self._first_blank = None
        self._kept.append((at + 1, line))
        return at + 1

    def _begins_gap(self, at: int, start: int) -> bool:
        """Whether a bracket opens one gap of several: it looks like Moodle's, or stands in one
        line with an earlier one, words between them. On a line of its own it is rather the next
        question, with the blank line between them forgotten."""
        line = self._lines[at]
        if _GAP.match(line, start):
            return True
        if self._closed_at is None or self._closed_at[0] != at:
            return False
        return bool(line[self._closed_at[1] : start].strip())

    def _bracket_fault(self, bracket: str) -> Message | None:
        if bracket == "{" and self._opened_at is not None:
            return message(
                "A curly bracket opens among the answers. Put a backslash before it if it is "
                "part of the text."
            )
        if bracket == "{" and self._closed_at is not None and not self._is_cloze:
            return message(
                "A second set of answers in one question. Leave a blank line between questions."
            )
        if bracket == "}" and self._opened_at is None:
            return message(
                "A curly bracket closes that was never opened. Put a backslash before it if it "
                "is part of the text."
            )
        return None

    def _never_closed(self, at: int) -> int:
        """The bracket that opened last has no partner: say so, and go on at the blank line."""
        opened = self._opened_at if self._opened_at is not None else at
        self.faults.append(
            GiftFault(
                opened + 1,
                message(
                    "The answers that begin here don't end: the closing curly bracket is missing."
                ),
            )
        )
        resume = self._first_blank if self._first_blank is not None else at
        self._forget_block()
        return resume

    def _give_up(self, at: int, said: Message) -> int:
        self.faults.append(GiftFault(at + 1, said))
        self._forget_block()
        while at < len(self._lines) and self._lines[at].strip():
            at += 1
        return at

    def _forget_block(self) -> None:
        self._id, self._tags = None, []
        self._begin_block()

    def _end_block(self) -> None:
        if not self._kept:
            return
        self.blocks.append(
            Block(
                text="\n".join(line for _, line in self._kept),
                line_numbers=tuple(number for number, _ in self._kept),
                id=self._id,
                tags=tuple(dict.fromkeys(self._tags)),
                category=self._category,
                is_cloze=self._is_cloze,
            )
        )
        self._forget_block()
