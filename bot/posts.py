"""Putting deliveries in words at the moment of sending, each checked once more.

A broadcast of ten thousand posts is ten thousand small rows until the moment each is sent; what it
then says is today's truth: the count on a button, whether the question is still open.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.direct import DIRECT, direct
from bot.lettered_posts import count_of_answers, post_with_letters
from bot.personal import PERSONAL, personal
from bot.sending import (
    Drop,
    EditButtons,
    FileKind,
    Request,
    SendFile,
    SendPoll,
    SendText,
)
from programme.messages import key_of, preface_key
from programme.places import EVERYWHERE
from programme.small_groups import is_small
from programme.ticking import PROMPT_WAITS
from programme.unreachable import SECRETARY
from quizzes.marking import is_right
from reports.binding import secretary_lost_text, unreachable_text
from reports.evening import Outcome, evening_post, result_post
from reports.morning import morning_post, read_buttons
from reports.noon import quiz
from reports.said import Said
from reports.splitting import split
from reports.topics import topic_lost
from reports.wording import words
from storage import (
    branch_settings,
    chats,
    counts,
    files,
    keys,
    outbox,
    programmes,
    questions,
    slots,
    snapshot,
)
from storage.database import Transaction
from storage.outcomes import NOT_NEEDED
from storage.postings import Taken, taken
from storage.programmes import KeptItem
from storage.snapshot import Posted
from storage.units import Defaults, units
from storage.values.branches import BranchSettings
from storage.values.chats import NO_RIGHTS, Chat, TopicId
from storage.values.days import Posting, PostingId, QuestionId, SlotId, SlotKind, VersionId
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, Unit, UnitId
from storage.values.questions import Question, QuestionText

# A post says that it is late when its slot was taken so much later than it should have been, or
# when it waited so long since: a broadcast to many groups takes minutes by itself.
_TAKEN_LATE = timedelta(minutes=5)
_SENT_LATE = timedelta(minutes=30)
# A poll must stay open for five seconds at least; less than a minute is of no use to anybody.
_OPEN_AT_LEAST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the claimed deliveries speak of."""

    postings: Mapping[PostingId, Posted]
    taken: Mapping[SlotId, Taken]
    chats: Mapping[UnitId, Chat]
    prefaces: Mapping[str, str]
    items: Mapping[VersionId, Mapping[str, KeptItem]]
    questions: Mapping[tuple[QuestionId, int], Question]
    keys: Mapping[tuple[QuestionId, int, int], tuple[int, ...]]
    read: Mapping[tuple[UnitId, date], int]
    reached: Mapping[tuple[UnitId, date], int]
    noons: Mapping[tuple[UnitId, date], Sequence[Posting]]
    mornings: Mapping[tuple[UnitId, date], Sequence[Posting]]
    choices: Mapping[PostingId, Sequence[tuple[int, ...]]]
    before: Mapping[str, outbox.Before]
    units: Mapping[UnitId, Unit]
    branches: Mapping[UnitId, BranchSettings]


