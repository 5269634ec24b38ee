"""What the tests of the doors share."""

import pytest


@pytest.fixture(autouse=True, scope="module")
def near_sqlite() -> None:
    """SQLite as the bot has it: each call waits for the transaction that it began."""
