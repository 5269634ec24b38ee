"""What follows from a book of duties and little else, worked out once and not for each unit anew.

A book is read once and shared (:mod:`storage.duty_books`), so it is known by which one it is: to
compare two of them would take longer than most of what is worked out.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from storage.values.duties import DutyBook

_Asked = TypeVar("_Asked", bound=Hashable)
_Found = TypeVar("_Found")


class ByBook(Generic[_Asked, _Found]):
    """Answers of a rule to what it was asked about books; all are forgotten after ``most``."""

    def __init__(self, rule: Callable[[DutyBook, _Asked], _Found], most: int) -> None:
        self._rule = rule
        self._most = most
        self._known: dict[tuple[int, _Asked], tuple[DutyBook, _Found]] = {}

    def __call__(self, book: DutyBook, asked: _Asked) -> _Found:
        """The rule's answer."""
        key = id(book), asked
        known = self._known.get(key)
        # A book that is gone leaves its number to others.
        if known is None or known[0] is not book:
            if len(self._known) >= self._most:
                self._known.clear()
            known = self._known[key] = book, self._rule(book, asked)
        return known[1]
