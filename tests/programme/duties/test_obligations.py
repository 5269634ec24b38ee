"""Whose obligations a duty makes: by level, tag and number, and for who came in mid-period."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from programme.duties.facts import UnitFacts
from programme.duties.obligations import Obligation, awaited, obligations
from storage.values.duties import (
    Amount,
    Duty,
    DutyBook,
    Joining,
    Measure,
    Often,
    Step,
    Subject,
    When,
    Who,
    Whom,
    YearDay,
)
from storage.values.people import PersonId, Role
from storage.values.records import Member, Office
from tests.programme.duties.branch_seven import (
    BRANCH,
    MEMBERS,
    SECRETARY,
    a_duty,
    a_unit,
    the_facts,
)

LEVELS = {"county": ("县", "区"), "town": ("镇", "乡")}
QUARTERLY = a_duty("meet", When(Often.QUARTER))
YEARLY = a_duty("meet", When(Often.YEAR))
YEAR = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.dates(*YEAR)


def owed(duty: Duty, facts: UnitFacts) -> list[Obligation]:
    """What falls due in 2026."""
    return obligations(DutyBook((duty,), levels=LEVELS), facts, *YEAR)


def periods(duty: Duty, facts: UnitFacts) -> list[str]:
    return [each.period.key for each in owed(duty, facts)]


def people(duty: Duty, facts: UnitFacts) -> list[PersonId | None]:
    return [each.subject.person_id for each in owed(duty, facts)]


def of(whom: Whom, **changes: Any) -> Duty:
    return replace(YEARLY, who=Who(whom, **changes))


def a_member(number: int, since: str = "2026-01-01", **changes: Any) -> Member:
    return Member(PersonId(number), date.fromisoformat(since), **changes)


@pytest.mark.parametrize(
    ("level", "duties"),
    [("county", 1), ("County ", 1), ("县", 1), ("区", 1), ("市", 0), ("支部", 0), ("", 0)],
)
def test_units_by_their_level_however_it_is_called(level: str, duties: int) -> None:
    duty = of(Whom.UNITS, levels=("county",))
    assert len(owed(duty, the_facts(unit=a_unit(level), is_branch=False))) == duties


def test_branches_are_those_with_members_of_their_own() -> None:
    duty = of(Whom.BRANCHES)
    assert len(owed(duty, the_facts())) == 1
    assert owed(duty, the_facts(is_branch=False)) == []


@pytest.mark.parametrize(("least", "duties"), [(0, 1), (5, 1), (6, 0)])
def test_only_branches_with_so_many_members(least: int, duties: int) -> None:
    assert len(owed(of(Whom.BRANCHES, least_members=least), the_facts())) == duties


def test_who_is_counted_is_there_on_the_due_day_and_at_home() -> None:
    duty = of(Whom.BRANCHES, least_members=5)
    gone = [a_member(9, until=date(2026, 12, 30)), *the_facts().members[1:]]
    guest = [a_member(9, is_home=False), *the_facts().members[1:]]
    assert owed(duty, the_facts(members=gone)) == []
    assert owed(duty, the_facts(members=guest)) == []


@pytest.mark.parametrize(("tags", "duties"), [(("village",), 1), (("company", "x"), 0), ((), 0)])
def test_branches_by_their_tags(tags: tuple[str, ...], duties: int) -> None:
    duty = of(Whom.BRANCHES, audience=("village", "school"))
    assert len(owed(duty, the_facts(unit=a_unit(audience=tags)))) == duties


def test_groups_each_for_itself_and_not_those_that_are_too_small() -> None:
    members = [a_member(n, group="一组" if n < 4 else "二组" if n < 6 else "") for n in range(1, 8)]
    facts = the_facts(members=members)
    one, two = Subject(BRANCH, group="一组"), Subject(BRANCH, group="二组")
    assert [each.subject for each in owed(of(Whom.GROUPS), facts)] == [one, two]
    assert [each.subject for each in owed(of(Whom.GROUPS, least_members=3), facts)] == [one]
    assert owed(of(Whom.GROUPS), the_facts()) == []


def test_persons_are_the_members_where_no_role_is_named() -> None:
    assert people(of(Whom.PERSONS), the_facts()) == list(MEMBERS)


def test_persons_by_their_role_at_units_of_a_level() -> None:
    duty = of(Whom.PERSONS, roles=(Role.CADRE, Role.SECRETARY), levels=("county",))
    offices = [
        Office(PersonId(8), Role.CADRE, date(2025, 1, 1)),
        Office(PersonId(8), Role.SECRETARY, date(2025, 1, 1)),
        Office(PersonId(9), Role.ORGANISER, date(2025, 1, 1)),
    ]
    county = the_facts(unit=a_unit("县"), is_branch=False, members=(), offices=offices)
    assert people(duty, county) == [PersonId(8)]
    assert people(duty, replace(county, unit=a_unit("镇"))) == []


def test_persons_by_their_own_tags_or_their_branchs() -> None:
    duty = of(Whom.PERSONS, audience=("retired",))
    members = [a_member(1, audience=("retired",)), a_member(2)]
    assert people(duty, the_facts(members=members)) == [PersonId(1)]
    whole = the_facts(members=members, unit=a_unit(audience=("retired",)))
    assert people(duty, whole) == [PersonId(1), PersonId(2)]


def test_an_office_that_ended_before_the_due_day_owes_nothing() -> None:
    duty = of(Whom.PERSONS, roles=(Role.SECRETARY,))
    left = [Office(SECRETARY, Role.SECRETARY, date(2026, 1, 1), date(2026, 12, 30))]
    assert owed(duty, the_facts(offices=left)) == []
    stays = [replace(left[0], until=date(2026, 12, 31))]
    assert people(duty, the_facts(offices=stays)) == [SECRETARY]


def test_founded_in_mid_quarter_owes_it_from_then() -> None:
    day = date(2026, 5, 10)
    facts = the_facts(since=day, founded=day)
    assert periods(QUARTERLY, facts) == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert {each.amount.least for each in owed(QUARTERLY, facts)} == {1}


def test_founded_in_mid_quarter_owes_the_next_one_first() -> None:
    day = date(2026, 5, 10)
    duty = replace(QUARTERLY, joining=Joining.NEXT)
    assert periods(duty, the_facts(since=day, founded=day)) == ["2026-Q3", "2026-Q4"]
    first = date(2026, 4, 1)
    assert periods(duty, the_facts(since=first, founded=first))[0] == "2026-Q2"


@pytest.mark.parametrize(
    ("founded", "least"),
    [("2026-01-01", 12), ("2026-07-02", 7), ("2026-12-01", 2), ("2026-12-31", 1)],
)
def test_founded_in_mid_year_owes_its_share_rounded_up(founded: str, least: float) -> None:
    """183 of 365 days are a little more than six of twelve."""
    day = date.fromisoformat(founded)
    duty = replace(YEARLY, amount=Amount(least=12), joining=Joining.SHARE)
    (found,) = owed(duty, the_facts(since=day, founded=day))
    assert found.amount.least == least


def test_a_share_of_hours_is_a_fraction_and_early_steps_fall_away() -> None:
    day = date(2026, 10, 20)
    amount = Amount(Measure.HOURS, 100, steps=(Step(20, YearDay(5, 31)), Step(80, YearDay(11, 30))))
    duty = replace(YEARLY, amount=amount, joining=Joining.SHARE)
    (found,) = owed(duty, the_facts(since=day, founded=day))
    assert found.amount.least == pytest.approx(100 * 73 / 365)
    assert [step.by.month for step in found.amount.steps] == [11]


@pytest.mark.parametrize(
    "facts",
    [
        the_facts(founded=date(2026, 6, 10), since=date(2026, 6, 10)),
        the_facts(founded=date(2020, 1, 1), since=date(2026, 6, 10)),
    ],
    ids=["founded", "brought in"],
)
def test_a_step_that_lay_before_is_not_asked(facts: UnitFacts) -> None:
    """Three by the year's end, and no first one by the end of May."""
    steps = (Step(1, YearDay(5, 31)), Step(2, YearDay(6, 10)))
    (found,) = owed(replace(YEARLY, amount=Amount(least=3, steps=steps)), facts)
    assert (found.amount.least, found.amount.steps) == (3, steps[1:])


