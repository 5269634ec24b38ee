"""How far a person has come with the day's three studies: a plain rule over slots and postings."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from storage.values.days import (
    STUDIES,
    MemberDay,
    Posting,
    PostingId,
    Slot,
    SlotKind,
    SlotState,
)


class StudyState(StrEnum):
    """``LATER``: not posted yet. ``CLOSED``: the time for answering is over. ``MISSED``: it was
    not posted, by our fault. ``NONE``: nothing was planned."""

    DONE = "done"
    OPEN = "open"
    LATER = "later"
    CLOSED = "closed"
    MISSED = "missed"
    NONE = "none"


class Study(Struct, frozen=True):
    """One of the day's three, for one person.

    ``due_at`` is when it is, or was, to be posted. ``open_postings`` are the posts in which
    something can still be done. ``done_count`` of ``count`` questions are answered; for the other
    two studies ``count`` is 1.
    """

    kind: SlotKind
    state: StudyState
    due_at: datetime | None = None
    open_postings: tuple[Posting, ...] = ()
    done_count: int = 0
    count: int = 1


_NOT_POSTED: Mapping[SlotState, StudyState] = {
    SlotState.DUE: StudyState.LATER,
    SlotState.TAKEN: StudyState.LATER,
    SlotState.MISSED: StudyState.MISSED,
    SlotState.FAILED: StudyState.MISSED,
    SlotState.EMPTY: StudyState.NONE,
}


def studies(
    slots: Collection[Slot],
    postings: Sequence[Posting],
    done: MemberDay | None,
    answered: Collection[PostingId],
    now: datetime,
) -> tuple[Study, ...]:
    """The day's three in their order. What was done counts as done, whatever was posted."""
    by_kind = {slot.kind: slot for slot in slots}
    found = []
    for kind in STUDIES:
        sent = [p for p in postings if p.kind is kind and p.state == "sent"]
        if kind is SlotKind.NOON:
            study = _questions(by_kind.get(kind), sent, answered, now)
        else:
            study = _study(kind, by_kind.get(kind), sent, _is_done(kind, done))
        found.append(study)
    return tuple(found)


def _study(kind: SlotKind, slot: Slot | None, sent: Sequence[Posting], is_done: bool) -> Study:
    due_at = slot.due_at if slot else None
    if is_done:
        return Study(kind, StudyState.DONE, due_at, tuple(sent), done_count=1)
    if sent:
        return Study(kind, StudyState.OPEN, due_at, tuple(sent))
    return Study(kind, _not_posted(slot), due_at)


def _questions(
    slot: Slot | None, sent: Sequence[Posting], answered: Collection[PostingId], now: datetime
) -> Study:
    due_at = slot.due_at if slot else None
    if not sent:
        return Study(SlotKind.NOON, _not_posted(slot), due_at)
    left = [posting for posting in sent if posting.id not in answered]
    still_open = tuple(p for p in left if p.closes_at is None or p.closes_at > now)
    over = StudyState.CLOSED if left else StudyState.DONE
    state = StudyState.OPEN if still_open else over
    return Study(
        SlotKind.NOON, state, due_at, still_open, done_count=len(sent) - len(left), count=len(sent)
    )


def _not_posted(slot: Slot | None) -> StudyState:
    return _NOT_POSTED.get(slot.state, StudyState.LATER) if slot else StudyState.NONE


def _is_done(kind: SlotKind, done: MemberDay | None) -> bool:
    if done is None:
        return False
    return bool(done.check_ins if kind is SlotKind.MORNING else done.notes)
