"""Stories are lived on SQLite. What could differ between the databases is the affair of the storage
tests, which run on both; the stories of modules that say so are lived on PostgreSQL too."""

import pytest


@pytest.fixture
def database_kind() -> str:
    """The kind of database on which a story is lived."""
    return "sqlite"