class Posts:
    """The bot's renderer: what a claimed delivery says, or that it needs no saying any more.

    In a rehearsal (``rehearsed``) a result says where its numbers will stand.
    """

    def __init__(
        self, bot_id: BotId, clock: Clock, defaults: Defaults, *, rehearsed: bool = False
    ) -> None:
        self._bot_id = bot_id
        self._clock = clock
        self._defaults = defaults
        self._rehearsed = rehearsed

    async def prepare(
        self, tx: Transaction, deliveries: Sequence[Delivery]
    ) -> Mapping[DeliveryId, Request]:
        """A request for each delivery."""
        spoken = [each for each in deliveries if each.kind not in DIRECT | PERSONAL]
        loaded = await self._load(tx, spoken) if spoken else None
        groups = {each.chat_id for each in deliveries if each.chat_id < 0}
        topics = await chats.topics_of(tx, self._bot_id, groups)
        ready: dict[DeliveryId, Request] = {}
        for each in deliveries:
            if each.kind in DIRECT:
                ready[each.id] = direct(each)
            elif each.kind in PERSONAL or loaded is None:
                ready[each.id] = await personal(tx, each)
            elif each.kind is DeliveryKind.UNREACHABLE:
                ready[each.id] = _unreachable(each, loaded)
            elif each.kind is DeliveryKind.TOPIC_LOST:
                ready[each.id] = _topic_lost(each, loaded)
            else:
                request = await self._posted(tx, each, loaded)
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

    async def _posted(  # noqa: PLR0911
        self, tx: Transaction, each: Delivery, loaded: _Loaded
    ) -> Request:
        posted = loaded.postings.get(each.posting_id or PostingId(0))
        if posted is None:
            return Drop("no posting")
        posting, now = posted.posting, self._clock.now()
        if each.kind is not DeliveryKind.COUNTER and _rebound(each, posting, loaded):
            return Drop("rebound")
        late = _is_late(posting.kind, loaded.taken[posting.slot_id], now)
        match each.kind:
            case DeliveryKind.MORNING:
                return await self._morning(tx, each, posting, loaded, late)
            case DeliveryKind.COUNTER if posting.kind is SlotKind.NOON:
                return _count_of_answers(each, posting, loaded, now)
            case DeliveryKind.COUNTER:
                return _counter(each, posting, loaded)
            case DeliveryKind.EVENING:
                return _evening(each, posting, loaded, late)
            case DeliveryKind.RESULT:
                return _result(each, posted, loaded, self._rehearsed)
            case _:
                return _question(each, posting, loaded, late, now)

    async def _morning(
        self, tx: Transaction, each: Delivery, posting: Posting, loaded: _Loaded, late: bool
    ) -> Request:
        kept = loaded.items[posting.version_id].get(posting.item_key or "")
        if kept is None:
            return Drop("no item")
        texts = kept.item.texts
        text = texts.get(each.language) or next(iter(texts.values()))
        count = _told(loaded.read[posting.unit_id, posting.day], posting, loaded)
        said = morning_post(words(each.language), text, posting.id, count, late)
        # More items follow at once: the last of them has the button and the sound.
        more = bool(each.payload.get("more"))
        silent = more or not loaded.branches[posting.unit_id].sound
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

    async def _load(self, tx: Transaction, spoken: Sequence[Delivery]) -> _Loaded:
        ids = {each.posting_id for each in spoken if each.posting_id is not None}
        posted = await snapshot.postings_by_id(tx, self._bot_id, ids) if ids else {}
        listed = [each.posting for each in posted.values()]
        results = {(p.unit_id, p.day) for p in listed if p.kind is SlotKind.RESULT}
        noons = await slots.postings_of_day(tx, self._bot_id, results, SlotKind.NOON)
        asked = [posting.id for found in noons.values() for posting in found]
        lettered = _lettered(spoken, posted)
        told_of = [key_of(posting) for found in noons.values() for posting in found]
        mornings = {(p.unit_id, p.day) for p in listed if p.kind is SlotKind.MORNING}
        prefaces = [preface_key(p) for p in listed if p.kind is SlotKind.NOON]
        counts_asked = {e.posting_id for e in spoken if e.kind is DeliveryKind.COUNTER}
        counted = {(p.unit_id, p.day) for p in listed if p.id in counts_asked}
        mentioned = {UnitId(e.payload["unit_id"]) for e in spoken if "unit_id" in e.payload}
        read = await counts.check_ins_of(tx, mornings) if mornings else {}
        told = results | {day for day, count in read.items() if count} | _days(lettered, posted)
        return _Loaded(
            postings=posted,
            taken=await taken(tx, {p.slot_id for p in listed}),
            chats=await chats.chats_of(tx, self._bot_id, {p.unit_id for p in listed}),
            prefaces=await outbox.unsent(tx, self._bot_id, prefaces) if prefaces else {},
            items=await _items(tx, listed),
            questions=await questions.bodies(tx, _revisions(posted.values())),
            keys=await keys.keys_of(tx, list(posted.values())),
            read=read,
            reached=await counts.reached(tx, told),
            noons=noons,
            mornings=await slots.postings_of_day(tx, self._bot_id, counted, SlotKind.MORNING),
            choices=await counts.choices(tx, [*asked, *lettered]) if asked or lettered else {},
            before=await outbox.before(tx, self._bot_id, [*lettered.values(), *told_of])
            if lettered or told_of
            else {},
            units=await units(tx, mentioned, self._defaults) if mentioned else {},
            branches=await branch_settings.of_units(tx, {p.unit_id for p in listed}),
        )


