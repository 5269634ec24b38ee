"""Votes that came before their poll was known: they are adopted when it is.

A vote carries its poll's id and no chat, and may come before the poll's sending is recorded.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.clock import Clock
from bot.decoding import raw_vote
from bot.first_acts import note_voters
from bot.logs import LOOK_AT_LETTERS, logger
from bot.tally import Tally
from handlers import hot
from programme.book import Book
from programme.flushing import flush
from storage import letters, parked
from storage.batch import ParkedVote
from storage.database import Database, passes
from storage.faults import in_short
from storage.snapshot import Named
from storage.units import Defaults
from storage.values.people import BotId

log = logger(__name__)


class Adopter:
    """Counts a bot's parked votes once their polls are known."""

    def __init__(
        self,
        database: Database,
        bot_id: BotId,
        clock: Clock,
        defaults: Defaults,
        tally: Tally,
    ) -> None:
        self._database = database
        self._bot_id = bot_id
        self._clock = clock
        self._defaults = defaults
        self._tally = tally
        # Whether votes may be parked; None: not known, and to be looked up.
        self._may_be_any: bool | None = None

    def note_parked(self) -> None:
        """Say that votes were parked: call it after the commit that did."""
        self._may_be_any = True

    async def adopt(self) -> int:
        """Count the parked votes whose poll is known by now; the number of them."""
        if self._may_be_any is False:
            return 0
        now = self._clock.now()
        async with self._database.writing() as tx:
            for guess in await parked.guesses(tx, self._bot_id, now):
                await parked.adopt(tx, self._bot_id, guess, now)
        async with self._database.reading() as tx:
            votes = await parked.adoptable(tx, self._bot_id)
        try:
            await self._adopt(votes, now)
        except Exception as error:
            if passes(error):
                raise
            for vote in votes:
                await self._adopt_alone(vote, now)
        # A letter may be handled once more beside us: what it parks now says so, and stands.
        self._may_be_any = None
        async with self._database.reading() as tx:
            found = await parked.anything_parked(tx, self._bot_id)
        if self._may_be_any is None:
            self._may_be_any = found
        return len(votes)

    async def _adopt(self, votes: Sequence[ParkedVote], now: datetime) -> None:
        if not votes:
            return
        async with self._database.writing() as tx:
            named = Named(people={v.telegram_id for v in votes}, polls={v.poll_id for v in votes})
            book = await Book.open(tx, self._bot_id, named)
            await note_voters(book, votes, now, self._defaults)
            for vote in votes:
                page = book.page()
                hot.vote(page, vote, now)
                book.keep(page)
            await flush(book, now)
            await parked.unpark(tx, self._bot_id, list(votes))

    async def _adopt_alone(self, vote: ParkedVote, now: datetime) -> None:
        try:
            await self._adopt([vote], now)
        except Exception as error:
            if passes(error):
                raise
            log.error(
                "a parked vote failed, kept as a dead letter",
                update=vote.update_id,
                error=type(error).__name__,
                do=LOOK_AT_LETTERS,
            )
            self._tally.letter()
            async with self._database.writing() as tx:
                raw = raw_vote(vote)
                letter = letters.NewLetter(self._bot_id, vote.update_id, raw, in_short(error))
                await letters.keep_letters(tx, [letter], now)
                await parked.unpark(tx, self._bot_id, [vote])
