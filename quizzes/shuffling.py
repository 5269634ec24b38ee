"""The order in which one person sees a question's options: theirs alone, and always the same."""

import hashlib
import re
from collections.abc import Sequence

# An option that speaks of the others' order may not be shuffled.
_SPEAKS_OF_OTHERS = re.compile(
    r"以上|上述|前面?[两二三四五]|[A-L]\s*[和与、及或]\s*[A-L]"
    r"|\b(?:all|none|both|neither) of (?:the|these)|\bof the above\b"
    r"|\b[A-L] (?:and|or|&) [A-L]\b|\bboth [A-L]\b",
    re.IGNORECASE,
)


def may_shuffle(options: Sequence[str]) -> bool:
    """Whether no option speaks of the order in which they stand."""
    return not any(_SPEAKS_OF_OTHERS.search(each) for each in options)


def order_of(count: int, seed: str) -> tuple[int, ...]:
    """The numbers from 0 to ``count`` in an order that follows from ``seed`` alone."""
    return tuple(sorted(range(count), key=lambda each: _digest(f"{seed}\x1f{each}")))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
