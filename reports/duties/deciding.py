"""What the unit above is asked, and what it decided: accepted, sent back, excused."""

from collections.abc import Mapping
from datetime import date

from programme.duties.references import reference
from programme.duties.standing import Standing
from reports.days import shown_day
from reports.duties.entries import Names
from reports.duties.why import deciding_rows, person_suffix
from reports.duties.words import done_of, kinds_named, obligation_name
from reports.names import shown_name
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.duties import DutyBook
from storage.values.people import Unit
from storage.values.records import RulingKind

_RECORDS = 3


def question(
    words: Words, unit: Unit, standing: Standing, book: DutyBook, names: Names, today: date
) -> Said:
    """Asks the unit above to confirm what was done."""
    lines = [
        words.html("<b>To be confirmed: {duty}</b>", duty=_named(words, standing, names, today)),
        words.html("{unit}, {done}", unit=unit.name, done=done_of(words, standing)),
    ]
    for record in standing.counted[-_RECORDS:]:
        day, kinds = shown_day(words, record.day), kinds_named(words, book, record.kinds)
        lines.append(words.html("· {day} {kinds}", day=day, kinds=kinds))
    look = Button(words("Look at it"), data=f"why:{reference(standing.obligation)}")
    return Said("\n".join(lines), (*deciding_rows(words, standing), (look,)))


def settled(
    words: Words,
    unit: Unit,
    standing: Standing,
    names: Names,
    today: date,
    kind: RulingKind,
    by: str | None,
    reason: str = "",
) -> Said:
    """What came of a question, below each of its copies; ``by`` is None for the reader's own."""
    duty = _named(words, standing, names, today)
    look: Rows = ((Button(words("Look at it"), data=f"why:{reference(standing.obligation)}"),),)
    if by is None:
        said = {
            RulingKind.ACCEPTED: words.html("Accepted: {unit}, {duty}.", unit=unit.name, duty=duty),
            RulingKind.SENT_BACK: words.html(
                "Sent back: {unit}, {duty}. They are told why.", unit=unit.name, duty=duty
            ),
            RulingKind.EXCUSED: words.html(
                "Excused: {unit}, {duty}. They are told why.", unit=unit.name, duty=duty
            ),
            RulingKind.EXCUSE_ENDED: words.html(
                "No longer excused: {unit}, {duty}. They are told.", unit=unit.name, duty=duty
            ),
        }[kind]
        return Said(said, look)
    values = {"by": shown_name(by), "unit": unit.name, "duty": duty, "reason": reason}
    return Said(_by_somebody(words, kind, values), look)


def told(
    words: Words, standing: Standing, names: Names, today: date, kind: RulingKind, reason: str
) -> Said:
    """What whoever looks after the unit is told of a decision."""
    duty = _named(words, standing, names, today)
    named = reference(standing.obligation)
    look = Button(words("Look at it"), data=f"why:{named}")
    if kind is RulingKind.ACCEPTED:
        return Said(words.html("✓ {duty}: the unit above has confirmed it.", duty=duty), ((look,),))
    if kind is RulingKind.EXCUSED:
        said = words.html(
            "{duty}: excused by the unit above. Their reason: {reason}", duty=duty, reason=reason
        )
        return Said(said, ((look,),))
    if kind is RulingKind.EXCUSE_ENDED:
        said = words.html("{duty}: no longer excused; it is open again.", duty=duty)
        return Said(said, ((look,),))
    said = words.html(
        "{duty}: the unit above has sent it back, and it is open again. Their reason: {reason}",
        duty=duty,
        reason=reason,
    )
    return Said(said, ((look,),))


def ask_reason(
    words: Words, unit: Unit, standing: Standing, names: Names, today: date, kind: RulingKind
) -> Said:
    """Asks why something is sent back or excused: by a tap, or in the reader's own words."""
    duty, named = _named(words, standing, names, today), reference(standing.obligation)
    head = words.html("<b>{unit}: {duty}</b>", unit=unit.name, duty=duty)
    if kind is RulingKind.EXCUSED:
        ask, word = words("Why is it excused? Tap a reason, or write one."), "excuse"
    else:
        ask, word = words("What is to be mended? Tap a reason, or write one."), "back"
    rows = tuple(
        (Button(label, data=f"rule:{word}:{number}:{named}"),)
        for number, label in reasons(words, kind).items()
    )
    leave = Button(words("Leave it"), data=f"why:{named}")
    return Said(f"{head}\n{ask}", (*rows, (leave,)))


def reasons(words: Words, kind: RulingKind) -> Mapping[str, str]:
    """The reasons that a tap gives, by their numbers on buttons."""
    if kind is RulingKind.EXCUSED:
        return {
            "1": words("No occasion for it"),
            "2": words("People away"),
            "3": words("Done with others"),
            "4": words("Put off to later"),
        }
    return {
        "1": words("A photo is missing"),
        "2": words("Too little is said"),
        "3": words("People don't fit"),
        "4": words("Date doesn't fit"),
    }


def _by_somebody(words: Words, kind: RulingKind, values: Mapping[str, str]) -> str:
    if kind is RulingKind.ACCEPTED:
        return words.html("{by} has accepted it: {unit}, {duty}.", **values)
    if kind is RulingKind.SENT_BACK:
        return words.html("{by} has sent it back: {unit}, {duty}. Reason: {reason}", **values)
    if kind is RulingKind.EXCUSED:
        return words.html("{by} has excused it: {unit}, {duty}. Reason: {reason}", **values)
    return words.html("{by} has ended the excuse: {unit}, {duty}.", **values)


def _named(words: Words, standing: Standing, names: Names, today: date) -> str:
    name = obligation_name(words, standing.obligation, today)
    whose = person_suffix(words, standing, names)
    return words("{duty} ({group})", duty=name, group=whose) if whose else name
