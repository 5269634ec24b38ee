"""A unit's ledger of problems, page by page, and the problems to which one person sees."""

from collections.abc import Sequence
from html import escape

from programme.records.kinds import code
from programme.records.scene import Scene
from reports.duties.words import kind_name
from reports.names import shortened, shown_name
from reports.problems.words import AT, NEW, OWN, PROBLEM, one, state_of
from reports.rows import branch_buttons, turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.duties import RecordKind
from storage.values.people import Unit
from storage.values.problems import Problem

SHOWN = 6
"""So many problems stand on a page."""
_LENGTH = 80
_IN_A_ROW = 3


def ledger_page(
    words: Words,
    at: Scene,
    shown: Sequence[Problem],
    number: int,
    others: Sequence[Unit] = (),
    *,
    more: bool,
) -> Said:
    """A page of a unit's ledger, for whoever looks after it."""
    lines = [words.html("<b>{unit}: problems</b>", unit=at.unit.name), ""]
    lines += _lines(words, shown, at)
    if not shown:
        lines.append(words("Nothing is written in the ledger. What is wrong, and wants mending?"))
    base = f"{PROBLEM}:{AT}:{at.unit.id}"
    new = Button(words("New problem"), data=f"{PROBLEM}:{NEW}:{at.unit.id}")
    matters = Button(words("Branch matters"), data=f"matter:{at.unit.id}")
    rows: Rows = (
        *_numbers(words, shown),
        *turning(words, base, number, more=more),
        (new, matters),
        *_to_others(others),
    )
    return Said("\n".join(lines), rows)


def own_page(
    words: Words, shown: Sequence[tuple[Problem, Scene]], number: int, *, more: bool
) -> Said:
    """The problems to which somebody sees, wherever they are."""
    if not shown:
        return Said(words("There is no problem for you to see to."))
    lines = [words("<b>Yours to solve</b>"), ""]
    units = {at.unit.id for _, at in shown}
    for place, (problem, at) in enumerate(shown, 1):
        line = _line(words, problem, at, whose=False)
        if len(units) > 1:
            line = words("{unit} · {text}", unit=at.unit.name, text=line)
        lines.append(f"{place}. {escape(line, quote=False)}")
    turn = turning(words, f"{PROBLEM}:{OWN}", number, more=more)
    return Said("\n".join(lines), (*_numbers(words, [each for each, _ in shown]), *turn))


def which_kind(words: Words, at: Scene, kinds: Sequence[RecordKind]) -> Said:
    """Asks of which kind a new problem is."""
    rows = tuple(
        (
            Button(
                kind_name(words, kind),
                data=f"{PROBLEM}:{NEW}:{at.unit.id}:{code(kind.key)}",
            ),
        )
        for kind in kinds
    )
    return Said(words("What kind of problem is it?"), rows)


def ask_new(words: Words) -> Said:
    """Asks what is wrong."""
    return Said(
        words(
            "What is wrong? Please write it in a line; a photo can come along. Measure, person and "
            "day can be added afterwards."
        )
    )


def _lines(words: Words, shown: Sequence[Problem], at: Scene) -> list[str]:
    return [
        f"{place}. {escape(_line(words, each, at, whose=True), quote=False)}"
        for place, each in enumerate(shown, 1)
    ]


def _line(words: Words, problem: Problem, at: Scene, *, whose: bool) -> str:
    mark = "✓ " if not problem.is_open else "⚠ " if problem.is_overdue(at.today) else ""
    said = f"{mark}{shortened(problem.problem, _LENGTH)}"
    state = state_of(words, problem, at.today)
    name = at.name(problem.person_id) if whose else ""
    if name:
        state = words("{name}, {state}", name=shown_name(name), state=state)
    return words("{problem} ({state})", problem=said, state=state)


def _numbers(words: Words, shown: Sequence[Problem]) -> Rows:
    taps = [
        Button(words("{number} Look", number=place), data=one(each))
        for place, each in enumerate(shown, 1)
    ]
    return tuple(tuple(taps[at : at + _IN_A_ROW]) for at in range(0, len(taps), _IN_A_ROW))


def _to_others(others: Sequence[Unit]) -> Rows:
    return tuple(
        (Button(row[0].text, data=f"{row[0].data}:0"),)
        for row in branch_buttons(others, f"{PROBLEM}:{AT}")
    )
