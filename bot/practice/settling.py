"""Letting a bot come to rest in a world whose clock stands still."""

from datetime import timedelta

from bot.application import Application
from bot.clock import GivenClock

# The bot has come to rest when nothing is to be sent for so long.
_REST = timedelta(minutes=2)
_LEAST_MOVE = timedelta(milliseconds=50)


async def settle(bot: Application, clock: GivenClock, most_rounds: int = 2000) -> int:
    """Let the bot do all that is to be done at this moment; how many updates it was given.

    Intake, tick, jobs and outbox take turns until nothing is left for any of them. ``clock``, the
    bot's own, is moved only as the pace of sending asks. Raises :class:`AssertionError` when the
    bot is still busy after ``most_rounds``.
    """
    fetched = 0
    for _ in range(most_rounds):
        came = await bot.intake.step()
        fetched += came
        ticked = await bot.tick()
        while await bot.worker.step():
            pass
        await bot.answers.drain()
        wait = await bot.outbox.drain()
        if came or ticked:
            continue
        if wait is None or wait > clock.now() + _REST:
            return fetched
        clock.move_to(max(wait, clock.now() + _LEAST_MOVE))
    raise AssertionError("the bot never comes to rest")
