"""Inserting what may be there already, on either kind of database."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite


def insert_into(table: Table, dialect: str) -> Any:
    """An INSERT into ``table`` that takes ``on_conflict_do_nothing`` and ``…_do_update``."""
    if dialect != "postgresql":
        return sqlite.insert(table)
    # Imported late: as in storage/driver.py.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table)
