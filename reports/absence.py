"""Leave of members and pauses of branches, in words."""

from collections.abc import Collection, Sequence
from datetime import date

from programme.absences import OnLeave
from programme.calendar import NextPost
from reports.days import shown_day, shown_day_from, shown_days, shown_time
from reports.lists import listed
from reports.names import shown_name
from reports.rows import branch_buttons
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.pauses import Pause
from storage.values.people import PersonId, Unit, UnitId

# So many names are a list to be read.
_NAMES = 20


def leave_page(
    words: Words, person: PersonId, name: str | None, leaves: Collection[Pause], today: date
) -> Said:
    """Somebody's leave: what there is, and for which days more is wanted. ``name`` is None for
    oneself."""
    if name is None:
        head = words("<b>Leave</b>")
        why = words(
            "On days of leave nothing is counted and your days in a row stay as they are. What you "
            "do all the same is noted."
        )
    else:
        head = words.html("<b>Leave of {name}</b>", name=shown_name(name))
        why = words("On days of leave nothing is counted, and days in a row stay as they are.")
    said = _asking(words, f"leave:{person}", [head, why], leaves, today, words("End the leave"))
    return said if name is None else _with_way_back(words, said, person, today)


def leave_done(
    words: Words,
    notice: str,
    person: PersonId,
    name: str | None,
    leaves: Collection[Pause],
    today: date,
) -> Said:
    """Somebody's leave after a change, which ``notice`` tells; ``name`` is None for oneself."""
    said = _told(words, f"leave:{person}", notice, leaves, today, words("End the leave"))
    return said if name is None else _with_way_back(words, said, person, today)


def leave_noted(words: Words, name: str | None, first: date, last: date) -> str:
    """What is said once a leave is put down; ``name`` is None for oneself."""
    days = shown_days(words, first, last)
    if name is None:
        return words.html("Noted: on leave {days}. Take good care.", days=days)
    return words.html("Noted: {name} is on leave {days}.", name=shown_name(name), days=days)


def leave_ended(words: Words, name: str | None) -> str:
    """What is said once a leave is taken back or cut short."""
    if name is None:
        return words("That leave is over. Good to have you back.")
    return words.html("That leave of {name} is over.", name=shown_name(name))


def leave_told(words: Words, by: str, first: date, last: date) -> Said:
    """Said to somebody for whom the secretary has put a leave down."""
    return Said(
        words.html(
            "{name} has noted that you are on leave {days}. Take good care; if the days aren't "
            "right, send /leave.",
            name=shown_name(by),
            days=shown_days(words, first, last),
        )
    )


def pause_page(
    words: Words, unit: UnitId, name: str, pauses: Collection[Pause], today: date
) -> Said:
    """A branch's pauses: what there is, and for which days one is wanted."""
    head = words.html("<b>A pause for {branch}</b>", branch=name)
    why = words(
        "While a branch pauses, at harvest or on holidays, nothing is posted or counted, and "
        "everybody's days in a row stay as they are. It goes on by itself."
    )
    return _asking(words, f"pause:{unit}", [head, why], pauses, today, words("Go on now"))


def pause_done(
    words: Words, notice: str, unit: UnitId, pauses: Collection[Pause], today: date
) -> Said:
    """A branch's pauses after a change, which ``notice`` tells."""
    return _told(words, f"pause:{unit}", notice, pauses, today, words("Go on now"))


def which_branch(words: Words, branches: Sequence[Unit]) -> Said:
    """Asked of somebody who looks after several branches."""
    return Said(words("Which branch is to pause?"), branch_buttons(branches, "pause"))


def pause_noted(
    words: Words, name: str, first: date, last: date, goes_on: NextPost | None, today: date
) -> str:
    """What is said once a branch is to pause."""
    said = words.html("{branch} pauses {days}.", branch=name, days=shown_days(words, first, last))
    return said if goes_on is None else said + "\n" + _on(words, goes_on, today)


