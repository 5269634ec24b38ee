"""Whether the bot does what it is there for: part by part, with what to do."""

import asyncio
from collections.abc import Mapping

from bot.application import Application
from bot.condition import WELL, Condition
from storage.bots import note_seen
from storage.outbox import backlog

_PATIENCE = 5.0
"""Seconds that the database may take."""

_HOLDS = 5.0
"""Seconds for which an answer holds, so that looking often costs nothing."""

_BUSY = Condition(
    f"the database has not taken a small change within {_PATIENCE:.0f} s",
    "see whether another program holds it, and whether its disk is slow or full",
)


class Readiness:
    """Looks at a working application, at most once in some seconds."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._look: asyncio.Task[Mapping[str, Condition]] | None = None
        self._looked = 0.0

    async def conditions(self) -> Mapping[str, Condition]:
        """The conditions of the parts by their names."""
        now = asyncio.get_running_loop().time()
        if self._look is None or (self._look.done() and now - self._looked > _HOLDS):
            # One at a time, and never cut off: it may hold the only connection that writes.
            self._look = asyncio.create_task(self._seen())
            self._looked = now
        done, _ = await asyncio.wait({self._look}, timeout=_PATIENCE)
        found = self._look.result() if done else {"database": _BUSY}
        return {"intake": self._application.intake.condition(), **found}

    async def close(self) -> None:
        """Let a look that has begun come to its end."""
        if self._look is not None:
            await asyncio.wait({self._look})

    async def _seen(self) -> Mapping[str, Condition]:
        bot = self._application
        try:
            async with bot.database.writing() as tx:
                await note_seen(tx, bot.bot_id, bot.clock.now())
                waits = await backlog(tx, bot.bot_id)
        except Exception as error:  # whatever it is, the answer is no
            trouble = f"the database can't be written to ({type(error).__name__})"
            return {"database": Condition(trouble, "look at SANXUE_DATABASE, its disk and rights")}
        return {"outbox": bot.outbox.condition(waits), "database": WELL}
