"""Looking at the lines that follow: in plain text they say what a line is."""

import re
from collections.abc import Sequence

from quizzes.zh_keys import key_entries, worded_entries
from quizzes.zh_signs import Line, answer, chapter, heading, numbered, options

_ANSWER_ALONE = re.compile(r"[A-L、,， ]{1,12}|[√×]|对|错|正确|错误")


class Ahead:
    """What follows each line of a text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def leads_to_key(self, at: int) -> bool:
        """Whether answers follow a heading among answers, and not questions."""
        for number, line in self._below(at):
            if heading(line) or chapter(line):
                continue
            return bool(key_entries(line.text)) or (
                bool(worded_entries(line.text)) and not self.leaves_key(number, line)
            )
        return False

    def leaves_key(self, at: int, line: Line) -> bool:
        """Whether a line among the answers is the stem of a question."""
        if numbered(line) is None:
            return False
        if key_entries(line.text):
            return self.answered_below(at)
        if "（）" in line.text.replace(" ", "") or "()" in line.text.replace(" ", ""):
            return True
        return self.answered_below(at, only_options=True)

    def answered_below(self, at: int, *, only_options: bool = False) -> bool:
        """Whether the next line is a first option, or an answer."""
        for _, line in self._below(at):
            _, found = options(line.text)
            if found:
                return found[0][0] == "A"
            return not only_options and answer(line) is not None
        return False

    def answer_stands_below(self, at: int) -> bool:
        """Whether the next line is nothing but the answer to one question."""
        for _, line in self._below(at):
            return bool(_ANSWER_ALONE.fullmatch(line.text))
        return False

    def _below(self, at: int) -> Sequence[tuple[int, Line]]:
        after = enumerate(self._lines[at + 1 : at + 12], at + 1)
        return [(number, line) for number, line in after if line.text]