def _lettered(
    spoken: Sequence[Delivery], posted: Mapping[PostingId, Posted]
) -> Mapping[PostingId, str]:
    """The questions that are answered by buttons, and the keys of their posts."""
    kinds = (DeliveryKind.NOON_BUTTONS, DeliveryKind.COUNTER)
    concerned = {each.posting_id for each in spoken if each.kind in kinds}
    found = [posted[each].posting for each in concerned if each is not None and each in posted]
    return {p.id: key_of(p) for p in found if p.kind is SlotKind.NOON}


def _days(
    named: Collection[PostingId], posted: Mapping[PostingId, Posted]
) -> set[tuple[UnitId, date]]:
    return {(posted[each].posting.unit_id, posted[each].posting.day) for each in named}


def _told(count: int, posting: Posting, loaded: _Loaded) -> int:
    """A count as its group may see it: none where it would name a person."""
    reached = loaded.reached.get((posting.unit_id, posting.day), 0)
    return 0 if is_small(reached) else count


def _rebound(each: Delivery, posting: Posting, loaded: _Loaded) -> bool:
    """Whether the branch has another group now than the one this was meant for."""
    chat = loaded.chats.get(posting.unit_id)
    if each.payload.get("copy"):
        return chat is not None or not loaded.branches[posting.unit_id].in_private
    return chat is None or chat.chat_id != each.chat_id


def _is_late(kind: SlotKind, slot: Taken, now: datetime) -> bool:
    waits = PROMPT_WAITS if kind is SlotKind.EVENING else timedelta(0)
    taken_late = slot.taken_at - slot.due_at > waits + _TAKEN_LATE
    return taken_late or now - slot.taken_at > _SENT_LATE


async def _items(
    tx: Transaction, postings: Collection[Posting]
) -> Mapping[VersionId, Mapping[str, KeptItem]]:
    wanted: dict[VersionId, set[str]] = {}
    for posting in postings:
        if posting.item_key is not None:
            wanted.setdefault(posting.version_id, set()).add(posting.item_key)
    return {
        version: await programmes.items(tx, version, found) for version, found in wanted.items()
    }


def _revisions(posted: Collection[Posted]) -> set[tuple[QuestionId, int]]:
    """The revision that was asked, and the newest, which explains."""
    return {
        (each.posting.question_id, revision)
        for each in posted
        if each.posting.question_id is not None
        for revision in (each.posting.revision, each.newest_revision)
        if revision is not None
    }


def _unreachable(each: Delivery, loaded: _Loaded) -> Request:
    unit = loaded.units.get(UnitId(each.payload["unit_id"]))
    if unit is None:
        return Drop("no unit")
    reason = str(each.payload.get("reason", ""))
    if reason == SECRETARY:
        return SendText(each.chat_id, secretary_lost_text(words(each.language), unit.name).text)
    said = unreachable_text(words(each.language), unit.name, may_not=reason == NO_RIGHTS)
    return SendText(each.chat_id, said.text, said.buttons)


def _topic_lost(each: Delivery, loaded: _Loaded) -> Request:
    unit = loaded.units.get(UnitId(each.payload["unit_id"]))
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


def _counter(each: Delivery, posting: Posting, loaded: _Loaded) -> Request:
    # Of several items in a morning, the last one sent has the button.
    mornings = loaded.mornings[posting.unit_id, posting.day]
    last = max(mornings, key=lambda each: each.part, default=posting)
    if last.message_id is None:
        return Drop("no message")
    count = _told(loaded.read[posting.unit_id, posting.day], posting, loaded)
    rows = read_buttons(words(each.language), last.id, count)
    return EditButtons(last.chat_id, last.message_id, rows)


