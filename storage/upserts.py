"""Inserting what may be there already, on either kind of database."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(table: Table, dialect: str) -> Any:
    """An INSERT into ``table`` that takes ``on_conflict_do_nothing`` and ``…_do_update``."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
