"""The digest as a message: first what needs a person, and behind «more» all the rest."""

from collections.abc import Sequence
from html import escape

from programme.digest.figures import Better, Digest, Need, Needed
from reports.digest.lines import (
    figures_lines,
    need_line,
    right_line,
    share,
    size_line,
    week_name,
)
from reports.lists import listed
from reports.names import shortened, shown_name
from reports.said import Button, Rows, Said
from reports.splitting import visible_length
from reports.wording import Words

FRONT_LIMIT = 800
"""So long the first message is at most, as it is shown."""
_THINGS = 3
_NAMED_FIRST, _NAMED_IN_ALL = 3, 8
_BACK = 5
_NOTE = 280


def front(words: Words, digest: Digest) -> Said:
    """The first message: the three things that need a person most, and one line of the rest."""
    for named in range(_NAMED_FIRST, -1, -1):
        text = _front(words, digest, named)
        if visible_length(text) <= FRONT_LIMIT:
            break
    rows = tuple(_buttons(words, each) for each in digest.needed[:_THINGS])
    more = Button(words("More"), data="digest:more")
    return Said(text, (*rows, (more,)))


def behind_more(words: Words, digest: Digest, note: tuple[str, str] | None) -> Said:
    """All the rest. ``note``: a branch, and what somebody there wrote."""
    parts = [
        _section(
            words("Needs a person"), [need_line(words, n, _NAMED_IN_ALL) for n in digest.needed]
        ),
        _section(words("Got better"), _better(words, digest.better)),
        _section(words("All together"), _totals(words, digest)),
        _section(words("Worth reading"), _note(words, note)),
        _section(words("What we ask"), _burden(words, digest)),
    ]
    head = f"<b>{escape(week_name(words, digest), quote=False)}</b>"
    rows = [_buttons(words, each) for each in digest.needed]
    less = Button(words("Less"), data="digest:less")
    walk = Button(words("Unit by unit"), data="overview:0:0")
    return Said("\n\n".join([head, *(part for part in parts if part)]), (*rows, (walk, less)))


def being_made(words: Words) -> Said:
    """The answer to /digest."""
    return Said(words("I'm putting the week together; it comes in a moment."))


def _front(words: Words, digest: Digest, named: int) -> str:
    number = len(digest.needed)
    if not digest.total.size.branches and not number:
        head = words("There are no branches with members here yet")
    elif number:
        head = words.count(
            "{count} thing needs you this week", "{count} things need you this week", count=number
        )
    else:
        head = words("All well this week: nothing needs you")
    lines = [f"<b>{head}</b>", escape(week_name(words, digest), quote=False), ""]
    lines += [
        f"{place}. {need_line(words, each, named)}"
        for place, each in enumerate(digest.needed[:_THINGS], 1)
    ]
    if digest.needed:
        lines.append("")
    lines += figures_lines(words, digest.total) or [_size(words, digest)]
    return "\n".join(lines)


def _buttons(words: Words, needed: Needed) -> tuple[Button, ...]:
    if needed.need is Need.ALARM:
        return (Button(words("Questions"), data="questions:0"),)
    show = Button(_show(words, needed.need), data=f"digest:show:{needed.need.value}:0")
    if needed.need is not Need.SILENT:
        return (show,)
    remind = words.count("Remind {count} branch", "Remind {count} branches", count=needed.number)
    return (show, Button(remind, data="digest:remind"))


def _show(words: Words, need: Need) -> str:
    return {
        Need.NEWLY: words("Overdue duties"),
        Need.SILENT: words("Silent branches"),
        Need.UNREACHABLE: words("Unreachable"),
        Need.MISSED: words("Missed posts"),
        Need.COMING: words("Due soon"),
    }[need]


def _section(head: str, lines: Sequence[str]) -> str:
    told = [line for line in lines if line]
    return "\n".join([f"<b>{head}</b>", *(f"· {line}" for line in told)]) if told else ""


def _better(words: Words, better: Better) -> list[str]:
    lines = []
    if better.back_number:
        said = words.count(
            "{count} branch is back after a quiet week",
            "{count} branches are back after a quiet week",
            count=better.back_number,
        )
        names = escape(
            listed(words, [shown_name(b.name) for b in better.back[:_BACK]]), quote=False
        )
        lines.append(words("{what}: {units}", what=said, units=names) if names else said)
    if better.risen is not None:
        risen = better.risen
        lines.append(
            words.html(
                "{unit} rose most: from {then} to {now}",
                unit=shown_name(risen.name),
                then=share(risen.before),
                now=share(risen.now),
            )
        )
    if better.right is not None:
        then, now = better.right
        said = words("More answers right: {now} after {then}", now=share(now), then=share(then))
        lines.append(said)
    return lines


def _totals(words: Words, digest: Digest) -> list[str]:
    lines = [size_line(words, digest.total.size), *_done(words, digest)]
    if digest.without_group:
        lines.append(
            words.count(
                "{count} branch has no group yet",
                "{count} branches have no group yet",
                count=digest.without_group,
            )
        )
    return [line for line in lines if line]


def _done(words: Words, digest: Digest) -> list[str]:
    """What was done in the week; of a few people only how their duties stand."""
    week, before = digest.total.week, digest.total.before
    first, *rest = figures_lines(words, digest.total) or [""]
    told = []
    if not digest.total.is_small and (week.acts or before.acts):
        told.append(right_line(words, week, before))
        told.append(words("Notes: {now} (week before: {then})", now=week.notes, then=before.notes))
    if any(digest.records):
        now, then = digest.records
        told.append(words("Put down as done: {now} (week before: {then})", now=now, then=then))
    return [first, *told, *rest]


def _note(words: Words, note: tuple[str, str] | None) -> list[str]:
    if note is None:
        return []
    branch, text = note
    shown = shortened(" ".join(text.split()), _NOTE)
    return [words.html("“{note}” ({branch})", note=shown, branch=shown_name(branch))]


def _burden(words: Words, digest: Digest) -> list[str]:
    lines = []
    if digest.burden.minutes:
        lines.append(
            words.count(
                "About {count} minute of each member",
                "About {count} minutes of each member",
                count=digest.burden.minutes,
            )
        )
    if digest.burden.reminders:
        lines.append(
            words.count(
                "{count} reminder sent to those in office",
                "{count} reminders sent to those in office",
                count=digest.burden.reminders,
            )
        )
    return lines


def _size(words: Words, digest: Digest) -> str:
    return escape(size_line(words, digest.total.size), quote=False)


def to_digest(words: Words) -> Rows:
    """The way to the digest from what is not a page of it."""
    return ((Button(words("The digest"), data="digest:less"),),)


def rows_back(words: Words) -> Rows:
    """The way back from a page of the digest."""
    return ((Button(words("Back"), data="digest:less"),),)