def test_a_share_of_people_stays_what_it_is() -> None:
    day = date(2026, 7, 2)
    duty = replace(YEARLY, amount=Amount(Measure.REACHED, 0.8), joining=Joining.SHARE)
    (found,) = owed(duty, the_facts(since=day, founded=day))
    assert found.amount.least == 0.8


def test_closed_owes_what_was_due_until_its_last_day() -> None:
    assert periods(QUARTERLY, the_facts(until=date(2026, 6, 30))) == ["2026-Q1", "2026-Q2"]
    assert periods(QUARTERLY, the_facts(until=date(2026, 6, 29))) == ["2026-Q1"]


def test_nothing_was_owed_before_the_duties_were_brought_in() -> None:
    """A branch that was there already owes the whole of the period that was under way."""
    duty = replace(QUARTERLY, joining=Joining.NEXT)
    facts = the_facts(since=date(2026, 5, 10), founded=date(2020, 1, 1))
    assert periods(duty, facts) == ["2026-Q2", "2026-Q3", "2026-Q4"]


def test_everybody_is_whoever_has_been_there_for_a_fortnight() -> None:
    amount = Amount(Measure.REACHED, 1)
    duty = replace(QUARTERLY, amount=amount)
    members = [a_member(1), a_member(2, "2026-06-16"), a_member(3, "2026-06-17")]
    facts = the_facts(members=members)
    one = owed(duty, facts)[1]
    assert awaited(amount, facts, one.subject, one.period) == (PersonId(1), PersonId(2))
    assert periods(duty, the_facts(members=[members[2]])) == ["2026-Q3", "2026-Q4"]


