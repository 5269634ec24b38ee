"""Who has to hand something over before they can be forgotten."""

from programme.forgetting import HandOver, left_alone
from storage.values.people import Person, PersonId, TelegramId, UnitId

LI = Person(PersonId(1), "Li", TelegramId(11))
WANG = Person(PersonId(2), "Wang", TelegramId(12))
NORTH, SOUTH = UnitId(2), UnitId(3)


def test_a_branch_with_another_secretary_is_not_left_alone() -> None:
    assert left_alone(LI.id, [NORTH, SOUTH], {NORTH: [LI, WANG], SOUTH: [LI]}) == [SOUTH]


def test_a_secretary_who_is_not_on_telegram_does_not_count() -> None:
    paper = Person(PersonId(3), "Zhao")
    assert left_alone(LI.id, [NORTH], {NORTH: [LI, paper]}) == [NORTH]


def test_without_an_office_there_is_nothing_to_hand_over() -> None:
    assert left_alone(LI.id, [], {}) == []
    assert not HandOver().needed
    assert HandOver(is_owner=True).needed
