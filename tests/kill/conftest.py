"""What the kill tests share."""

import pytest


@pytest.fixture(autouse=True, scope="module")
def near_sqlite() -> None:
    """SQLite as the bot has it: its process works on the same file at the same time."""
