"""Behind «show»: the units that one thing of a digest is about, and what can be done there."""

from collections.abc import Sequence
from datetime import date
from html import escape

from msgspec import Struct

from programme.digest.figures import Named, Need, Needed
from programme.duties.references import reference
from programme.duties.standing import Standing
from reports.digest.front import rows_back
from reports.digest.lines import need_line
from reports.digest.tree import OVERVIEW
from reports.duties.words import due_in_words, obligation_name
from reports.names import shortened, shown_name
from reports.rows import turning
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import Unit

UNITS, DUTIES = 8, 5
"""So many units, and so many duties' units, stand on a page."""
_LABEL = 30
_MOST_DUTIES = 8


class Owed(Struct, frozen=True):
    """A unit's own obligation, on its local day; ``may_excuse``: the reader decides about it."""

    unit: Unit
    standing: Standing
    today: date
    may_excuse: bool


def units_shown(words: Words, needed: Needed, page: int) -> Said:
    """The units by name, each with the way to its page."""
    shown, more = _page(needed.named, page, UNITS)
    lines = [f"<b>{need_line(words, needed, 0)}</b>", ""]
    lines += [_counted(words, needed.need, each) for each in shown]
    if not needed.named:
        lines.append(words("They have fewer than five members each, so they are not named."))
    elif not more and (left := (needed.units or 0) - len(needed.named)) > 0:
        lines.append(words.count("and {count} more", "and {count} more", count=left))
    rows = [_to_unit(each) for each in shown]
    data = f"digest:show:{needed.need.value}"
    return Said(
        "\n".join(lines).strip(), (*rows, *turning(words, data, page, more=more), *rows_back(words))
    )


def duties_shown(
    words: Words,
    needed: Needed,
    owed: Sequence[Owed],
    page: int,
    *,
    more: bool,
) -> Said:
    """The obligations themselves: each can be looked at, and excused."""
    lines = [f"<b>{need_line(words, needed, 0)}</b>", ""]
    rows = []
    for place, each in enumerate(owed[:_MOST_DUTIES], 1):
        lines.append(_owed(words, place, each))
        rows.append(_buttons(words, place, each))
    if len(owed) > _MOST_DUTIES:
        left = len(owed) - _MOST_DUTIES
        lines.append(words.count("and {count} more", "and {count} more", count=left))
    if not owed:
        lines.append(words("All of it is settled by now."))
    data = f"digest:show:{needed.need.value}"
    return Said(
        "\n".join(lines), (*rows, *turning(words, data, page, more=more), *rows_back(words))
    )


def settled(words: Words) -> Said:
    """For a thing that needs nobody any more."""
    return Said(words("All of it is settled by now."), rows_back(words))


def page_of(named: Sequence[Named], page: int) -> tuple[Sequence[Named], bool]:
    """The units whose duties stand on a page, and whether there are more."""
    return _page(named, page, DUTIES)


def _page(named: Sequence[Named], page: int, size: int) -> tuple[Sequence[Named], bool]:
    return named[page * size : (page + 1) * size], len(named) > (page + 1) * size


def _counted(words: Words, need: Need, named: Named) -> str:
    name = escape(shown_name(named.name), quote=False)
    if need is Need.MISSED:
        missed = words.count("{count} post", "{count} posts", count=named.number)
        return words("· {unit}: {what}", unit=name, what=missed)
    return words("· {unit}", unit=name)


def _to_unit(named: Named) -> tuple[Button, ...]:
    return (Button(shortened(named.name, _LABEL), data=f"{OVERVIEW}:{named.unit_id}:0"),)


def _owed(words: Words, place: int, owed: Owed) -> str:
    return words.html(
        "{place}. {unit}: {duty}, {when}",
        place=place,
        unit=shown_name(owed.unit.name),
        duty=obligation_name(words, owed.standing.obligation, owed.today),
        when=due_in_words(words, owed.standing.due, owed.today),
    )


def _buttons(words: Words, place: int, owed: Owed) -> tuple[Button, ...]:
    named = reference(owed.standing.obligation)
    look, excuse = words("Look at it"), words("Excuse")
    row = [Button(f"{place} {look}", data=f"why:{named}")]
    if owed.may_excuse:
        row.append(Button(f"{place} {excuse}", data=f"rule:excuse:{named}"))
    return tuple(row)
