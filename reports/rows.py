"""Rows of buttons that many pages have: to the pages beside one, to one of several branches."""

from collections.abc import Sequence

from reports.said import Button, Rows
from reports.wording import Words
from storage.values.people import Unit


def turning(
    words: Words, data: str, number: int, *, more: bool, labels: tuple[str, str] | None = None
) -> Rows:
    """Back and on from page ``number``, which counts from 0; ``more``: there is one after it.

    ``data`` and the other page's number are what a button carries. ``labels`` are said instead of
    "Previous" and "Next".
    """
    before, after = labels or (words("Previous"), words("Next"))
    row = []
    if number > 0:
        row.append(Button(before, data=f"{data}:{number - 1}"))
    if more:
        row.append(Button(after, data=f"{data}:{number + 1}"))
    return (tuple(row),) if row else ()


def branch_buttons(branches: Sequence[Unit], data: str) -> Rows:
    """A button for each branch, which carries ``data`` and the branch's number."""
    return tuple((Button(each.name, data=f"{data}:{each.id}"),) for each in branches)
