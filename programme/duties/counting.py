"""Which records count towards an obligation, and why others don't.

Plain rules. A record is looked at when it is of a kind that the duty counts, concerns the subject
and lies in the period; one that makes up for another period counts there, and nowhere else.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from msgspec import Struct

from programme.duties.by_book import ByBook
from programme.duties.facts import UnitFacts
from programme.duties.obligations import Obligation
from storage.values.duties import DutyBook, Evidence, Measure, Part, Subject
from storage.values.messages import Message, message
from storage.values.notes import NoteMedia
from storage.values.records import Record

_WORDS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\d_]+")


class PassedOver(Struct, frozen=True):
    """A record that was looked at and does not count, and why."""

    record: Record
    why: Message


class Looked(Struct, frozen=True):
    """What came of looking at records: those that count, by day, and those that don't."""

    counted: tuple[Record, ...]
    passed_over: tuple[PassedOver, ...]


def look_at(
    obligation: Obligation,
    records: Iterable[Record],
    facts: UnitFacts,
    book: DutyBook,
    sent_back: datetime | None = None,
) -> Looked:
    """Look at all records that may count. ``sent_back``: when what lay there was sent back."""
    counted: list[Record] = []
    passed_over: list[PassedOver] = []
    found = (record for record in records if _concerns(obligation, record, facts, book))
    for record in sorted(found, key=lambda each: (each.day, each.id)):
        why = why_not(obligation, record, facts, book)
        if why is None and sent_back is not None and record.changed_at <= sent_back:
            why = message("It was sent back. Once it is changed, it counts again.")
        if why is None:
            counted.append(record)
        else:
            passed_over.append(PassedOver(record, why))
    return Looked(tuple(counted), tuple(passed_over))


def kinds_of(record: Record, book: DutyBook) -> frozenset[str]:
    """All kinds as which a record counts."""
    return counts_as(record.kinds, book)


def counts_as(keys: Iterable[str], book: DutyBook) -> frozenset[str]:
    """All kinds as which something of these kinds counts."""
    return _all_kinds(book, tuple(keys))


def _worked_out(book: DutyBook, keys: tuple[str, ...]) -> frozenset[str]:
    kinds = set(keys)
    waiting = list(kinds)
    while waiting:
        kind = book.kind(waiting.pop())
        new = set(kind.also) - kinds if kind else set()
        kinds |= new
        waiting += new
    return frozenset(kinds)


# Asked of each record for each obligation, and there are few kinds.
_all_kinds = ByBook(_worked_out, most=1000)


def why_not(
    obligation: Obligation, record: Record, facts: UnitFacts, book: DutyBook
) -> Message | None:
    """Why a record of the right kind, subject and period does not count; None when it does."""
    counting = obligation.duty.counting
    minutes = record.minutes or 0
    if record.minutes is None and counting.least_minutes:
        return message(
            "It has to last {least} minutes; how long it took isn't written down.",
            least=counting.least_minutes,
        )
    if minutes < counting.least_minutes:
        return message(
            "It has to last {least} minutes; {minutes} are written down.",
            least=counting.least_minutes,
            minutes=minutes,
        )
    return (
        _lacks_people(obligation, record, facts)
        or _lacks_matter(obligation, record, book)
        or _lacks_evidence(obligation, record)
    )


def topics_of(record: Record, topics: Collection[str], book: DutyBook) -> list[str]:
    """Those of the book's topics that a record is on, by their keys."""
    said = record.topic.casefold()
    return [
        each.key
        for each in book.topics
        if each.key in topics and any(word.casefold() in said for word in each.words)
    ]


def words_in(text: str) -> int:
    """How many words a text has: each Chinese character is one."""
    return len(_WORDS.findall(text))


def _concerns(obligation: Obligation, record: Record, facts: UnitFacts, book: DutyBook) -> bool:
    # Most records lie elsewhere in time: that is looked at first.
    return (
        _lies_in(obligation, record)
        and _is_of(obligation.subject, record, facts)
        and not kinds_of(record, book).isdisjoint(obligation.duty.counting.kinds)
    )


def _is_of(subject: Subject, record: Record, facts: UnitFacts) -> bool:
    if subject.person_id is not None:
        return record.took_part(subject.person_id)
    if record.unit_id != subject.unit_id:
        return False
    return not subject.group or subject.group == _group_of(record, facts)


def _group_of(record: Record, facts: UnitFacts) -> str:
    """The group within the branch that a record is of. One that is called otherwise by now is where
    most of those are who took part."""
    groups = {each.person_id: each.group for each in facts.members if each.on(record.day)}
    if not record.group or record.group in groups.values():
        return record.group
    theirs = Counter(groups.get(each.person_id, "") for each in record.people)
    return max(theirs, key=lambda group: theirs[group], default=record.group)


def _lies_in(obligation: Obligation, record: Record) -> bool:
    if record.makes_up:
        meant = [each.period for each in record.makes_up if each.duty == obligation.duty.key]
        if meant:
            return obligation.period.key in meant
    return obligation.period.first <= record.day <= obligation.period.last


def _lacks_people(obligation: Obligation, record: Record, facts: UnitFacts) -> Message | None:
    counting, subject = obligation.duty.counting, obligation.subject
    if counting.quorum:
        members = [each.person_id for each in facts.members_on(record.day, subject.group)]
        here = sum(record.took_part(person) for person in members)
        if here < counting.quorum * len(members) - 1e-9:
            return message(
                "{here} of {all} members were there; at least {percent} % have to be.",
                here=here,
                all=len(members),
                percent=round(counting.quorum * 100),
            )
    if counting.spoken_by:
        holders = facts.holders_on(record.day, counting.spoken_by)
        if holders and not any(record.took_part(each.person_id, Part.SPEAKER) for each in holders):
            return message("The speech of whoever holds the office is missing.")
    if subject.person_id is None:
        return None
    if counting.part is Part.SPEAKER and not record.took_part(subject.person_id, Part.SPEAKER):
        return message("They were there; that they spoke is not noted.")
    elsewhere = counting.in_own_branch and (
        record.unit_id != facts.home_on(subject.person_id, record.day)
    )
    return message("It was not in their own branch.") if elsewhere else None


def _lacks_matter(obligation: Obligation, record: Record, book: DutyBook) -> Message | None:
    counting, measure = obligation.duty.counting, obligation.amount.measure
    if counting.topics and not topics_of(record, counting.topics, book):
        return message("It is on another topic.")
    if counting.places and record.place_kind not in counting.places:
        return message("It was at another kind of place, or none is written down.")
    if measure is Measure.TOPICS and not record.topic.strip():
        return message("No topic is written down.")
    if measure is Measure.PART and (record.of is None or record.number is None):
        return message("The numbers are missing: how many, out of how many.")
    if measure is Measure.HOURS and not record.minutes:
        return message("How long it took isn't written down.")
    return None


def _lacks_evidence(obligation: Obligation, record: Record) -> Message | None:
    wanted = obligation.duty.wanted
    if Evidence.PHOTO in wanted.kinds and not any(
        each.media is NoteMedia.PHOTO for each in record.files
    ):
        return message("A photo is wanted with it.")
    if Evidence.FILE in wanted.kinds and not record.files:
        return message("A photo or a file is wanted with it.")
    if Evidence.TEXT in wanted.kinds and words_in(record.text) < max(wanted.words, 1):
        return message(
            "Its text has to have {least} words; it has {count}.",
            least=max(wanted.words, 1),
            count=words_in(record.text),
        )
    return None
