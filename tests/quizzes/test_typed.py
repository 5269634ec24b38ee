"""Answers as people type them on a phone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.typed import folded, is_spelled, read_number
from storage.values.questions import Spelling


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        ("１２．５", "12.5"),
        ("第3天", "3"),
        ("约 1,234.5 元", "1234.5"),
        ("1 000", "1000"),
        ("3,5", "3.5"),
        ("-7", "-7"),
        ("−7°C", "-7"),
        ("1e3", "1000"),
        (" +5 ", "5"),
        ("50%", "50"),
    ],
)
def test_numbers_are_read(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "twelve", "1/2", "3 or 4", "v2", "1,2,3", "3-4"])
def test_what_is_no_single_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    number = read_number(typed)
    assert number is None or number.is_finite()
    assert folded(folded(typed)) == folded(typed)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_a_number_is_read_as_it_is_written(number: Decimal) -> None:
    assert read_number(f"{number:f}") == number
    assert read_number(f"{number:,f}") == number


@pytest.mark.parametrize(
    ("typed", "spelling", "accepted"),
    [
        ("Long live the King", "long*king", True),
        ("king", "long*king", False),
        ("a*b", r"a\*b", True),
        ("axb", r"a\*b", False),
        ("C++", "c++", True),
        ("C", "c++", False),
        ("C#", "C", False),
        ("中国 共产党", "中国共产党", True),
        ("the  cat", "The cat", True),
        ("thecat", "the cat", False),
        ("“为人民服务”！", "为人民服务", True),
        ("...", "…", True),
    ],
)
def test_spellings(typed: str, spelling: str, accepted: bool) -> None:
    assert is_spelled(typed, Spelling(spelling)) is accepted


@given(st.text(min_size=1, max_size=30).filter(lambda text: "*" not in text and "\\" not in text))
def test_every_spelling_is_accepted_as_it_stands(text: str) -> None:
    assert is_spelled(text, Spelling(text))
