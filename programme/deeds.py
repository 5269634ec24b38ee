"""A member's daily acts: checking in, answering, writing a note.

Each action reads and writes a page of the batch's book, so it takes effect with the batch, and a
second act in the same batch knows of the first. A deed belongs to the day of the post that it
answers, and counts in the branch that is the person's home on that day; a day on which something
was done keeps the branch that it was done in.
"""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from programme.page import Page, right_answer
from storage.batch import AnswerRow, CheckInRow, NoteRow
from storage.doers import Doer
from storage.note_files import files_as_text
from storage.snapshot import Posted
from storage.values.days import Posting
from storage.values.messages import Refused, message
from storage.values.notes import NoteFile
from storage.values.people import ChatId, MessageId, PersonId, UnitId
from storage.values.programme_files import Points


class CheckedIn(Struct, frozen=True):
    """What came of a check-in: whether it is the day's first, and the streak in days.

    ``bridged`` is how many days missed before it a freeze has bridged by this act.
    """

    new: bool
    streak: int
    bridged: int = 0


class Answered(Struct, frozen=True):
    """What came of an answer: whether it is the person's first, and whether the choice is right."""

    new: bool
    right: bool


class NewNote(Struct, frozen=True):
    """A note as it was written.

    ``files`` are several for an album. ``private``: only its writer may see it, and the group
    ``shared_in`` if there is one. ``by`` is who puts it down on the writer's behalf.
    """

    day: date
    chat_id: ChatId
    message_id: MessageId
    text: str
    files: tuple[NoteFile, ...] = ()
    private: bool = False
    shared_in: ChatId | None = None
    by: PersonId | None = None


def home_of(doer: Doer | None, day: date) -> UnitId:
    """The branch where a person's acts of a day count.

    Raises :class:`Refused` for somebody who is at home in no branch that day.
    """
    unit = doer.home_on(day) if doer else None
    if unit is None:
        raise Refused(
            message(
                "You are not on this branch's list yet. Please send me /join in private, and the "
                "secretary lets you in."
            )
        )
    return unit


async def check_in(
    page: Page,
    doer: Doer,
    day: date,
    now: datetime,
    worth: Points,
    by: PersonId | None = None,
) -> CheckedIn:
    """Note that a person has read the day's study item; a second time changes nothing.

    ``by`` is who puts it down on their behalf.
    """
    unit = home_of(doer, day)
    await page.book.need(doer, unit, day)
    late = await page.book.was_over(unit, day, now)
    return checked_in(page, doer, unit, day, now, worth, late=late, by=by)


def checked_in(
    page: Page,
    doer: Doer,
    unit: UnitId,
    day: date,
    now: datetime,
    worth: Points,
    *,
    late: bool,
    by: PersonId | None = None,
) -> CheckedIn:
    """:func:`check_in` for a day that the book has loaded already; ``late``: it was over."""
    person = doer.person.id
    done = page.member_day(person, unit, day)
    if done.check_ins:
        streak = page.streak(person)
        return CheckedIn(False, streak.length if streak else 1)
    page.added.check_ins.append(CheckInRow(person, day, done.unit_id, now, by))
    before = page.streak(person)
    streak = page.write_day(replace(done, check_ins=1, late=done.late + late), worth)
    if streak is None:
        return CheckedIn(True, 1)
    bridged = set(streak.frozen).difference(before.frozen) if before else ()
    return CheckedIn(True, streak.length, len(bridged))


async def undo_check_in(page: Page, doer: Doer, day: date, worth: Points) -> bool:
    """Take a check-in back. False when there is none."""
    unit = home_of(doer, day)
    await page.book.need(doer, unit, day)
    done = page.member_day(doer.person.id, unit, day)
    if not done.check_ins:
        return False
    was_late = await _was_late(page, doer, unit, day)
    page.take_back(replace(done, check_ins=0, late=max(0, done.late - was_late)), worth)
    return True


async def _was_late(page: Page, doer: Doer, unit: UnitId, day: date) -> bool:
    """Whether a check-in that is there was made when its day was over."""
    at = await page.book.check_in_time(doer.person.id, day)
    return at is not None and await page.book.was_over(unit, day, at)


async def answer(
    page: Page, doer: Doer, posted: Posted, chosen: tuple[int, ...], now: datetime, worth: Points
) -> Answered:
    """Store a person's answer; the first one given to a question counts, whatever comes later."""
    posting = posted.posting
    unit = home_of(doer, posting.day)
    await page.book.need(doer, unit, posting.day)
    await page.book.need_answer(doer.person.id, posting.id)
    late = await page.book.was_over(unit, posting.day, now)
    return answered(page, doer, unit, posted, chosen, now, worth, late=late)


def answered(
    page: Page,
    doer: Doer,
    unit: UnitId,
    posted: Posted,
    chosen: tuple[int, ...],
    now: datetime,
    worth: Points,
    *,
    late: bool = False,
) -> Answered:
    """:func:`answer` for what the book has loaded already; ``late``: the day was over. A vote in
    a poll never is, as a poll closes with its day."""
    person, posting = doer.person.id, posted.posting
    right = right_answer(page, posted, chosen)
    if page.has_answered(person, posting.id):
        return Answered(False, right)
    done = page.member_day(person, unit, posting.day)
    row = AnswerRow(person, posting.id, done.unit_id, posting.day, chosen, now)
    page.added.answers[person, posting.id] = row
    counts = {"answered": done.answered + 1, "right": done.right + right}
    page.write_day(replace(done, **counts, late=done.late + late), worth)
    return Answered(True, right)


def changed(page: Page, doer: Doer, posting: Posting, chosen: tuple[int, ...]) -> None:
    """Keep what somebody chose who had answered before; marks go by the first answer."""
    page.added.changed[doer.person.id, posting.id] = chosen


def picked(page: Page, doer: Doer, posting: Posting, option: int) -> tuple[int, ...]:
    """Pick an option of a question with several right ones, or leave it again; what is picked now.

    Nothing is answered by it yet.
    """
    person = doer.person.id
    picks = tuple(sorted({option}.symmetric_difference(page.picked(person, posting.id))))
    page.added.picks[person, posting.id] = picks
    return picks


async def keep_note(page: Page, doer: Doer, note: NewNote, now: datetime, worth: Points) -> int:
    """Keep a note; the streak in days. Each message is one note; the points of a day come once."""
    unit = home_of(doer, note.day)
    await page.book.need(doer, unit, note.day)
    done = page.member_day(doer.person.id, unit, note.day)
    page.added.notes.append(
        NoteRow(
            person_id=doer.person.id,
            unit_id=done.unit_id,
            day=note.day,
            bot_id=page.book.bot_id,
            chat_id=note.chat_id,
            message_id=note.message_id,
            text=note.text,
            media_kind=note.files[0].media.value if note.files else None,
            file_id=files_as_text(note.files) or None,
            private=note.private,
            at=now,
            shared_in=note.shared_in,
            by=note.by,
        )
    )
    late = await page.book.was_over(unit, note.day, now)
    streak = page.write_day(replace(done, notes=done.notes + 1, late=done.late + late), worth)
    return streak.length if streak else 1
