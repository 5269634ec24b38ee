"""/forgetme: what goes, what stays, and asking twice."""

from reports.lists import listed
from reports.said import Button, Said
from reports.wording import Words


def what_goes(words: Words) -> Said:
    """The answer to /forgetme: nothing has happened yet."""
    return Said(
        words(
            "<b>If I am to forget you</b>\n\n"
            "What goes: your name, your Telegram number, all your notes with their pictures, and "
            "everything else by which you could be known. Notes that you have shown to the group "
            "go from there as well.\n\n"
            "What stays: the counts, without a name. Your branch's past days keep their "
            "numbers.\n\n"
            "It can't be undone. If you want to keep your notes, get them first: /notebook. All "
            "that I hold on you: /mydata."
        ),
        (
            (Button(words("Go on"), data="forget:sure"),),
            (Button(words("No, stay"), data="forget:no"),),
        ),
    )


def really_forget(words: Words) -> Said:
    """The second question."""
    return Said(
        words("<b>Really forget you, for good?</b> Your notes can't be brought back."),
        (
            (Button(words("Yes, forget me"), data="forget:yes"),),
            (Button(words("No, stay"), data="forget:no"),),
        ),
    )


def stays(words: Words) -> Said:
    """The answer to thinking better of it."""
    return Said(words("Everything stays as it was."))


def done(words: Words) -> Said:
    """What stands in place of the second question."""
    return Said(words("Done."))


def forgotten(words: Words, *, file_stays: bool = False) -> Said:
    """The last that is said. ``file_stays``: a picture or a recording of theirs still stands in the
    group, where Telegram does not let it be deleted any more."""
    lines = [
        words(
            "I don't know you any more; only numbers without a name are left. What you "
            "wrote in the group and our chat itself are Telegram's: you can delete them there. "
            "If you ever come back, you are welcome: /start."
        )
    ]
    if file_stays:
        lines.append(
            words(
                "What you showed to the group as a picture or a recording more than two days ago "
                "still stands there: an admin of the group can delete it."
            )
        )
    return Said("\n\n".join(lines))


def hand_over_first(words: Words, units: list[str], *, is_owner: bool) -> Said:
    """What somebody is told on whom a branch, or the whole bot, hangs."""
    lines = []
    if units:
        lines.append(
            words.html(
                "You are the only secretary of {branches}. Please hand the office over first, so "
                "that nobody is left alone: /handover.",
                branches=listed(words, units),
            )
        )
    if is_owner:
        lines.append(words("You run this bot. Please put somebody else into SANXUE_OWNER first."))
    return Said("\n\n".join(lines))
