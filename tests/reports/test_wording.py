"""Words in the reader's language, with what is inserted escaped where it must be."""

import gettext
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.wording import LANGUAGES, Words, words
from storage.values.messages import Message, message
from tests.reports.plain import ENGLISH


class Catalogue(gettext.NullTranslations):
    """A catalogue of two sentences."""

    def gettext(self, message: str) -> str:
        return {"Saved: {name}": "已存：{name}"}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return {"{count} day": "{count} 天"}.get(msgid1, msgid1 if n == 1 else msgid2)


CHINESE = Words("zh", Catalogue())


def test_a_sentence_is_said_with_its_places_filled() -> None:
    assert CHINESE("Saved: {name}", name="<b>") == "已存：<b>"
    assert ENGLISH("Saved: {name}", name="<b>") == "Saved: <b>"
    assert ENGLISH("Unknown to all") == "Unknown to all"


def test_for_html_the_values_are_escaped_and_the_sentences_own_tags_kept() -> None:
    said = ENGLISH.html("<b>{name}</b> has {count}", name="<i>&\"'", count=3)
    assert said == "<b>&lt;i&gt;&amp;&quot;&#x27;</b> has 3"


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 day &lt;"), (0, "0 days &lt;"), (2, "2 days &lt;")]
)
def test_the_form_hangs_on_the_count(count: int, said: str) -> None:
    assert ENGLISH.count("{count} day {of}", "{count} days {of}", count=count, of="<") == said
    assert CHINESE.count("{count} day", "{count} days", count=count) == f"{count} 天"


def test_a_message_may_hold_others() -> None:
    inner = message("Saved: {name}", name="a")
    assert CHINESE.say(message("({inner}) {number}", inner=inner, number=3)) == "(已存：a) 3"
    assert CHINESE.say(message("Saved: {name}", name=message("Saved: {name}", name="b"))) == (
        "已存：已存：b"
    )
    days = Message("{count} day", {"count": 2}, "{count} days")
    assert (CHINESE.say(days), ENGLISH.say(days)) == ("2 天", "2 days")


class Seen(HTMLParser):
    """What a reader sees, and the tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\0")))
def test_no_value_can_break_out_of_its_place(value: str) -> None:
    seen = Seen(ENGLISH.html("<b>{name}</b>.", name=value))
    assert (seen.text, seen.tags) == (f"{value}.", ["b"])


@given(st.text())
def test_braces_in_a_value_are_only_braces(value: str) -> None:
    assert ENGLISH("{name}", name=value) == value


def test_an_unknown_language_is_chinese() -> None:
    assert words("xx").language == "zh"
    assert [words(each).language for each in LANGUAGES] == ["zh", "en"]
    assert words("zh")("Today's study") != words("en")("Today's study") == "Today's study"


def test_a_language_is_read_once() -> None:
    assert words("en") is words("en")