def pause_ended(words: Words, name: str, goes_on: NextPost | None, today: date) -> str:
    """What is said once a pause is taken back or cut short."""
    said = words.html("The pause of {branch} is over.", branch=name)
    return said if goes_on is None else said + "\n" + _on(words, goes_on, today)


def ask_days(words: Words) -> Said:
    """Asks for days to be typed."""
    return Said(
        words(
            "Please write the days, such as <b>10.1-10.7</b>, or one day, such as <b>10.1</b>. "
            "If it's not needed, send /cancel."
        )
    )


def paused_line(words: Words, until: date, goes_on: NextPost | None, today: date) -> str:
    """That a branch pauses, until when, and when it goes on."""
    said = words("The branch pauses until {day}.", day=shown_day(words, until))
    return said if goes_on is None else said + "\n" + _on(words, goes_on, today)


def on_leave_line(words: Words, away: Sequence[OnLeave]) -> str:
    """Who is on leave, and until when, for the secretary."""
    names = [
        words(
            "{name} (until {day})",
            name=shown_name(each.person.name),
            day=shown_day(words, each.until),
        )
        for each in away[:_NAMES]
    ]
    return words.count(
        "{count} on leave, not counted above: {names}",
        "{count} on leave, not counted above: {names}",
        count=len(away),
        names=listed(words, names) + ("…" if len(away) > _NAMES else ""),
    )


def own_leave(words: Words, first: date, last: date) -> str:
    """One of one's own leaves, among other things about oneself."""
    return words("On leave: {days}", days=shown_days(words, first, last))


def own_leave_line(words: Words, until: date) -> str:
    """To somebody on leave, among what there is to do today."""
    return words("You are on leave until {day}: rest well.", day=shown_day(words, until))


def _on(words: Words, post: NextPost, today: date) -> str:
    return words(
        "It goes on {day} at {time}.",
        day=shown_day_from(words, post.day, today),
        time=shown_time(post.at),
    )


def _asking(
    words: Words,
    data: str,
    lines: list[str],
    known: Collection[Pause],
    today: date,
    end: str,
) -> Said:
    lines += [*_there_is(words, known), "", words("Which days?")]
    return Said("\n".join(lines), (*_choices(words, data), *_ends(words, data, known, today, end)))


def _told(
    words: Words, data: str, notice: str, known: Collection[Pause], today: date, end: str
) -> Said:
    more = ((Button(words("Other days"), data=data),),)
    return Said(notice, (*_ends(words, data, known, today, end), *more))


def _with_way_back(words: Words, said: Said, person: PersonId, today: date) -> Said:
    """The way back to a member's page, for their secretary."""
    back = Button(words("Back"), data=f"member:{person}:{today}")
    return Said(said.text, (*said.buttons, (back,)))


def _there_is(words: Words, pauses: Collection[Pause]) -> list[str]:
    if not pauses:
        return []
    spans = [f"· {shown_days(words, each.first, each.last)}" for each in pauses]
    return ["", words("Noted so far:"), *spans]


def _choices(words: Words, data: str) -> Rows:
    return (
        (
            Button(words("Today"), data=f"{data}:today"),
            Button(words("Tomorrow"), data=f"{data}:tomorrow"),
        ),
        (
            Button(words("3 days, from today"), data=f"{data}:three"),
            Button(words("A week, from today"), data=f"{data}:week"),
        ),
        (Button(words("Other days"), data=f"{data}:other"),),
    )


def _ends(words: Words, data: str, known: Collection[Pause], today: date, end: str) -> Rows:
    """A button for each: to ``end`` it, or to take it back while it is still to come."""
    rows = []
    for each in known:
        day = shown_day(words, each.first)
        label = end if each.covers(today) else words("Cancel {day}", day=day)
        rows.append((Button(label, data=f"{data}:end:{each.id}"),))
    return tuple(rows)