def _count_of_answers(each: Delivery, posting: Posting, loaded: _Loaded, now: datetime) -> Request:
    question = loaded.questions.get((posting.question_id or QuestionId(0), posting.revision or 0))
    sent = loaded.before.get(key_of(posting))
    sent_at = sent.done_at if sent else None
    # It goes on saying that it was late, or not, as when it was sent.
    late = _is_late(posting.kind, loaded.taken[posting.slot_id], sent_at or now)
    answered = _told(len(loaded.choices[posting.id]), posting, loaded)
    return count_of_answers(each, posting, question, answered, late, now)


def _question(
    each: Delivery, posting: Posting, loaded: _Loaded, late: bool, now: datetime
) -> Request:
    question = loaded.questions.get((posting.question_id or QuestionId(0), posting.revision or 0))
    if question is None or posting.closes_at is None:
        return Drop("no question")
    if posting.closes_at - now < _OPEN_AT_LEAST:
        return Drop("closed")
    if each.kind is DeliveryKind.NOON_BUTTONS:
        answered = _told(len(loaded.choices[posting.id]), posting, loaded)
        return post_with_letters(each, posting, question, answered, late)
    text = _in_language(question, each.language)
    post = quiz(words(each.language), question.kind, text, question.correct, late)
    refused = loaded.prefaces.get(preface_key(posting), NOT_NEEDED)
    if each.kind is DeliveryKind.NOON and post.preface and refused != NOT_NEEDED:
        # It would ask about a text that nobody was given.
        return Drop(refused)
    if each.kind is DeliveryKind.QUESTION_TEXT:
        return SendText(each.chat_id, post.preface.text) if post.preface else Drop(NOT_NEEDED)
    return SendPoll(
        each.chat_id,
        post.question,
        post.options,
        post.correct,
        posting.closes_at,
        several=post.several,
        shuffle=post.shuffle,
        explanation=post.explanation or "",
        description=post.description or "",
    )


def _result(each: Delivery, posted: Posted, loaded: _Loaded, rehearsed: bool) -> Request:
    posting = posted.posting
    noons = loaded.noons[posting.unit_id, posting.day]
    noon = next((p for p in noons if p.question_id == posting.question_id), None)
    question = loaded.questions.get((posting.question_id or QuestionId(0), posting.revision or 0))
    if noon is None or question is None:
        return Drop("no question")
    key = loaded.keys[keys.index_of(posted)]
    chosen = loaded.choices.get(noon.id, ())
    answered = None if rehearsed else len(chosen)
    reached = loaded.reached[posting.unit_id, posting.day]
    asked = loaded.before.get(key_of(noon))
    lettered = noon.chat_id == EVERYWHERE or (
        asked is not None and asked.kind is DeliveryKind.NOON_BUTTONS
    )
    right = sum(is_right(each, key) for each in chosen)
    outcome = Outcome(key, answered, right, reached, lettered=lettered)
    text = _in_language(question, each.language)
    corrected = key != question.correct
    said = result_post(words(each.language), question.kind, text, outcome, corrected)
    # In a group that the branch has moved to meanwhile the number would name another message.
    reply_to = noon.message_id if noon.chat_id == posting.chat_id else None
    return SendText(each.chat_id, said.text, reply_to=reply_to)


def _evening(each: Delivery, posting: Posting, loaded: _Loaded, late: bool) -> Request:
    kept = loaded.items.get(posting.version_id, {}).get(posting.item_key or "")
    prompt = ""
    if kept is not None:
        text = kept.item.texts.get(each.language)
        prompt = text.prompt if text else ""
    said = evening_post(words(each.language), prompt, late)
    return SendText(each.chat_id, said.text)


def _in_language(question: Question, language: str) -> QuestionText:
    return question.texts.get(language) or next(iter(question.texts.values()))
