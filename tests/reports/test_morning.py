"""The morning's post."""

from reports.morning import morning_post
from reports.said import Button
from storage.values.days import PostingId
from storage.values.programme_files import ItemText
from tests.reports.plain import ENGLISH

ITEM = ItemText("Duties & rights", "A member has <b>duties</b>.", "Own words <1>")


def test_title_text_and_source() -> None:
    said = morning_post(ENGLISH, ITEM, PostingId(7))
    assert said.text == (
        "<b>Duties &amp; rights</b>\n\nA member has <b>duties</b>.\n\n<i>Own words &lt;1&gt;</i>"
    )
    assert said.buttons == ((Button("I've read it", data="read:7"),),)


def test_the_count_stands_on_the_button() -> None:
    assert morning_post(ENGLISH, ITEM, PostingId(7), 12).buttons[0][0].text == "I've read it · 12"


def test_an_apology_comes_first() -> None:
    said = morning_post(ENGLISH, ITEM, PostingId(7), late=True)
    assert said.text.startswith("Late by our fault, not yours")


def test_what_is_not_there_leaves_no_gap() -> None:
    assert morning_post(ENGLISH, ItemText("", "text"), PostingId(7)).text == "text"
