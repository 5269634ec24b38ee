"""What the digest's sheet shows: every unit below, duties, questions, and members of one's own."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from msgspec import Struct

from programme.digest.figures import WEEK, Figures, is_small
from programme.digest.working import Scope, around_day, figures_of, tops_of
from quizzes.marking import is_right
from storage import digest_sheets, duty_books, questions
from storage.below import Tops
from storage.database import Transaction
from storage.day_rows import days_of_people
from storage.digest_sheets import OwedRow
from storage.digest_sums import Size
from storage.keys import keys_at
from storage.people import count_members, members
from storage.units import Defaults, ancestors, units
from storage.values.days import MemberDay, QuestionId
from storage.values.duties import Duty
from storage.values.people import BotId, Person, Unit, UnitId
from storage.values.questions import Question

MOST_UNITS = 2_000
"""So many units have rows of their own, level by level; those below the last level that finds room
are counted in it. Where all find room, the questions are told, too."""
MOST_OWED = 5_000
"""So many duties are listed, those that are due longest."""
_DAY = timedelta(days=1)


class UnitRow(Struct, frozen=True):
    """A unit with all below it; ``above`` are the names of the units above it in the scope."""

    unit: Unit
    above: Sequence[str]
    figures: Figures


class DutyRow(Struct, frozen=True):
    """An obligation, or several alike, and where; ``duty`` is None when it is gone by now."""

    unit: Unit
    duty: Duty | None
    owed: OwedRow


class QuestionRow(Struct, frozen=True):
    """A question of the week: in how many branches it was asked, and how it was answered."""

    question: Question
    branches: int
    answered: int
    right: int
    is_in_alarm: bool


class MemberRow(Struct, frozen=True):
    """A member of a branch that the reader looks after, and what they did in the week."""

    branch: Unit
    person: Person
    days: Sequence[MemberDay]


class DigestSheet(Struct, frozen=True):
    """All that the sheet shows. ``members`` are of the reader's own branches only. ``is_whole``:
    each unit has a row of its own, ``lists_all``: so has each duty."""

    scope: Scope
    units: Sequence[UnitRow]
    duties: Sequence[DutyRow]
    is_whole: bool
    lists_all: bool
    questions: Sequence[QuestionRow] = ()
    members: Sequence[MemberRow] = ()


async def sheet_of(
    tx: Transaction,
    bot_id: BotId,
    scope: Scope,
    own: Sequence[Unit],
    alarms: Collection[int],
    defaults: Defaults,
) -> DigestSheet:
    """The sheet of a scope; ``own``: the branches that the reader looks after. ``alarms``: the
    questions in alarm."""
    tops = await tops_of(tx, scope)
    shown, is_whole = await _shown(tx, scope)
    figures = await figures_of(tx, bot_id, shown, scope.day, defaults)
    found = await units(tx, shown.all, defaults)
    few = sum(figures.values(), Figures()).is_small
    asked = is_whole and not few
    owed = await digest_sheets.owed_below(tx, tops, around_day(scope.day), MOST_OWED + 1)
    return DigestSheet(
        scope=scope,
        units=_rolled_up(found, figures),
        duties=await _duties(tx, owed[:MOST_OWED], scope, defaults),
        is_whole=is_whole,
        lists_all=len(owed) <= MOST_OWED,
        questions=await _questions(tx, tops, scope, alarms) if asked else (),
        members=await _members(tx, own, scope),
    )


async def _shown(tx: Transaction, scope: Scope) -> tuple[Tops, bool]:
    """The units that have rows, as many levels as find room, and whether those are all. Those of
    the last level stand for all below them."""
    level = [unit.id for unit in scope.units]
    alone: list[UnitId] = []
    while True:
        room = MOST_UNITS - len(alone) - len(level)
        below = await digest_sheets.right_below(tx, level, room)
        if not below:
            return Tops(level, alone), below is not None
        alone += level
        level = below


def _rolled_up(found: Mapping[UnitId, Unit], figures: Mapping[UnitId, Figures]) -> list[UnitRow]:
    """Each unit with all below it, right behind the one above it; ``figures`` are those of each
    without the others."""
    whole: dict[UnitId, Figures] = defaultdict(Figures)
    for unit_id, each in figures.items():
        for step in ancestors(found[unit_id].path):
            if step in found:
                whole[step] += each
    rows = []
    for unit in sorted(found.values(), key=lambda u: _place(u, found)):
        above = [found[step].name for step in reversed(ancestors(unit.path)[1:]) if step in found]
        rows.append(UnitRow(unit, above, whole[unit.id]))
    return rows


def _place(unit: Unit, found: Mapping[UnitId, Unit]) -> tuple[str, ...]:
    line = [found[step].code for step in reversed(ancestors(unit.path)) if step in found]
    return tuple(line)


async def _duties(
    tx: Transaction, owed: Sequence[OwedRow], scope: Scope, defaults: Defaults
) -> list[DutyRow]:
    at = await units(tx, list(dict.fromkeys(each.unit_id for each in owed)), defaults)
    books = {}
    for key in {unit.programme_key for unit in at.values() if unit.programme_key}:
        newest = (await duty_books.books(tx, key))[:1]
        books[key] = newest[0].book if newest else None
    members = await count_members(tx, list(at), scope.day)
    rows = []
    for each in owed:
        unit = at[each.unit_id]
        if each.personal and is_small(Size(1, members[unit.id])):
            continue
        book = books.get(unit.programme_key or "")
        rows.append(DutyRow(unit, book.duty(each.duty_key) if book else None, each))
    return rows


async def _questions(
    tx: Transaction, tops: Tops, scope: Scope, alarms: Collection[int]
) -> list[QuestionRow]:
    first, last = scope.day - WEEK, scope.day - _DAY
    branches = await digest_sheets.asked_below(tx, tops, first, last)
    given = await digest_sheets.given_below(tx, tops, first, last)
    keys = await keys_at(tx, {each.index for each in given})
    answered: dict[QuestionId, int] = defaultdict(int)
    right: dict[QuestionId, int] = defaultdict(int)
    for each in given:
        answered[each.index[0]] += each.number
        right[each.index[0]] += each.number * is_right(each.chosen, keys[each.index])
    newest = await questions.newest_revisions(tx, list(branches))
    bodies = await questions.bodies(tx, list(newest.items()))
    rows = [
        QuestionRow(body, branches[number], answered[number], right[number], number in alarms)
        for (number, _), body in bodies.items()
    ]
    return sorted(rows, key=lambda r: (r.right / r.answered if r.answered else 1.0, r.question.key))


async def _members(tx: Transaction, own: Sequence[Unit], scope: Scope) -> list[MemberRow]:
    first, last = scope.day - WEEK, scope.day - _DAY
    rows = []
    for branch in own:
        here = [each.person for each in await members(tx, branch.id, scope.day)]
        days = await days_of_people(tx, [person.id for person in here], first, last)
        rows += [MemberRow(branch, person, days[person.id]) for person in here]
    return rows
