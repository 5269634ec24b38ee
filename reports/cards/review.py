"""The annual review: a member's, a branch's, a unit's year on paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from programme.cards.review import MemberReview, UnitReview
from programme.duties.standing import Standing
from reports.cards.digest import ORDER, percent
from reports.cards.score import (
    days_told,
    legend,
    month_name,
    months_as_squares,
    right_share,
    totals_as_figures,
)
from reports.cards.texts import beginning, breakable, foot, paragraphs
from reports.days import shown_day
from reports.duties.words import headed, obligation_name, state_name
from reports.languages import text_in
from reports.lists import listed
from reports.names import shortened, shown_name
from reports.records.words import record_kinds
from reports.wording import Words
from storage.chosen_notes import ChosenNote
from storage.values.duties import DutyBook, State
from storage.values.people import PersonId
from storage.values.records import Record
from storage.values.standings import Sums

_NOTE_ROOM = 700.0
_NOTE_UNITS = 3000
_RECORDS = 6
_TOPIC = 40


def member_pages(words: Words, review: MemberReview) -> Mapping[str, Any]:
    """A member's year, as the template ``review`` takes it."""
    score = review.score
    name = shown_name(score.person.name)
    owner = score.person.id
    lines = [_record(words, review.book, each, owner) for each in review.records]
    duties = _duties(words, review.book, review.standings)
    if lines:
        taken = {"title": words("What I took part in"), "said": "", "state": State.DONE.value}
        duties.append({"title": "", "lines": [{**taken, "records": lines}]})
    return {
        **_frame(words, score.year, name),
        "below": breakable(review.branch.name),
        "figures": totals_as_figures(words, score.totals),
        "told": [days_told(words, score)],
        "months": months_as_squares(words, score),
        "duties": duties,
        "duties-told": _states(words, _counted(review.standings)),
        "notes-title": words("Notes I chose"),
        "notes": [_note(words, each, {}, named=False) for each in review.notes],
        "words-title": words("What I take along, and what I plan"),
        "signed": [],
    }


def unit_pages(words: Words, review: UnitReview) -> Mapping[str, Any]:
    """A branch's or a unit's year, likewise."""
    members = words.count("{count} member", "{count} members", count=review.members)
    sums = review.sums
    return {
        **_frame(words, review.year, review.unit.name),
        "below": words("{days} · {members}", days=_span(words, review), members=members),
        "figures": _figures(words, sums) if sums and sums.due else [],
        "told": _told(words, review),
        "months": _months(words, review),
        "units": _below(words, review),
        "units-told": _too_small(words, review),
        "duties": _duties(words, review.book, review.standings),
        "duties-told": _all_states(words, review),
        "notes-title": words("Notes that members chose"),
        "notes": [_note(words, each, review.names, named=True) for each in review.notes],
        "words-title": words("What was said at the meeting"),
        "signed": [words("Chair:"), words("Minutes:"), words("Date:")],
    }


def _frame(words: Words, year: int, name: str) -> dict[str, Any]:
    kind = words("Review of the year {year}", year=year)
    return {
        "language": words.language,
        "kind": kind,
        "title": words("{name} · {review}", name=name, review=kind),
        "name": breakable(name),
        "figures-title": words("The year in figures"),
        "months-told": words("Taking part, month by month: how much of the three studies was done"),
        "legend": legend(words),
        "units": [],
        "units-title": words("The units below"),
        "units-told": "",
        "duties-title": words("Duties and what was recorded"),
        "words-told": words("To be written by hand."),
        "foot": foot(words),
    }


def _figures(words: Words, sums: Sums) -> list[Mapping[str, str]]:
    told = [
        (f"{sums.check_ins:,}", words("times read")),
        (f"{sums.answered:,}", words("answers")),
        (right_share(sums.right, sums.answered), words("answered right")),
        (f"{sums.notes:,}", words("notes")),
    ]
    return [{"number": number, "label": label} for number, label in told]


