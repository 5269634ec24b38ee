"""What the storage tests share."""

import pytest


@pytest.fixture(autouse=True, scope="module")
def near_sqlite() -> None:
    """SQLite as the bot has it: who waits for whom, who is cut off where, and what migrations do
    is what is tested here."""
