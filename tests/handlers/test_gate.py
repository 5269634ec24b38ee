"""The gate as a table: role × command × chat."""

from itertools import product

import pytest
from msgspec import structs

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
    "anonymous admin": Known(TelegramId(1087968824), is_hidden=True),
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
BOUND = {*GROUP, C.JOIN}
SHARED = {C.TODAY, C.STANDINGS}
MINE = {C.NOTE, C.NOTEBOOK, C.SHARE, C.ME, C.MY_DAY, C.UNDO, C.ANSWER, C.LEAVE}
OWN = {*MINE, C.DRILL, C.TEST, C.TAKE_TEST, C.DEED}
DEEDS = {C.READ, C.WRITE, C.ATTEND}
# What there is to see to, for one's unit and for oneself.
MATTERS = {C.MATTERS, C.DEADLINES, C.WHY, C.PROBLEM, C.CALENDAR}
OWN |= {*MATTERS, C.MEETING, C.OWN_MEETING, C.CARD, C.REVIEW}
# What the secretary decides in private; in a group that is where it is said.
FOR_THE_BRANCH = {C.INVITE, C.LEAVE_FOR, C.MEMBERS, C.PAUSE, C.NUDGE, C.PROGRAMME, C.SET_TEST}
FOR_THE_BRANCH |= {C.RECORD, C.RULE, C.REMIND, C.HOLD_MEETING}
# What whoever holds the office decides, and not who stands in.
HOLDERS = {C.STAND_IN, C.HAND_OVER}
# What an organiser decides for the units below.
ABOVE = {C.STAND_IN, C.PROGRAMME, C.QUESTIONS, C.TEST, C.SET_TEST, C.RECORD, C.RULE, C.REMIND}
ABOVE |= {*MATTERS, C.DIGEST, C.OVERVIEW, C.REVIEW}
ABOVE |= {C.MEETING, C.OWN_MEETING, C.HOLD_MEETING}
OFFICE = {C.STATUS, C.DECIDE, C.SETTINGS, C.BANK}
# What everybody may know and decide of themselves; in a group they are told where.
ONESELF = {C.MYDATA, C.FORGETME}
ANYBODY_IN_PRIVATE = {*OPEN, C.JOIN, C.CANCEL, *ONESELF}
MEMBER_IN_PRIVATE = {*ANYBODY_IN_PRIVATE, C.LANGUAGE, *SHARED, *OWN, *DEEDS}
OFFICE_IN_PRIVATE = {*ANYBODY_IN_PRIVATE, *ABOVE, C.BANK, C.DECIDE, C.LANGUAGE, C.STATUS}
OFFICE_IN_PRIVATE |= {C.SETTINGS, C.STANDINGS, C.ATTEND}
OFFICE_IN_GROUP = {*BOUND, *SHARED, C.STATUS, C.LANGUAGE, C.ATTEND}
# What is open to a role in a chat, and what is but told in private; the rest is not.
TABLE: dict[tuple[str, str], tuple[set[Command], set[Command]]] = {
    ("stranger", "private"): (ANYBODY_IN_PRIVATE, set()),
    ("stranger", "own group"): (BOUND, set()),
    ("stranger", "other group"): (BOUND, set()),
    ("stranger", "unbound"): (GROUP, set()),
    ("member", "private"): (MEMBER_IN_PRIVATE, set()),
    ("member", "own group"): ({*BOUND, *SHARED, *DEEDS}, OWN),
    ("member", "other group"): ({*BOUND, *DEEDS}, OWN),
    ("member", "unbound"): ({*GROUP, *DEEDS}, OWN),
    ("secretary", "private"): ({*MEMBER_IN_PRIVATE, *FOR_THE_BRANCH, *HOLDERS, *OFFICE}, set()),
    ("secretary", "own group"): (
        {*BOUND, *SHARED, *DEEDS, C.STATUS, C.SETTINGS, C.HERE, C.LANGUAGE},
        {*OWN, *FOR_THE_BRANCH, *HOLDERS},
    ),
    ("secretary", "other group"): (
        {*BOUND, *DEEDS},
        {*OWN, *FOR_THE_BRANCH, *HOLDERS, C.STATUS, C.SETTINGS},
    ),
    ("secretary", "unbound"): ({*GROUP, *DEEDS}, {*OWN, *FOR_THE_BRANCH, *HOLDERS}),
    ("stand-in", "private"): ({*MEMBER_IN_PRIVATE, *FOR_THE_BRANCH, *OFFICE}, set()),
    ("stand-in", "own group"): (
        {*BOUND, *SHARED, *DEEDS, C.STATUS, C.SETTINGS, C.HERE, C.LANGUAGE},
        {*OWN, *FOR_THE_BRANCH},
    ),
    ("stand-in", "other group"): ({*BOUND, *DEEDS}, {*OWN, *FOR_THE_BRANCH, C.STATUS, C.SETTINGS}),
    ("stand-in", "unbound"): ({*GROUP, *DEEDS}, {*OWN, *FOR_THE_BRANCH}),
    ("organiser", "private"): (OFFICE_IN_PRIVATE, set()),
    ("organiser", "own group"): (OFFICE_IN_GROUP, {*ABOVE, C.SETTINGS}),
    ("organiser", "other group"): (OFFICE_IN_GROUP, {*ABOVE, C.SETTINGS}),
    ("organiser", "unbound"): ({*GROUP, C.ATTEND}, ABOVE),
    ("owner", "private"): (OFFICE_IN_PRIVATE, set()),
    ("owner", "own group"): (OFFICE_IN_GROUP, {*ABOVE, C.SETTINGS}),
    ("owner", "other group"): (OFFICE_IN_GROUP, {*ABOVE, C.SETTINGS}),
    ("owner", "unbound"): ({*GROUP, C.ATTEND}, ABOVE),
    ("anonymous admin", "private"): (OPEN, set()),
    ("anonymous admin", "own group"): (GROUP, set()),
    ("anonymous admin", "other group"): (GROUP, set()),
    ("anonymous admin", "unbound"): (GROUP, set()),
}


