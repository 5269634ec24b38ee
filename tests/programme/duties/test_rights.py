"""Who sees an obligation, and who decides about it."""

import pytest
from msgspec.structs import replace

from programme.duties.obligations import Obligation
from programme.duties.periods import period_of
from programme.duties.rights import decides, sees
from storage.values.duties import Often, Subject, When, Who, Whom
from storage.values.people import Appointment, Known, Person, PersonId, Role, TelegramId, UnitId
from tests.programme.duties.branch_seven import BRANCH, SECRETARY, a_duty, a_unit

ABOVE, ELSEWHERE = UnitId(1), UnitId(2)
YEAR = When(Often.YEAR)
MEMBER = PersonId(2)
WHO = {
    "the branch's": Who(Whom.BRANCHES),
    "a member's": Who(Whom.PERSONS),
    "the secretary's": Who(Whom.PERSONS, roles=(Role.SECRETARY,)),
}


def known(person: int, role: Role, at: UnitId, **more: bool) -> Known:
    who = Person(PersonId(person), "", TelegramId(person))
    return Known(TelegramId(person), who, appointments=(Appointment(at, role),), **more)


PEOPLE = {
    "secretary": known(SECRETARY, Role.SECRETARY, BRANCH),
    "stand-in": known(8, Role.STAND_IN, BRANCH),
    "member": known(MEMBER, Role.MEMBER, BRANCH),
    "organiser there": known(9, Role.ORGANISER, BRANCH),
    "organiser above": known(10, Role.ORGANISER, ABOVE),
    "organiser elsewhere": known(11, Role.ORGANISER, ELSEWHERE),
    "owner": Known(TelegramId(12), is_owner=True),
}
SEES = {
    "the branch's": ["secretary", "stand-in", "organiser there", "organiser above", "owner"],
    "a member's": ["secretary", "stand-in", "member"],
    "the secretary's": ["secretary", "stand-in", "organiser there", "organiser above", "owner"],
}
DECIDES = {
    "the branch's": ["organiser above", "owner"],
    "a member's": ["secretary", "stand-in", "organiser there", "organiser above", "owner"],
    "the secretary's": ["organiser there", "organiser above", "owner"],
}


def an_obligation(whose: str) -> Obligation:
    duty = a_duty("d", YEAR, who=WHO[whose])
    person = {"a member's": MEMBER, "the secretary's": SECRETARY}.get(whose)
    period = period_of(YEAR, "2026")
    assert period is not None
    return Obligation(duty, Subject(BRANCH, person), period, duty.amount)


@pytest.mark.parametrize("whose", WHO)
def test_the_table(whose: str) -> None:
    obligation, unit = an_obligation(whose), a_unit()
    assert [who for who in PEOPLE if sees(PEOPLE[who], unit, obligation)] == SEES[whose]
    assert [who for who in PEOPLE if decides(PEOPLE[who], unit, obligation)] == DECIDES[whose]


def test_nobody_decides_about_themselves() -> None:
    at, above = an_obligation("the branch's"), Appointment(ABOVE, Role.ORGANISER)
    for role in (Role.SECRETARY, Role.STAND_IN, Role.ORGANISER):
        both = known(SECRETARY, role, BRANCH)
        both = replace(both, appointments=(*both.appointments, above))
        assert not decides(both, a_unit(), an_obligation("the secretary's"))
        assert not decides(both, a_unit(), at)
        # There is always somebody.
        assert decides(replace(both, is_owner=True), a_unit(), at)
