"""Standings of units in words: shares that compare fairly, participation beside them, and how it
is reckoned."""

from collections.abc import Callable, Sequence
from html import escape

from programme.comparing import (
    SMALLEST,
    Class,
    Comparison,
    Placed,
    Third,
    participation,
    thirds,
    upper_half,
)
from programme.standings import Period
from programme.unit_standings import UnitStandings
from reports.lists import listed
from reports.names import shortened, shown_name
from reports.rows import branch_buttons, turning
from reports.said import Button, Rows, Said
from reports.standings import period_buttons, period_name
from reports.wording import Words
from storage.values.branches import StandingsMode
from storage.values.people import Unit, UnitId
from storage.values.standings import Sums

_Told = Callable[[Words, Sequence[Placed]], list[str]]
_MOST_NAMED = 15
_MOST_BUTTONS = 8
_LABEL = 30


def unit_standings_text(
    words: Words, found: UnitStandings, back: Unit | None, *, deeper: bool, page: int = 0
) -> Said:
    """How the units below one compare, as the unit has it told; ``back`` is where one came from,
    ``deeper``: one is led on to what is below them, a ``page`` of them at a time."""
    unit = found.unit
    name = words("All units") if unit is None else unit.name
    head = f"<b>{escape(name, quote=False)} · {period_name(words, found.period)}</b>"
    lines = [head, *_lines(words, found)]
    number = unit.id if unit else 0
    rows = _ways_below(words, found, page) if deeper else ()
    if back is not None:
        rows += ((Button(words("Back"), data=f"standings:{found.period.value}:{back.id}"),),)
    return Said("\n".join(lines), (*period_buttons(words, number, found.period), *rows))


def _ways_below(words: Words, found: UnitStandings, page: int) -> Rows:
    data, number = f"standings:{found.period.value}", found.unit.id if found.unit else 0
    first = page * _MOST_BUTTONS
    shown = found.deeper[first : first + _MOST_BUTTONS]
    rows = tuple((Button(shortened(e.name, _LABEL), data=f"{data}:{e.id}"),) for e in shown)
    more = len(found.deeper) > first + _MOST_BUTTONS
    return (*rows, *turning(words, f"{data}:{number}", page, more=more))


def which_unit(words: Words, units: Sequence[Unit], period: Period) -> Said:
    """Whose standings somebody wants who oversees several units."""
    text = words("Which unit's branches shall I compare?")
    return Said(text, branch_buttons(units, f"standings:{period.value}"))


def ways(words: Words, beside: UnitId | None, period: Period, *, overseer: bool) -> Rows:
    """The buttons to the branches beside one's own, and to what one oversees."""
    row = []
    if beside is not None:
        row.append(Button(words("The branches"), data=f"standings:{period.value}:{beside}"))
    if overseer:
        row.append(Button(words("My units"), data=f"standings:{period.value}:0"))
    return (tuple(row),) if row else ()


def _lines(words: Words, found: UnitStandings) -> list[str]:
    comparison = found.comparison
    if found.mode is StandingsMode.OFF:
        return [words("The branches here are not compared.")]
    if found.mode is StandingsMode.SELF:
        told = [words("Here each is measured against itself.")]
        return [*told, *_against_itself(words, found), "", *_together(words, comparison)]
    if not comparison.classes:
        told = [] if comparison.small else [words("Nobody has answered yet.")]
    elif comparison.by_chance:
        told = [words("They differ no more than by chance, so nobody is ahead.")]
    elif found.mode is StandingsMode.BANDS:
        told = _in_classes(words, comparison, _thirds)
    else:
        told = [*_in_classes(words, comparison, _ranked), *_own_place(words, found)]
    ending = [*_together(words, comparison), *_left_out(words, comparison)]
    gap = [""] if told and ending else []
    return [*told, *gap, *ending, *_footnote(words, comparison)]


def _in_classes(words: Words, comparison: Comparison, told: _Told) -> list[str]:
    lines = []
    for each in comparison.classes:
        lines += [*_size(words, each), *told(words, each.placed)]
    return lines


