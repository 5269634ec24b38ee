"""Who has caught up on what they had missed: told to the branch's secretary, with joy."""

from collections.abc import Sequence
from html import escape

from reports.lists import listed
from reports.names import shown_name
from reports.wording import Words
from storage.values.people import Person

# So many names are a list to be read.
_NAMES = 20


def caught_up_line(words: Words, caught_up: Sequence[tuple[Person, int]]) -> str:
    """Who did how much of this week when its day was over, as HTML."""
    each = [
        words("{name} ({caught_up})", name=shown_name(person.name), caught_up=count)
        for person, count in caught_up[:_NAMES]
    ]
    names = escape(listed(words, each), quote=False) + ("…" if len(caught_up) > _NAMES else "")
    return words("Caught up this week: {names}", names=names)
