"""The list of exported evidence: what its columns are called."""

from collections.abc import Sequence

from reports.wording import Words


def columns(words: Words) -> Sequence[str]:
    """The first line of the list."""
    return (
        words("Unit's code"),
        words("Unit"),
        words("Record"),
        words("Day"),
        words("Kind"),
        words("Theme"),
        words("Place"),
        words("People"),
        words("File"),
        words("What is wrong"),
    )
