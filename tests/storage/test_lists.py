"""Short lists in a column of text."""

import pytest

from storage.lists import as_text, numbers_in, words_in


@pytest.mark.parametrize(
    ("numbers", "text"), [((), ""), ((2,), "2"), ((0, 2), "0,2"), ((10, 0), "10,0")]
)
def test_numbers_are_read_back(numbers: tuple[int, ...], text: str) -> None:
    assert as_text(numbers) == text
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("words", "text"), [((), ""), (("village",), "village"), (("village", "党员"), "village,党员")]
)
def test_words_are_read_back(words: tuple[str, ...], text: str) -> None:
    assert as_text(words) == text
    assert words_in(text) == words
