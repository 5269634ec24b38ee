"""Which messages a posting becomes, in which order, and until when they are worth sending."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from programme.messages import (
    CAPTION_LIMIT,
    Contents,
    deliveries_of,
    may_need_preface,
    text_goes_with_first,
)
from storage.programmes import KeptItem
from storage.values.days import Posting, PostingId, QuestionId, SlotId, SlotKind, VersionId
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, Unit, UnitId
from storage.values.programme_files import Item, ItemText, Media, MediaKind
from storage.values.questions import Question, QuestionKind, QuestionText
from tests.programme.studies import at

UNIT = Unit(UnitId(3), "north", None, "/3/", "branch", "North", "Asia/Shanghai", "en", "p")
VERSION, SLOT, ASKED = VersionId(4), SlotId(5), QuestionId(6)
NOON = at("05-20 04:00")
NIGHT = at("05-20 13:00")
PICTURE, AUDIO = Media(MediaKind.PICTURE, "a.png", 9), Media(MediaKind.AUDIO, "a.mp3", 9)


def posting(kind: SlotKind, **more: Any) -> Posting:
    chat = ChatId(-1)
    return Posting(
        PostingId(9),
        BotId(7),
        SLOT,
        kind,
        UNIT.id,
        date(2026, 5, 20),
        0,
        chat,
        "en",
        VERSION,
        **more,
    )


def item(*media: Media, body: str = "body") -> KeptItem:
    texts = {"en": ItemText("Title", body, "source")}
    return KeptItem(Item("i", "i", texts, media=media), tuple("ab"[: len(media)]))


def question(stem: str = "Which?", *options: str) -> Question:
    text = QuestionText(stem, options or ("yes", "no"))
    return Question("q", QuestionKind.ONE, {"en": text}, (0,))


def messages(
    given: Posting, now: datetime, kept: KeptItem | None = None, asked: Question | None = None
) -> list[NewDelivery]:
    """What the posting becomes; its slot is in time for two hours from noon."""
    contents = Contents(
        {VERSION: {"i": kept or item()}},
        {(ASKED, 1): asked or question()},
        {SLOT: NOON + timedelta(hours=2)},
    )
    return deliveries_of([given], contents, {UNIT.id: UNIT}, now)


MORNING = posting(SlotKind.MORNING, item_key="i")
QUESTION = posting(SlotKind.NOON, question_id=ASKED, revision=1, closes_at=at("05-20 12:00"))
RESULT = posting(SlotKind.RESULT, question_id=ASKED, revision=1)


def test_a_text_is_one_message_to_the_branchs_group() -> None:
    (only,) = messages(MORNING, NOON)
    assert (only.bot_id, only.chat_id, only.language, only.posting_id) == (7, -1, "en", 9)
    assert (only.kind, only.rank) == (DeliveryKind.MORNING, Rank.BROADCAST)
    assert only.payload == {"medium": None, "with_text": True}
    assert only.not_before == NOON


@pytest.mark.parametrize(
    ("kept", "parts"),
    [
        (item(PICTURE), [("picture", True)]),
        (item(PICTURE, body="字" * CAPTION_LIMIT), [("picture", False), (None, True)]),
        (item(PICTURE, AUDIO), [("picture", False), ("audio", False), (None, True)]),
    ],
)
def test_files_come_before_a_text_that_does_not_fit_below(
    kept: KeptItem, parts: list[tuple[str | None, bool]]
) -> None:
    found = messages(MORNING, NOON, kept)
    assert [(each.payload["medium"], each.payload["with_text"]) for each in found] == parts
    assert len({each.key for each in found}) == len(found)


@pytest.mark.parametrize(
    ("length", "fits"), [(CAPTION_LIMIT - 311, True), (CAPTION_LIMIT - 310, 0)]
)
def test_room_is_left_below_a_picture_for_what_stands_around_the_text(
    length: int, fits: bool
) -> None:
    assert text_goes_with_first(item(PICTURE, body="x" * length), "en") == bool(fits)
    assert text_goes_with_first(item(PICTURE, body="😀" * (length // 2)), "other") == bool(fits)


@pytest.mark.parametrize(
    ("asked", "long"),
    [
        (question("s" * 200), False),
        (question("s" * 201), True),
        (question("😀" * 101), True),
        (question("two\nlines"), True),
        (question("？？"), True),
        (question("Which?", "o" * 100, "p"), False),
        (question("Which?", "o" * 101, "p"), True),
        (question("Which?", "same", " same "), True),
    ],
)
def test_a_question_that_may_not_fit_its_poll_has_a_message_before_it(
    asked: Question, long: bool
) -> None:
    assert may_need_preface(asked) == long
    found = messages(QUESTION, NOON, asked=asked)
    kinds = [each.kind for each in found]
    assert kinds == ([DeliveryKind.QUESTION_TEXT] if long else []) + [DeliveryKind.NOON]
    assert found[-1].after_key == (found[0].key if long else None)


def test_one_language_that_does_not_fit_is_enough() -> None:
    both = replace(question(), texts={"en": question().texts["en"], "zh": QuestionText("问" * 201)})
    assert may_need_preface(both)


@pytest.mark.parametrize(
    ("given", "until"),
    [
        (MORNING, NOON + timedelta(hours=2)),
        (QUESTION, NOON + timedelta(hours=2)),
        (replace(QUESTION, closes_at=NOON + timedelta(hours=1)), NOON + timedelta(hours=1)),
        (posting(SlotKind.EVENING), NOON + timedelta(hours=2)),
        (RESULT, NIGHT),
    ],
)
def test_a_post_is_worth_sending_until_its_time_is_over(given: Posting, until: datetime) -> None:
    for each in messages(given, NOON):
        assert (each.not_before, each.expires_at) == (NOON, until)


def test_nothing_is_sent_into_the_night() -> None:
    night = {SLOT: NIGHT + timedelta(hours=1)}
    contents = Contents({VERSION: {"i": item()}}, {}, night)
    (prompt,) = deliveries_of([posting(SlotKind.EVENING)], contents, {UNIT.id: UNIT}, NOON)
    assert prompt.expires_at == NIGHT


@pytest.mark.parametrize(
    ("now", "begins", "ends"),
    [
        (at("05-20 12:59"), at("05-20 12:59"), NIGHT),
        (NIGHT, at("05-20 23:00"), at("05-21 13:00")),
        (at("05-20 19:00"), at("05-20 23:00"), at("05-21 13:00")),
        # Down for a day or more: told at once, unless it is night again.
        (at("05-22 02:00"), at("05-22 02:00"), at("05-22 13:00")),
        (at("05-22 13:00"), at("05-22 23:00"), at("05-23 13:00")),
        (at("05-22 22:59"), at("05-22 23:00"), at("05-23 13:00")),
    ],
)
def test_a_result_counted_too_late_waits_for_the_morning(
    now: datetime, begins: datetime, ends: datetime
) -> None:
    (result,) = messages(RESULT, now)
    assert (result.not_before, result.expires_at) == (begins, ends)
