"""What all tables share.

Times are seconds since the epoch, UTC, as integers. Local days are ISO text (``2026-05-20``), so
that they sort as they read. Structured values are JSON text, encoded and decoded by the query
modules. Every table that speaks of Telegram carries the bot's id, because message, file and poll
ids belong to one bot.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives row ids by itself only to a column of type INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


def row_id() -> Column[Any]:
    """The numbered primary key that most tables have."""
    return Column("id", RowId, primary_key=True, autoincrement=True)


def index_where(where: str, name: str, *columns: str) -> Index:
    """An index of only those rows for which ``where`` holds.

    PostgreSQL's word for it is said in the migrations, and to drafts of them by
    :func:`tell_postgresql`: already to name that dialect here would load it wherever tables are.
    """
    return Index(name, *columns, sqlite_where=text(where), info={"where": where})


def tell_postgresql() -> None:
    """Give the indexes of :func:`index_where` their condition on PostgreSQL too."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if "where" in index.info:
                index.dialect_kwargs["postgresql_where"] = text(index.info["where"])