def test_everybody_with_a_tag_and_nothing_where_nobody_has_it() -> None:
    amount = Amount(Measure.REACHED, 1, audience=("retired", "away"))
    duty = replace(YEARLY, amount=amount)
    facts = the_facts(members=[a_member(1, audience=("x", "away")), a_member(2)])
    (one,) = owed(duty, facts)
    assert awaited(amount, facts, one.subject, one.period) == (PersonId(1),)
    assert owed(duty, the_facts()) == []


@given(DAYS, st.sampled_from(Joining), st.sampled_from((Often.MONTH, Often.QUARTER, Often.YEAR)))
def test_a_founding_day_takes_away_only_what_was_due_before(
    day: date, joining: Joining, often: Often
) -> None:
    """Each joining owes no more than the whole, and at least the periods that began later."""
    duty = replace(a_duty("meet", When(often)), joining=joining, amount=Amount(least=10))
    always = owed(duty, the_facts())
    new = owed(duty, the_facts(since=day, founded=day))
    assert {each.key for each in new} <= {each.key for each in always}
    assert {each.key for each in always if each.period.first >= day} <= {each.key for each in new}
    assert all(each.period.due >= day and 1 <= each.amount.least <= 10 for each in new)


@given(DAYS, DAYS)
def test_a_member_owes_what_falls_due_while_they_belong(since: date, until: date) -> None:
    duty = replace(of(Whom.PERSONS), when=When(Often.MONTH))
    facts = the_facts(members=[Member(PersonId(9), since, until)])
    ends = [date(2026, month + 1, 1) - timedelta(days=1) for month in range(1, 12)]
    ends.append(date(2026, 12, 31))
    assert [each.period.due for each in owed(duty, facts)] == [
        day for day in ends if since <= day <= until
    ]


@given(DAYS, DAYS)
def test_what_is_due_in_a_year_is_due_in_one_of_its_parts(first: date, second: date) -> None:
    """Asking for a span twice, cut anywhere, finds each obligation once."""
    book = DutyBook((QUARTERLY, replace(YEARLY, key="year")))
    cut = min(first, second)
    parts = [
        *obligations(book, the_facts(), YEAR[0], cut),
        *obligations(book, the_facts(), cut + timedelta(days=1), YEAR[1]),
    ]
    whole = obligations(book, the_facts(), *YEAR)
    assert sorted(each.key[::2] for each in parts) == sorted(each.key[::2] for each in whole)


def test_nothing_is_owed_of_the_days_on_which_another_programme_held() -> None:
    to_may, july = (date.min, date(2026, 5, 31)), (date(2026, 7, 1), date(2026, 7, 31))
    monthly = a_duty("meet", When(Often.MONTH))
    facts = replace(the_facts(until=date(2026, 9, 30)), elsewhere=(to_may, july))
    assert periods(monthly, facts) == ["2026-06", "2026-08", "2026-09"]
    # What was asked by a day before is asked no more; what falls due later is.
    steps = replace(YEARLY.amount, steps=(Step(1, YearDay(5, 31)), Step(1, YearDay(6, 30))))
    (all_year,) = owed(replace(YEARLY, amount=steps), replace(facts, until=None))
    assert all_year.amount.steps == ()
    (half,) = owed(replace(YEARLY, amount=steps), replace(facts, until=None, elsewhere=(to_may,)))
    assert half.amount.steps == steps.steps[1:]
