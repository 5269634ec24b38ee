"""Several names in one sentence."""

from collections.abc import Sequence
from functools import reduce

from reports.wording import Words


def listed(words: Words, names: Sequence[str]) -> str:
    """Names as the language strings them together, as plain text; empty for none."""

    def with_another(some: str, another: str) -> str:
        return words("{names}, {another}", names=some, another=another)

    return reduce(with_another, names) if names else ""
