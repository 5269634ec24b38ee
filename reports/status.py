"""/status: how a branch stands, for its secretary and for its group."""

from collections.abc import Sequence

from programme.small_groups import is_small
from programme.status import BranchStatus, Situation, StudyLine
from reports.absence import on_leave_line, paused_line
from reports.caught_up import caught_up_line
from reports.days import shown_day, shown_day_from, shown_time
from reports.lists import listed
from reports.names import shown_name
from reports.notes import private_chat_button
from reports.reasons import why_mute, why_not_posted
from reports.said import Rows, Said
from reports.wording import Words
from storage.values.chats import Chat
from storage.values.days import SlotKind
from storage.values.people import Person, PersonId

# So many can be spoken to in a day.
_TO_SPEAK_TO = 3
# So many names are a list to be read; the rest is a number.
_NAMES = 20


def short_name(words: Words, kind: SlotKind) -> str:
    """One of the three, as short as it is called in a list."""
    if kind is SlotKind.MORNING:
        return words("Morning's study")
    return words("Noon's answer") if kind is SlotKind.NOON else words("Evening's note")


def counted_line(words: Words, kind: SlotKind, done: int, everybody: int) -> str:
    """One of the three with how many of all have done it."""
    if kind is SlotKind.MORNING:
        return words("Morning: read {done}/{all}", done=done, all=everybody)
    if kind is SlotKind.NOON:
        return words("Noon: answered {done}/{all}", done=done, all=everybody)
    return words("Evening: notes {done}/{all}", done=done, all=everybody)


def branch_in_private(
    words: Words,
    status: BranchStatus,
    buttons: Rows = (),
    reader: PersonId | None = None,
    duties: Sequence[str] = (),
    duty: str = "",
) -> Said:
    """A branch for its secretary: the three lines, who is missing by name, and the next step.
    ``duties``: the lines of duties, as HTML; ``duty``: that step where one presses."""
    lines = [_head(words, status)]
    for line in status.lines:
        lines.append(_line(words, line, status.member_count))
        if line.is_out and line.missing:
            lines.append(_not_yet(words, line.missing))
    if status.without_telegram:
        lines += ["", _without(words, status)]
    if status.caught_up:
        lines += ["", caught_up_line(words, status.caught_up)]
    if status.on_leave:
        lines += ["", on_leave_line(words, status.on_leave)]
    if duties:
        lines += ["", *duties]
    lines += _trouble(words, status)
    lines += ["", words("<b>Next:</b> {step}", step=next_step(words, status, reader, duty))]
    return Said("\n".join(lines), buttons)


def branch_in_group(words: Words, status: BranchStatus, duties: Sequence[str] = ()) -> Said:
    """A branch for its own group: counts, and nobody's name; in a small branch not even counts of
    people. ``duties``: the lines of duties, as HTML."""
    small = is_small(status.member_count)
    lines = [_head(words, status)]
    lines += [_line(words, line, status.member_count, hidden=small) for line in status.lines]
    if duties:
        lines += ["", *duties]
    if status.situation is not Situation.OPEN:
        lines += ["", next_step(words, status)]
    return Said("\n".join(lines))


def next_step(
    words: Words, status: BranchStatus, reader: PersonId | None = None, duty: str = ""
) -> str:
    """The one thing to do next, in a sentence, as HTML; nobody is sent to themselves. People come
    before a ``duty`` that presses."""
    if status.situation is Situation.CLOSED and status.unit.until is not None:
        day = shown_day(words, status.unit.until)
        return words("{day} was the branch's last day. Thank you all for coming along!", day=day)
    if status.situation is Situation.PAUSED and status.paused_until is not None:
        return paused_line(words, status.paused_until, status.next_post, status.day)
    if status.situation is not Situation.OPEN:
        return _not_open(words, status)
    if not status.member_count:
        return words(
            "Nobody here is known with Telegram yet. Ask each to send me /join in private, or send "
            "them a link: /invite."
        )
    return _on_an_open_day(words, status, reader, duty)


def _on_an_open_day(words: Words, status: BranchStatus, reader: PersonId | None, duty: str) -> str:
    quiet = [person for person in status.quiet if person.id != reader]
    if quiet:
        return _a_word_to(words, quiet)
    if duty:
        return duty
    to_come = [line for line in status.lines if not line.is_out and not line.failed]
    out = [line for line in status.lines if line.is_out]
    if out and not to_come and all(not line.missing for line in out):
        return words("Everybody has done today's studies. Nothing is left to do today.")
    if to_come:
        return words("It's early yet: nothing to worry about.")
    if out:
        return words("Nothing for now. What was posted is still open; another day is fine.")
    return words("Nothing was posted today, so there is nothing to do.")


