"""What a new version of a programme's duties changes, and for how many units."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from programme.duties.facts import UnitFacts, is_meant
from storage.values.duties import Duty, DutyBook, Whom
from storage.values.people import Unit, UnitId


class ChangeOfDuty(StrEnum):
    """``MOVED``: it is due at other times. ``CHANGED``: what is asked, of whom, or what counts, is
    another. Another wording alone is no change."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    CHANGED = "changed"


class ChangedDuty(Struct, frozen=True):
    """One duty that a version changes. ``units``: how many it concerns now, or did."""

    duty: Duty
    how: ChangeOfDuty
    units: int


def changes_between(
    before: DutyBook, after: DutyBook, units: Iterable[Unit], branches: Collection[UnitId]
) -> tuple[ChangedDuty, ...]:
    """What changes from one version to the next, for units that follow the programme."""
    concerned = list(units)
    old = {duty.key: duty for duty in before.duties}
    found = []
    for duty in after.duties:
        how = _how(old.pop(duty.key, None), duty)
        if how is not None:
            found.append(ChangedDuty(duty, how, _count(duty, after, concerned, branches)))
    for duty in old.values():
        count = _count(duty, before, concerned, branches)
        found.append(ChangedDuty(duty, ChangeOfDuty.GONE, count))
    return tuple(found)


def _how(old: Duty | None, new: Duty) -> ChangeOfDuty | None:
    if old is None:
        return ChangeOfDuty.NEW
    if old.when != new.when or old.amount.steps != new.amount.steps:
        return ChangeOfDuty.MOVED
    same = replace(old, section=new.section, titles=new.titles, guidance=new.guidance)
    return None if same == new else ChangeOfDuty.CHANGED


def _count(duty: Duty, book: DutyBook, units: Iterable[Unit], branches: Collection[UnitId]) -> int:
    """At how many units it applies, or may apply to somebody."""
    return sum(1 for unit in units if _applies(duty, book, unit, unit.id in branches))


def _applies(duty: Duty, book: DutyBook, unit: Unit, is_branch: bool) -> bool:
    who = duty.who
    if not is_meant(who, UnitFacts(unit, is_branch), book):
        return False
    if who.whom is Whom.PERSONS:
        # Without a level it is for people of branches.
        return bool(who.levels) or is_branch
    tagged = not who.audience or not set(who.audience).isdisjoint(unit.audience)
    return tagged and (who.whom is Whom.UNITS or is_branch)
