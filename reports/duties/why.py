"""/why: how an obligation stands and why, from its rule to what to do next, in one message."""

from collections.abc import Sequence
from datetime import date
from html import escape

from msgspec import Struct

from programme.duties.counting import PassedOver
from programme.duties.references import reference
from programme.duties.standing import Standing
from programme.duties.unbroken import Unbroken
from reports.days import shown_days
from reports.duties.entries import (
    Entry,
    Names,
    entry_name,
    left_in_words,
    shown_day_of,
    shows_amount,
    whose_turn,
)
from reports.duties.rule_words import rule_lines
from reports.duties.words import (
    done_of,
    due_in_words,
    duty_title,
    headed,
    kinds_named,
    obligation_name,
    state_name,
)
from reports.languages import text_in
from reports.lists import listed
from reports.names import shortened, shown_name
from reports.said import Button, Rows, Said
from reports.splitting import TEXT_LIMIT, visible_length
from reports.wording import Words
from storage.values.duties import DutyBook, Family, RecordKind, State
from storage.values.people import PersonId, Unit
from storage.values.records import Record, RulingKind

_SIZES = ((8, 600), (5, 300), (3, 150), (1, 0))
"""How many records of a sort are told and how long the guidance may be, tried in this order."""
_TOPIC = 30
_BUTTONS = 3


class Why(Struct, frozen=True):
    """What is explained, and to whom. ``decides``: the reader decides about it; ``does``: they can
    put a record down for it. ``row``: how long it has been done without a break."""

    unit: Unit
    today: date
    book: DutyBook
    standing: Standing
    names: Names
    reader: PersonId | None = None
    decides: bool = False
    does: bool = True
    row: Unbroken | None = None


def why_text(words: Words, why: Why, back: Rows = ()) -> Said:
    """The whole explanation, with its buttons; shortened at whole lines where it is too long."""
    texts = (_text(words, why, *size) for size in _SIZES)
    fitting = (text for text in texts if visible_length(text) <= TEXT_LIMIT)
    text = next(fitting, None) or "\n".join(_head(words, why))
    return Said(text, (*_buttons(words, why), *back))


def which(
    words: Words,
    told: Sequence[tuple[Unit, Standing]],
    names: Names,
    today: date,
    reader: PersonId | None = None,
) -> Said:
    """Asks which of several obligations is meant, each with its button."""
    lines, rows = [words("Which one do you mean?")], []
    for number, (unit, standing) in enumerate(told, 1):
        name = entry_name(words, Entry((standing,)), names, today, reader)
        line = words("{unit}: {duty}", unit=unit.name, duty=name)
        lines.append(escape(f"{number}. {line}", quote=False))
        rows.append((Button(str(number), data=f"why:{reference(standing.obligation)}"),))
    return Said("\n".join(lines), tuple(rows))


def next_step(words: Words, standing: Standing, book: DutyBook, today: date) -> str:
    """The one thing to do next, as plain text."""
    state = standing.state
    if standing.is_met:
        return _nothing(words, state)
    if standing.first:
        needed = [book.duty(key) for key in standing.first]
        titles = [duty_title(words, each) for each in needed if each is not None]
        return words("First comes: {duties}", duties=listed(words, titles))
    if standing.ruling is not None and standing.ruling.kind is RulingKind.SENT_BACK:
        return words("Mend what was sent back, and it counts again.")
    left = left_in_words(words, standing)
    if state is not State.OVERDUE:
        return words("{left}, by {day}.", left=left, day=shown_day_of(words, standing.due, today))
    if standing.counted:
        return words("{left}. Once that is put down, it is done late.", left=left)
    of_a_unit = standing.obligation.subject.person_id is None
    meets = of_a_unit and any(kind.family is Family.MEETING for kind in _kinds(standing, book))
    asked = (
        words("Past due: not held, or not recorded?")
        if meets
        else words("Past due: not done, or not recorded?")
    )
    return words("{asked} Once it is put down, it is done late.", asked=asked)


def _kinds(standing: Standing, book: DutyBook) -> list[RecordKind]:
    keys = standing.obligation.duty.counting.kinds
    return [kind for kind in (book.kind(key) for key in keys) if kind is not None]


def _nothing(words: Words, state: State) -> str:
    if state is State.EXCUSED:
        return words("nothing; the unit above has excused it.")
    if state is State.AWAITING:
        return words("nothing; enough is done, and the unit above has yet to confirm it.")
    return words("nothing; it is done.")


def person_suffix(words: Words, standing: Standing, names: Names) -> str:
    """Whose obligation it is, if a person's, as plain text."""
    whose = standing.obligation.subject.person_id
    return "" if whose is None else shown_name(names.get(whose, ""))


def _text(words: Words, why: Why, records: int, guidance: int) -> str:
    lines = [*_head(words, why), *_rule(words, why), *_guidance(words, why, guidance)]
    lines += _counted(words, why, records)
    lines += _passed_over(words, why, records)
    waits = why.standing.waits_for
    if waits and not why.standing.is_met:
        lines += ["", escape(headed(whose_turn(words, waits, why.names)), quote=False)]
    step = next_step(words, why.standing, why.book, why.today)
    lines += ["", words.html("<b>Next:</b> {step}", step=step)]
    return "\n".join(lines)


