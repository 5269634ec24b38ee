"""A member's daily acts: checking in, answering, writing a note.

Each action reads and writes a page of the batch's book, so it takes effect with the batch, and a
second act in the same batch knows of the first. A deed belongs to the day of the post that it
answers, and counts in the branch that is the person's home on that day.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from programme.book import Page, right_answer
from storage.batch import AnswerRow, CheckInRow, NoteRow
from storage.snapshot import Doer, Posted
from storage.values.messages import Refused, message
from storage.values.people import ChatId, MessageId, UnitId
from storage.values.programme_files import Points


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What came of a check-in: whether it is the day's first, and the streak in days.

    ``made_up``: it belongs to a day before the last one with an act; the streak, which it may have
    mended, is then worked out afterwards.
    """

    new: bool
    streak: int
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer: whether it is the person's first, and whether the choice is right."""

    new: bool
    right: bool


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note as it was written. ``private``: only its writer may see it."""

    day: date
    chat_id: ChatId
    message_id: MessageId
    text: str
    media_kind: str | None = None
    file_id: str | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class NoteKept:
    """What came of a note: whether it is the day's first, and the streak in days."""

    first_today: bool
    streak: int


def home_of(doer: Doer | None, day: date) -> UnitId:
    """The branch where a person's acts of a day count.

    Raises :class:`Refused` for somebody who is at home in no branch that day.
    """
    unit = doer.home_on(day) if doer else None
    if unit is None:
        raise Refused(
            message("You are not on this branch's list yet. Please ask the secretary to add you.")
        )
    return unit


async def check_in(page: Page, doer: Doer, day: date, now: datetime, worth: Points) -> CheckedIn:
    """Note that a person has read the day's study item; a second time changes nothing."""
    unit = home_of(doer, day)
    await page.book.need(doer, unit, day)
    return checked_in(page, doer, unit, day, now, worth)


def checked_in(
    page: Page, doer: Doer, unit: UnitId, day: date, now: datetime, worth: Points
) -> CheckedIn:
    """:func:`check_in` for a day that the book has loaded already."""
    person = doer.person.id
    done = page.member_day(person, unit, day)
    if done.check_ins:
        streak = page.streak(person)
        return CheckedIn(False, streak.length if streak else 1)
    page.added.check_ins.append(CheckInRow(person, day, unit, now))
    streak = page.write_day(replace(done, check_ins=1), worth)
    made_up = streak is not None and day < streak.last_day
    return CheckedIn(True, streak.length if streak else 1, made_up)


async def undo_check_in(page: Page, doer: Doer, day: date, worth: Points) -> bool:
    """Take a check-in back. False when there is none."""
    unit = home_of(doer, day)
    await page.book.need(doer, unit, day)
    done = page.member_day(doer.person.id, unit, day)
    if not done.check_ins:
        return False
    page.take_back(replace(done, check_ins=0), worth)
    return True


async def answer(
    page: Page, doer: Doer, posted: Posted, chosen: tuple[int, ...], now: datetime, worth: Points
) -> Answered:
    """Store a person's answer; the first one given to a question counts, whatever comes later."""
    posting = posted.posting
    unit = home_of(doer, posting.day)
    await page.book.need(doer, unit, posting.day)
    await page.book.need_answer(doer.person.id, posting.id)
    return answered(page, doer, unit, posted, chosen, now, worth)


def answered(
    page: Page,
    doer: Doer,
    unit: UnitId,
    posted: Posted,
    chosen: tuple[int, ...],
    now: datetime,
    worth: Points,
) -> Answered:
    """:func:`answer` for what the book has loaded already."""
    person, posting = doer.person.id, posted.posting
    right = right_answer(page, posted, chosen)
    if page.has_answered(person, posting.id):
        return Answered(False, right)
    page.added.answers.append(AnswerRow(person, posting.id, unit, posting.day, chosen, now))
    done = page.member_day(person, unit, posting.day)
    page.write_day(replace(done, answered=done.answered + 1, right=done.right + right), worth)
    return Answered(True, right)


async def keep_note(
    page: Page, doer: Doer, note: NewNote, now: datetime, worth: Points
) -> NoteKept:
    """Keep a note. Each message is one note; the points of a day come once."""
    unit = home_of(doer, note.day)
    await page.book.need(doer, unit, note.day)
    done = page.member_day(doer.person.id, unit, note.day)
    page.added.notes.append(
        NoteRow(
            person_id=doer.person.id,
            unit_id=unit,
            day=note.day,
            bot_id=page.book.bot_id,
            chat_id=note.chat_id,
            message_id=note.message_id,
            text=note.text,
            media_kind=note.media_kind,
            file_id=note.file_id,
            private=note.private,
            at=now,
        )
    )
    streak = page.write_day(replace(done, notes=done.notes + 1), worth)
    return NoteKept(done.notes == 0, streak.length if streak else 1)
