"""Putting deliveries in words at the moment of sending, each checked once more.

A broadcast of ten thousand posts is ten thousand small rows until the moment each is sent; what it
then says is today's truth: the count on a button, whether the question is still open.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from bot.clock import Clock
from bot.confirming_posts import CONFIRMING_POSTS, confirming_post
from bot.direct import DIRECT, direct
from bot.exam_posts import EXAM_POSTS, exam_post
from bot.meeting_posts import MEETING_POSTS, meeting_post
from bot.noon_posts import newest_count, question_post, result
from bot.personal import PERSONAL, personal
from bot.picture_posts import PICTURE_POSTS, picture_post
from bot.problem_posts import PROBLEM_POSTS, problem_post
from bot.reminder_posts import REMINDER_POSTS, reminder_post
from bot.requests import (
    Drop,
    EditButtons,
    FileKind,
    Request,
    SendFile,
    SendPoll,
    SendText,
)
from bot.spoken_of import SpokenOf, load
from bot.week_posts import WEEK_POSTS, week_post
from programme.unreachable import SECRETARY
from reports.binding import secretary_lost_text, unreachable_text
from reports.evening import evening_post
from reports.languages import text_in
from reports.morning import morning_post, read_buttons
from reports.said import Said
from reports.splitting import split
from reports.topics import topic_lost
from reports.wording import words
from storage import chats, files, outbox
from storage.database import Transaction
from storage.programmes import KeptItem
from storage.snapshot import Posted
from storage.units import Defaults
from storage.values.chats import NO_RIGHTS, TopicId
from storage.values.days import Posting, PostingId, SlotKind
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, TelegramId, UnitId

_OF_THEIR_OWN = (
    DIRECT
    | PERSONAL
    | EXAM_POSTS
    | MEETING_POSTS
    | REMINDER_POSTS
    | CONFIRMING_POSTS
    | PROBLEM_POSTS
    | WEEK_POSTS
    | PICTURE_POSTS
)
"""Kinds that speak of no posting."""
_Way = Callable[[Transaction, Delivery, datetime, Defaults], Awaitable[Request]]
_WAYS: Mapping[DeliveryKind, _Way] = {
    kind: way
    for kinds, way in (
        (EXAM_POSTS, exam_post),
        (MEETING_POSTS, meeting_post),
        (REMINDER_POSTS, reminder_post),
        (PROBLEM_POSTS, problem_post),
        (WEEK_POSTS, week_post),
    )
    for kind in kinds
}
"""Who puts which of them in words."""


class Posts:
    """The bot's renderer: what a claimed delivery says, or that it needs no saying any more.

    In a rehearsal (``rehearsed``) a result says where its numbers will stand.
    """

    def __init__(
        self,
        bot_id: BotId,
        clock: Clock,
        defaults: Defaults,
        owner: TelegramId | None = None,
        *,
        rehearsed: bool = False,
    ) -> None:
        self._bot_id = bot_id
        self._clock = clock
        self._defaults = defaults
        self._owner = owner
        self._rehearsed = rehearsed

    async def prepare(
        self, tx: Transaction, deliveries: Sequence[Delivery]
    ) -> Mapping[DeliveryId, Request]:
        """A request for each delivery."""
        spoken = [e for e in deliveries if e.kind not in _OF_THEIR_OWN]
        spoken_of = await load(tx, self._bot_id, spoken, self._defaults) if spoken else None
        groups = {each.chat_id for each in deliveries if each.chat_id < 0}
        topics = await chats.topics_of(tx, self._bot_id, groups)
        ready: dict[DeliveryId, Request] = {}
        for each in deliveries:
            if each.kind in DIRECT:
                ready[each.id] = direct(each)
            elif (way := _WAYS.get(each.kind)) is not None:
                ready[each.id] = await way(tx, each, self._clock.now(), self._defaults)
            elif each.kind in CONFIRMING_POSTS:
                now = self._clock.now()
                ready[each.id] = await confirming_post(tx, each, now, self._defaults, self._owner)
            elif each.kind in PICTURE_POSTS:
                ready[each.id] = await picture_post(tx, each, self._clock.now())
            elif each.kind in PERSONAL or spoken_of is None:
                ready[each.id] = await personal(tx, each)
            elif each.kind is DeliveryKind.UNREACHABLE:
                ready[each.id] = _unreachable(each, spoken_of)
            elif each.kind is DeliveryKind.TOPIC_LOST:
                ready[each.id] = _topic_lost(each, spoken_of)
            else:
                request = await self._posted(tx, each, spoken_of)
                ready[each.id] = await self._shortened(tx, each, request)
        return {
            each.id: _in_topic(ready[each.id], each, topics.get(each.chat_id))
            for each in deliveries
        }

    async def _shortened(self, tx: Transaction, each: Delivery, request: Request) -> Request:
        """A text that is too long for one message goes on in further ones, right behind it."""
        if not isinstance(request, SendText) or each.kind is DeliveryKind.MORNING:
            return request
        first, *rest = split(Said(request.text))
        await outbox.put(
            tx,
            [
                NewDelivery(
                    bot_id=each.bot_id,
                    key=f"{each.key}:{number}",
                    # Before what else the chat is to be told at the time.
                    rank=min(each.rank, Rank.REMINDER),
                    kind=DeliveryKind.TEXT,
                    chat_id=each.chat_id,
                    language=each.language,
                    not_before=self._clock.now(),
                    payload=more.payload(),
                    posting_id=each.posting_id,
                    after_key=each.key,
                    expires_at=each.expires_at,
                )
                for number, more in enumerate(rest, 2)
            ],
        )
        return replace(request, text=first.text)

    async def _posted(self, tx: Transaction, each: Delivery, spoken_of: SpokenOf) -> Request:
        """The request of a delivery that belongs to a posting."""
        posted = spoken_of.postings.get(each.posting_id or PostingId(0))
        if posted is None:
            return Drop("no posting")
        posting, now = posted.posting, self._clock.now()
        if each.kind is DeliveryKind.COUNTER:
            return _counter(each, posting, spoken_of, now)
        if spoken_of.is_rebound(each, posting):
            return Drop("rebound")
        if each.kind is DeliveryKind.MORNING:
            return await self._morning(tx, each, posting, spoken_of, now)
        return self._asked_or_told(each, posted, spoken_of, now)

    def _asked_or_told(
        self, each: Delivery, posted: Posted, spoken_of: SpokenOf, now: datetime
    ) -> Request:
        match each.kind:
            case DeliveryKind.EVENING:
                return _evening(each, posted.posting, spoken_of, now)
            case DeliveryKind.RESULT:
                return result(each, posted, spoken_of, self._rehearsed)
            case _:
                return question_post(each, posted.posting, spoken_of, now)

    async def _morning(
        self, tx: Transaction, each: Delivery, posting: Posting, spoken_of: SpokenOf, now: datetime
    ) -> Request:
        kept = spoken_of.item(posting)
        if kept is None:
            return Drop("no item")
        text = text_in(kept.item.texts, each.language)
        count, late = spoken_of.have_read(posting), spoken_of.is_late(posting, now)
        said = morning_post(words(each.language), text, posting.id, count, late)
        # More items follow at once: the last of them has the button and the sound.
        more = bool(each.payload.get("more"))
        silent = more or not spoken_of.branches[posting.unit_id].sound
        if more:
            said = Said(said.text)
        medium = each.payload.get("medium")
        if medium is None:
            return SendText(each.chat_id, said.text, said.buttons, silent=silent)
        shown = said if each.payload.get("with_text") else None
        file = await self._file(tx, each, kept, str(medium), shown)
        return file if isinstance(file, Drop) else replace(file, silent=silent or not shown)

    async def _file(
        self, tx: Transaction, each: Delivery, kept: KeptItem, medium: str, said: Said | None
    ) -> SendFile | Drop:
        pairs = zip(kept.item.media, kept.hashes, strict=True)
        sha256 = next(found for media, found in pairs if media.kind.value == medium)
        known = await files.known_ids(tx, self._bot_id, [sha256])
        file_id = known.get((sha256, medium))
        stored = None if file_id else await files.content(tx, sha256)
        if file_id is None and stored is None:
            return Drop("no file")
        return SendFile(
            each.chat_id,
            FileKind(medium),
            sha256,
            stored.name if stored else "",
            content=stored.content if stored else None,
            file_id=file_id,
            caption=said.text if said else "",
            buttons=said.buttons if said else (),
        )


def _counter(each: Delivery, posting: Posting, spoken_of: SpokenOf, now: datetime) -> Request:
    if posting.kind is SlotKind.NOON:
        return newest_count(each, posting, spoken_of, now)
    # Of several items in a morning, the last one sent has the button.
    mornings = spoken_of.mornings[posting.unit_id, posting.day]
    last = max(mornings, key=lambda each: each.part, default=posting)
    if last.message_id is None:
        return Drop("no message")
    rows = read_buttons(words(each.language), last.id, spoken_of.have_read(posting))
    return EditButtons(last.chat_id, last.message_id, rows)


def _evening(each: Delivery, posting: Posting, spoken_of: SpokenOf, now: datetime) -> Request:
    kept = spoken_of.item(posting)
    # An item's own prompt is said in its own language only; in another, the usual one is better.
    text = kept.item.texts.get(each.language) if kept is not None else None
    prompt, late = text.prompt if text else "", spoken_of.is_late(posting, now)
    return SendText(each.chat_id, evening_post(words(each.language), prompt, late).text)


def _unreachable(each: Delivery, spoken_of: SpokenOf) -> Request:
    unit = spoken_of.units.get(UnitId(each.payload["unit_id"]))
    if unit is None:
        return Drop("no unit")
    reason = str(each.payload.get("reason", ""))
    if reason == SECRETARY:
        return SendText(each.chat_id, secretary_lost_text(words(each.language), unit.name).text)
    said = unreachable_text(words(each.language), unit.name, may_not=reason == NO_RIGHTS)
    return SendText(each.chat_id, said.text, said.buttons)


def _topic_lost(each: Delivery, spoken_of: SpokenOf) -> Request:
    unit = spoken_of.units.get(UnitId(each.payload["unit_id"]))
    if unit is None:
        return Drop("no unit")
    return SendText(each.chat_id, topic_lost(words(each.language), unit.name).text)


def _in_topic(request: Request, each: Delivery, topic: TopicId | None) -> Request:
    """A message to a forum group goes where its posts stand, an answer to where it was asked for.
    A reply to a post goes, without a word about it, to the topic of the post."""
    if not isinstance(request, SendText | SendFile | SendPoll):
        return request
    if "topic" in each.payload:
        return replace(request, topic=each.payload["topic"])
    derived = not isinstance(request, SendFile) and request.reply_to is not None
    return request if derived else replace(request, topic=topic)
