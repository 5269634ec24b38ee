"""What there is to plan and to look after: the menu of a unit's meetings."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from programme.meetings.kinds import Choice, OfferedKind
from programme.records.kinds import code
from reports.duties.words import due_in_words, kind_name
from reports.lists import listed
from reports.meetings.own import MINE
from reports.meetings.words import (
    ALL,
    DAY,
    DAY_KIND,
    KIND,
    MEET,
    NEW,
    OWN,
    Spoken,
    in_pairs,
    name_of,
    to_meeting,
    when_of,
)
from reports.names import shortened
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.meetings import Meeting
from storage.values.people import Unit

KINDS_FIRST = 6
"""So many kinds are offered at once; the rest behind a button."""
_LABEL = 56
_OVER, _TO_COME, _DUE = 3, 6, 3


class Menu(Struct, frozen=True):
    """What there is to plan and to look after at one unit.

    ``over``: meetings whose time has gone by and that nobody noted as held; ``to_come``: those that
    are planned; ``days``: unified days of its branches. ``has_branches``: one can be planned for
    all branches below. ``whole``: all kinds are shown; ``others``: the reader plans for other
    units, too; ``is_elsewhere``: they are a member of a branch that others look after.
    """

    unit: Unit
    choice: Choice
    today: date
    over: Sequence[Meeting] = ()
    to_come: Sequence[Meeting] = ()
    days: Sequence[Meeting] = ()
    has_branches: bool = False
    whole: bool = False
    others: bool = False
    is_elsewhere: bool = False


def which_unit(words: Words, units: Sequence[Unit], *, is_elsewhere: bool) -> Said:
    """Asks for which unit something is to be planned."""
    rows = tuple((Button(unit.name, data=f"{MEET}:{NEW}:{unit.id}"),) for unit in units)
    return Said(words("Whose meetings?"), (*rows, *_to_own(words, is_elsewhere)))


def menu(words: Words, it: Menu) -> Said:
    """What is planned, and the kinds of which another can be."""
    lines = [words.html("<b>{unit}: meetings</b>", unit=it.unit.name)]
    rows: list[tuple[Button, ...]] = []
    for title, some in (
        (words("Over by now, not noted as held:"), it.over[:_OVER]),
        (words("Planned:"), it.to_come[:_TO_COME]),
        (words("For all branches:"), it.days[:_OVER]),
    ):
        if some:
            lines += ["", title, *(f"· {_line(words, it, each)}" for each in some)]
            rows += [(to_meeting(words, each, _label(words, it, each)),) for each in some]
    lines += ["", *_to_plan(words, it)]
    return Said("\n".join(lines), (*rows, *_kind_rows(words, it)))


def day_menu(words: Words, unit: Unit, kinds: Sequence[OfferedKind]) -> Said:
    """The kinds of which one can be planned for all branches at once."""
    taps = [
        Button(
            kind_name(words, each.kind), data=f"{MEET}:{DAY_KIND}:{unit.id}:{code(each.kind.key)}"
        )
        for each in kinds
    ]
    back = (Button(words("Back"), data=f"{MEET}:{NEW}:{unit.id}"),)
    text = words.html(
        "<b>{unit}: all branches at once</b>\nEach branch gets its card, holds it by itself and "
        "notes who was there; you see who has held it. What is it to be?",
        unit=unit.name,
    )
    return Said(text, (*in_pairs(taps), back))


def _to_plan(words: Words, it: Menu) -> list[str]:
    if not it.choice.kinds:
        return [words("What you study has no kinds of meetings, so there is none to plan here.")]
    due = [each for each in it.choice.kinds if each.serves is not None]
    lines = [words("Plan one? Tap what it is to be.")]
    if due:
        soon = [
            words(
                "{what} ({left})",
                what=kind_name(words, each.kind),
                left=due_in_words(words, each.serves.due, it.today),
            )
            for each in due[:_DUE]
            if each.serves is not None
        ]
        lines.append(words.html("Due next: {kinds}", kinds=listed(words, soon)))
    return lines


def _kind_rows(words: Words, it: Menu) -> Rows:
    shown = it.choice.kinds if it.whole else it.choice.kinds[:KINDS_FIRST]
    taps = [
        Button(
            "＋ " + kind_name(words, each.kind),
            data=f"{MEET}:{KIND}:{it.unit.id}:{code(each.kind.key)}",
        )
        for each in shown
    ]
    rows = list(in_pairs(taps))
    if len(shown) < len(it.choice.kinds):
        rows.append((Button(words("More kinds"), data=f"{MEET}:{NEW}:{it.unit.id}:more"),))
    if it.has_branches:
        rows.append((Button(words("For all branches"), data=f"{MEET}:{DAY}:{it.unit.id}"),))
    if it.others:
        rows.append((Button(words("Other units"), data=f"{MEET}:{ALL}"),))
    return (*rows, *_to_own(words, it.is_elsewhere))


def _to_own(words: Words, is_elsewhere: bool) -> Rows:
    """The button to the meetings at which the reader is a member like others."""
    if not is_elsewhere:
        return ()
    return ((Button(words("My own meetings"), data=f"{OWN}:{MINE}"),),)


def _line(words: Words, it: Menu, meeting: Meeting) -> str:
    spoken = Spoken(meeting, it.unit, it.choice.book)
    return words.html("{when}: {what}", when=when_of(words, spoken), what=name_of(words, spoken))


def _label(words: Words, it: Menu, meeting: Meeting) -> str:
    spoken = Spoken(meeting, it.unit, it.choice.book)
    when, what = when_of(words, spoken), name_of(words, spoken)
    return shortened(f"{when} {what}", _LABEL)
