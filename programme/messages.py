"""Which messages a posting becomes, in which order, and until when they are worth sending."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from programme.calendar import first_daytime, local_day, quiet_from
from programme.styled_text import telegram_length
from storage.programmes import KeptItem
from storage.values.days import Posting, QuestionId, SlotId, SlotKind, VersionId
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import Unit, UnitId
from storage.values.questions import Question

CAPTION_LIMIT = 1024
# What title, source and a late note may add to an item's own text.
_AROUND = 300

_Window = tuple[datetime, datetime]
_TEXT = ":text"

_KINDS = {
    SlotKind.MORNING: DeliveryKind.MORNING,
    SlotKind.NOON: DeliveryKind.NOON,
    SlotKind.RESULT: DeliveryKind.RESULT,
    SlotKind.EVENING: DeliveryKind.EVENING,
}


class Contents(Struct, frozen=True):
    """What postings are made of: items and questions, and until when each slot is in time.

    ``with_buttons`` are the branches whose questions are no polls, but answered by buttons.
    """

    items: Mapping[VersionId, Mapping[str, KeptItem]]
    questions: Mapping[tuple[QuestionId, int], Question]
    in_time: Mapping[SlotId, datetime]
    with_buttons: Collection[UnitId] = ()


def deliveries_of(
    postings: Sequence[Posting], contents: Contents, units: Mapping[UnitId, Unit], now: datetime
) -> list[NewDelivery]:
    """The deliveries of new postings, in the order of sending."""
    found: list[NewDelivery] = []
    # Of several items in a morning, the last has the button and the sound.
    last = {posting.slot_id: posting.id for posting in postings}.values()
    for posting in postings:
        window = _window(posting, units[posting.unit_id], contents.in_time[posting.slot_id], now)
        if posting.kind is SlotKind.MORNING:
            item = contents.items[posting.version_id][posting.item_key or ""]
            found += _morning(posting, item, window, is_last=posting.id in last)
        elif posting.kind is SlotKind.NOON and posting.unit_id in contents.with_buttons:
            # What can be asked at all fits into one message: see programme.asking.
            found.append(_delivery(posting, window, DeliveryKind.NOON_BUTTONS))
        elif posting.kind is SlotKind.NOON:
            assert posting.question_id is not None and posting.revision is not None
            question = contents.questions[posting.question_id, posting.revision]
            found += _noon(posting, question, window)
        else:
            found.append(_delivery(posting, window, _KINDS[posting.kind]))
    return found


def text_goes_with_first(item: KeptItem, language: str) -> bool:
    """Whether an item's text is short enough to stand below its only attachment."""
    texts = item.item.texts
    text = texts.get(language) or next(iter(texts.values()))
    # Counting the tags too errs on the safe side.
    length = telegram_length(text.html + text.title + text.source)
    return len(item.item.media) == 1 and length + _AROUND <= CAPTION_LIMIT


def may_need_preface(question: Question) -> bool:
    """Whether a question may not fit into a poll, in some language. Errs on the safe side: one
    that fits after all drops its preface when it is put in words."""
    return any(_is_long(text.stem, 200) or _odd(text.options) for text in question.texts.values())


def _odd(options: Sequence[str]) -> bool:
    trimmed = [option.strip() for option in options]
    return len(set(trimmed)) < len(trimmed) or any(_is_long(each, 100) for each in trimmed)


def _is_long(text: str, limit: int) -> bool:
    plain = any(each.isalnum() for each in text) and "\n" not in text.strip()
    return telegram_length(text) > limit or not plain


def _morning(
    posting: Posting, item: KeptItem, window: _Window, *, is_last: bool
) -> Iterable[NewDelivery]:
    more = {} if is_last else {"more": True}
    media = [medium.kind.value for medium in item.item.media]
    kind = DeliveryKind.MORNING
    if text_goes_with_first(item, posting.language):
        yield _delivery(
            posting, window, kind, payload={"medium": media[0], "with_text": True, **more}
        )
        return
    for medium in media:
        payload = {"medium": medium, "with_text": False}
        yield _delivery(posting, window, kind, suffix=f":{medium}", payload=payload)
    yield _delivery(posting, window, kind, payload={"medium": None, "with_text": True, **more})


def _noon(posting: Posting, question: Question, window: _Window) -> Iterable[NewDelivery]:
    if not may_need_preface(question):
        yield _delivery(posting, window, DeliveryKind.NOON)
        return
    preface = _delivery(posting, window, DeliveryKind.QUESTION_TEXT, suffix=_TEXT)
    yield preface
    yield _delivery(posting, window, DeliveryKind.NOON, after_key=preface.key)


def preface_key(posting: Posting) -> str:
    """The key of the text that goes before a question which does not fit into a poll."""
    return key_of(posting, _TEXT)


def key_of(posting: Posting, suffix: str = "") -> str:
    """The key of the delivery that is a posting's own message, or of another one before it."""
    return f"{posting.kind}:{posting.id}{suffix}"


def _delivery(
    posting: Posting,
    window: _Window,
    kind: DeliveryKind,
    *,
    suffix: str = "",
    payload: Mapping[str, object] | None = None,
    after_key: str | None = None,
) -> NewDelivery:
    not_before, expires_at = window
    return NewDelivery(
        bot_id=posting.bot_id,
        key=key_of(posting, suffix),
        rank=Rank.BROADCAST,
        kind=kind,
        chat_id=posting.chat_id,
        language=posting.language,
        not_before=not_before,
        payload=payload or {},
        posting_id=posting.id,
        after_key=after_key,
        expires_at=expires_at,
    )


def _window(posting: Posting, unit: Unit, in_time: datetime, now: datetime) -> _Window:
    """From when and until when a posting may be sent."""
    if posting.kind is SlotKind.RESULT:
        return _daytime(now, unit.time_zone)
    night = quiet_from(posting.day, unit.time_zone)
    ends = [night, in_time, *([posting.closes_at] if posting.closes_at is not None else [])]
    return now, min(ends)


def _daytime(now: datetime, zone: str) -> _Window:
    """Nothing is posted in the night: a result that was counted too late for the evening waits for
    the morning."""
    begins = first_daytime(now, zone)
    return begins, quiet_from(local_day(begins, zone), zone)
