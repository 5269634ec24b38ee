"""Setting a test: the summary of what is settled, and what comes of it."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from programme.exam_choices import Part
from programme.exam_sources import Offered
from reports.days import shown_day, shown_days, shown_time
from reports.exams import often
from reports.languages import text_in
from reports.lists import listed
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.exams import Exam, Terms
from storage.values.messages import Message
from storage.values.people import Unit

SETTING = "exam-set"
"""What the data of a setter's buttons begins with."""
NEW, ANNOUNCE, DROP, OTHER = "new", "announce", "drop", "other"


class Draft(Struct, frozen=True):
    """A draft with what its summary tells: its unit, where the questions come from (None when
    that is gone), for how many branches and people it is meant (None: too many to count), and what
    keeps it from being announced."""

    exam: Exam
    unit: Unit
    source: Offered | None
    branches: int
    people: int | None
    hindrance: Message | None = None

    @property
    def terms(self) -> Terms:
        """What is settled so far."""
        return self.exam.terms


def which_unit(words: Words, units: Sequence[Unit]) -> Said:
    """Asks at which unit the test is to be set."""
    rows = tuple((Button(unit.name, data=f"{SETTING}:{NEW}:{unit.id}"),) for unit in units)
    return Said(words("For whom is the test?"), rows)


def summary(words: Words, draft: Draft, notice: str = "") -> Said:
    """All that is settled, with «announce», «drop» and a button for each thing."""
    head = [f"✓ {escape(notice, quote=False)}", ""] if notice else []
    title = words.html("<b>A test for {unit}</b>", unit=draft.unit.name)
    lines = [*head, title, "", *_lines(words, draft), ""]
    if draft.hindrance is not None:
        lines.append(escape(words.say(draft.hindrance), quote=False))
    else:
        lines.append(words("Tap Announce, or what you want to change."))
    return Said("\n".join(lines), _menu(words, draft))


def announced(words: Words, exam: Exam) -> Said:
    """That the test is announced, and what happens now."""
    text = words(
        "Announced. When it opens, I tell everybody it is for in private, and whoever looks after "
        "a branch has the list under /test."
    )
    return Said(text, (_to_set(words, exam),))


def sure_to_drop(words: Words, exam: Exam) -> Said:
    """Asks once more before a test is called off that is announced."""
    yes = Button(words("Call it off"), data=f"{SETTING}:{exam.id}:{DROP}:yes")
    no = Button(words("Leave it"), data=f"{SETTING}:{exam.id}")
    return Said(
        words("Call the test off? What has been answered counts for nothing then."), ((yes, no),)
    )


def dropped(words: Words) -> Said:
    """That a draft is dropped, or a test called off."""
    return Said(words("Dropped. Nobody hears of it any more."))


def source_name(words: Words, offered: Offered | None) -> str:
    """A source by name, with how many questions it has; as plain text."""
    if offered is None:
        return words("(the questions are gone)")
    name = offered.title
    if offered.programme is not None:
        name = text_in(offered.programme.titles, words.language)
    return words("{name} ({count} in all)", name=name, count=offered.size)


def shown_window(words: Words, terms: Terms) -> str:
    """The window as it is settled: 20–27 May, 08:00–21:00."""
    first, last = shown_time(terms.begins), shown_time(terms.ends)
    if terms.first == terms.last:
        day = shown_day(words, terms.first)
        return words("{day}, {first} to {last}", day=day, first=first, last=last)
    days = shown_days(words, terms.first, terms.last)
    return words(
        "{days}, from {first} on the first day to {last} on the last",
        days=days,
        first=first,
        last=last,
    )


def limit_in_words(words: Words, minutes: int) -> str:
    """A time limit in minutes; 0: none."""
    return words("{minutes} min", minutes=minutes) if minutes else words("none")


def pass_in_words(words: Words, percent: int) -> str:
    """A pass mark; 0: nobody can fail."""
    return words("{percent} %", percent=percent) if percent else words("nobody can fail")


def results_in_words(words: Words, *, at_once: bool) -> str:
    """When results come."""
    return words("right after it") if at_once else words("when it closes")


def group_in_words(words: Words, *, told: bool) -> str:
    """Whether the groups hear of it."""
    return words("one line, without a sound") if told else words("nothing")


def _lines(words: Words, draft: Draft) -> list[str]:
    terms = draft.terms
    lines = [words.html("Called: {name}", name=terms.title)] if terms.title else []
    asked_from = source_name(words, draft.source)
    lines.append(words.html("Questions from: {source}", source=asked_from))
    if terms.shares:
        shares = [words("{tag} {count}", tag=s.tag, count=s.count) for s in terms.shares]
        lines.append(words.html("Of each: {shares}", shares=listed(words, shares)))
    elif terms.tags:
        lines.append(words.html("Only with the tags: {tags}", tags=listed(words, terms.tags)))
    lines.append(words("How many: {count}", count=terms.number))
    lines.append(words("Time limit: {limit}", limit=limit_in_words(words, terms.minutes or 0)))
    lines.append(words("When: {window}", window=shown_window(words, terms)))
    lines.append(words("How often: {often}", often=often(words, terms.attempts)))
    lines.append(words("Pass: {percent}", percent=pass_in_words(words, terms.pass_percent)))
    lines.append(words.html("For: {audience}", audience=_audience(words, draft)))
    lines.append(words("Results: {when}", when=results_in_words(words, at_once=terms.at_once)))
    lines.append(words("In the groups: {how}", how=group_in_words(words, told=terms.in_group)))
    return lines


def _menu(words: Words, draft: Draft) -> Rows:
    rows = (
        (Part.SOURCE, Part.TAGS, Part.NUMBER),
        (Part.MINUTES, Part.WINDOW, Part.ATTEMPTS),
        (Part.PASS, Part.AUDIENCE, Part.RESULTS),
        (Part.GROUP, Part.TITLE),
    )
    names = _names(words)
    exam_id = draft.exam.id
    taps: Rows = tuple(
        tuple(Button(names[part], data=f"{SETTING}:{exam_id}:{part.value}") for part in row)
        for row in rows
    )
    drop = Button(words("Drop"), data=f"{SETTING}:{exam_id}:{DROP}")
    if draft.hindrance is not None:
        return (*taps, (drop,))
    announce = Button(words("Announce"), data=f"{SETTING}:{exam_id}:{ANNOUNCE}")
    return ((announce, drop), *taps)


def _names(words: Words) -> dict[Part, str]:
    return {
        Part.SOURCE: words("Questions"),
        Part.TAGS: words("Tags"),
        Part.NUMBER: words("How many"),
        Part.MINUTES: words("Time limit"),
        Part.WINDOW: words("When"),
        Part.ATTEMPTS: words("How often"),
        Part.PASS: words("Pass"),
        Part.AUDIENCE: words("For whom"),
        Part.RESULTS: words("Results"),
        Part.GROUP: words("Groups"),
        Part.TITLE: words("Its name"),
    }


def _to_set(words: Words, exam: Exam) -> tuple[Button, ...]:
    return (Button(words("Look at it"), data=f"{SETTING}:{exam.id}"),)


def _audience(words: Words, draft: Draft) -> str:
    who = listed(words, draft.terms.audience) or words("everybody")
    branches = words.count("{count} branch", "{count} branches", count=draft.branches)
    if draft.people is None:
        return words("{who} ({branches})", who=who, branches=branches)
    people = words.count("{count} person", "{count} people", count=draft.people)
    return words("{who} ({people}, {branches})", who=who, people=people, branches=branches)
