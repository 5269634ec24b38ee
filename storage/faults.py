"""What a database's driver complains of, as faults that a person can mend."""

import sqlite3
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from storage.values.messages import BadInput, SanxueError, message

_SHORT = 200


class NotNow(SanxueError):
    """Something that can't be done at present, through no fault in what was asked."""


@contextmanager
def reaching(url: URL) -> Iterator[None]:
    """Turn a driver's complaint about reaching the database into a :class:`SanxueError`."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, (DBAPIError, OSError, *_of_asyncpg())):
            raise
        raise _in_words(url, error) from error


def in_short(error: BaseException) -> str:
    """An error's kind and the first line of what it says; of the database's errors the kind alone,
    for they quote the values that they met."""
    name = type(error).__name__
    if isinstance(error, DBAPIError):
        return f"{name}: {type(error.orig).__name__}"
    if isinstance(error, (sqlite3.Error, *_of_asyncpg())):
        return name
    first = str(error).partition("\n")[0]
    return f"{name}: {first}"[:_SHORT]


def frames(error: BaseException) -> str:
    """Where an error came from, for a log: without its words, which may hold somebody's text."""
    return "".join(traceback.format_tb(error.__traceback__))


def _of_asyncpg() -> tuple[type[Exception], ...]:
    # Nobody raises one of them without having imported the driver, and a bot on SQLite never does.
    asyncpg = sys.modules.get("asyncpg")
    return () if asyncpg is None else (asyncpg.PostgresError, asyncpg.InterfaceError)


def _in_words(url: URL, error: Exception) -> SanxueError:
    cause = getattr(error, "orig", None) or error
    complaint = str(cause)
    name = url.database or ""
    if "database is locked" in complaint:
        return NotNow(
            message(
                "The database {name} is being used by another program. Try again in a while.",
                name=name,
            )
        )
    if "not a database" in complaint or "malformed" in complaint:
        return BadInput(
            message(
                "The file {name} isn't a database, or is damaged. Name another, or put a backup "
                "in its place.",
                name=name,
            )
        )
    if "unable to open" in complaint or "readonly" in complaint:
        return BadInput(
            message(
                "The database {name} can't be opened for writing. Look at the rights of the file "
                "and its folder.",
                name=name,
            )
        )
    return _postgresql_in_words(url, cause)


def _postgresql_in_words(url: URL, cause: object) -> SanxueError:
    # The driver's classes by their names, so that this is no reason to import it.
    names = {c.__name__ for c in type(cause).__mro__} | {
        c.__name__ for c in type(getattr(cause, "__cause__", None)).__mro__
    }
    if "InvalidCatalogNameError" in names:
        return BadInput(
            message(
                "The server has no database named {name}. Make it with createdb.",
                name=url.database or "",
            )
        )
    if "InvalidAuthorizationSpecificationError" in names:
        return BadInput(
            message("The database server refuses the user or password in SANXUE_DATABASE.")
        )
    return NotNow(
        message(
            "The database {name} at {host} can't be reached or answers with a fault. See whether "
            "its server runs, and try again.",
            name=url.database or "",
            host=url.host or "localhost",
        )
    )
