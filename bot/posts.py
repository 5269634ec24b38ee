"""Putting deliveries in words at the moment of sending, each checked once more.

A broadcast of ten thousand posts is ten thousand small rows until the moment each is sent; what it
then says is today's truth: the count on a button, whether the question is still open.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.sending import (
    Button,
    Buttons,
    Drop,
    EditButtons,
    EditText,
    FileKind,
    React,
    Request,
    SendFile,
    SendPoll,
    SendText,
    buttons_of,
)
from programme.messages import preface_key
from programme.ticking import PROMPT_WAITS
from quizzes.marking import is_right
from reports.binding import unreachable_text
from reports.evening import Outcome, evening_post, result_post
from reports.morning import morning_post, read_buttons
from reports.noon import quiz
from reports.said import Rows, Said
from reports.splitting import split
from reports.wording import words
from storage import chats, counts, files, keys, outbox, programmes, questions, slots, snapshot
from storage.database import Transaction
from storage.outcomes import NOT_NEEDED
from storage.postings import Taken, taken
from storage.programmes import KeptItem
from storage.snapshot import Posted
from storage.units import Defaults, units
from storage.values.chats import NO_RIGHTS, Chat
from storage.values.days import Posting, PostingId, QuestionId, SlotId, SlotKind, VersionId
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, MessageId, Unit, UnitId
from storage.values.questions import Question, QuestionText

# A post says that it is late when its slot was taken so much later than it should have been, or
# when it waited so long since: a broadcast to many groups takes minutes by itself.
_TAKEN_LATE = timedelta(minutes=5)
_SENT_LATE = timedelta(minutes=30)
# A poll must stay open for five seconds at least; less than a minute is of no use to anybody.
_OPEN_AT_LEAST = timedelta(minutes=1)

_DIRECT = frozenset({DeliveryKind.TEXT, DeliveryKind.EDIT, DeliveryKind.REACTION})


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
    noons: Mapping[tuple[UnitId, date], Sequence[Posting]]
    mornings: Mapping[tuple[UnitId, date], Sequence[Posting]]
    choices: Mapping[PostingId, Sequence[tuple[int, ...]]]
    units: Mapping[UnitId, Unit]


class Posts:
    """The bot's renderer: what a claimed delivery says, or that it needs no saying any more."""

    def __init__(self, bot_id: BotId, clock: Clock, defaults: Defaults) -> None:
        self._bot_id = bot_id
        self._clock = clock
        self._defaults = defaults

    async def prepare(
        self, tx: Transaction, deliveries: Sequence[Delivery]
    ) -> Mapping[DeliveryId, Request]:
        """A request for each delivery."""
        spoken = [each for each in deliveries if each.kind not in _DIRECT]
        loaded = await self._load(tx, spoken) if spoken else None
        ready: dict[DeliveryId, Request] = {}
        for each in deliveries:
            if each.kind in _DIRECT or loaded is None:
                ready[each.id] = _direct(each)
            elif each.kind is DeliveryKind.UNREACHABLE:
                ready[each.id] = _unreachable(each, loaded)
            else:
                request = await self._posted(tx, each, loaded)
                ready[each.id] = await self._shortened(tx, each, request)
        return ready

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
            case DeliveryKind.COUNTER:
                return _counter(each, posting, loaded)
            case DeliveryKind.EVENING:
                return _evening(each, posting, loaded, late)
            case DeliveryKind.RESULT:
                return _result(each, posted, loaded)
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
        count = loaded.read[posting.unit_id, posting.day]
        said = morning_post(words(each.language), text, posting.id, count, late)
        # More items follow at once: the last of them has the button and the sound.
        more = bool(each.payload.get("more"))
        if more:
            said = Said(said.text)
        medium = each.payload.get("medium")
        if medium is None:
            return SendText(each.chat_id, said.text, _buttons(said.buttons), silent=more)
        with_text = bool(each.payload.get("with_text"))
        return await self._file(tx, each, kept, str(medium), said if with_text else None)

    async def _file(
        self, tx: Transaction, each: Delivery, kept: KeptItem, medium: str, said: Said | None
    ) -> Request:
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
            buttons=_buttons(said.buttons) if said else (),
            silent=said is None or not said.buttons,
        )

    async def _load(self, tx: Transaction, spoken: Sequence[Delivery]) -> _Loaded:
        ids = {each.posting_id for each in spoken if each.posting_id is not None}
        posted = await snapshot.postings_by_id(tx, self._bot_id, ids) if ids else {}
        listed = [each.posting for each in posted.values()]
        results = {(p.unit_id, p.day) for p in listed if p.kind is SlotKind.RESULT}
        noons = await slots.postings_of_day(tx, self._bot_id, results, SlotKind.NOON)
        asked = [posting.id for found in noons.values() for posting in found]
        mornings = {(p.unit_id, p.day) for p in listed if p.kind is SlotKind.MORNING}
        prefaces = [preface_key(p) for p in listed if p.kind is SlotKind.NOON]
        counts_asked = {e.posting_id for e in spoken if e.kind is DeliveryKind.COUNTER}
        counted = {(p.unit_id, p.day) for p in listed if p.id in counts_asked}
        mentioned = {UnitId(e.payload["unit_id"]) for e in spoken if "unit_id" in e.payload}
        return _Loaded(
            postings=posted,
            taken=await taken(tx, {p.slot_id for p in listed}),
            chats=await chats.chats_of(tx, self._bot_id, {p.unit_id for p in listed}),
            prefaces=await outbox.unsent(tx, self._bot_id, prefaces) if prefaces else {},
            items=await _items(tx, listed),
            questions=await questions.bodies(tx, _revisions(posted.values())),
            keys=await keys.keys_of(tx, list(posted.values())),
            read=await counts.check_ins_of(tx, mornings) if mornings else {},
            noons=noons,
            mornings=await slots.postings_of_day(tx, self._bot_id, counted, SlotKind.MORNING),
            choices=await counts.choices(tx, asked) if asked else {},
            units=await units(tx, mentioned, self._defaults) if mentioned else {},
        )