def _head(words: Words, why: Why) -> list[str]:
    standing = why.standing
    name = obligation_name(words, standing.obligation, why.today)
    state = state_name(words, standing.state)
    if shows_amount(standing):
        state = words("{state}, {done}", state=state, done=done_of(words, standing))
    whose = person_suffix(words, standing, why.names)
    where = words("{person}, {unit}", person=whose, unit=why.unit.name) if whose else why.unit.name
    due = shown_day_of(words, standing.due, why.today)
    lines = [
        words.html("<b>{duty}: {state}</b>", duty=headed(name), state=state),
        escape(where, quote=False),
    ]
    if standing.is_met:
        lines.append(words.html("Due {day}", day=due))
    else:
        left = due_in_words(words, standing.due, why.today)
        lines.append(words.html("Due {day}, {left}", day=due, left=left))
    return [*lines, *_unbroken(words, why), *_ruled(words, why)]


def _unbroken(words: Words, why: Why) -> list[str]:
    if why.row is None:
        return []
    since = shown_day_of(words, why.row.since, why.today)
    return [
        words.count(
            "Without a break since {since}: {count} time",
            "Without a break since {since}: {count} times",
            count=why.row.periods,
            since=since,
        )
    ]


def _ruled(words: Words, why: Why) -> list[str]:
    ruling = why.standing.ruling
    if ruling is None:
        return []
    by = shown_name(why.names.get(ruling.by, "")) if ruling.by is not None else words("the owner")
    if ruling.kind is RulingKind.EXCUSED:
        return [words.html("Excused by {by}: {reason}", by=by, reason=ruling.reason)]
    if ruling.kind is RulingKind.SENT_BACK:
        return [words.html("Sent back by {by}: {reason}", by=by, reason=ruling.reason)]
    return [words.html("Confirmed by {by}", by=by)]


def _rule(words: Words, why: Why) -> list[str]:
    obligation = why.standing.obligation
    told = rule_lines(words, obligation.duty, obligation.amount, why.book)
    days = shown_days(words, obligation.period.first, obligation.period.last)
    lines = ["", words("<b>The rule</b>")]
    lines += [escape(headed(line), quote=False) for line in told]
    return [*lines, words.html("Time: {days}", days=days)]


def _guidance(words: Words, why: Why, longest: int) -> list[str]:
    texts = why.standing.obligation.duty.guidance
    text = text_in(texts, words.language).strip() if texts else ""
    if not text or not longest:
        return []
    return [escape(_at_a_sentence(text, longest), quote=False)]


def _at_a_sentence(text: str, longest: int) -> str:
    """A text that is too long ends where a sentence or a line does, with a sign that it goes on."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    end = max(cut.rfind(sign) for sign in ("。", ". ", "\n", "；", "; "))
    if end <= 0:
        end = max(cut.rfind(" "), 0) or longest
    return cut[: end + 1].rstrip() + " …"


def _counted(words: Words, why: Why, most: int) -> list[str]:
    records = why.standing.counted
    if not records:
        return ["", words("<b>Nothing counts yet.</b>")]
    lines = ["", words.html("<b>Counted: {count}</b>", count=len(records))]
    lines += [escape(f"· {_record(words, why, each)}", quote=False) for each in records[-most:]]
    return [*lines, *_more(words, len(records) - most)]


def _passed_over(words: Words, why: Why, most: int) -> list[str]:
    passed: Sequence[PassedOver] = why.standing.passed_over
    if not passed:
        return []
    lines = ["", words.html("<b>Not counted: {count}</b>", count=len(passed))]
    for each in passed[-most:]:
        said = words(
            "{record}: {why}", record=_record(words, why, each.record), why=words.say(each.why)
        )
        lines.append(escape(f"· {said}", quote=False))
    return [*lines, *_more(words, len(passed) - most)]


def _more(words: Words, count: int) -> list[str]:
    if count <= 0:
        return []
    return [words.count("and {count} earlier one", "and {count} earlier ones", count=count)]


def _record(words: Words, why: Why, record: Record) -> str:
    day = shown_day_of(words, record.day, why.today)
    kinds = kinds_named(words, why.book, record.kinds)
    said = words("{day} {kinds}", day=day, kinds=kinds)
    if not record.topic:
        return said
    topic = shortened(record.topic, _TOPIC)
    return words("{record} ({topic})", record=said, topic=topic)


def _buttons(words: Words, why: Why) -> Rows:
    standing = why.standing
    named = reference(standing.obligation)
    rows: list[tuple[Button, ...]] = []
    if why.does and not standing.is_met:
        rows.append((Button(words("Put it down"), data=f"record:for:{named}"),))
    if why.decides:
        rows += deciding_rows(words, standing)
    rows += [
        (Button(_record_label(words, why, each), data=f"record:show:{each.id}"),)
        for each in standing.counted[-_BUTTONS:]
        if why.does or why.decides
    ]
    return tuple(rows)


def _record_label(words: Words, why: Why, record: Record) -> str:
    return words("Record of {day}", day=shown_day_of(words, record.day, why.today))


def deciding_rows(words: Words, standing: Standing) -> list[tuple[Button, ...]]:
    """What somebody who decides about an obligation can do."""
    named = reference(standing.obligation)
    if standing.state is State.AWAITING:
        accept = Button(words("Accept"), data=f"rule:accept:{named}")
        return [(accept, Button(words("Send back"), data=f"rule:back:{named}"))]
    if standing.state is State.EXCUSED:
        return [(Button(words("No longer excused"), data=f"rule:end:{named}"),)]
    if standing.is_met:
        return []
    return [(Button(words("Excuse it"), data=f"rule:excuse:{named}"),)]
