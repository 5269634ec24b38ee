"""Choosing among the languages in which something was written."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def text_in(texts: Mapping[str, T], language: str) -> T:
    """The text in this language; the first one there is when it was not written in it."""
    return texts.get(language) or next(iter(texts.values()))
