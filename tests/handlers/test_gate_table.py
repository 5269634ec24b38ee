"""The gate as a table: every command and every button × every role × every chat, really played.

What was played is rolled back, so that each cell begins on the same stage.
"""

from pathlib import Path

import pytest

from handlers import table
from tests.handlers.buttons_of_north import buttons
from tests.handlers.cast import IDS, OTHERS, OWNER, Cast
from tests.handlers.gate_table import BUTTONS, CHATS, COMMANDS, ROLES, lines
from tests.handlers.stage import GROUPS, Heard, Stage

EXPECTED = {**lines(COMMANDS), **lines(BUTTONS)}
# Buttons of the posts themselves: they are decoded without the table of handlers.
HOT = {"read", "quiz"}
POINTERS = {
    "I've sent it to you in private.",
    "Please tap here, and I'll tell you in private.",
    "That is for your eyes only: tap the button and I'll tell you in private.",
    "Notes are between you and me: let's do it in private.",
    "Your notebook is for your eyes only: let's open it in private.",
    "Tap the button and then START: it takes two taps, and your secretary confirms.",
}
# Who is asked to let somebody in, and the names of the list that nobody has claimed yet.
TOLD_WHO_JOINS = {"Paper-Northley", "Secretary-Northley", "StandIn-Northley"}
# What the unit above does for a branch below it shows names to it.
BY_THE_UNIT_ABOVE = {
    "standin:",
    "standin: whom",
    "status: branch",
    "overview:",
    "join:yes:",
    "join:no:",
    "join:undo:",
    "left:",
    "why: person",
    "rule: excuse",
}


def test_the_table_has_every_command_and_every_button() -> None:
    commands = {f"/{name}" for name in table.COMMANDS}
    assert set(lines(COMMANDS)) == commands, "a command has no line in gate_table.py, or no more"
    given = set(lines(BUTTONS)) - HOT
    assert {label.partition(" ")[0] for label in given} - set(table.BUTTONS) <= {"status:", "join:"}
    missing = [p for p in table.BUTTONS if p not in {each.partition(" ")[0] for each in given}]
    assert not missing, "a button has no line in gate_table.py"


def test_every_button_is_what_its_line_says(filled: tuple[Path, Cast]) -> None:
    given = buttons(filled[1])
    assert set(given) == set(lines(BUTTONS))
    for label, data in given.items():
        first = next((each for each in table.BUTTONS if data.startswith(each)), None)
        assert first == (None if label in HOT else label.partition(" ")[0])


@pytest.mark.parametrize("label", EXPECTED)
async def test_the_line(label: str, stage: Stage) -> None:
    data = buttons(stage.cast).get(label)
    found = []
    for where in CHATS:
        letters = ""
        for role in ROLES:
            if role == "anonymous admin" and where == "private":
                letters += "."
                continue
            heard = await (stage.tap(role, where, data) if data else stage.say(role, where, label))
            letters += verdict(heard, hot=label in HOT)
            leaks_nothing(stage, label, role, heard)
        found.append(letters)
    assert tuple(found) == EXPECTED[label]


def verdict(heard: Heard, *, hot: bool) -> str:
    """The table's letter for what was heard."""
    said_here = any(chat == heard.chat for chat, _ in heard.kinds)
    toasted = any(toast.text for toast in heard.toasts)
    if heard.refused:
        assert said_here or toasted, "a refusal without a word"
        return "P" if heard.refused.startswith("That stays between you and me") else "E"
    if hot:
        return "A" if heard.kinds else "E" if toasted else "S"
    if not said_here and not toasted:
        return "P" if heard.kinds else "S"
    return "P" if heard.chat < 0 and POINTERS & set(heard.here) else "A"


def leaks_nothing(stage: Stage, label: str, role: str, heard: Heard) -> None:
    """Nobody is named, and no note shown, to a chat that may not know."""
    for chat in {chat for chat, _ in heard.texts} | {heard.speaker}:
        seen = {name for name in heard.names(chat) if not may_know(stage, label, role, chat, name)}
        assert not seen, f"{label} by {role} names {seen} to {chat}"
    for chat, name in heard.diaries:
        assert name == name_of(stage, chat), f"{label} by {role} shows a note of {name}"


def may_know(stage: Stage, label: str, role: str, chat: int, name: str) -> bool:
    """Whether a chat may read a name, by the rules of the issue."""
    own, branch = name_of(stage, chat), name.partition("-")[2]
    ranked = label in ("/standings", "standings:")
    if chat < 0:
        return ranked and branch == {"own group": "Northley"}.get(place(chat), "Southley")
    if chat != heard_by(role) and name == stage.cast.names.get(role):
        return True
    reader = next((each for each, number in IDS.items() if number == chat), "")
    if name == own or (ranked and own.endswith(branch)):
        return True
    if looks_after(reader) == branch:
        return True
    if label.startswith(("join:", "/join")) and name in TOLD_WHO_JOINS:
        return True
    above = reader == "organiser" or chat == OWNER
    return above and label in BY_THE_UNIT_ABOVE and branch == "Northley"


def looks_after(reader: str) -> str:
    """The family name of those whom somebody looks after today."""
    north = dict.fromkeys(("secretary", "stand-in"), "Northley")
    return {**north, "secretary elsewhere": "Southley"}.get(reader, "")


def heard_by(role: str) -> int:
    """The private chat of a role."""
    return int(IDS[role])


def place(chat: int) -> str:
    """Which group a chat is."""
    return next(each for each, number in GROUPS.items() if number == chat)


def name_of(stage: Stage, chat: int) -> str:
    """The name of whoever reads a private chat; empty for anybody who is in no list."""
    by_chat = {int(number): each for each, number in {**IDS, **OTHERS}.items()}
    return stage.cast.names.get(by_chat.get(chat, ""), "")
