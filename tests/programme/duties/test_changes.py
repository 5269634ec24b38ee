"""What a new version of the duties changes is told before it happens."""

from msgspec.structs import replace

from programme.duties.changes import ChangeOfDuty, changes_between
from storage.values.duties import Amount, DutyBook, Often, When, Who, Whom, YearDay
from storage.values.people import UnitId
from tests.programme.duties.branch_seven import BRANCH, a_duty, a_unit

COUNTY = a_unit("县", id=UnitId(1))
UNITS = (a_unit(), a_unit(id=UnitId(8), audience=("village",)), COUNTY)
BRANCHES = {BRANCH, UnitId(8)}


def test_new_gone_moved_changed_and_for_how_many_units() -> None:
    kept, moved = a_duty("kept", When(Often.MONTH)), a_duty("moved", When(Often.YEAR))
    gone = a_duty("gone", When(Often.MONTH), who=Who(Whom.BRANCHES, audience=("village",)))
    more = a_duty("more", When(Often.YEAR))
    reworded = replace(kept, titles={"zh": "换了说法", "en": "In other words"})
    after = (
        reworded,
        replace(moved, when=When(Often.YEAR, by=YearDay(5, 15))),
        replace(more, amount=Amount(least=2)),
        a_duty("new", When(Often.QUARTER), who=Who(Whom.UNITS, levels=("county",))),
    )
    levels = {"county": ("县",)}
    found = changes_between(
        DutyBook((kept, moved, gone, more), levels=levels),
        DutyBook(after, levels=levels),
        UNITS,
        BRANCHES,
    )
    assert [(each.duty.key, each.how, each.units) for each in found] == [
        ("moved", ChangeOfDuty.MOVED, 2),
        ("more", ChangeOfDuty.CHANGED, 2),
        ("new", ChangeOfDuty.NEW, 1),
        ("gone", ChangeOfDuty.GONE, 1),
    ]


def test_the_same_duties_change_nothing() -> None:
    book = DutyBook((a_duty("kept", When(Often.MONTH)),))
    assert changes_between(book, book, UNITS, BRANCHES) == ()
