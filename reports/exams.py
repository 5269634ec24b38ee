"""A test as a member meets it: what is open, one question after the other, and the end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from programme.exam_taking import OwnExam, Paper
from reports.days import shown_day, shown_time
from reports.private_questions import Private, asked
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.exams import Exam, Sitting, Terms
from storage.values.given import Given

EXAM = "exam"
"""What the data of a member's buttons begins with."""
BEGIN, GO, LOOK = "begin", "go", "look"
PASS_OVER, HAND_IN = "later", "in"


def name_of(words: Words, terms: Terms) -> str:
    """What a test is called, as plain text: by its own name, or by its first day."""
    return terms.title or words("Test of {day}", day=shown_day(words, terms.first))


def shown_moment(words: Words, at: datetime, zone: str) -> str:
    """A moment by a place's clocks: 27 May 21:00."""
    local = at.astimezone(ZoneInfo(zone))
    return words("{day} {time}", day=shown_day(words, local.date()), time=shown_time(local.time()))


def in_short(words: Words, terms: Terms) -> str:
    """How long a test is, how much time there is and what is enough, in a line."""
    parts = [words.count("{count} question", "{count} questions", count=terms.number)]
    if terms.minutes is None:
        parts.append(words("no time limit"))
    else:
        parts.append(words("{minutes} minutes", minutes=terms.minutes))
    if terms.pass_percent:
        parts.append(words("{percent} % is a pass", percent=terms.pass_percent))
    if terms.attempts != 1:
        parts.append(often(words, terms.attempts))
    return " · ".join(parts)


def often(words: Words, attempts: int) -> str:
    """How often a test may be sat."""
    if attempts == 0:
        return words("as often as you like")
    return words.count("once", "{count} times, the best counts", count=attempts)


def invitation(words: Words, exam: Exam, zone: str) -> Said:
    """What a member is told when a test opens."""
    assert exam.closes_at is not None
    until = shown_moment(words, exam.closes_at, zone)
    name = name_of(words, exam.terms)
    lines = [
        words.html("<b>{name}</b> is open until {until}.", name=name, until=until),
        in_short(words, exam.terms),
        "",
        _how(words, exam.terms),
    ]
    return Said("\n".join(lines), (_begin(words, exam, words("Begin")),))


def for_the_group(words: Words, exam: Exam, zone: str, bot: str) -> Said:
    """The one line for the group: that it is open, and the way to it."""
    assert exam.closes_at is not None
    text = words.html(
        "<b>{name}</b> is open until {until}: in private with me, at a time of your own.",
        name=name_of(words, exam.terms),
        until=shown_moment(words, exam.closes_at, zone),
    )
    return Said(text, ((Button(words("To the test"), url=f"https://t.me/{bot}?start=test"),),))


def own_page(words: Words, own: Sequence[OwnExam], past: Rows, now: datetime, zone: str) -> Said:
    """The answer to /test for a member: what is open, with a way in. ``past``: buttons of tests
    that are over."""
    lines, rows = [], []
    for each in own:
        lines.append(_own_line(words, each, now, zone))
        row = _way_in(words, each, now)
        rows += [row] if row else []
    if not lines:
        return Said(words("There is no test for you just now."), past)
    return Said("\n\n".join(lines), (*rows, *past))


def question(words: Words, it: Paper, shown: Private, now: datetime, given: Given) -> Said:
    """The question that is to be answered now. ``given``: what was picked of it so far."""
    said = asked(words, shown, _head(words, it, now), given)
    place, sitting = it.sitting.place, it.sitting.id
    later = Button(words("Later"), data=f"{EXAM}:{sitting}:{place}:{PASS_OVER}")
    hand_in = Button(words("Hand in"), data=f"{EXAM}:{sitting}:{HAND_IN}")
    left = it.answered.count(False)
    return Said(said.text, (*said.buttons, (later, hand_in) if left > 1 else (hand_in,)))