def _told(words: Words, review: UnitReview) -> list[str]:
    sums = review.sums
    if sums is None:
        return [words("With fewer than five members figures would name people; they are left out.")]
    if not sums.due:
        return [words("Nothing was posted in this year.")]
    return [
        words(
            "On each day of study a member did {acts} of the three on average: {share} of all "
            "that could be done.",
            acts=f"{sums.acts / sums.due:.1f}",
            share=percent(sums.acts / (3 * sums.due)),
        )
    ]


def _months(words: Words, review: UnitReview) -> list[Mapping[str, Any]]:
    if review.sums is None or not review.sums.due:
        return []
    found: list[Mapping[str, Any]] = []
    for number in range(1, 13):
        sums = review.months.get(number)
        share = min(1.0, sums.acts / (3 * sums.due)) if sums and sums.due else None
        name = month_name(words, date(review.year, number, 1))
        found.append({"name": name, "share": share, "said": percent(share) if share else ""})
    return found


def _below(words: Words, review: UnitReview) -> list[list[str]]:
    if not review.below:
        return []
    head = [words("Unit"), words("People"), words("Taking part"), words("Right")]
    rows = [
        [
            breakable(each.name),
            f"{each.members:,}",
            percent(each.sums.acts / (3 * each.sums.due)) if each.sums.due else "–",
            right_share(each.sums.right, each.sums.answered),
        ]
        for each in review.below
    ]
    return [head, *rows]


def _too_small(words: Words, review: UnitReview) -> str:
    if not review.too_small or not review.below:
        return ""
    return words.count(
        "{count} with fewer than five members is not told by itself.",
        "{count} with fewer than five members are not told by themselves.",
        count=review.too_small,
    )


def _duties(words: Words, book: DutyBook, standings: Sequence[Standing]) -> list[dict[str, Any]]:
    sections: dict[str, list[Mapping[str, Any]]] = {}
    for each in standings:
        line = {
            "title": headed(obligation_name(words, each.obligation)),
            "state": each.state.value,
            "said": state_name(words, each.state),
            "records": [_record(words, book, r) for r in each.counted[:_RECORDS]],
        }
        sections.setdefault(each.obligation.duty.section, []).append(line)
    return [
        {"title": _section(words, book, section), "lines": lines}
        for section, lines in sections.items()
    ]


def _section(words: Words, book: DutyBook, section: str) -> str:
    titles = book.sections.get(section)
    return text_in(titles, words.language) if titles else ""


def _record(words: Words, book: DutyBook, record: Record, reader: PersonId | None = None) -> str:
    """A record in a line; to others than ``reader`` it says how many were there."""
    said = [shown_day(words, record.day), record_kinds(words, book, record)]
    topic = shortened(" ".join(record.topic.split()), _TOPIC)
    if topic:
        said.append(topic)
    if record.people and reader is None:
        said.append(words.count("{count} person", "{count} people", count=len(record.people)))
    return " · ".join(said)


def _counted(standings: Sequence[Standing]) -> Mapping[State, int]:
    found: dict[State, int] = {}
    for each in standings:
        found[each.state] = found.get(each.state, 0) + 1
    return found


def _states(words: Words, states: Mapping[State, int]) -> str:
    return listed(words, [f"{state_name(words, s)} {states[s]}" for s in ORDER if states.get(s)])


def _all_states(words: Words, review: UnitReview) -> str:
    own = _states(words, _counted(review.standings))
    below = _states(words, review.states)
    if not below:
        return own
    said = words("In the units below: {states}", states=below)
    return words("{own}. {below}", own=own, below=said) if own else said


def _note(
    words: Words, note: ChosenNote, names: Mapping[Any, str], *, named: bool
) -> Mapping[str, Any]:
    cut = beginning(note.text, _NOTE_ROOM, _NOTE_UNITS)
    by = [shown_name(note.name), names.get(note.unit_id, "")] if named else []
    told = [part for part in (*by, shown_day(words, note.day)) if part]
    if cut.is_cut:
        told.append(words("(the beginning)"))
    return {"paragraphs": paragraphs(cut.text), "by": " · ".join(told)}


def _span(words: Words, review: UnitReview) -> str:
    last = min(review.today, date(review.year, 12, 31), review.unit.until or date.max)
    first = date(review.year, 1, 1)
    return words(
        "{first} to {last}", first=shown_day(words, first), last=shown_day(words, max(first, last))
    )
