"""Connections to a file that others are just opening too."""

import sqlite3

import pytest
from sqlalchemy.util import greenlet_spawn

from storage.engines import keep_log


class Shut:
    """A connection that is refused so many times, with SQLite's number for why."""

    def __init__(self, times: int, why: int) -> None:
        self.times, self.why = times, why

    def cursor(self) -> "Shut":
        return self

    def execute(self, _statement: str) -> None:
        if self.times:
            self.times -= 1
            error = sqlite3.OperationalError("refused")
            error.sqlite_errorcode = self.why
            raise error

    def close(self) -> None:
        """Nothing is kept."""


async def test_a_new_file_that_another_is_just_setting_up_is_waited_for() -> None:
    shut = Shut(2, sqlite3.SQLITE_BUSY)
    await greenlet_spawn(keep_log, shut)
    assert shut.times == 0


async def test_what_will_not_pass_is_not_waited_for() -> None:
    shut = Shut(2, sqlite3.SQLITE_READONLY)
    with pytest.raises(sqlite3.OperationalError):
        await greenlet_spawn(keep_log, shut)
    assert shut.times == 1