def _size(words: Words, each: Class) -> list[str]:
    if each.least is None:
        return []
    if each.most is None:
        said = words("{least} members and more", least=each.least)
    elif each.least == 0:
        said = words("Up to {most} members", most=each.most)
    else:
        said = words("{least} to {most} members", least=each.least, most=each.most)
    return [f"<i>{said}</i>"]


def _ranked(words: Words, placed: Sequence[Placed]) -> list[str]:
    named, tied, border = upper_half(placed)
    lines = [_line(words, one) for one in named[:_MOST_NAMED]]
    if len(named) > _MOST_NAMED:
        lines.append(words("… and {count} more", count=len(named) - _MOST_NAMED))
    elif tied:
        lines.append(words("{place}. {count} side by side", place=border, count=tied))
    return lines


def _line(words: Words, one: Placed) -> str:
    figures = _figures(words, one.share, one.side.sums)
    return f"{one.place}. {escape(shown_name(one.side.name))}  {figures}"


def _thirds(words: Words, placed: Sequence[Placed]) -> list[str]:
    stand = thirds(placed)
    first = [one.side for one, third in zip(placed, stand, strict=True) if third is Third.FIRST]
    second = stand.count(Third.SECOND)
    names = listed(words, [shown_name(each.name) for each in first[:_MOST_NAMED]])
    lines = [words.html("In front: {names}", names=names)] if first else []
    if len(first) > _MOST_NAMED:
        lines.append(words("… and {count} more", count=len(first) - _MOST_NAMED))
    if second:
        lines.append(words("In the middle: {count}", count=second))
    return lines


def _own_place(words: Words, found: UnitStandings) -> list[str]:
    own = found.comparison.of(found.own.unit_id) if found.own else None
    if own is None:
        return []
    placed, among = own
    return [
        "",
        words("Ours: place {place} of {count}", place=placed.place, count=len(among.placed)),
    ]


def _against_itself(words: Words, found: UnitStandings) -> list[str]:
    if found.own is None or found.own.members < SMALLEST:
        return []
    now = _plain(words, found.own.sums)
    lines = [words.html("{name}: {figures}", name=shown_name(found.own.name), figures=now)]
    if found.before is not None and found.before.answered:
        then = _plain(words, found.before)
        lines.append(words("By the same day of the time before: {figures}", figures=then))
    return lines


def _together(words: Words, comparison: Comparison) -> list[str]:
    if not comparison.together.answered:
        return []
    return [words("All together: {figures}", figures=_plain(words, comparison.together))]


def _left_out(words: Words, comparison: Comparison) -> list[str]:
    lines = []
    if comparison.small:
        lines.append(
            words.count(
                "{count} of fewer than five people is not shown by itself",
                "{count} of fewer than five people are not shown by themselves",
                count=comparison.small,
            )
        )
    if comparison.silent:
        lines.append(words("Without an answer yet: {count}", count=comparison.silent))
    return lines


def _footnote(words: Words, comparison: Comparison) -> list[str]:
    """How the shares are made to compare fairly, *M* in plain words."""
    if comparison.average is None or comparison.by_chance:
        return []
    weight = round(comparison.average.weight)
    if not weight:
        return []
    said = words.count(
        "So that small and large compare fairly, each share of right answers is reckoned with "
        "{count} answer of the average added.",
        "So that small and large compare fairly, each share of right answers is reckoned with "
        "{count} answers of the average added.",
        count=weight,
    )
    return ["", f"<i>{said}</i>"]


def _plain(words: Words, sums: Sums) -> str:
    return _figures(words, sums.right / sums.answered if sums.answered else 0.0, sums)


def _figures(words: Words, share: float, sums: Sums) -> str:
    """The share of right answers, and how many of the three studies a member did a day."""
    shown, acts = f"{share:.1%}", participation(sums)
    if acts is None:
        return words("{share} right", share=shown)
    return words("{share} right, {acts} studies a day", share=shown, acts=f"{acts:.1f}")
