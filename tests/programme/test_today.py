"""How far a person has come with the day's three."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from programme.today import StudyState, studies
from storage.values.days import (
    MemberDay,
    Posting,
    PostingId,
    QuestionId,
    Slot,
    SlotId,
    SlotKind,
    SlotState,
    VersionId,
)
from storage.values.people import BotId, ChatId, MessageId, PersonId, UnitId

DAY = date(2026, 5, 20)
ONE_PM = datetime(2026, 5, 20, 5, tzinfo=UTC)
CLOSES = datetime(2026, 5, 20, 11, tzinfo=UTC)
MORNING, NOON, EVENING = SlotKind.MORNING, SlotKind.NOON, SlotKind.EVENING


def slot(kind: SlotKind, state: SlotState) -> Slot:
    return Slot(SlotId(1), BotId(7), kind, UnitId(1), PersonId(0), DAY, ONE_PM, state)


def posting(kind: SlotKind, number: int) -> Posting:
    noon = kind is NOON
    return Posting(
        PostingId(number),
        BotId(7),
        SlotId(1),
        kind,
        UnitId(1),
        DAY,
        0,
        ChatId(-1),
        "zh",
        VersionId(1),
        MessageId(number),
        question_id=QuestionId(1) if noon else None,
        closes_at=CLOSES if noon else None,
        state="sent",
    )


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (SlotState.DUE, StudyState.LATER),
        (SlotState.TAKEN, StudyState.LATER),
        (SlotState.MISSED, StudyState.MISSED),
        (SlotState.FAILED, StudyState.MISSED),
        (SlotState.EMPTY, StudyState.NONE),
    ],
)
def test_what_has_not_been_posted(state: SlotState, told: StudyState) -> None:
    found = studies([slot(kind, state) for kind in (MORNING, NOON, EVENING)], [], None, (), ONE_PM)
    assert [each.state for each in found] == [told] * 3
    assert {each.due_at for each in found} == {ONE_PM}


def test_a_day_without_slots_has_nothing() -> None:
    assert {each.state for each in studies([], [], None, (), ONE_PM)} == {StudyState.NONE}


def test_what_was_posted_is_open_until_it_is_done() -> None:
    posts = [posting(MORNING, 1), posting(NOON, 2), posting(EVENING, 3)]
    slots = [slot(kind, SlotState.POSTED) for kind in (MORNING, NOON, EVENING)]
    found = studies(slots, posts, None, (), ONE_PM)
    assert [each.state for each in found] == [StudyState.OPEN] * 3
    done = MemberDay(PersonId(1), UnitId(1), DAY, check_ins=1, answered=1, notes=2)
    found = studies(slots, posts, done, {PostingId(2)}, ONE_PM)
    assert [each.state for each in found] == [StudyState.DONE] * 3


def test_a_post_on_its_way_is_not_open_yet() -> None:
    post = replace(posting(MORNING, 1), message_id=None, state="planned")
    found = studies([slot(MORNING, SlotState.TAKEN)], [post], None, (), ONE_PM)
    assert found[0].state is StudyState.LATER


def test_a_post_whose_message_has_an_unknown_number_is_open() -> None:
    post = replace(posting(MORNING, 1), message_id=None)
    found = studies([slot(MORNING, SlotState.POSTED)], [post], None, (), ONE_PM)
    assert found[0].state is StudyState.OPEN


def test_a_note_before_the_evening_is_done() -> None:
    done = MemberDay(PersonId(1), UnitId(1), DAY, notes=1)
    found = studies([slot(EVENING, SlotState.DUE)], [], done, (), ONE_PM)
    assert found[2].state is StudyState.DONE


@pytest.mark.parametrize(
    ("answered", "now", "state", "left"),
    [
        ((), ONE_PM, StudyState.OPEN, 2),
        ((2,), ONE_PM, StudyState.OPEN, 1),
        ((2, 3), ONE_PM, StudyState.DONE, 0),
        ((2,), CLOSES, StudyState.CLOSED, 0),
        ((2, 3), CLOSES, StudyState.DONE, 0),
    ],
)
def test_two_questions(
    answered: tuple[int, ...], now: datetime, state: StudyState, left: int
) -> None:
    posts = [posting(NOON, 2), posting(NOON, 3)]
    done = [PostingId(number) for number in answered]
    noon = studies([slot(NOON, SlotState.POSTED)], posts, None, done, now)[1]
    assert (noon.state, len(noon.open_postings)) == (state, left)
    assert (noon.done_count, noon.count) == (len(answered), 2)
