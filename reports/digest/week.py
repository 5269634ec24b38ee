"""A branch's week: the page for whoever looks after it, three lines for its group, and the word to
those whose branch was silent."""

from collections.abc import Sequence
from html import escape

from programme.digest.branch import BranchWeek
from programme.digest.calling import Calls
from reports.days import shown_days
from reports.digest.lines import done_line, duties_line, right_line
from reports.lists import listed
from reports.names import shown_name
from reports.rows import branch_buttons
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import TelegramId, Unit

_NAMED = 8


def branch_page(words: Words, found: BranchWeek, reader: TelegramId) -> Said:
    """The week for the branch's secretary, by name: nobody else sees it, and nobody is asked to
    call themselves."""
    figures = found.figures
    days = shown_days(words, found.first, found.last)
    lines = [
        words.html("<b>The week of {branch}</b>, {days}", branch=found.unit.name, days=days),
        *_plain(
            done_line(words, figures.week, figures.before),
            right_line(words, figures.week, figures.before),
            _notes(words, found),
            duties_line(words, figures),
        ),
    ]
    if quiet := [each.name for each in found.quiet if each.telegram_id != reader]:
        names = _some_names(words, quiet)
        lines.append(words.html("Quiet all week, worth a call: {names}", names=names))
    elif figures.week.active and not found.quiet:
        lines.append(words("Everybody did something this week."))
    if figures.missed:
        lines.append(
            words.count(
                "{count} post didn't come, which is my fault",
                "{count} posts didn't come, which is my fault",
                count=found.missed,
            )
        )
    matters = Button(words("Branch matters"), data=f"matter:{found.unit.id}")
    today = Button(words("Status"), data=f"status:own:{found.unit.id}")
    return Said("\n".join(lines), ((today, matters),))


def group_week(words: Words, found: BranchWeek) -> Said | None:
    """Three lines for the branch's group, with thanks and no names; None for a week of nothing."""
    week = found.figures.week
    if not week.active:
        return None
    lines = [
        words.count(
            "Last week we studied {count} time together",
            "Last week we studied {count} times together",
            count=week.acts,
        )
    ]
    if found.tells_share and week.answered:
        right = f"{week.right / week.answered * 100:.0f}%"
        if week.notes:
            lines.append(
                words.count(
                    "{right} of the answers were right, and {count} note was written",
                    "{right} of the answers were right, and {count} notes were written",
                    count=week.notes,
                    right=right,
                )
            )
        else:
            lines.append(words("{right} of the answers were right", right=right))
    lines.append(words("Thank you all. Whatever was left can be made up, a little at a time."))
    return Said("\n".join(lines))


def quiet_word(words: Words, units: Sequence[Unit]) -> Said:
    """What whoever looks after silent branches hears, once a week, from the unit above."""
    if len(units) > 1:
        return _quiet_in_several(words, units)
    (unit,) = units
    text = words.html(
        "Nothing has moved in {branch} for a week. Is anything in the way? A word in the group or "
        "a call often helps; if the times don't suit, they can be moved. Your organiser asks after "
        "you kindly.",
        branch=unit.name,
    )
    today = Button(words("Status"), data=f"status:own:{unit.id}")
    times = Button(words("Settings"), data=f"settings:{unit.id}")
    return Said(text, ((today, times),))


def _quiet_in_several(words: Words, units: Sequence[Unit]) -> Said:
    text = words.html(
        "Nothing has moved for a week in {branches}. Is anything in the way? A word in the group "
        "or a call often helps; if the times don't suit, they can be moved. Your organiser asks "
        "after you kindly.",
        branches=_some_names(words, [unit.name for unit in units]),
    )
    return Said(text, branch_buttons(units[:_NAMED], "status:own"))


def reminded(words: Words, found: Calls) -> Said:
    """What came of reminding the silent branches."""
    lines = []
    if found.told:
        lines.append(
            words.count(
                "{count} branch has got a kind word from you",
                "{count} branches have got a kind word from you",
                count=found.told,
            )
        )
    if found.already:
        lines.append(
            words.count(
                "{count} was told this week already",
                "{count} were told this week already",
                count=found.already,
            )
        )
    if found.nobody:
        names = _some_names(words, [unit.name for unit in found.nobody])
        said = words.html(
            "I can write to nobody in: {names}. Better give them a call.", names=names
        )
        lines.append(said)
    if found.few:
        lines.append(
            words.count(
                "In {count} branch of fewer than five people I can write to nobody",
                "In {count} branches of fewer than five people I can write to nobody",
                count=found.few,
            )
        )
    return Said("\n".join(lines) or words("No branch is silent any more."))


def _some_names(words: Words, names: Sequence[str]) -> str:
    """The first of these names, as plain text."""
    listing = listed(words, [shown_name(each) for each in names[:_NAMED]])
    return words("{names} …", names=listing) if len(names) > _NAMED else listing


def _notes(words: Words, found: BranchWeek) -> str:
    week, before = found.figures.week, found.figures.before
    if not (week.notes or before.notes):
        return ""
    return words("Notes: {now} (week before: {then})", now=week.notes, then=before.notes)


def _plain(*lines: str) -> list[str]:
    return [escape(line, quote=False) for line in lines if line]
