"""Personal invitations: what is sent on, and what whoever comes by one is told."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from reports.days import shown_day
from reports.names import shown_name
from reports.notes import private_chat_button
from reports.rows import branch_buttons
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.people import Unit


def member_link(words: Words, branch: Unit, link: str, until: date, name: str = "") -> Said:
    """A link for one member, and a button that lets it be sent on."""
    if name:
        head = words.html(
            "<b>A link for {name}, to {branch}</b>", name=shown_name(name), branch=branch.name
        )
    else:
        head = words.html("<b>A link for one member of {branch}</b>", branch=branch.name)
    told = words(
        "It is good once, until {day}, and lets its user in without further questions. Tap below "
        "and choose whom to send it to.",
        day=shown_day(words, until),
    )
    wish = words("Come and join {branch}: tap the link, then START.", branch=branch.name)
    share = "https://t.me/share/url?" + urlencode({"url": link, "text": wish})
    buttons = (
        (Button(words("Send it on"), url=share),),
        (Button(words("Another link"), data=f"invite:to:{branch.id}"),),
    )
    return Said(f"{head}\n{told}\n\n{link}", buttons)


def in_private(words: Words, username: str) -> Said:
    """The way to the private chat, for somebody who has not opened it yet."""
    return Said(
        words("Links are for you to send on: tap the button, and I'll make one there."),
        private_chat_button(words, username, "invite"),
    )


def which_branch(words: Words, branches: Sequence[Unit]) -> Said:
    """The question for which of one's branches a link is."""
    said = words("For which branch shall the link be?")
    return Said(said, branch_buttons(branches, "invite:to"))


def is_in_already(words: Words, branch: Unit, name: str) -> Said:
    """Told when a link is asked for somebody who needs none."""
    return Said(
        words.html(
            "{name} is in {branch} already and needs no link.",
            name=shown_name(name),
            branch=branch.name,
        )
    )


def you_look_after(words: Words, branch: Unit, add_link: str | None) -> Said:
    """What a new secretary is told. ``add_link`` adds the bot to the branch's group, which has
    none yet."""
    lines = [
        words.html("<b>You look after {branch} now. Thank you!</b>", branch=branch.name),
        "",
        words(
            "The posts come by themselves; there is nothing you need to prepare.\n\n"
            "/status – who hasn't come to it yet, and what to do next\n"
            "/invite – a link that lets a member in\n"
            "/help – everything else"
        ),
    ]
    buttons: Rows = ()
    if add_link is not None:
        lines += ["", words("<b>Next:</b> {step}", step=words("add me to the branch's group."))]
        buttons = ((Button(words("Add to the group"), url=add_link),),)
    return Said("\n".join(lines), buttons)


def you_oversee(words: Words, unit: Unit) -> Said:
    """What a new organiser is told."""
    return Said(
        words.html(
            "<b>You oversee {unit} now. Thank you!</b>\n\n"
            "You see counts of all branches below it, not what members write.\n\n"
            "/status – your branches, those that need you first\n"
            "/help – everything else",
            unit=unit.name,
        )
    )
