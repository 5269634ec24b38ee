"""A few words to systemd, when it is the one who started us (``Type=notify``).

Its protocol is a datagram with a line; see sd_notify(3). The libraries for it either have not been
kept for years or want a C compiler and systemd's headers, for these few lines.
"""

import contextlib
import socket

from bot.clock import Clock
from bot.logs import logger
from bot.pulse import Pulse

log = logger(__name__)

_PER_PATIENCE = 3
"""How often to be heard within the time after which systemd takes us for dead."""


class ServiceManager:
    """Tells systemd how we do. Without it, nobody hears.

    ``pulse`` is that of the parts that must turn; none have to before the bot is at work.
    """

    def __init__(self, address: str | None, watchdog: float | None, clock: Clock) -> None:
        # An abstract socket is written with an @, and begins with a zero byte.
        self._address = "\0" + address[1:] if address and address[0] == "@" else address
        self._watchdog = watchdog
        self._clock = clock
        self.pulse = Pulse(clock)

    def is_at(self, work: str, *, ready: bool = False) -> None:
        """What we do now; ``ready``: whether the start is over."""
        self._say(f"READY=1\nSTATUS={work}" if ready else f"STATUS={work}")

    def stops(self) -> None:
        """We are about to end."""
        self._say("STOPPING=1\nSTATUS=Stopping")

    async def keep_alive(self) -> None:
        """Until cancelled, say that we live, for as long as all parts turn."""
        if self._watchdog is None:
            return
        told = False
        while True:
            silent = self.pulse.silent()
            if not silent:
                self._say("WATCHDOG=1")
            elif not told:
                log.error(
                    "parts stand still",
                    parts=[str(part) for part in silent],
                    do="systemd starts the bot again; send this line to whoever looks after Sanxue",
                )
            told = bool(silent)
            await self._clock.sleep(self._watchdog / _PER_PATIENCE)

    def _say(self, words: str) -> None:
        if self._address is None:
            return
        # Nobody is helped when the bot ends because nobody listens.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.sendto(words.encode(), self._address)
