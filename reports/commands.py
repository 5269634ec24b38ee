"""The table of commands: what each does, and for whom. /help and the menus are made of it."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from reports.wording import LANGUAGES, Words, words
from storage.values.messages import Message, message


class For(StrEnum):
    """For whom a command is shown. Whoever is more than one of these is shown all of theirs."""

    MEMBERS = "members"
    SECRETARIES = "secretaries"
    ORGANISERS = "organisers"
    CADRES = "cadres"
    EVERYBODY = "everybody"
    GROUPS = "groups"


class Entry(Struct, frozen=True):
    """A command without its slash, and in a few words what it does."""

    command: str
    whom: For
    said: Message


ENTRIES = (
    Entry("today", For.MEMBERS, message("the day's three; what is missing can be done there")),
    Entry("note", For.MEMBERS, message("write something down, for your eyes only")),
    Entry("notebook", For.MEMBERS, message("what you have written, to keep or print")),
    Entry("drill", For.MEMBERS, message("practise: up to five questions a day, for yourself")),
    Entry("test", For.MEMBERS, message("tests that are open for you")),
    Entry("me", For.MEMBERS, message("your days in a row, this week and last")),
    Entry("card", For.MEMBERS, message("your year as pictures, to keep or to show")),
    Entry("review", For.MEMBERS, message("your year on paper")),
    Entry("standings", For.MEMBERS, message("the branch's standings")),
    Entry("meeting", For.MEMBERS, message("meetings to come, and those you were at")),
    Entry("deed", For.MEMBERS, message("a good deed of yours, in a line")),
    Entry("calendar", For.MEMBERS, message("meetings and the day's three in your own calendar")),
    Entry("leave", For.MEMBERS, message("days on which you are away")),
    Entry("matters", For.SECRETARIES, message("what there is to see to: today, next, overdue")),
    Entry("deadlines", For.SECRETARIES, message("what is due next, by date; what is missing")),
    Entry("why", For.SECRETARIES, message("why a duty stands as it does: /why and its name")),
    Entry("calendar", For.SECRETARIES, message("what is due and planned in your own calendar")),
    Entry("status", For.SECRETARIES, message("who hasn't come to it yet, and what to do next")),
    Entry("record", For.SECRETARIES, message("put down what was done, once for every duty")),
    Entry("meeting", For.SECRETARIES, message("plan a meeting, and note who was there")),
    Entry("members", For.SECRETARIES, message("your members; note something down for one")),
    Entry("pause", For.SECRETARIES, message("the branch rests for some days")),
    Entry("review", For.SECRETARIES, message("the branch's year on paper; score cards together")),
    Entry("standin", For.SECRETARIES, message("who stands in for you for a while")),
    Entry("handover", For.SECRETARIES, message("hand your office over")),
    Entry("programme", For.SECRETARIES, message("choose what the branch studies")),
    Entry("test", For.SECRETARIES, message("set a test, and see who has taken it")),
    Entry("matters", For.ORGANISERS, message("what your unit has to see to, and to confirm")),
    Entry("deadlines", For.ORGANISERS, message("what is due next for your unit, by date")),
    Entry("why", For.ORGANISERS, message("why a duty stands as it does: /why and its name")),
    Entry("calendar", For.ORGANISERS, message("what is due and planned in your own calendar")),
    Entry("matters", For.CADRES, message("what there is for you to see to")),
    Entry("record", For.CADRES, message("put down your own visits, lectures and talks")),
    Entry("deadlines", For.CADRES, message("what you have to do next, by date")),
    Entry("why", For.CADRES, message("why a duty stands as it does: /why and its name")),
    Entry("calendar", For.CADRES, message("what is due and planned in your own calendar")),
    Entry("status", For.ORGANISERS, message("your branches, those that need you first")),
    Entry("digest", For.ORGANISERS, message("the week: what needs you, what got better")),
    Entry("overview", For.ORGANISERS, message("your units one by one, down to each branch")),
    Entry("record", For.ORGANISERS, message("put down what your unit did")),
    Entry("meeting", For.ORGANISERS, message("plan a meeting, also one for all branches")),
    Entry("programme", For.ORGANISERS, message("choose what your units study")),
    Entry("test", For.ORGANISERS, message("set a test, and see how it went")),
    Entry("review", For.ORGANISERS, message("your unit's year on paper")),
    Entry("questions", For.ORGANISERS, message("how questions were answered; keys to correct")),
    Entry("standings", For.ORGANISERS, message("how your branches compare")),
    Entry("settings", For.ORGANISERS, message("in what way your branches are compared")),
    Entry("settings", For.SECRETARIES, message("how the branch does it: times, language and more")),
    Entry("invite", For.SECRETARIES, message("a link that lets a member in")),
    Entry("join", For.EVERYBODY, message("join a branch, or another one")),
    Entry("language", For.EVERYBODY, message("中文 / English")),
    Entry("cancel", For.EVERYBODY, message("stop what I asked you")),
    Entry("mydata", For.EVERYBODY, message("all that I hold on you, as a file")),
    Entry("forgetme", For.EVERYBODY, message("have me forget you")),
    Entry("help", For.EVERYBODY, message("what I can do")),
    Entry("today", For.GROUPS, message("what is open today")),
    Entry("standings", For.GROUPS, message("the branch's standings")),
    Entry("status", For.GROUPS, message("how the branch is doing, for the secretary")),
    Entry("help", For.GROUPS, message("how it works")),
)

UNLISTED = frozenset({"start", "bind", "here"})
"""Commands that nobody has to choose: Telegram sends one, one comes with a code, and the settings
tell of one."""


def entries_for(*whom: For) -> Sequence[Entry]:
    """What is shown to somebody who is all of these, each command once."""
    found: dict[str, Entry] = {}
    for entry in ENTRIES:
        if entry.whom in whom:
            found.setdefault(entry.command, entry)
    return tuple(found.values())


def lines(words: Words, whom: For) -> str:
    """The commands for somebody, a line each, as /help shows them."""
    return "\n".join(f"/{e.command} – {words.say(e.said)}" for e in ENTRIES if e.whom is whom)


def described(words: Words, *whom: For) -> tuple[tuple[str, str], ...]:
    """The commands as Telegram's menus take them: each with its description."""
    return tuple((entry.command, words.say(entry.said)) for entry in entries_for(*whom))


def menu_name(language: str, *whom: For) -> str:
    """The name of a menu for somebody who is all of these; see :func:`menu`."""
    return ":".join((language, *whom))


def menu(name: str) -> tuple[tuple[str, str], ...]:
    """The commands of a menu named by :func:`menu_name`; none for the empty name."""
    if not name:
        return ()
    language, *whom = name.split(":")
    return described(words(language), *(For(each) for each in whom))


IN_PRIVATE = (For.MEMBERS, For.EVERYBODY)
"""The menu of a private chat with nobody in particular."""


class CommonMenu(Struct, frozen=True):
    """A menu for all chats of a scope, as Telegram names it, in which Telegram itself speaks a
    language; an empty one stands for all others."""

    scope: str
    language: str
    commands: tuple[tuple[str, str], ...]


def common_menus(default: str) -> Sequence[CommonMenu]:
    """The menus for all chats; ``default`` is the language for those that speak none of ours."""
    menus = []
    for code in ("", *LANGUAGES):
        said = words(code or default)
        in_groups = described(said, For.GROUPS)
        menus.append(CommonMenu("all_private_chats", code, described(said, *IN_PRIVATE)))
        menus.append(CommonMenu("all_group_chats", code, in_groups))
        menus.append(CommonMenu("default", code, in_groups))
    return menus
