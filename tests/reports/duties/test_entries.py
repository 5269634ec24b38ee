"""Obligations as lines of a list."""

from datetime import date

from msgspec.structs import replace

from programme.duties.obligations import obligations
from programme.duties.standing import Standing, standing
from reports.duties.entries import entries, entry_name, told_where
from storage.values.duties import DutyBook, Often, When, Who, Whom
from storage.values.people import Role, UnitId
from tests.programme.duties.branch_seven import SECRETARY, a_duty, a_unit, the_facts
from tests.reports.plain import ENGLISH

TODAY = date(2026, 5, 20)
LECTURE = a_duty("lecture", When(Often.YEAR), who=Who(Whom.PERSONS, roles=(Role.SECRETARY,)))


def owed_at(unit_id: int) -> Standing:
    """A secretary's lecture at one of their branches."""
    facts, book = the_facts(unit=a_unit(id=UnitId(unit_id))), DutyBook((LECTURE,))
    [owed] = obligations(book, facts, date(2026, 1, 1), date(2026, 12, 31))
    return standing(owed, (), (), facts, book, TODAY)


def test_who_owes_the_same_in_two_branches_is_told_where() -> None:
    units = [a_unit(), replace(a_unit(), id=UnitId(8), name="Red Star")]
    told = told_where(entries([owed_at(7), owed_at(8)]), units)
    names = [entry_name(ENGLISH, each, {}, TODAY, SECRETARY) for each in told]
    assert names == ["lecture (第七支部)", "lecture (Red Star)"]
    [alone] = told_where(entries([owed_at(8)]), units)
    assert entry_name(ENGLISH, alone, {}, TODAY, SECRETARY) == "lecture"
