"""The gate as a table: role × command × chat."""

from itertools import product

import pytest

from handlers.gate import (
    Allowed,
    Chat,
    Command,
    Elsewhere,
    InPrivate,
    Where,
    is_stranger,
    looks_after,
    may,
    may_act,
    oversees,
)
from storage.values.people import (
    Appointment,
    Known,
    Person,
    PersonId,
    Role,
    TelegramId,
    Unit,
    UnitId,
)

TOWN, NORTH, SOUTH = UnitId(1), UnitId(2), UnitId(3)


def unit(unit_id: UnitId, path: str) -> Unit:
    return Unit(unit_id, f"u{unit_id}", None, path, "", "North", "Asia/Shanghai", "zh", None)


NORTH_UNIT, SOUTH_UNIT = unit(NORTH, "/1/2/"), unit(SOUTH, "/1/3/")


def known(home: UnitId | None = NORTH, *offices: tuple[UnitId, Role], owner: bool = False) -> Known:
    return Known(
        TelegramId(11),
        Person(PersonId(1), "Li", TelegramId(11)),
        home,
        appointments=tuple(Appointment(*office) for office in offices),
        is_owner=owner,
    )


ROLES = {
    "stranger": Known(TelegramId(11)),
    "member": known(),
    "secretary": known(NORTH, (NORTH, Role.SECRETARY)),
    "stand-in": known(NORTH, (NORTH, Role.STAND_IN)),
    "organiser": known(None, (TOWN, Role.ORGANISER)),
    "owner": Known(TelegramId(11), is_owner=True),
}
CHATS = {
    "private": Chat(Where.PRIVATE),
    "own group": Chat(Where.BOUND, NORTH_UNIT),
    "other group": Chat(Where.BOUND, SOUTH_UNIT),
    "unbound": Chat(Where.UNBOUND),
}
C = Command
OPEN = {C.START, C.HELP}
GROUP = {*OPEN, C.BIND}
SHARED = {C.TODAY, C.STANDINGS}
OWN = {C.NOTE, C.NOTEBOOK, C.ME, C.MY_DAY, C.UNDO, C.ANSWER}
DEEDS = {C.READ, C.WRITE}
ANYBODY_IN_PRIVATE = {*OPEN, C.CANCEL}
MEMBER_IN_PRIVATE = {*ANYBODY_IN_PRIVATE, C.LANGUAGE, *SHARED, *OWN, *DEEDS}
OFFICE_IN_PRIVATE = {*ANYBODY_IN_PRIVATE, C.LANGUAGE, C.STATUS}
# What is open to a role in a chat, and what is but told in private; the rest is not.
TABLE: dict[tuple[str, str], tuple[set[Command], set[Command]]] = {
    ("stranger", "private"): (ANYBODY_IN_PRIVATE, set()),
    ("stranger", "own group"): (GROUP, set()),
    ("stranger", "other group"): (GROUP, set()),
    ("stranger", "unbound"): (GROUP, set()),
    ("member", "private"): (MEMBER_IN_PRIVATE, set()),
    ("member", "own group"): ({*GROUP, *SHARED, *DEEDS}, OWN),
    ("member", "other group"): ({*GROUP, *DEEDS}, OWN),
    ("member", "unbound"): ({*GROUP, *DEEDS}, OWN),
    ("secretary", "private"): ({*MEMBER_IN_PRIVATE, C.STATUS}, set()),
    ("secretary", "own group"): ({*GROUP, *SHARED, *DEEDS, C.STATUS, C.LANGUAGE}, OWN),
    ("secretary", "other group"): ({*GROUP, *DEEDS}, {*OWN, C.STATUS}),
    ("secretary", "unbound"): ({*GROUP, *DEEDS}, OWN),
    ("stand-in", "private"): ({*MEMBER_IN_PRIVATE, C.STATUS}, set()),
    ("stand-in", "own group"): ({*GROUP, *SHARED, *DEEDS, C.STATUS, C.LANGUAGE}, OWN),
    ("stand-in", "other group"): ({*GROUP, *DEEDS}, {*OWN, C.STATUS}),
    ("stand-in", "unbound"): ({*GROUP, *DEEDS}, OWN),
    ("organiser", "private"): (OFFICE_IN_PRIVATE, set()),
    ("organiser", "own group"): ({*GROUP, *SHARED, C.STATUS, C.LANGUAGE}, set()),
    ("organiser", "other group"): ({*GROUP, *SHARED, C.STATUS, C.LANGUAGE}, set()),
    ("organiser", "unbound"): (GROUP, set()),
    ("owner", "private"): (OFFICE_IN_PRIVATE, set()),
    ("owner", "own group"): ({*GROUP, *SHARED, C.STATUS, C.LANGUAGE}, set()),
    ("owner", "other group"): ({*GROUP, *SHARED, C.STATUS, C.LANGUAGE}, set()),
    ("owner", "unbound"): (GROUP, set()),
}


@pytest.mark.parametrize(("role", "chat"), list(product(ROLES, CHATS)))
def test_the_table(role: str, chat: str) -> None:
    verdicts = {each: may(ROLES[role], CHATS[chat], each) for each in Command}
    allowed = {each for each, verdict in verdicts.items() if isinstance(verdict, Allowed)}
    told = {each for each, verdict in verdicts.items() if isinstance(verdict, InPrivate)}
    assert (allowed, told) == TABLE[role, chat]


def test_a_post_is_for_those_at_home_in_its_branch() -> None:
    assert isinstance(may_act(NORTH, NORTH), Allowed)
    elsewhere, nowhere = may_act(SOUTH, NORTH), may_act(None, NORTH)
    assert isinstance(elsewhere, Elsewhere) and "home branch" in str(elsewhere.said)
    assert isinstance(nowhere, Elsewhere) and "secretary" in str(nowhere.said)


@pytest.mark.parametrize(("role", "chat", "command"), list(product(ROLES, CHATS, Command)))
def test_who_is_turned_away_is_told_where_to_turn_to(
    role: str, chat: str, command: Command
) -> None:
    verdict = may(ROLES[role], CHATS[chat], command)
    if not isinstance(verdict, Allowed):
        said = str(verdict.said)
        assert "North" not in said
        assert len(said) > 30


def test_strangers_are_pointed_to_their_secretary() -> None:
    verdict = may(ROLES["stranger"], CHATS["private"], Command.STATUS)
    assert isinstance(verdict, Elsewhere)
    assert "secretary" in str(verdict.said)


def test_an_office_elsewhere_is_none_here() -> None:
    assert looks_after(ROLES["secretary"], NORTH_UNIT)
    assert not looks_after(ROLES["secretary"], SOUTH_UNIT)
    assert not looks_after(known(NORTH, (NORTH, Role.COMMITTEE)), NORTH_UNIT)
    assert oversees(ROLES["organiser"], SOUTH_UNIT)
    assert not oversees(known(None, (NORTH, Role.ORGANISER)), SOUTH_UNIT)
    assert not oversees(ROLES["secretary"], NORTH_UNIT)
    assert oversees(ROLES["owner"], SOUTH_UNIT)


def test_a_former_member_is_a_stranger() -> None:
    assert is_stranger(known(None))
    assert not is_stranger(known(None, (NORTH, Role.CADRE)))
