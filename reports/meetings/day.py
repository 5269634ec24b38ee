"""A unified day: who of the branches has held it, for the unit that planned it."""

from programme.meetings.unified import HowFar
from reports.meetings.planning import DROP, change_rows
from reports.meetings.words import MEET, NEW, Spoken, detail_lines, one, title_of, to_meeting
from reports.rows import turning
from reports.said import Button, Said
from reports.wording import Words
from storage.values.meetings import MeetingState

PAGE = 20
"""So many branches stand on one page."""
PAGES = "page"


def day_page(words: Words, spoken: Spoken, far: HowFar) -> Said:
    """The numbers, and the names of the branches that have yet to hold it; never of members."""
    meeting = spoken.meeting
    title = words.html("<b>{what}: all branches</b>", what=title_of(words, spoken))
    lines = [title, *detail_lines(words, spoken), ""]
    off = meeting.state is MeetingState.CALLED_OFF
    if off:
        lines.append(words("Called off."))
    lines.append(words.count("Held: {count} branch", "Held: {count} branches", count=far.held))
    if far.waiting:
        lines.append(
            words.count("Not yet: {count} branch", "Not yet: {count} branches", count=far.waiting)
        )
        lines += [words.html("· {branch}", branch=each.name) for each in far.branches]
    if far.called_off and not off:
        lines.append(
            words.count(
                "Called off by the branch: {count}",
                "Called off by the branch: {count}",
                count=far.called_off,
            )
        )
    turn = turning(words, one(meeting, PAGES), far.page, more=far.page < far.pages - 1)
    menu = Button(words("Meetings"), data=f"{MEET}:{NEW}:{spoken.unit.id}")
    if off:
        return Said("\n".join(lines), (*turn, (menu,)))
    call_off = Button(words("Call the meeting off"), data=one(meeting, DROP))
    return Said("\n".join(lines), (*turn, *change_rows(words, spoken), (call_off, menu)))


def given_part(words: Words, spoken: Spoken, above: str, *, announced: bool) -> Said:
    """Tells who looks after a branch that the unit above has planned something for it."""
    lines = [
        words.html(
            "<b>{what}</b>\nPlanned by {unit} for all branches.",
            what=title_of(words, spoken),
            unit=above,
        ),
        *detail_lines(words, spoken),
        "",
    ]
    if announced:
        lines.append(words("The card is in your group. Another time or place? Change it here."))
    else:
        lines.append(words("Your branch has no group with me, so please tell everybody yourself."))
    return Said("\n".join(lines), ((to_meeting(words, spoken.meeting, words("To the meeting")),),))
