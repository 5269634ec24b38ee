"""Messages too long for Telegram go on in further ones: every line whole, the buttons last."""

from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.said import Button, Said
from reports.splitting import TEXT_LIMIT, split, visible_length

ROWS = ((Button("Next", data="next"),),)


@pytest.mark.parametrize(
    ("html", "length"),
    [
        ("", 0),
        ("plain", 5),
        ("<b>bold</b> <a href='https://example.org/long'>x</a>", 6),
        ("&lt;&amp;&#x27;", 3),
        ("字", 1),
        # Telegram counts what is beyond the basic plane twice.
        ("😀", 2),
        ("a\nb", 3),
    ],
)
def test_length_is_of_what_is_seen(html: str, length: int) -> None:
    assert visible_length(html) == length


def test_what_fits_is_left_alone() -> None:
    said = Said("<b>" + "x" * 40 + "</b>\n", ROWS)
    assert split(said, 41) == [said]
    assert split(Said("", ROWS)) == [Said("", ROWS)]


def test_lines_stay_whole_and_buttons_go_below_the_last() -> None:
    said = Said("\n".join(f"<b>line {n}</b>" for n in range(10)), ROWS)
    parts = split(said, 20)
    assert [part.buttons for part in parts[:-1]] == [()] * (len(parts) - 1)
    assert parts[-1].buttons == ROWS
    assert "\n".join(part.text for part in parts) == said.text


def test_one_endless_line_is_cut_into_plain_text() -> None:
    parts = split(Said("<b>" + "a&lt;" * 50 + "</b>"), 40)
    assert unescape("".join(part.text for part in parts)) == "a<" * 50
    assert all(visible_length(part.text) <= 40 for part in parts)
    assert not any("<" in part.text for part in parts)


def test_there_is_room_for_what_telegram_itself_may_add() -> None:
    assert all(visible_length(part.text) < TEXT_LIMIT for part in split(Said("x\n" * 5000)))


plain = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=60)
lines = st.lists(st.tuples(plain.filter(lambda text: "\n" not in text), st.booleans()), max_size=30)


@given(lines, st.integers(20, 200))
def test_nothing_is_lost_doubled_or_too_long(
    given_lines: list[tuple[str, bool]], limit: int
) -> None:
    html = [f"<i>{escape(text)}</i>" if tagged else escape(text) for text, tagged in given_lines]
    parts = split(Said("\n".join(html), ROWS), limit)
    assert all(visible_length(part.text) <= limit for part in parts)
    assert parts[-1].buttons == ROWS
    whole = [line for line in html if visible_length(line) <= limit and line]
    kept = [line for part in parts for line in part.text.split("\n")]
    for line in whole:
        assert kept.count(line) >= whole.count(line)
    seen = "".join(text for text, _ in given_lines)
    told = unescape("".join(part.text.replace("<i>", "").replace("</i>", "") for part in parts))
    assert told.replace("\n", "") == seen.replace("\n", "")
