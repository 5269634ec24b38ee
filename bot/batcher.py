"""Handling a batch of raw updates in one transaction.

Polling and webhook both hand their updates here, and tell Telegram to forget them only when this
has returned. An update that can't be read, or whose handler fails, must neither stop the others
nor vanish nor leave anything half written: the batch is then rolled back and its updates are
handled one by one; the one that fails again becomes a dead letter.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import UNSET
from telegram import Bot, Message, Update

from bot.adopting import Adopter
from bot.answers import Answers
from bot.clock import Clock, Stopwatch
from bot.decoding import Tap, Vote, head_of, mapping_of, number_of
from bot.first_acts import note_authors
from bot.kinds import kind_in
from bot.letter import Letter, named_in, posting_tapped
from bot.logs import LOOK_AT_LETTERS, logger
from bot.tally import Tally
from handlers import hot, quiz_taps
from handlers.routes import HandlerFailed, Routes
from handlers.turn import Toast
from programme.book import Book
from programme.flushing import flush
from programme.page import Page
from reports.joining import branch_link
from storage import letters, parked, snapshot
from storage.batch import NewRows, ParkedVote, forget_handled, write
from storage.database import Database, Transaction, passes
from storage.faults import in_short
from storage.letters import LetterId
from storage.values.days import PostingId
from storage.values.people import BotId, ChatId, MessageId, TelegramId

log = logger(__name__)

HANDLED, KNOWN, FAILED = "handled", "known", "failed"
Outcomes = Counter[tuple[str, str]]
"""How many updates there were, by kind and by what became of them."""


@dataclass(slots=True)
class Done:
    """What is left to do once a batch is committed."""

    toasts: list[Toast] = field(default_factory=list)
    parked: bool = False
    outcomes: Outcomes = field(default_factory=Counter)


class Batcher:
    """Takes batches of raw updates; see the module."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        routes: Routes,
        answers: Answers,
        clock: Clock,
        wake: Callable[[], None],
        tally: Tally | None = None,
    ) -> None:
        self._database = database
        self._bot = bot
        self._bot_id = BotId(bot.id)
        self._routes = routes
        self._answers = answers
        self._clock = clock
        self._wake = wake
        self._tally = tally or Tally()
        self._adopter = Adopter(database, self._bot_id, clock, routes.defaults, self._tally)

    async def handle(self, raws: Sequence[bytes]) -> None:
        """Handle the updates; they are safely stored when this returns.

        Raises only what passes by itself, such as a database that can't be reached: then the
        updates that were not stored are to be handed in again.
        """
        watch = Stopwatch()
        try:
            outcomes = await self._together(raws)
        except Exception as error:
            if passes(error):
                raise
            log.warning("batch failed, going one by one", updates=len(raws))
            outcomes = Counter()
            for raw in raws:
                outcomes += await self._alone(raw)
        seconds = watch.seconds
        self._tally.batch(outcomes, seconds)
        log.info(
            "batch stored",
            updates=len(raws),
            handled=_times(outcomes, HANDLED),
            known=_times(outcomes, KNOWN),
            failed=_times(outcomes, FAILED),
            ms=round(seconds * 1000),
        )

    async def adopt(self) -> int:
        """Count the parked votes whose poll is known by now; the number of them."""
        return await self._adopter.adopt()

    async def retry(self, letter_id: LetterId) -> None:
        """Handle a dead letter once more; it is forgotten when that goes well."""
        async with self._database.reading() as tx:
            letter = await letters.letter(tx, letter_id)
        if letter is None:
            return
        try:
            done = Done()
            async with self._database.writing() as tx:
                if letter.update_id is not None:
                    await forget_handled(tx, self._bot_id, [letter.update_id])
                read = [self._read(letter.raw.encode())]
                done = await self._in_transaction(tx, read, self._clock.now())
                await letters.forget_letters(tx, [letter_id])
            self._committed(done)
        except Exception as error:
            if passes(error):
                raise
            async with self._database.writing() as tx:
                await letters.failed_again(tx, letter_id, _told(error), self._clock.now())

    async def _alone(self, raw: bytes) -> Outcomes:
        try:
            return await self._together([raw])
        except Exception as error:
            if passes(error):
                raise
            await self.bury(raw, error, number_of(raw))
            return Counter({(kind_in(raw), FAILED): 1})

    async def bury(self, raw: bytes, error: Exception, number: int | None) -> None:
        """Keep an update that can't be handled, so that it is neither lost nor in the way."""
        log.error(
            "update failed, kept as a dead letter",
            update=number,
            error=type(error).__name__,
            do=LOOK_AT_LETTERS,
        )
        now = self._clock.now()
        text = raw.decode("utf-8", "replace").replace("\x00", "")
        async with self._database.writing() as tx:
            if number is not None:
                if await snapshot.handled(tx, self._bot_id, [number]):
                    return
                await write(tx, self._bot_id, NewRows(handled=[number]), now)
            elif await letters.is_kept(tx, self._bot_id, text):
                return
            letter = letters.NewLetter(self._bot_id, number, text, _told(error))
            await letters.keep_letters(tx, [letter], now)
        self._tally.letter()

    async def _together(self, raws: Sequence[bytes]) -> Outcomes:
        read = [self._read(raw) for raw in raws]
        now = self._clock.now()
        async with self._database.writing() as tx:
            done = await self._in_transaction(tx, read, now)
        self._committed(done)
        return done.outcomes

    def _committed(self, done: Done) -> None:
        if done.parked:
            self._adopter.note_parked()
        for toast in done.toasts:
            self._answers.ask(toast.query_id, toast.text, alert=toast.alert, url=toast.url)
        self._wake()

    async def _in_transaction(self, tx: Transaction, read: Sequence[Letter], now: datetime) -> Done:
        await self._recognise(tx, read, now)
        book = await Book.open(tx, self._bot_id, named_in(read))
        await book.need_zones(now, self._routes.defaults)
        await book.need_results(now)
        fresh: dict[int, Letter] = {}
        done = Done()
        for letter in read:
            is_known = letter.number in book.handled or letter.number in fresh
            done.outcomes[letter.kind, KNOWN if is_known else HANDLED] += 1
            if not is_known:
                fresh[letter.number] = letter
        await note_authors(book, fresh.values(), now, self._routes.defaults)
        await self._routes.open(book, [u.update for u in fresh.values() if u.update], now)
        # What a hot update adds needs no page of its own: if one fails, the batch is rolled back.
        hot_page = book.page()
        for letter in fresh.values():
            if letter.update is None:
                self._hot(hot_page, letter, now, done)
                continue
            book.keep(hot_page)
            hot_page, page = book.page(), book.page()
            done.toasts += await self._routes.handle(letter.update, page, now)
            book.keep(page)
        book.keep(hot_page)
        book.pending.handled += fresh
        await flush(book, now)
        return done

    async def _recognise(self, tx: Transaction, read: Sequence[Letter], now: datetime) -> None:
        """See by replies which posts arrived, though the record of it was cut off."""
        for letter in read:
            message = letter.update.effective_message if letter.update else None
            replied = message.reply_to_message if message else None
            if message is None or replied is None or replied.from_user != self._bot.bot:
                continue
            where = ChatId(message.chat_id), MessageId(replied.message_id)
            if replied.poll is not None:
                await parked.recognise_poll(tx, self._bot_id, where, replied.poll.id, now)
            for posting_id in _buttons_of(replied):
                await parked.recognise_copy(tx, self._bot_id, where, posting_id)

    def _hot(self, page: Page, letter: Letter, now: datetime, done: Done) -> None:
        """Handle a vote or a tap; an update of neither kind has nothing to say."""
        if letter.vote is not None:
            if letter.vote.user is not None:
                voter, given = letter.vote.user, letter.vote
                who, name = TelegramId(voter.id), voter.full_name
                cast = ParkedVote(given.poll_id, who, given.option_ids, letter.number, name)
                hot.vote(page, cast, now)
                done.parked = done.parked or bool(page.added.parked)
        elif letter.tap is not None:
            done.toasts.append(self._tapped(page, letter.tap, now))

    def _tapped(self, page: Page, tap: Tap, now: datetime) -> Toast:
        """Handle a tap on «I've read it», or on a question's letter; what to answer it with."""
        speaker, default = TelegramId(tap.from_.id), self._routes.defaults.language
        letter = quiz_taps.letter_named(tap.data)
        if letter is not None:
            told = quiz_taps.tapped(page, letter, speaker, now, default)
            return Toast(tap.id, told.text, told.alert, self._way_in(page, tap))
        posting_id = hot.posting_named(tap.data)
        assert posting_id is not None
        text = hot.read(page, posting_id, speaker, now, default)
        return Toast(tap.id, text, url=self._way_in(page, tap))

    def _way_in(self, page: Page, tap: Tap) -> str | None:
        """Where a stranger's tap leads: to the private chat, and there to the post's branch."""
        posted = page.posting(posting_tapped(tap.data) or PostingId(0))
        if posted is None or TelegramId(tap.from_.id) in page.book.doers:
            return None
        return branch_link(self._bot.username, posted.posting.unit_id)

    def _read(self, raw: bytes) -> Letter:
        head = head_of(raw)
        number = head.update_id
        if isinstance(head.poll_answer, Vote):
            return Letter(raw, number, vote=head.poll_answer)
        tap = head.callback_query
        if isinstance(tap, Tap) and posting_tapped(tap.data) is not None:
            return Letter(raw, number, tap=tap)
        if head.poll is not UNSET:
            # How a poll stands comes with every vote in it; the votes themselves say more.
            return Letter(raw, number)
        update = Update.de_json(mapping_of(raw), self._bot)
        return Letter(raw, number, update=update)


def _buttons_of(message: Message) -> Iterator[PostingId]:
    """The postings that the buttons below a message of the day's name."""
    for row in message.reply_markup.inline_keyboard if message.reply_markup else ():
        for button in row:
            posting_id = posting_tapped(str(button.callback_data or ""))
            if posting_id is not None:
                yield posting_id


def _told(error: Exception) -> str:
    """What went wrong, for the operator: the cause when the handler's failure has one."""
    cause = (error.__cause__ or error) if isinstance(error, HandlerFailed) else error
    return in_short(cause)


def _times(outcomes: Outcomes, outcome: str) -> int:
    return sum(times for (_, each), times in outcomes.items() if each == outcome)
