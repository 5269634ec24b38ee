"""What somebody is told who asks to be let into a branch."""

from collections.abc import Mapping, Sequence
from datetime import date

from programme.joining import Mark
from programme.office_holders import Holder, Office
from reports.days import shown_day, shown_day_from, shown_time
from reports.help import Coming
from reports.lists import listed
from reports.names import shown_name
from reports.rows import turning
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.branch_search import BranchFound
from storage.people import Member
from storage.values.people import PersonId, Unit, UnitId

NAMES_ON_A_PAGE = 12
"""So many names are shown at once."""
# Two names stand in a row where they are as short as this.
_SHORT = 9


def choose_branch(words: Words, found: Sequence[BranchFound]) -> Said:
    """The question which branch it is, with a button for each."""
    if not found:
        return Said(words("There is no branch here yet. Please come back when yours has begun."))
    return Said(words("Which branch is yours?"), _branches(found))


def type_branch(words: Words) -> Said:
    """The same where there are too many for buttons."""
    return Said(
        words("Which branch is yours? Please write a part of its name, and I'll look for it.")
    )


def branches_found(words: Words, found: Sequence[BranchFound]) -> Said:
    """What was found for a typed name; more may be typed."""
    if not found:
        said = words("I found no branch like that. Please try another part of its name.")
        return Said(said)
    return Said(
        words("Is it one of these? If not, write another part of its name."), _branches(found)
    )


