"""What those who look after a branch are told when a member has left its group."""

from reports.names import shown_name
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import PersonId, Unit


def has_left_group(words: Words, branch: Unit, name: str, person: PersonId) -> Said:
    """The question whether that means the branch too, with two buttons."""
    return Said(
        words.html(
            "{name} has left the group of {branch}. Have they left the branch too? Until you tap, "
            "they go on being counted.",
            name=shown_name(name),
            branch=branch.name,
        ),
        (
            (
                Button(words("Left the branch"), data=f"left:gone:{branch.id}:{person}"),
                Button(words("Still with us"), data=f"left:stays:{branch.id}:{person}"),
            ),
        ),
    )


def has_left_branch(
    words: Words, branch: Unit, name: str, person: PersonId, by: str | None = None
) -> Said:
    """They count up to today; ``by`` is who has said so, None for the reader."""
    undo = ((Button(words("Undo"), data=f"left:stays:{branch.id}:{person}"),),)
    if by is None:
        said = words.html(
            "{name} counts in {branch} up to today, and what they did stays. Who comes back sends "
            "/join, or gets a link by /invite.",
            name=shown_name(name),
            branch=branch.name,
        )
    else:
        said = words.html(
            "{by} has noted: {name} has left {branch}.",
            by=shown_name(by),
            name=shown_name(name),
            branch=branch.name,
        )
    return Said(said, undo)


def stays_in_branch(words: Words, branch: Unit, name: str, by: str | None = None) -> Said:
    """They go on being counted; the three studies are in the private chat too."""
    if by is not None:
        return Said(
            words.html(
                "{by} has noted: {name} is still in {branch}.",
                by=shown_name(by),
                name=shown_name(name),
                branch=branch.name,
            )
        )
    return Said(
        words.html(
            "{name} is still in {branch}. They can go on without the group: /today, in the "
            "private chat with me.",
            name=shown_name(name),
            branch=branch.name,
        )
    )


def has_left_before(words: Words, branch: Unit, name: str) -> Said:
    """Told when there is nothing to be decided any more."""
    return Said(
        words.html("{name} is no longer in {branch}.", name=shown_name(name), branch=branch.name)
    )
