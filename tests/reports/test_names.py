"""Names among other words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.names import shortened, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王秀英", "王秀英"),
        ("王\u200b秀\u2060英", "王秀英"),
        ("\u202eevil", "evil"),
        ("  two \n words ", "two words"),
        ("\u200b\u200b", "—"),
        ("\u3164", "—"),
        ("\u2800 \u1160王\uffa0", "王"),
        ("一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十"),
        ("一二三四五六七八九十一二三四五六七八九十再", "一二三四五六七八九十一二三四五六七八九…"),
        ('<b>&"', '<b>&"'),
    ],
)
def test_a_name_as_it_is_shown(name: str, shown: str) -> None:
    assert shown_name(name) == f"\u2068{shown}\u2069"


def test_a_letter_keeps_its_accents_or_goes_with_them() -> None:
    assert shortened("abcde\u0301\u0301f", 6) == "abcd…"


@given(st.text())
def test_any_name_is_short_seen_and_isolated(name: str) -> None:
    shown = shown_name(name)
    assert shown[0] == "\u2068" and shown[-1] == "\u2069"
    inside = shown[1:-1]
    assert 1 <= len(inside) <= 20
    assert all(unicodedata.category(each) not in ("Cf", "Cc") for each in inside)