def choose_name(
    words: Words,
    branch: Unit,
    names: Sequence[Member],
    marks: Mapping[PersonId, Mark],
    page: int,
    *,
    may_be_new: bool = True,
) -> Said:
    """The question who of the branch's list it is, a page of names as buttons. ``may_be_new``:
    perhaps nobody of it."""
    new = Button(words("Not on the list"), data=f"join:new:{branch.id}")
    ask: Rows = ((new,),) if may_be_new else ()
    if not names:
        said = words.html("<b>{branch}</b>: shall I ask its secretary?", branch=branch.name)
        return Said(said, ((Button(words("Please ask"), data=f"join:new:{branch.id}"),),))
    page = min(page, (len(names) - 1) // NAMES_ON_A_PAGE)
    shown = names[page * NAMES_ON_A_PAGE :][:NAMES_ON_A_PAGE]
    buttons = [
        Button(marked_name(words, each, marks), data=f"join:as:{branch.id}:{each.person.id}")
        for each in shown
    ]
    said = words.html("<b>{branch}</b>: which of these is you?", branch=branch.name)
    more = len(names) > (page + 1) * NAMES_ON_A_PAGE
    labels = words("Back"), words("More names")
    to_others = turning(words, f"join:list:{branch.id}", page, more=more, labels=labels)
    return Said(said, (*_in_rows(buttons), *to_others, *ask))


def marked_name(words: Words, member: Member, marks: Mapping[PersonId, Mark]) -> str:
    """A name, with what tells it from the same name of somebody else."""
    name, mark = shown_name(member.person.name), marks.get(member.person.id)
    match mark:
        case None:
            return name
        case date():
            return f"{name} · {shown_day(words, mark)} {mark.year}"
        case int():
            return f"{name} · {mark}"
        case str():
            return f"{name} · …{mark}"


def which_home(words: Words, branch: Unit, home: Unit, data: str) -> Said:
    """Asked of somebody who is at home elsewhere. ``data`` begins the buttons' data, which end in
    ``:home`` or ``:second``."""
    return Said(
        words.html(
            "You are at home in <b>{home}</b>. What shall <b>{branch}</b> be?\n\n"
            "New home: from today on your days count there, and no longer in {home}.\n"
            "Second branch: your days go on counting in {home}.",
            home=home.name,
            branch=branch.name,
        ),
        (
            (
                Button(words("My new home"), data=f"{data}:home"),
                Button(words("Second branch"), data=f"{data}:second"),
            ),
        ),
    )


def already_in(words: Words, branch: Unit, *, may_be_listed: bool) -> Said:
    """Told to somebody who is at home there. ``may_be_listed``: perhaps under another name too."""
    said = words.html("You are in {branch} already; all is set.", branch=branch.name)
    if not may_be_listed:
        return Said(said)
    button = Button(words("My other name"), data=f"join:list:{branch.id}:0")
    more = words("If its list has you under another name, tap below and choose it.")
    return Said(f"{said}\n{more}", ((button,),))


def all_set(words: Words) -> Said:
    """Told to somebody whose link has done its work already."""
    return Said(words("You are in already; all is set."))


def asked(words: Words, branch: Unit, holders: Sequence[Holder], *, again: bool = False) -> Said:
    """Whom the asker waits for."""
    stop = ((Button(words("Never mind"), data="join:stop"),),)
    if not holders:
        return Said(
            words.html(
                "I've noted it for {branch}, but its secretary hasn't met me yet. Please ask them "
                "to write /start to me in private; then I'll ask them at once.",
                branch=branch.name,
            ),
            stop,
        )
    if again:
        said = words.html(
            "{branch} is asked already. Waiting for: {whom}.",
            branch=branch.name,
            whom=_whom(words, holders),
        )
    else:
        said = words.html(
            "Thank you! About {branch} I've asked {whom}. As soon as they tap a button, I'll tell "
            "you here.",
            branch=branch.name,
            whom=_whom(words, holders),
        )
    return Said(said, stop)


def stopped(words: Words) -> Said:
    """The wish was taken back."""
    return Said(words("All right, I've taken it back. You can ask again with /join."))


def you_are_in(words: Words, name: str, branch: Unit, coming: Coming | None) -> Said:
    """Somebody was let in: what comes next."""
    lines = [
        words.html(
            "<b>You are in: {branch}. Welcome, {name}!</b>",
            branch=branch.name,
            name=shown_name(name),
        ),
        words("Your days count from today on. A tap in the group is enough."),
    ]
    return Said("\n".join([*lines, *_what_comes(words, coming)]))


def you_have_moved(words: Words, branch: Unit, left: Unit, coming: Coming | None) -> Said:
    """Somebody has another home now."""
    said = words.html(
        "<b>You are at home in {branch} now.</b>\n"
        "Your days count there from today on, and no longer in {left}. What you have done stays "
        "yours.",
        branch=branch.name,
        left=left.name,
    )
    return Said("\n".join([said, *_what_comes(words, coming)]))


def second_branch(words: Words, branch: Unit, home: Unit) -> Said:
    """Somebody belongs to one more branch."""
    return Said(
        words.html(
            "<b>{branch} is your second branch now.</b>\n"
            "Your days go on counting in {home}, and only its posts remind you.",
            branch=branch.name,
            home=home.name,
        )
    )


def not_let_in(words: Words, branch: Unit, home: Unit | None = None) -> Said:
    """Told kindly to somebody who was not let in. ``home`` is where they are at home anyway."""
    if home is not None:
        return Said(
            words.html(
                "The secretary of {branch} hasn't said yes yet, so all stays as it is: you are at "
                "home in {home}. Please have a word with them; they can still let you in.",
                branch=branch.name,
                home=home.name,
            )
        )
    return Said(
        words.html(
            "The secretary of {branch} couldn't place you yet. That happens easily: please have a "
            "word with them. They can still let you in, or send you a link.",
            branch=branch.name,
        )
    )


def name_is_taken(words: Words, branch: Unit) -> Said:
    """Told to somebody when another one was let in under the name they had chosen."""
    return Said(
        words.html(
            "Somebody else was let into {branch} under the name you chose. If it is yours, please "
            "speak to the secretary; or choose again: /join.",
            branch=branch.name,
        )
    )


def branch_link(username: str, branch: UnitId) -> str:
    """The link that opens the private chat and goes on with /join in a branch."""
    return f"https://t.me/{username}?start=join_{branch}"


def join_in_private(words: Words, username: str, branch: Unit) -> Said:
    """The answer to /join in a group: a button to the private chat."""
    link = branch_link(username, branch.id)
    return Said(
        words("Tap the button and then START: it takes two taps, and your secretary confirms."),
        ((Button(words("Join a branch"), url=link),),),
    )


def _whom(words: Words, holders: Sequence[Holder]) -> str:
    return listed(words, [_holder(words, each) for each in holders])


def _holder(words: Words, holder: Holder) -> str:
    if holder.office is Office.OWNER:
        return words("whoever runs this bot")
    name = shown_name(holder.name)
    if holder.office is Office.ORGANISER:
        return words("{name}, the organiser", name=name)
    return words("{name}, the secretary", name=name)


def _what_comes(words: Words, coming: Coming | None) -> list[str]:
    lines = [""]
    if coming is not None:
        lines.append(
            words.html(
                "The next of the three comes {day} at {time}.",
                day=shown_day_from(words, coming.post.day, coming.today),
                time=shown_time(coming.post.at),
            )
        )
    return [*lines, words("/today – what is open now\n/help – what I can do")]


def _branches(found: Sequence[BranchFound]) -> Rows:
    names = [each.name for each in found]
    return tuple(
        (Button(_branch(each, names.count(each.name) > 1), data=f"join:in:{each.id}"),)
        for each in found
    )


def _branch(found: BranchFound, shared: bool) -> str:
    """A branch's name, with where it is when another one is called the same."""
    return f"{found.name} · {found.above or found.code}" if shared else found.name


def _in_rows(buttons: Sequence[Button]) -> Rows:
    width = 2 if all(len(button.text) <= _SHORT for button in buttons) else 1
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
