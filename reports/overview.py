"""/status for an organiser: the branches below, those that need somebody first, and one of them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from programme.overview import BranchLine, Overview, is_mute
from reports.days import shown_day
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.status import counted_line, mute_line, plain_names
from reports.wording import Words
from storage.values.days import SlotKind
from storage.values.people import Person, Unit, UnitId


def overview_text(
    words: Words,
    overview: Overview,
    own: Sequence[Unit] = (),
    duties: Mapping[UnitId, str] = MappingProxyType({}),
) -> Said:
    """An organiser's branches, worst first; ``own`` are those that they also look after.
    ``duties``: how those of a branch stand, as HTML."""
    if not overview.branch_count:
        return Said(words("There are no branches yet. Import a roster, or bind a group."))
    lines = [_overview_head(words, overview.branch_count)]
    if overview.mute:
        lines.append(
            words.count(
                "{count} without a group that I can write in",
                "{count} without a group that I can write in",
                count=overview.mute,
            )
        )
    if overview.silent:
        lines.append(
            words.count(
                "{count} quiet all week: worth a call",
                "{count} quiet all week: worth a call",
                count=overview.silent,
            )
        )
    lines.append("")
    for line in overview.lines:
        said, owed = _overview_line(words, line), duties.get(line.unit.id)
        lines.append(words("{branch}; {duties}", branch=said, duties=owed) if owed else said)
    number = overview.number
    rows = [
        (Button(line.unit.name, data=f"status:{line.unit.id}:{number}"),) for line in overview.lines
    ]
    more = turning(words, "status:0", number, more=number < overview.pages - 1)
    return Said("\n".join(lines), (*rows, *more, *own_buttons(words, own)))


def branch_for_organiser(
    words: Words, line: BranchLine, secretaries: Sequence[Person], back: Rows
) -> Said:
    """One branch for its organiser: counts, and whom to ask; no member's name. ``back`` is the way
    back."""
    numbers = line.counts
    lines = [words.html("<b>{branch}</b>", branch=line.unit.name), *_done(words, line)]
    if numbers.without:
        lines.append(
            words.count(
                "{count} member without Telegram",
                "{count} members without Telegram",
                count=numbers.without,
            )
        )
    if numbers.on_leave:
        lines.append(
            words.count(
                "{count} member on leave", "{count} members on leave", count=numbers.on_leave
            )
        )
    if line.paused_until is not None:
        day = shown_day(words, line.paused_until)
        lines.append(words("The branch pauses until {day}.", day=day))
    elif line.chat is None:
        lines.append(words("It has no group yet: its secretary needs a link from you for it."))
    elif is_mute(line.chat):
        lines.append(mute_line(words, line.chat))
    lines.append("")
    if secretaries:
        lines.append(words.html("Secretary: {names}", names=plain_names(words, secretaries)))
    else:
        lines.append(words("It has no secretary yet."))
    stand_in = Button(words("Stand-in"), data=f"standin:{line.unit.id}")
    return Said("\n".join(lines), ((stand_in,), *back))


def _done(words: Words, line: BranchLine) -> list[str]:
    """What its members did; of a few it is not told."""
    if line.is_small:
        return [words("Fewer than five people: what they did stays with them.")]
    if not line.is_peopled:
        return [words("Nobody is on its list yet.")]
    numbers = line.counts
    done = (
        (SlotKind.MORNING, numbers.read),
        (SlotKind.NOON, numbers.answered),
        (SlotKind.EVENING, numbers.noted),
    )
    week = words.count(
        "In the last seven days: {count} study done",
        "In the last seven days: {count} studies done",
        count=numbers.week,
    )
    return [*(counted_line(words, kind, each, numbers.members) for kind, each in done), week]


def back_to_list(words: Words, page: int) -> Rows:
    """The button to a page of the branches."""
    return ((Button(words("Back"), data=f"status:0:{page}"),),)


def own_buttons(words: Words, own: Sequence[Unit]) -> Rows:
    """Buttons to the branches that one looks after oneself."""
    return tuple((Button(f"⭐ {unit.name}", data=f"status:own:{unit.id}"),) for unit in own)


def to_overview(words: Words) -> Rows:
    """The button from one's own branch to all that one oversees."""
    return ((Button(words("All my branches"), data="status:0:0"),),)


def _overview_head(words: Words, count: int) -> str:
    if count == 1:
        return words("<b>Your branch</b>")
    return words.html("<b>{count} branches, those that need you first</b>", count=count)


def _overview_line(words: Words, line: BranchLine) -> str:
    if line.paused_until is not None:
        day = shown_day(words, line.paused_until)
        return words.html("· {branch}: pauses until {day}", branch=line.unit.name, day=day)
    if line.chat is None:
        return words.html("· {branch}: no group yet", branch=line.unit.name)
    if is_mute(line.chat):
        return words.html("· {branch}: I can't write there", branch=line.unit.name)
    if line.is_small:
        return words.html("· {branch}: fewer than five people", branch=line.unit.name)
    numbers = line.counts
    return words.html(
        "· {branch}: {read}, {answered}, {noted} of {all}",
        branch=line.unit.name,
        read=numbers.read,
        answered=numbers.answered,
        noted=numbers.noted,
        all=numbers.members,
    )
