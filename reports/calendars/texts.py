"""What entries of a calendar say, as plain text."""

from datetime import date

from programme.calendars.agenda import Agenda
from programme.duties.standing import Standing
from reports.duties.entries import Entry, missing_in_words, shows_amount
from reports.duties.words import (
    amount_in_words,
    done_of,
    kinds_named,
    obligation_name,
    state_name,
)
from reports.languages import text_in
from reports.wording import Words
from storage.values.days import SlotKind
from storage.values.duties import State, Step
from storage.values.meetings import Meeting
from storage.values.people import Unit


def calendar_name(words: Words, unit: Unit) -> str:
    """What the calendar is called where it is shown among others."""
    return words("{unit} · Sanxue", unit=unit.name)


def due_name(words: Words, standing: Standing, told: Agenda) -> str:
    """An obligation on its due date: ✓ before what is met, ⚠ before what is overdue."""
    return _mark(standing) + obligation_name(words, standing.obligation, told.today)


def due_text(words: Words, standing: Standing, told: Agenda) -> str:
    """How it stands with an obligation, what is missing, and what it asks for."""
    state = state_name(words, standing.state)
    if shows_amount(standing):
        state = words("{duty} ({state})", duty=state, state=done_of(words, standing))
    lines = [words("{part}: {said}", part=words("State"), said=state)]
    if not standing.is_met:
        lines.append(missing_in_words(words, Entry((standing,)), {}))
    duty = standing.obligation.duty
    guidance = text_in(duty.guidance, words.language) if duty.guidance else ""
    return "\n".join([*lines, "", guidance] if guidance else lines)


def step_name(
    words: Words, standing: Standing, step: Step, by: date, told: Agenda, *, taken: bool
) -> str:
    """A step on the way to an obligation, on its day."""
    mark = "✓ " if taken else "⚠ " if by < told.today else ""
    amount = amount_in_words(words, standing.obligation.amount.measure, step.least)
    name = obligation_name(words, standing.obligation, told.today)
    return mark + words("{duty}: {amount} by today", duty=name, amount=amount)


def meeting_name(words: Words, meeting: Meeting, told: Agenda) -> str:
    """What a meeting is, with its group."""
    name = kinds_named(words, told.book, meeting.kinds)
    group = meeting.group
    return words("{what} ({group})", what=name, group=group) if group else name


def meeting_text(words: Words, meeting: Meeting) -> str:
    """What a meeting is about; empty where nothing is said."""
    return words("About: {topic}", topic=meeting.topic) if meeting.topic else ""


def daily_name(words: Words, kind: SlotKind) -> str:
    """One of the day's three."""
    return {
        SlotKind.MORNING: words("Today's study"),
        SlotKind.NOON: words("Noon question"),
        SlotKind.EVENING: words("Evening note"),
    }[kind]


def _mark(standing: Standing) -> str:
    if standing.is_met:
        return "✓ "
    return "⚠ " if standing.state is State.OVERDUE else ""
