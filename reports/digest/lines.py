"""Lines that the digest shares with the pages of units: what needs a person, and the figures."""

from collections.abc import Sequence
from html import escape

from programme.digest.figures import Digest, Figures, Named, Need, Needed, share_done
from reports.days import shown_days
from reports.lists import listed
from reports.names import shown_name
from reports.wording import Words
from storage.digest_sums import Size
from storage.values.standings import Sums


def need_line(words: Words, needed: Needed, named: int) -> str:
    """What needs a person for one reason, with so many units by name, as HTML."""
    said = _counted(words, needed)
    names = [_name(words, each) for each in needed.named[:named]]
    if not names:
        return said
    left = (needed.units or len(needed.named)) - len(names)
    some = escape(listed(words, names), quote=False)
    some = words("{names} …", names=some) if left > 0 else some
    return words("{what}: {units}", what=said, units=some)


def scope_name(words: Words, units: Sequence[Named]) -> str:
    """What a digest is of, as plain text: the unit, or the first of several."""
    name = shown_name(units[0].name)
    if len(units) == 1:
        return name
    return words("{unit} and {count} more", unit=name, count=len(units) - 1)


def week_name(words: Words, digest: Digest) -> str:
    """The digest's unit and days, as plain text."""
    days = shown_days(words, digest.first, digest.last)
    return words("{unit}, {days}", unit=scope_name(words, digest.units), days=days)


def share(done: float) -> str:
    """A share in whole percent."""
    return f"{done * 100:.0f}%"


def size_line(words: Words, size: Size) -> str:
    """How many branches and members."""
    branches = words.count("{count} branch", "{count} branches", count=size.branches)
    members = words.count("{count} member", "{count} members", count=size.members)
    return words("{branches}, {members}", branches=branches, members=members)


def done_line(words: Words, week: Sums, before: Sums) -> str:
    """How much of the three studies was done, against the week before; empty for nothing due."""
    now, then = share_done(week), share_done(before)
    if now is None:
        return ""
    if then is None:
        return words("Three studies done: {now}", now=share(now))
    return words(
        "Three studies done: {now} (week before: {then})", now=share(now), then=share(then)
    )


def right_line(words: Words, week: Sums, before: Sums) -> str:
    """Which share of the answers was right, likewise."""
    if not week.answered:
        return ""
    now = share(week.right / week.answered)
    if not before.answered:
        return words("Answers right: {now}", now=now)
    then = share(before.right / before.answered)
    return words("Answers right: {now} (week before: {then})", now=now, then=then)


def duties_line(words: Words, figures: Figures) -> str:
    """How many duties of those that have begun are met, and how many are overdue."""
    duties = figures.duties
    if not duties.all:
        return ""
    said = words("Duties: {met} of {all} in order", met=duties.met, all=duties.all)
    if not duties.overdue:
        return said
    late = words.count("{count} overdue", "{count} overdue", count=duties.overdue)
    return words("{duties}, {overdue}", duties=said, overdue=late)


def figures_lines(words: Words, figures: Figures) -> list[str]:
    """A unit's figures, a line each; those of a few people are not told."""
    if figures.is_small:
        done = words("Fewer than five people: what they did stays with them.")
    else:
        done = done_line(words, figures.week, figures.before)
    lines = [done, duties_line(words, figures)]
    return [escape(line, quote=False) for line in lines if line]


def needing(words: Words, figures: Figures) -> list[str]:
    """How many things in a unit need somebody, in a few words each; nothing for none. Of a few
    people it is not said that they are silent."""
    counted = (
        (Need.NEWLY, figures.duties.newly),
        (Need.SILENT, 0 if figures.is_small else figures.silent),
        (Need.UNREACHABLE, figures.unreachable),
        (Need.MISSED, figures.missed),
    )
    return [in_short(words, need, number) for need, number in counted if number]


def in_short(words: Words, need: Need, number: int) -> str:
    """How many things there are of a kind, in two or three words."""
    match need:
        case Need.NEWLY:
            return words.count("{count} newly overdue", "{count} newly overdue", count=number)
        case Need.SILENT:
            return words.count("{count} silent", "{count} silent", count=number)
        case Need.UNREACHABLE:
            return words.count("{count} unreachable", "{count} unreachable", count=number)
        case Need.MISSED:
            return words.count(
                "{count} with missed posts", "{count} with missed posts", count=number
            )
        case Need.COMING:
            return words.count("{count} due soon", "{count} due soon", count=number)
        case Need.ALARM:
            return words.count("{count} in doubt", "{count} in doubt", count=number)


def _counted(words: Words, needed: Needed) -> str:
    number = needed.number
    match needed.need:
        case Need.NEWLY:
            return words.count(
                "{count} duty has become overdue",
                "{count} duties have become overdue",
                count=number,
            )
        case Need.SILENT:
            return words.count(
                "{count} branch quiet all week, worth a call",
                "{count} branches quiet all week, worth a call",
                count=number,
            )
        case Need.UNREACHABLE:
            return words.count(
                "{count} group in which I can't write",
                "{count} groups in which I can't write",
                count=number,
            )
        case Need.MISSED:
            return words.count(
                "{count} post that I didn't get out",
                "{count} posts that I didn't get out",
                count=number,
            )
        case Need.COMING:
            return words.count(
                "{count} duty due within a week, and not begun",
                "{count} duties due within a week, and not begun",
                count=number,
            )
        case Need.ALARM:
            return words.count(
                "{count} question whose key is in doubt",
                "{count} questions whose key is in doubt",
                count=number,
            )


def _name(words: Words, named: Named) -> str:
    name = shown_name(named.name)
    return name if named.number == 1 else words("{name} ({count})", name=name, count=named.number)
