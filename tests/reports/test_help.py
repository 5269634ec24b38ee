"""/start and /help by role."""

from datetime import date, time

from programme.calendar import NextPost
from reports.help import (
    Coming,
    Parts,
    choose_language,
    help_text,
    stranger,
    welcome,
)
from storage.values.days import SlotKind
from storage.values.people import TelegramId
from tests.reports.plain import ENGLISH

COMING = Coming(NextPost(SlotKind.NOON, date(2026, 5, 20), time(12)), date(2026, 5, 20))


def test_a_member_is_told_their_branch_and_what_comes() -> None:
    text = welcome(ENGLISH, "<Li>", Parts(home="North"), COMING).text
    assert "&lt;Li&gt;" in text
    assert "Your branch is North." in text
    assert "today at 12:00" in text
    assert "/today" in text and "/status" not in text


def test_a_secretary_and_organiser_is_told_both() -> None:
    parts = Parts(home="North", looks_after=("North", "South"), oversees=("Willow Town",))
    text = welcome(ENGLISH, "Li", parts, None).text
    assert "You look after North, South." in text
    assert "You oversee Willow Town." in text
    assert "Your branch is" not in text


def test_the_owner_needs_no_branch() -> None:
    text = welcome(ENGLISH, "Li", Parts(is_owner=True), None).text
    assert "every branch" in text and "/status" in text and "/today" not in text


def test_a_stranger_gets_the_number_that_the_secretary_needs() -> None:
    text = stranger(ENGLISH, TelegramId(123456)).text
    assert "<code>123456</code>" in text
    assert "secretary" in text


def test_help_grows_with_the_role() -> None:
    member = help_text(ENGLISH, Parts(home="North")).text
    secretary = help_text(ENGLISH, Parts(home="North", looks_after=("North",))).text
    organiser = help_text(ENGLISH, Parts(oversees=("Town",))).text
    assert "/note " in member and "/status" not in member
    assert "/note " in secretary and secretary.count("/status") == 1
    assert "/status" in organiser and "/note " not in organiser
    assert "/note " in help_text(ENGLISH, Parts()).text
    assert "Questions in a file" in secretary and "Questions in a file" in organiser
    assert "Questions in a file" not in member


def test_languages_are_named_in_themselves() -> None:
    row = choose_language(ENGLISH).buttons[0]
    assert [(button.text, button.data) for button in row] == [
        ("中文", "language:zh"),
        ("English", "language:en"),
    ]
