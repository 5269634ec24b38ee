"""Stand-ins, an office that is handed over, and what those who share an office have done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from programme.branch_choices import Setting
from programme.nudging import Nudged
from programme.offices import Deputies
from reports.days import shown_day, shown_days
from reports.lists import listed
from reports.names import shown_name
from reports.said import Button, Rows, Said
from reports.setting_choices import name_of
from reports.status import short_name
from reports.wording import Words
from storage.appointments import Held
from storage.values.days import SlotKind
from storage.values.messages import message
from storage.values.offices import ActKind, ActTold
from storage.values.people import Person, Unit

FROM_STATUS = message(
    "You look after no branch yourself. Open the branch in /status: the button is there."
)
PAGE = 12
"""How many names to choose from are shown at once."""


def which_branch(words: Words, units: Sequence[Unit], data: str) -> Said:
    """Asks for which branch it is."""
    rows = tuple((Button(unit.name, data=f"{data}:{unit.id}"),) for unit in units)
    return Said(words("Which branch is it about?"), rows)


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


def with_log(words: Words, said: Said, acts: Sequence[ActTold], unit: Unit) -> Said:
    """A status with what the others who look after the branch did lately, the newest first."""
    lines = [line for each in acts if (line := _told(words, each, unit)) is not None]
    if not lines:
        return said
    return Said("\n".join([said.text, "", words("<b>Done lately</b>"), *lines]), said.buttons)


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
    more = []
    if page:
        more.append(Button(words("Previous"), data=f"{here}:page:{page - 1}"))
    if (page + 1) * PAGE < len(found.others):
        more.append(Button(words("Next"), data=f"{here}:page:{page + 1}"))
    return (*rows, *((tuple(more),) if more else ()))


def _told(words: Words, told: ActTold, unit: Unit) -> str | None:
    say = _ACTS.get(told.act.kind)
    if say is None:
        return None
    day = shown_day(words, told.act.at.astimezone(ZoneInfo(unit.time_zone)).date())
    by, whom = shown_name(told.by_name), shown_name(told.subject_name or "")
    if told.act.kind is ActKind.SETTLED:
        whom = name_of(words, Setting(told.act.detail.partition(" ")[0]))
    return "· " + words("{day}: {what}", day=day, what=say(words, by, whom))


_ACTS: Mapping[ActKind, Callable[[Words, str, str], str]] = {
    ActKind.LET_IN: lambda words, by, whom: words.html("{by} let {whom} in", by=by, whom=whom),
    ActKind.NOT_LET_IN: lambda words, by, whom: words.html("{by} turned a request down", by=by),
    ActKind.CAME_BY_INVITE: lambda words, by, whom: words.html(
        "{whom} came in by a link", whom=whom
    ),
    ActKind.CAME_BY_ACT: lambda words, by, whom: words.html(
        "{whom} came in by joining in", whom=whom
    ),
    ActKind.HAS_LEFT: lambda words, by, whom: words.html(
        "{by} noted that {whom} has left", by=by, whom=whom
    ),
    ActKind.LEAVE: lambda words, by, whom: words.html(
        "{by} put down leave for {whom}", by=by, whom=whom
    ),
    ActKind.LEAVE_ENDED: lambda words, by, whom: words.html(
        "{by} ended the leave of {whom}", by=by, whom=whom
    ),
    ActKind.PAUSE_ENDED: lambda words, by, whom: words.html("{by} ended the branch's pause", by=by),
    ActKind.PAUSE: lambda words, by, whom: words.html("{by} let the branch pause", by=by),
    ActKind.SETTLED: lambda words, by, what: words.html(
        "{by} changed the settings: {what}", by=by, what=what
    ),
    ActKind.PUT_DOWN: lambda words, by, whom: words.html(
        "{by} put something down for {whom}", by=by, whom=whom
    ),
    ActKind.STAND_IN: lambda words, by, whom: words.html(
        "{by} asked {whom} to stand in", by=by, whom=whom
    ),
    ActKind.HANDED_OVER: lambda words, by, whom: words.html(
        "{by} handed the office to {whom}", by=by, whom=whom
    ),
    ActKind.NUDGED: lambda words, by, whom: words.html(
        "{by} sent those missing a friendly word", by=by
    ),
}