def _rebound(each: Delivery, posting: Posting, loaded: _Loaded) -> bool:
    """Whether the branch has another group now than the one this was meant for."""
    chat = loaded.chats.get(posting.unit_id)
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


def _direct(each: Delivery) -> Request:
    payload = each.payload
    if each.kind is DeliveryKind.REACTION:
        return React(each.chat_id, MessageId(payload["message_id"]), payload["emoji"])
    buttons = buttons_of(payload.get("buttons"))
    if each.kind is DeliveryKind.EDIT:
        return EditText(each.chat_id, MessageId(payload["message_id"]), payload["text"], buttons)
    reply_to = payload.get("reply_to")
    return SendText(
        each.chat_id,
        payload["text"],
        buttons,
        None if reply_to is None else MessageId(reply_to),
        silent=not payload.get("sounds", False),
    )


def _unreachable(each: Delivery, loaded: _Loaded) -> Request:
    unit = loaded.units.get(UnitId(each.payload["unit_id"]))
    if unit is None:
        return Drop("no unit")
    reason = str(each.payload.get("reason", ""))
    said = unreachable_text(words(each.language), unit.name, may_not=reason == NO_RIGHTS)
    return SendText(each.chat_id, said.text, _buttons(said.buttons))


def _counter(each: Delivery, posting: Posting, loaded: _Loaded) -> Request:
    # Of several items in a morning, the last one sent has the button.
    mornings = loaded.mornings[posting.unit_id, posting.day]
    last = max(mornings, key=lambda each: each.part, default=posting)
    if last.message_id is None:
        return Drop("no message")
    count = loaded.read[posting.unit_id, posting.day]
    rows = read_buttons(words(each.language), last.id, count)
    return EditButtons(last.chat_id, last.message_id, _buttons(rows))


def _question(
    each: Delivery, posting: Posting, loaded: _Loaded, late: bool, now: datetime
) -> Request:
    question = loaded.questions.get((posting.question_id or QuestionId(0), posting.revision or 0))
    if question is None or posting.closes_at is None:
        return Drop("no question")
    if posting.closes_at - now < _OPEN_AT_LEAST:
        return Drop("closed")
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


def _result(each: Delivery, posted: Posted, loaded: _Loaded) -> Request:
    posting = posted.posting
    noons = loaded.noons[posting.unit_id, posting.day]
    noon = next((p for p in noons if p.question_id == posting.question_id), None)
    question = loaded.questions.get((posting.question_id or QuestionId(0), posting.revision or 0))
    if noon is None or question is None:
        return Drop("no question")
    key = loaded.keys[keys.index_of(posted)]
    chosen = loaded.choices.get(noon.id, ())
    outcome = Outcome(key, len(chosen), sum(is_right(each, key) for each in chosen))
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


def _buttons(rows: Rows) -> Buttons:
    return tuple(tuple(Button(b.text, b.data, b.url) for b in row) for row in rows)
