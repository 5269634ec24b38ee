"""The gate as a table: role × command × chat."""

from itertools import product

import pytest

from handlers.gate import (
    Allowed,
    Chat,
    Command,
    Elsewhere,
    Where,
    is_stranger,
    looks_after,
    may,
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
BUTTONS = {C.READ, C.UNDO, C.ANSWER}
GROUP = {*OPEN, C.BIND}
SHARED = {C.TODAY, C.STANDINGS}
PRIVATE_MEMBER = {*OPEN, C.CANCEL, C.LANGUAGE, C.STATUS, *BUTTONS} | {
    C.TODAY,
    C.NOTE,
    C.NOTEBOOK,
    C.ME,
    C.STANDINGS,
}
PRIVATE_OFFICE = {*OPEN, C.CANCEL, C.LANGUAGE, C.STATUS}
TABLE = {
    ("stranger", "private"): {*OPEN, C.CANCEL},
    ("stranger", "own group"): GROUP,
    ("stranger", "other group"): GROUP,
    ("stranger", "unbound"): GROUP,
    ("member", "private"): PRIVATE_MEMBER,
    ("member", "own group"): {*GROUP, *SHARED, *BUTTONS, C.STATUS},
    ("member", "other group"): {*GROUP, *BUTTONS, C.STATUS},
    ("member", "unbound"): {*GROUP, *BUTTONS},
    ("secretary", "private"): PRIVATE_MEMBER,
    ("secretary", "own group"): {*GROUP, *SHARED, *BUTTONS, C.STATUS, C.LANGUAGE},
    ("secretary", "other group"): {*GROUP, *BUTTONS, C.STATUS},
    ("secretary", "unbound"): {*GROUP, *BUTTONS},
    ("stand-in", "private"): PRIVATE_MEMBER,
    ("stand-in", "own group"): {*GROUP, *SHARED, *BUTTONS, C.STATUS, C.LANGUAGE},
    ("stand-in", "other group"): {*GROUP, *BUTTONS, C.STATUS},
    ("stand-in", "unbound"): {*GROUP, *BUTTONS},
    ("organiser", "private"): PRIVATE_OFFICE,
    ("organiser", "own group"): {*GROUP, *SHARED, C.STATUS, C.LANGUAGE},
    ("organiser", "other group"): {*GROUP, *SHARED, C.STATUS, C.LANGUAGE},
    ("organiser", "unbound"): GROUP,
    ("owner", "private"): PRIVATE_OFFICE,
    ("owner", "own group"): {*GROUP, *SHARED, C.STATUS, C.LANGUAGE},
    ("owner", "other group"): {*GROUP, *SHARED, C.STATUS, C.LANGUAGE},
    ("owner", "unbound"): GROUP,
}


@pytest.mark.parametrize(("role", "chat"), list(product(ROLES, CHATS)))
def test_the_table(role: str, chat: str) -> None:
    allowed = {
        command
        for command in Command
        if isinstance(may(ROLES[role], CHATS[chat], command), Allowed)
    }
    assert allowed == TABLE[role, chat]


@pytest.mark.parametrize(("role", "chat", "command"), list(product(ROLES, CHATS, Command)))
def test_who_is_turned_away_is_told_where_to_turn_to(
    role: str, chat: str, command: Command
) -> None:
    verdict = may(ROLES[role], CHATS[chat], command)
    if isinstance(verdict, Elsewhere):
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
