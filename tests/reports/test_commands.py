"""The table of commands, and the menus and keys that are made of it."""

from collections.abc import Sequence

import pytest

from handlers.table import COMMANDS, KEYS
from reports.commands import (
    ENTRIES,
    UNLISTED,
    CommonMenu,
    For,
    common_menus,
    described,
    lines,
    menu,
    menu_name,
)
from reports.keyboard import Key, Keys, keyboard, texts_of
from reports.wording import LANGUAGES, words

MENUS = common_menus("zh")


def test_every_command_is_in_the_table_and_nothing_else() -> None:
    listed = {entry.command for entry in ENTRIES}
    assert listed | UNLISTED == set(COMMANDS)
    assert not listed & UNLISTED


def test_a_command_is_told_once_to_each() -> None:
    told = [(entry.command, entry.whom) for entry in ENTRIES]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("each", MENUS, ids=lambda each: f"{each.scope} {each.language}")
def test_telegram_takes_the_menus(each: CommonMenu) -> None:
    for command, description in each.commands:
        assert command == command.lower() and 1 <= len(command) <= 32
        assert 1 <= len(description) <= 256
    assert 1 <= len(each.commands) <= 100


def test_there_is_a_menu_for_every_scope_and_language() -> None:
    scopes = {"all_private_chats", "all_group_chats", "default"}
    found = {(each.scope, each.language) for each in MENUS}
    assert found == {(scope, code) for scope in scopes for code in ("", *LANGUAGES)}
    in_private = {each.language: each.commands for each in MENUS if "private" in each.scope}
    assert in_private[""] == in_private["zh"] != in_private["en"]


def test_an_office_brings_commands() -> None:
    def of(name: str) -> Sequence[str]:
        return [command for command, _ in menu(name)]

    secretary = of(menu_name("en", For.MEMBERS, For.SECRETARIES, For.EVERYBODY))
    assert {"note", "status", "help"} < set(secretary)
    assert len(secretary) == len(set(secretary))
    assert "status" not in [command for command, _ in described(words("en"), For.MEMBERS)]
    assert menu("") == ()


def test_help_says_what_the_menus_say() -> None:
    said = lines(words("zh"), For.MEMBERS)
    for command, description in described(words("zh"), For.MEMBERS):
        assert f"/{command} – {description}" in said.split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys(language: str) -> None:
    member, office = (keyboard(words(language), keys) for keys in (Keys.MEMBER, Keys.OFFICE))
    assert [len(row) for row in member] == [2, 2]
    assert member[0] == office[0] and member[1] != office[1]
    assert keyboard(words(language), Keys.NONE) == ()


def test_the_keys_are_short_and_none_means_two_things() -> None:
    assert set(KEYS) == set(Key)
    texts = [text for key in Key for text in texts_of(key)]
    assert len(texts) == len(set(texts)) == len(Key) * len(LANGUAGES)
    assert keyboard(words("zh"), Keys.OFFICE) == (("今日三学", "写心得"), ("支部的事", "帮助"))
    assert keyboard(words("zh"), Keys.MEMBER)[1] == ("我的", "帮助")