@pytest.mark.parametrize(("role", "chat"), list(product(ROLES, CHATS)))
def test_the_table(role: str, chat: str) -> None:
    verdicts = {each: may(ROLES[role], CHATS[chat], each) for each in Command}
    allowed = {each for each, verdict in verdicts.items() if isinstance(verdict, Allowed)}
    told = {each for each, verdict in verdicts.items() if isinstance(verdict, InPrivate)}
    wanted, elsewhere = TABLE[role, chat]
    if chat != "private" and not ROLES[role].is_hidden:
        elsewhere = elsewhere | ONESELF
    assert (allowed, told) == (wanted, elsewhere)


def test_a_post_is_for_those_at_home_in_its_branch() -> None:
    assert isinstance(may_act(NORTH, NORTH), Allowed)
    elsewhere, nowhere = may_act(SOUTH, NORTH), may_act(None, NORTH)
    earlier = may_act(None, NORTH, came_later=True)
    assert isinstance(earlier, Elsewhere) and "before you came" in str(earlier.said)
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


def test_a_guest_sees_what_the_second_branch_shows_its_group() -> None:
    guest = structs.replace(known(), guest_of=(SOUTH,))
    for command in SHARED:
        assert isinstance(may(guest, CHATS["other group"], command), Allowed)
    assert isinstance(may_act(guest.home, SOUTH), Elsewhere)


@pytest.mark.parametrize("command", [C.TODAY, C.STATUS, C.JOIN, C.INVITE, C.NOTE])
def test_who_hides_behind_the_group_is_told_how_to_be_known(command: Command) -> None:
    verdict = may(ROLES["anonymous admin"], CHATS["own group"], command)
    assert isinstance(verdict, Elsewhere)
    assert "remain anonymous" in str(verdict.said) and "private" in str(verdict.said)


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
