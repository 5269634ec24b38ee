"""Stand-ins, an office that is handed over, and the friendly word to those who are missing."""

from collections.abc import Sequence
from datetime import date

from programme.nudging import Nudged
from programme.offices import Deputies
from reports.days import shown_days
from reports.lists import listed
from reports.names import shown_name
from reports.rows import branch_buttons, turning
from reports.said import Button, Rows, Said
from reports.status import short_name
from reports.wording import Words
from storage.appointments import Held
from storage.values.days import SlotKind
from storage.values.messages import message
from storage.values.people import Person, Unit

FROM_STATUS = message(
    "You look after no branch yourself. Open the branch in /status: the button is there."
)
PAGE = 12
"""How many names to choose from are shown at once."""


def which_branch(words: Words, units: Sequence[Unit], data: str) -> Said:
    """Asks for which branch it is."""
    return Said(words("Which branch is it about?"), branch_buttons(units, data))


def stand_in_page(words: Words, found: Deputies, page: int, notice: str = "") -> Said:
    """Who stands in, and names to choose another from. ``notice`` (HTML) leads."""
    lines = [notice, ""] if notice else []
    lines.append(words.html("<b>Standing in at {branch}</b>", branch=found.unit.name))
    lines += [f"· {_held(words, each)}" for each in found.held] or [words("Nobody now.")]
    lines += ["", _who(words, found)]
    ends = tuple((_end(words, found, each),) for each in found.held)
    return Said("\n".join(lines), (*ends, *_names(words, found, "standin", page)))


def stand_in_days(words: Words, unit: Unit, person: Person) -> Said:
    """Asks from when to when somebody stands in."""
    data = f"standin:{unit.id}:{person.id}"
    said = words.html("When does {name} stand in?", name=shown_name(person.name))
    choices = (
        (words("3 days, from today"), "three"),
        (words("A week, from today"), "week"),
        (words("Other days"), "other"),
    )
    return Said(said, tuple((Button(label, data=f"{data}:{each}"),) for label, each in choices))


def stands_in(words: Words, name: str, first: date, last: date) -> str:
    """What the one who named a stand-in is told, as HTML."""
    days = shown_days(words, first, last)
    return words.html("Noted: {name} stands in {days}.", name=shown_name(name), days=days)


def stand_in_ended(words: Words, name: str) -> str:
    """What is said when somebody's standing in was ended, as HTML."""
    return words.html("{name} no longer stands in.", name=shown_name(name))


def you_stand_in(words: Words, branch: str, by: str, first: date, last: date) -> Said:
    """What the stand-in is told."""
    days = shown_days(words, first, last)
    return Said(
        words.html(
            "{by} has asked you to stand in as secretary of {branch}, {days}. /status shows how "
            "the branch is doing, and what to do next. Thank you!",
            by=shown_name(by),
            branch=branch,
            days=days,
        )
    )


def you_stand_in_no_more(words: Words, branch: str) -> Said:
    """What somebody is told who stands in no more."""
    return Said(
        words.html("You no longer stand in at {branch}. Thank you for your help!", branch=branch)
    )


def hand_over_page(words: Words, found: Deputies, page: int) -> Said:
    """Names of those to whom the office can go."""
    head = words.html("<b>Handing over {branch}</b>", branch=found.unit.name)
    said = words("Who will be secretary in your place?") if found.others else _who(words, found)
    return Said(f"{head}\n{said}", _names(words, found, "handover", page))


def hand_over_sure(words: Words, unit: Unit, person: Person) -> Said:
    """Asks once more before the office goes."""
    said = words.html(
        "{name} will be secretary of {branch} from today, and you no longer. Is that right?",
        name=shown_name(person.name),
        branch=unit.name,
    )
    yes = Button(words("Hand it over"), data=f"handover:{unit.id}:{person.id}:yes")
    return Said(said, ((yes,), (Button(words("Not now"), data=f"handover:{unit.id}"),)))


def handed_over(words: Words, unit: Unit, name: str) -> Said:
    """What the one who handed the office over is told."""
    return Said(
        words.html(
            "Done: {name} looks after {branch} now. Thank you for all your work!",
            name=shown_name(name),
            branch=unit.name,
        )
    )


def you_are_secretary(words: Words, branch: str, by: str) -> Said:
    """What the new secretary is told."""
    return Said(
        words.html(
            "{by} has handed {branch} over to you: you are its secretary now. /status shows how it "
            "is doing, and what to do next; /help what else you can do.",
            by=shown_name(by),
            branch=branch,
        )
    )


def to_nudge(words: Words, unit: Unit, count: int) -> Rows:
    """The button that sends those who are missing a friendly word; none when nobody is."""
    if not count:
        return ()
    label = words.count("Remind ({count})", "Remind ({count})", count=count)
    return ((Button(label, data=f"nudge:{unit.id}"),),)


def nudged(words: Words, done: Nudged) -> Said:
    """What the secretary is told: how many got a word, and who must be spoken to otherwise."""
    lines = []
    if done.reached:
        lines.append(
            words.count(
                "{count} member has got a friendly word from me in private.",
                "{count} members have got a friendly word from me in private.",
                count=len(done.reached),
            )
        )
    if done.unreached:
        names = listed(words, [shown_name(each.name) for each in done.unreached])
        lines.append(
            words.html("I can't write to {names} in private: a call may help.", names=names)
        )
    return Said("\n".join(lines))


def nudge_text(words: Words, kinds: Sequence[SlotKind]) -> Said:
    """The friendly word itself."""
    three = listed(words, [short_name(words, kind) for kind in kinds])
    lines = [
        words("Today's three are still open; another day is fine."),
        words.html("Not yet: {studies}", studies=three),
    ]
    return Said("\n".join(lines), ((Button(words("Today's three"), data="today:show"),),))


def _held(words: Words, held: Held) -> str:
    days = shown_days(words, held.since, held.until or held.since)
    return words.html("{name}: {days}", name=shown_name(held.person.name), days=days)


def _end(words: Words, found: Deputies, held: Held) -> Button:
    label = words("End: {name}", name=shown_name(held.person.name))
    return Button(label, data=f"standin:{found.unit.id}:end:{held.id}")


def _who(words: Words, found: Deputies) -> str:
    if found.others:
        return words("Who is to stand in?")
    return words("There is no member with Telegram who could. They can come in by /join.")


def _names(words: Words, found: Deputies, data: str, page: int) -> Rows:
    shown = found.others[page * PAGE : (page + 1) * PAGE]
    here = f"{data}:{found.unit.id}"
    names = [Button(shown_name(each.name), data=f"{here}:{each.id}") for each in shown]
    rows = tuple(tuple(names[at : at + 2]) for at in range(0, len(names), 2))
    more = (page + 1) * PAGE < len(found.others)
    return (*rows, *turning(words, f"{here}:page", page, more=more))
