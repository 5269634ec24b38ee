"""Putting deeds down on behalf of members: somebody in office does it for those who can't.

What is put down counts like any deed of the member's own, for today or for one of the days before
that can still be made up, and everywhere it shows it is marked as put down. It is written among
the acts of the office, and a slip can be taken back for a day.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace
from msgspec.structs import replace as with_changes

from programme.absences import on_leave_until
from programme.calendar import local_day
from programme.counters import counter
from programme.deeds import NewNote, check_in, keep_note, undo_check_in
from programme.page import Page
from storage import behalf, office_acts, programmes
from storage.doers import Doer
from storage.notes import delete_note
from storage.postings import study_postings
from storage.values.behalf import Deed, NotePutDown, PutDown
from storage.values.days import MemberDay, Posting, SlotKind
from storage.values.messages import Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import Person, PersonId, Unit, UnitId
from storage.values.programme_files import Points, Windows

TAKEN_BACK_WITHIN = timedelta(days=1)
"""For how long something put down can be taken back."""

_DAYS = 3
_CLOSED = message("That day can't be changed any more. Today and the days just before are open.")
_TOO_LATE = message("That can't be taken back any more: it was put down more than a day ago.")
_SHARED = message("This note has been shown to the group. Its writer can take it back: /notebook.")


class Helped(Struct, frozen=True):
    """The member whose page is open, the branch that is their home, and its local day.

    ``by`` is who has opened it; nobody puts anything down for themselves.
    """

    doer: Doer
    unit: Unit
    today: date
    by: Person

    @property
    def person(self) -> Person:
        """The member."""
        return self.doer.person

    @property
    def is_oneself(self) -> bool:
        """Whether somebody looks at their own page."""
        return self.person.id == self.by.id


class MemberPage(Struct, frozen=True):
    """One member's day as the branch's secretary sees it.

    ``days`` are those that can be chosen, today first. ``is_posted``: there was something to read
    that day. ``put_down`` is what others put down for that day.
    """

    helped: Helped
    day: date
    days: Sequence[date]
    done: MemberDay
    is_posted: bool
    put_down: Sequence[PutDown] = ()
    on_leave_until: date | None = None


def days_open(today: date, windows: Windows, doer: Doer, unit: UnitId) -> Sequence[date]:
    """The days for which something can be put down, today first: at most three, no further back
    than can be made up, and only those on which the branch was the member's home."""
    back = min(_DAYS, windows.make_up_days + 1)
    days = (today - timedelta(days=n) for n in range(back))
    return tuple(day for day in days if doer.home_on(day) == unit)


def may_take_back(put_down_at: datetime, now: datetime) -> bool:
    """Whether something put down is so fresh that it can be taken back."""
    return now - put_down_at <= TAKEN_BACK_WITHIN


async def member_page(page: Page, helped: Helped, day: date) -> MemberPage:
    """One member's day. Raises :class:`Refused` for a day that is closed."""
    tx, unit, person = page.book.tx, helped.unit, helped.person.id
    days = await _days(page, helped)
    _check(day, days)
    await page.book.need(helped.doer, unit.id, day)
    return MemberPage(
        helped=helped,
        day=day,
        days=days,
        done=page.member_day(person, unit.id, day),
        is_posted=bool(await _mornings(page, unit, day)),
        put_down=await _put_down(page, helped, day),
        on_leave_until=await on_leave_until(tx, person, day),
    )


async def _put_down(page: Page, helped: Helped, day: date) -> Sequence[PutDown]:
    """What was put down for a day, this page's own acts included."""
    person, by = helped.person.id, helped.by
    kept = await behalf.put_down_for(page.book.tx, person, day, day)
    if (person, day) in page.added.undone:
        kept = [each for each in kept if each.deed is not Deed.CHECK_IN]
    fresh = [
        PutDown(day, Deed.CHECK_IN, by.name, row.at)
        for row in page.added.check_ins
        if (row.person_id, row.day, row.by) == (person, day, by.id)
    ]
    return [*kept, *fresh]


async def check_open(page: Page, helped: Helped, day: date) -> None:
    """Raise :class:`Refused` for a day for which nothing can be put down any more."""
    _check(day, await _days(page, helped))


