"""What those above are told when somebody not on a branch's list has bound a group to it."""

from reports.names import shown_name
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import Unit


def bound_by_a_stranger(
    words: Words, unit: Unit, group: str, name: str | None, data: str, *, looks_after: bool
) -> Said:
    """The question whether that is right. ``name`` is the one in Telegram, None for an anonymous
    administrator; ``looks_after``: they are the branch's secretary by it. ``data`` is the
    button's."""
    who = shown_name(name) if name is not None else words("an anonymous administrator")
    lines = [
        words.html(
            "<b>{branch} has a group now: {group}</b>\n"
            "It was bound with the branch's code by {name}, who is not on its list.",
            branch=unit.name,
            group=group,
            name=who,
        )
    ]
    if looks_after:
        lines.append(words("They look after the branch now."))
    lines.append(words("If that is right, nothing needs doing."))
    return Said("\n".join(lines), ((Button(words("Not right: undo"), data=data),),))


def unbound(words: Words, unit: Unit, group: str, again: str | None, by: str | None = None) -> Said:
    """The group was taken from the branch. ``again`` is the title of the earlier one that has the
    posts again; ``by`` is who has done it, None for the reader."""
    lines = [
        words.html("{group} is no longer the group of {branch}.", group=group, branch=unit.name)
    ]
    if again is not None:
        lines.append(words.html("The posts go to the earlier group again: {group}.", group=again))
    else:
        lines.append(words("Whoever runs this bot can make a new code for the right one."))
    if by is not None:
        lines.append(words.html("Undone by {name}.", name=shown_name(by)))
    return Said("\n".join(lines))


def bound_otherwise(words: Words, unit: Unit) -> Said:
    """The answer to a button that came too late."""
    return Said(
        words.html("{branch} has another group by now; all stays as it is.", branch=unit.name)
    )
