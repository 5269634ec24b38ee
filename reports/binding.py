"""What is said when a group is bound to a branch, and when the bot comes or goes."""

from datetime import date

from programme.binding import Bound
from programme.calendar import NextPost, study_times
from reports.days import shown_day_from, shown_time
from reports.notes import private_chat_button
from reports.said import Said
from reports.wording import Words
from storage.values.days import SlotKind
from storage.values.programme_files import ProgrammeSettings


def bound_in_group(
    words: Words,
    bound: Bound,
    settings: ProgrammeSettings | None,
    first: NextPost | None,
    today: date,
    bot_username: str,
) -> Said:
    """The answer in the group: whose it is now, what comes when, and that a tap is enough.

    ``first`` is the first post to come, ``today`` the branch's local day.
    """
    if not bound.new:
        said = words.html("This group is {branch}'s already; all is set.", branch=bound.unit.name)
        return Said(said)
    lines = [words.html("<b>This is {branch}'s group now. Hello, all!</b>", branch=bound.unit.name)]
    if bound.moved:
        lines.append(words("From now on I post here, and no longer in the earlier group."))
    if settings is None or first is None:
        lines.append(words("As soon as there is something to study, it comes here by itself."))
    else:
        lines += ["", *timetable_lines(words, settings), ""]
        lines.append(
            words.html(
                "It begins {day} at {time}. A tap is enough; there is nothing to install.",
                day=shown_day_from(words, first.day, today),
                time=shown_time(first.at),
            )
        )
    return Said("\n".join(lines), private_chat_button(words, bot_username, "hello"))


def timetable_lines(words: Words, settings: ProgrammeSettings) -> list[str]:
    """What happens when, a line for each study."""
    return [
        f"<b>{shown_time(at)}</b> {_announced(words, kind)}"
        for kind, at in study_times(settings.timetable)
    ]


def bound_in_private(words: Words, bound: Bound) -> Said:
    """What the new secretary is told in private: what they can do."""
    return Said(
        words.html(
            "<b>You look after {branch} now. Thank you!</b>\n\n"
            "The posts come by themselves; there is nothing you need to prepare.\n\n"
            "/status – who hasn't come to it yet, and what to do next\n"
            "/today – the day's three\n"
            "/help – everything else",
            branch=bound.unit.name,
        )
    )


def how_to_bind(words: Words) -> Said:
    """A friendly line in a group to which the bot was added without a code."""
    return Said(
        words(
            "Hello! To begin here I need this branch's code: whoever has it, please write\n"
            "<code>/bind CODE</code>"
        )
    )


def code_missing(words: Words) -> Said:
    """The answer to /bind without a code."""
    return Said(
        words("Please write the code behind it: <code>/bind CODE</code>. Your organiser has it.")
    )


def secretary_lost_text(words: Words, unit_name: str) -> Said:
    """What an organiser is told when a branch's secretary has stopped the bot."""
    return Said(
        words.html(
            "The secretary of <b>{branch}</b> has stopped our private chat, so I can't show them "
            "how it is doing. Perhaps a word helps: /start opens the chat again.",
            branch=unit_name,
        )
    )


def unreachable_text(words: Words, unit_name: str, *, may_not: bool = False) -> Said:
    """What an organiser is told when a branch's group can't be written in any more.

    ``may_not``: the bot is in the group still, but is not allowed to write.
    """
    if may_not:
        return Said(
            words.html(
                "I am not allowed to write in the group of <b>{branch}</b>. Please ask there that "
                "an administrator allows sending messages; what was done is kept.",
                branch=unit_name,
            )
        )
    return Said(
        words.html(
            "I am no longer in the group of <b>{branch}</b>. Please ask there that somebody adds "
            "me again; what was done is kept.",
            branch=unit_name,
        )
    )


def _announced(words: Words, kind: SlotKind) -> str:
    if kind is SlotKind.MORNING:
        return words("Today's study: read it and tap the button")
    if kind is SlotKind.NOON:
        return words("Noon question: choose an answer")
    return words("Evening note: reply with a line, a voice note or a photo")
