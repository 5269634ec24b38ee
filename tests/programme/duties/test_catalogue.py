"""The duties of the shipped programmes: each one can be met, and is not met by a little less."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from msgspec.structs import replace

from programme.duties.duties_file import read_duties
from programme.duties.facts import UnitFacts
from programme.duties.loading import UnitMatters
from programme.duties.periods import period_at
from programme.duties.standing import Standing
from programme.duties.working_out import work_out
from programme.shipped_programmes import shipped_folder
from storage.duty_books import KeptBook
from storage.values.days import VersionId
from storage.values.duties import Duty, DutyBook, Often, State, Whom
from storage.values.people import PersonId, Role, UnitId
from storage.values.records import Member, Office, Record, RecordId
from tests.programme.duties.branch_seven import BRANCH, a_unit
from tests.programme.duties.catalogue_table import (
    ITS_OWN,
    LEADERS,
    MEMBERS,
    SAFETY_FIRST,
    TWO_STUDIES,
    Case,
    r,
)

UNIT = UnitId(1)
SINCE = date(2025, 1, 1)
SECRETARY, COMMITTEE, CADRE = (PersonId(each) for each in LEADERS)
TABLES: Mapping[str, Mapping[str, Case]] = {
    "two-studies": TWO_STUDIES,
    "safety-first": SAFETY_FIRST,
}
EVERY = [(programme, key) for programme, table in TABLES.items() for key in table]
DUE = {
    "weak-ledger": "04-30",
    "weak-fixed": "12-31",
    "search-findings": "04-30",
    "search-proposals": "08-31",
    "training": "05-20",
    "mobilisation": "04-30",
    "theme-day": "05-15",
    "leader-lecture": "06-30",
    "life-meeting": "12-31",
    "review-meeting": "12-31",
    "standards": "09-30",
    "model-posts": "06-30",
    "models-named": "06-30",
    "contact-province": "05-31",
}
"""The days that are fixed; others may be moved as one likes."""


@cache
def the_book(programme: str) -> DutyBook:
    with shipped_folder(programme) as folder:
        book, findings = read_duties(folder, ("zh", "en"))
    assert findings == ()
    return book


def facts_of(duty: Duty, case: Case) -> UnitFacts:
    """The branch, or a unit of the level that the duty means."""
    level = case.level or next(iter(duty.who.levels), "branch")
    homes = {PersonId(each): ((SINCE, BRANCH),) for each in (*MEMBERS, *LEADERS)}
    if level == "branch":
        groups = {6: "二组", 7: "二组"}
        tags = {6: ("流动",), 7: ("退休",)}
        members = [
            Member(PersonId(n), SINCE, group=groups.get(n, "一组"), audience=tags.get(n, ()))
            for n in MEMBERS
        ]
        offices = [Office(PersonId(1), Role.SECRETARY, SINCE)]
        return UnitFacts(a_unit(), is_branch=True, members=members, offices=offices, homes=homes)
    roles = {SECRETARY: Role.SECRETARY, COMMITTEE: Role.COMMITTEE, CADRE: Role.CADRE}
    offices = [Office(person, role, SINCE) for person, role in roles.items()]
    unit = a_unit(level, id=UNIT)
    return UnitFacts(unit, is_branch=False, offices=offices, homes=homes)


def stands(programme: str, key: str, records: Mapping[str, list[Record]]) -> Standing:
    """How it stands with a duty, the day after its due date."""
    book, case = the_book(programme), TABLES[programme][key]
    duty = book.duty(key)
    assert duty is not None
    period = period_at(duty.when, date(2026, 5, 20))
    assert period is not None
    placed: list[Record] = []
    for name, theirs in records.items():
        owner = book.duty(name)
        assert owner is not None
        at = UNIT if owner.who.whom is Whom.UNITS else BRANCH
        for each in theirs:
            unit_id = at if each.unit_id == ITS_OWN else each.unit_id
            placed.append(replace(each, id=RecordId(len(placed) + 1), unit_id=unit_id))
    facts = facts_of(duty, case)
    people = {each for record in placed for each in (p.person_id for p in record.people)}
    matters = UnitMatters(
        facts,
        [KeptBook(VersionId(1), book, datetime(2025, 1, 1, tzinfo=UTC))],
        period.due + timedelta(days=1),
        own=[each for each in placed if each.unit_id == facts.unit.id],
        by_person={p: [each for each in placed if each.took_part(p)] for p in people},
    )
    found = [
        each
        for each in work_out(matters, period.due, period.due, {key})
        if each.obligation.subject.group in ("", "一组")
    ]
    return next(each for each in found if each.obligation.subject.person_id in who_of(duty))


def who_of(duty: Duty) -> tuple[PersonId | None, ...]:
    """Of persons, the cadre where one is meant, else a secretary."""
    if duty.who.whom is not Whom.PERSONS:
        return (None,)
    return (CADRE,) if Role.CADRE in duty.who.roles else (SECRETARY, PersonId(1))


def needed(programme: str, key: str) -> dict[str, list[Record]]:
    """What meets all that must come first."""
    table, book = TABLES[programme], the_book(programme)
    duty = book.duty(key)
    assert duty is not None
    found: dict[str, list[Record]] = {}
    for name in duty.needs:
        found |= {name: list(table[name].met), **needed(programme, name)}
    return found


@pytest.mark.parametrize("programme", TABLES)
def test_every_duty_is_in_the_table(programme: str) -> None:
    assert [duty.key for duty in the_book(programme).duties] == list(TABLES[programme])


@pytest.mark.parametrize(("programme", "key"), EVERY)
def test_it_can_be_met(programme: str, key: str) -> None:
    case, duty = TABLES[programme][key], the_book(programme).duty(key)
    found = stands(programme, key, {**needed(programme, key), key: list(case.met)})
    assert duty is not None
    assert found.state is (State.AWAITING if duty.confirmed else State.DONE)


@pytest.mark.parametrize(("programme", "key"), EVERY)
def test_a_little_less_does_not_meet_it(programme: str, key: str) -> None:
    case = TABLES[programme][key]
    found = stands(programme, key, {**needed(programme, key), key: list(case.nearly)})
    assert found.state is case.then
    assert [str(each.why) for each in found.passed_over] == ([case.why] if case.why else [])


@pytest.mark.parametrize("key", [duty.key for duty in the_book("two-studies").duties if duty.needs])
def test_what_must_come_first_is_waited_for(key: str) -> None:
    """Each of those that the duty names and the unit owes, by itself."""
    case, first = TWO_STUDIES[key], needed("two-studies", key)
    duty = the_book("two-studies").duty(key)
    assert duty is not None
    for name in duty.needs:
        owner = the_book("two-studies").duty(name)
        assert owner is not None
        if not case.level or case.level in owner.who.levels:
            without = {each: records for each, records in first.items() if each != name}
            found = stands("two-studies", key, {**without, key: list(case.met)})
            assert (found.state, found.first) == (State.OVERDUE, (name,))


@pytest.mark.parametrize(("key", "day"), DUE.items())
def test_the_days_that_are_fixed(key: str, day: str) -> None:
    duty = the_book("two-studies").duty(key)
    assert duty is not None
    period = period_at(duty.when, date(2026, 5, 20))
    assert period is not None and period.due == date.fromisoformat(f"2026-{day}")


@pytest.mark.parametrize("who", ["leader", "expert", "model", "secretary", "member"])
def test_every_kind_of_lecture_is_a_lecture(who: str) -> None:
    assert stands("two-studies", "lecture", {"lecture": [r(f"{who}-lecture", "06-30")]}).is_met


@pytest.mark.parametrize("who", ["leaders", "secretaries", "staff"])
def test_every_class_of_training_is_training(who: str) -> None:
    courses = {"training": [r(f"training-{who}", "05-20")]}
    assert stands("two-studies", "training", courses).is_met


def test_nothing_to_put_right_is_put_right() -> None:
    """0 of 0: a county without a weak branch."""
    records = {
        **needed("two-studies", "weak-fixed"),
        "weak-fixed": [r("weak-fixed", "12-31", number=0, of=0)],
    }
    assert stands("two-studies", "weak-fixed", records).state is State.AWAITING


@pytest.mark.parametrize("programme", TABLES)
def test_everything_is_said_in_both_languages(programme: str) -> None:
    book = the_book(programme)
    said = [
        *book.sections.values(),
        *book.places.values(),
        *(each.titles for each in book.kinds),
        *(each.titles for each in book.topics),
        *(each.titles for each in book.duties),
        *(each.guidance for each in book.duties),
    ]
    assert all(texts["zh"] != texts["en"] and all(texts.values()) for texts in said)


@pytest.mark.parametrize("programme", TABLES)
def test_what_comes_often_is_seldom_reminded(programme: str) -> None:
    """A duty of each month twice a month at most, one of each quarter three times."""
    most = {Often.MONTH: 2, Often.RULE: 2, Often.QUARTER: 3}
    for duty in the_book(programme).duties:
        assert len(duty.remind) <= most.get(duty.when.often, 5), duty.key


@pytest.mark.parametrize(
    ("level", "word"),
    [
        ("county", "county"),
        ("county", "县"),
        ("county", "区"),
        ("city", "City"),
        ("city", "市"),
        ("town", "镇"),
        ("town", "街道"),
        ("town", "town"),
        ("province", "省"),
    ],
)
def test_levels_go_by_the_words_that_organisations_use(level: str, word: str) -> None:
    words = (level, *the_book("two-studies").levels[level])
    assert word.casefold() in words