async def put_down_check_in(
    page: Page, helped: Helped, day: date, now: datetime, worth: Points
) -> bool:
    """Check a member in; False when the day had a check-in already."""
    await check_open(page, helped, day)
    posted = await _mornings(page, helped.unit, day)
    if not posted:
        raise Refused(message("Nothing to read was posted that day, so there is nothing to note."))
    done = await check_in(page, helped.doer, day, now, worth, helped.by.id)
    if done.new:
        await _write_act(page, helped, ActKind.PUT_DOWN, Deed.CHECK_IN, day, now)
        page.deliver(counter(posted[-1], now))
    return done.new


async def put_down_note(
    page: Page, helped: Helped, note: NewNote, now: datetime, worth: Points
) -> None:
    """Keep a note for a member; only they see it."""
    await check_open(page, helped, note.day)
    theirs = replace(note, private=True, by=helped.by.id)
    await keep_note(page, helped.doer, theirs, now, worth)
    await _write_act(page, helped, ActKind.PUT_DOWN, Deed.NOTE, note.day, now)


async def take_back_check_in(
    page: Page, helped: Helped, day: date, now: datetime, worth: Points
) -> bool:
    """Take a check-in back that was put down; False when there is none."""
    found = await behalf.put_down_for(page.book.tx, helped.person.id, day, day)
    fresh = next((each for each in found if each.deed is Deed.CHECK_IN), None)
    if fresh is None:
        return False
    if not may_take_back(fresh.at, now):
        raise Refused(_TOO_LATE)
    undone = await undo_check_in(page, helped.doer, day, worth)
    if undone:
        await _write_act(page, helped, ActKind.PUT_DOWN_TAKEN_BACK, Deed.CHECK_IN, day, now)
        for posting in (await _mornings(page, helped.unit, day))[-1:]:
            page.deliver(counter(posting, now))
    return undone


async def take_back_note(
    page: Page, helped: Helped, note: NotePutDown, now: datetime, worth: Points
) -> None:
    """Take a note out again that was put down; what it counted for goes with it."""
    if not may_take_back(note.at, now):
        raise Refused(_TOO_LATE)
    if note.shared:
        raise Refused(_SHARED)
    book, unit = page.book, helped.doer.home_on(note.day) or helped.unit.id
    await book.need(helped.doer, unit, note.day)
    done = page.member_day(helped.person.id, unit, note.day)
    late = await book.was_over(unit, note.day, note.at)
    counts = {"notes": max(0, done.notes - 1), "late": max(0, done.late - late)}
    page.lessen(with_changes(done, **counts), worth)
    await delete_note(book.tx, note.id)
    await _write_act(page, helped, ActKind.PUT_DOWN_TAKEN_BACK, Deed.NOTE, note.day, now)


def helped_today(doer: Doer, unit: Unit, by: Person, now: datetime) -> Helped | None:
    """The member as somebody to put something down for; None for who is not at home there today."""
    today = local_day(now, unit.time_zone)
    return Helped(doer, unit, today, by) if doer.home_on(today) == unit.id else None


async def _days(page: Page, helped: Helped) -> Sequence[date]:
    version = await programmes.newest_version(page.book.tx, helped.unit.programme_key or "")
    windows = version.settings.windows if version else Windows()
    return days_open(helped.today, windows, helped.doer, helped.unit.id)


def _check(day: date, days: Sequence[date]) -> None:
    if day not in days:
        raise Refused(_CLOSED)


async def _mornings(page: Page, unit: Unit, day: date) -> Sequence[Posting]:
    """What a day's morning became, as far as it was sent."""
    found = await study_postings(page.book.tx, page.book.bot_id, unit.id, day)
    return [each for each in found if each.kind is SlotKind.MORNING and each.state == "sent"]


async def _write_act(
    page: Page, helped: Helped, kind: ActKind, deed: Deed, day: date, now: datetime
) -> None:
    person: PersonId = helped.person.id
    act = OfficeAct(helped.unit.id, kind, helped.by.id, now, person, day, deed.value)
    await office_acts.add(page.book.tx, act)