def sent_in_private(words: Words) -> Said:
    """Said in a group when the answer went to the asker in private."""
    return Said(words("I've sent it to you in private."))


def open_private_chat(words: Words, username: str) -> Said:
    """The way to the private chat, for somebody to whom the answer can't be sent yet."""
    button = private_chat_button(words, username, "status")
    return Said(words("Please tap here, and I'll tell you in private."), button)


def _a_word_to(words: Words, quiet: Sequence[Person]) -> str:
    names = plain_names(words, quiet[:_TO_SPEAK_TO])
    more = len(quiet) - _TO_SPEAK_TO
    if more <= 0:
        return words.html("nothing heard for three days: a friendly word to {names}.", names=names)
    return words.count(
        "nothing heard for three days: a friendly word to {names}, and to {count} more.",
        "nothing heard for three days: a friendly word to {names}, and to {count} more.",
        count=more,
        names=names,
    )


def _head(words: Words, status: BranchStatus) -> str:
    name, day = status.unit.name, shown_day(words, status.day)
    return words.html("<b>{branch} · {day}</b>", branch=name, day=day)


def _line(words: Words, line: StudyLine, everybody: int, *, hidden: bool = False) -> str:
    name = short_name(words, line.kind)
    if line.failed:
        return words.html("{study}: not posted, not your fault", study=name)
    if not line.is_out and (hidden or not line.done):
        return words.html("{study}: comes at {time}", study=name, time=shown_time(line.at))
    if hidden:
        return words("{study}: {state}", study=name, state=words("posted"))
    return counted_line(words, line.kind, line.done, everybody)


def _not_yet(words: Words, missing: Sequence[Person]) -> str:
    shown = plain_names(words, missing[:_NAMES])
    more = len(missing) - _NAMES
    if more <= 0:
        return words.html("  Not yet: {names}", names=shown)
    return words.count(
        "  Not yet: {names} and {count} more",
        "  Not yet: {names} and {count} more",
        count=more,
        names=shown,
    )


def _without(words: Words, status: BranchStatus) -> str:
    people = status.without_telegram
    said = words.count(
        "{count} without Telegram, not counted above: {names}",
        "{count} without Telegram, not counted above: {names}",
        count=len(people),
        names=plain_names(words, people[:_NAMES]) + ("…" if len(people) > _NAMES else ""),
    )
    if not status.put_down:
        return said
    down = words.count(
        "  Put down for {count} of them today",
        "  Put down for {count} of them today",
        count=status.put_down,
    )
    return f"{said}\n{down}"


def _trouble(words: Words, status: BranchStatus) -> list[str]:
    """What did not reach the group this week, and why."""
    if not status.not_posted:
        return []
    lines = ["", words("<b>Not posted this week:</b>")]
    for missed in status.not_posted[:_NAMES]:
        lines.append(
            words.html(
                "{day} {study}: {reason}",
                day=shown_day(words, missed.day),
                study=short_name(words, missed.kind),
                reason=why_not_posted(words, missed.reason),
            )
        )
    return lines


def _not_open(words: Words, status: BranchStatus) -> str:
    if status.situation is Situation.NO_PROGRAMME:
        return words("There is no programme yet. Please ask whoever runs the bot to import one.")
    if status.situation in (Situation.NO_GROUP, Situation.UNREACHABLE):
        return mute_line(words, status.chat)
    if status.next_post is None:
        return words("The programme has no more days. Thank you all for coming along!")
    day = shown_day_from(words, status.next_post.day, status.day)
    time = shown_time(status.next_post.at)
    if status.situation is Situation.NOT_STARTED:
        return words(
            "It hasn't begun yet: the first post comes {day} at {time}.", day=day, time=time
        )
    if status.situation is Situation.DAY_OFF:
        return words("Today is a day off. It goes on {day} at {time}.", day=day, time=time)
    return words("Nothing to do yet: the first post comes {day} at {time}.", day=day, time=time)


def mute_line(words: Words, chat: Chat | None) -> str:
    """Why the bot can't write in a branch's group, and what helps."""
    if chat is None:
        return words(
            "This branch has no group yet. Get a code from your organiser, add me to the group, "
            "and write /bind and the code there."
        )
    return why_mute(words, chat.reason)


def plain_names(words: Words, people: Sequence[Person]) -> str:
    """People's names strung together, as plain text."""
    return listed(words, [shown_name(person.name) for person in people])
