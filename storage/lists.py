"""Short lists that a column keeps as text, parted by commas: what was chosen, audiences."""

from collections.abc import Sequence


def as_text(values: Sequence[object]) -> str:
    """The list as its column keeps it."""
    # Nearly all answers are one choice, and they come by the thousand.
    return str(values[0]) if len(values) == 1 else ",".join(map(str, values))


def numbers_in(text: str) -> tuple[int, ...]:
    """The numbers of a list."""
    return tuple(int(each) for each in text.split(",") if each)


def words_in(text: str) -> tuple[str, ...]:
    """The words of a list."""
    return tuple(each for each in text.split(",") if each)
