"""Whom a branch has taken in by a first act: told to its secretary in the evening."""

from collections.abc import Sequence
from html import escape

from reports.lists import listed
from reports.names import shown_name
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import UnitId

_NAMES = 20


def taken_in(words: Words, branch: UnitId, branch_name: str, names: Sequence[str]) -> Said:
    """Who came, and how to say that somebody is none of the branch."""
    shown = listed(words, [shown_name(name) for name in names[:_NAMES]])
    head = words.count(
        "<b>{branch}: {count} new member by a first tap, vote or reply</b>",
        "<b>{branch}: {count} new members by a first tap, vote or reply</b>",
        count=len(names),
        branch=branch_name,
    )
    lines = [head, escape(shown, quote=False)]
    if len(names) > _NAMES:
        lines[-1] += " …"
    lines.append(words("If somebody isn't one of yours: Members, the name, Left the branch."))
    return Said("\n".join(lines), ((Button(words("Members"), data=f"members:{branch}:0"),),))
