"""What those who decide are told about somebody who asks to be let in."""

from msgspec import Struct

from reports.names import shown_name
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.joining import JoinRequest, JoinState
from storage.values.people import Unit


class Wish(Struct, frozen=True):
    """A request with the names that belong to it.

    ``listed`` is what the branch's list calls whom the asker says they are, with what tells them
    from others of that name. ``home`` is the branch
    where the asker is at home until now, ``is_known`` whether the bot knows the asker already.
    """

    request: JoinRequest
    branch: Unit
    listed: str | None = None
    home: Unit | None = None
    is_known: bool = False
    username: str | None = None


def wish(words: Words, asked: Wish) -> Said:
    """The question, with two buttons."""
    head = words.html("<b>Somebody asks to join {branch}</b>", branch=asked.branch.name)
    return Said(f"{head}\n{_who(words, asked)}", _yes_or_no(words, asked))


def own_wish(words: Words, asked: Wish) -> Said:
    """Told to somebody who looks after the branch and asked to come in before they did."""
    return Said(
        words.html(
            "Your own wish to join {branch} is still open. You look after it now: send /join once "
            "more, and you are in.",
            branch=asked.branch.name,
        )
    )


def nobody_waits(words: Words, branch: Unit) -> Said:
    """The answer to a button that outlived the wishes it was to show."""
    return Said(
        words.html(
            "Nobody is waiting to join {branch} any more: it has been decided, or taken back.",
            branch=branch.name,
        )
    )


def settled(
    words: Words,
    asked: Wish,
    state: JoinState,
    by: str | None = None,
    *,
    may_undo: bool = False,
) -> Said:
    """What came of it; ``by`` is who has decided, None for the reader."""
    name, number = shown_name(asked.request.name), asked.request.id
    branch = asked.branch.name
    anyway = ((Button(words("Let in after all"), data=f"join:yes:{number}"),),)
    match state:
        case JoinState.LET_IN:
            undo: Rows = ((Button(words("Undo"), data=f"join:undo:{number}"),),)
            return Said(_let_in(words, asked, by), undo if may_undo else ())
        case JoinState.REFUSED if by is None:
            return Said(
                words.html(
                    "{name} is not let into {branch}. I've told them kindly to speak to you.",
                    name=name,
                    branch=branch,
                ),
                anyway,
            )
        case JoinState.REFUSED:
            return Said(
                words.html(
                    "{by} has not let {name} into {branch}.",
                    by=shown_name(by or ""),
                    name=name,
                    branch=branch,
                ),
                anyway,
            )
        case JoinState.TAKEN:
            return Said(
                words.html(
                    "{name} is not let in: under that name somebody else is in {branch} now.",
                    name=name,
                    branch=branch,
                )
            )
        case _:
            return Said(
                words.html(
                    "{name} no longer asks to join {branch}.",
                    name=name,
                    branch=branch,
                )
            )


def undone(words: Words, asked: Wish) -> Said:
    """A slip was taken back."""
    return Said(
        words.html(
            "Taken back: {name} is not in {branch}.",
            name=shown_name(asked.request.name),
            branch=asked.branch.name,
        ),
        ((Button(words("Let in after all"), data=f"join:yes:{asked.request.id}"),),),
    )


def _who(words: Words, asked: Wish) -> str:
    name = shown_name(asked.request.name)
    if asked.username:
        name = f"{name} (@{asked.username})"
    if asked.listed is not None and asked.is_known:
        return words.html(
            "{name}, whom I know, says that they are {listed} on your list. Is that so?",
            name=name,
            listed=asked.listed,
        )
    if asked.listed is not None:
        return words.html(
            "In Telegram: {name}. On your list: {listed}. Is it them?",
            name=name,
            listed=asked.listed,
        )
    if asked.home is not None and asked.request.home:
        return words.html(
            "{name} is at home in {home} and asks to move here.", name=name, home=asked.home.name
        )
    if asked.home is not None:
        return words.html(
            "{name} is at home in {home} and asks to come as to a second branch; the days go on "
            "counting at home.",
            name=name,
            home=asked.home.name,
        )
    return words.html(
        "In Telegram: {name}. They say that they are not on your list. Do they belong to you?",
        name=name,
    )


def _yes_or_no(words: Words, asked: Wish) -> Rows:
    number = asked.request.id
    if asked.listed is not None:
        yes, no = words("Yes, it's them"), words("It isn't them")
    else:
        yes, no = words("Let them in"), words("Don't let in")
    return ((Button(yes, data=f"join:yes:{number}"), Button(no, data=f"join:no:{number}")),)


def _let_in(words: Words, asked: Wish, by: str | None) -> str:
    name = asked.listed or shown_name(asked.request.name)
    if by is None:
        return words.html(
            "{name} is in {branch} now; I've told them.", name=name, branch=asked.branch.name
        )
    return words.html(
        "{by} has let {name} into {branch}.",
        by=shown_name(by),
        name=name,
        branch=asked.branch.name,
    )


def asking_button(words: Words, branch: Unit, count: int) -> Rows:
    """Below a branch's status: who waits to be let in; nothing when nobody does."""
    if not count:
        return ()
    label = words.count("Asking to join: {count}", "Asking to join: {count}", count=count)
    return ((Button(label, data=f"join:waiting:{branch.id}"),),)