def come_round(words: Words, it: Paper, now: datetime) -> Said:
    """What is asked when only questions are left that were passed over, or before handing in with
    some of them open."""
    left = it.answered.count(False)
    open_ones = words.count(
        "<b>{count} question</b> is still open.",
        "<b>{count} questions</b> are still open.",
        count=left,
    )
    sitting = it.sitting.id
    go_on = Button(words("Go on"), data=f"{EXAM}:{GO}:{sitting}")
    hand_in = Button(words("Hand in"), data=f"{EXAM}:{sitting}:{HAND_IN}:yes")
    left_over = _time_left(words, it.sitting, now)
    return Said(f"{open_ones}\n{left_over}".rstrip(), ((go_on, hand_in),))


def look_row(words: Words, own: OwnExam) -> tuple[Button, ...]:
    """The way to what came of the last sitting."""
    label = words("Result: {name}", name=name_of(words, own.exam.terms))
    return (Button(label, data=f"{EXAM}:{LOOK}:{own.sittings[-1].id}"),)


def _how(words: Words, terms: Terms) -> str:
    if terms.minutes is None:
        return words("Take your time: you can stop at any time and go on later with /test.")
    return words(
        "The clock starts when you tap Begin. If you are cut off, nothing is lost: /test goes on "
        "where you were."
    )


def _begin(words: Words, exam: Exam, label: str) -> tuple[Button, ...]:
    return (Button(label, data=f"{EXAM}:{BEGIN}:{exam.id}"),)


def _own_line(words: Words, own: OwnExam, now: datetime, zone: str) -> str:
    exam = own.exam
    assert exam.opens_at is not None and exam.closes_at is not None
    name = name_of(words, exam.terms)
    if own.running is not None:
        left = _time_left(words, own.running, now)
        head = words.html("<b>{name}</b>: you are in the middle of it.", name=name)
        return f"{head}\n{left}".rstrip()
    if now < exam.opens_at:
        opens = shown_moment(words, exam.opens_at, zone)
        return words.html("<b>{name}</b>: it opens {moment}.", name=name, moment=opens)
    until = shown_moment(words, exam.closes_at, zone)
    if own.sittings:
        return words.html("<b>{name}</b>: done. Open until {until}.", name=name, until=until)
    head = words.html("<b>{name}</b> is open until {until}.", name=name, until=until)
    return f"{head}\n{in_short(words, exam.terms)}\n{_how(words, exam.terms)}"


def _way_in(words: Words, own: OwnExam, now: datetime) -> tuple[Button, ...]:
    name = name_of(words, own.exam.terms)
    if own.running is not None:
        label = words("Go on: {name}", name=name)
        return (Button(label, data=f"{EXAM}:{GO}:{own.running.id}"),)
    row: tuple[Button, ...] = ()
    if own.may_begin(now):
        label = (
            words("Again: {name}", name=name) if own.sittings else words("Begin: {name}", name=name)
        )
        row = _begin(words, own.exam, label)
    return (*row, *look_row(words, own)) if own.sittings else row


def _head(words: Words, it: Paper, now: datetime) -> str:
    where = words.html(
        "<b>Question {number} of {count}</b>", number=it.sitting.place + 1, count=len(it.rows)
    )
    left = _time_left(words, it.sitting, now)
    return f"{where} · {left}" if left else where


def _time_left(words: Words, sitting: Sitting, now: datetime) -> str:
    """How much time there is; nothing when it is days."""
    left = sitting.ends_at - now
    if left > timedelta(hours=24):
        return ""
    if left <= timedelta(minutes=1):
        return words("less than a minute left")
    if left > timedelta(hours=2):
        hours = int(left / timedelta(hours=1))
        return words.count("{count} hour left", "{count} hours left", count=hours)
    # The end is kept in whole seconds, never too early: that second makes no minute of its own.
    minutes = ceil((left - timedelta(seconds=1)) / timedelta(minutes=1))
    return words.count("{count} minute left", "{count} minutes left", count=minutes)
