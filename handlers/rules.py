"""The gate's rules: who may do what and where, a plain function for each command.

Nobody asks them but :mod:`handlers.gate`.
"""

from collections.abc import Callable, Mapping
from functools import partial

from handlers.asked import Allowed, Chat, Command, Elsewhere, Verdict, Where, in_private
from handlers.office_rules import KEEPERS, OFFICE_RULES, OFFICES, looks_after, oversees
from storage.values.messages import message
from storage.values.people import Known, Role


def is_stranger(known: Known) -> bool:
    """Whether this is nobody: at home in no branch and without any office."""
    return known.home is None and not known.appointments and not known.is_owner


STRANGER = message(
    "We haven't met yet. Please send me /join in private and choose your branch; its secretary "
    "lets you in."
)
HIDDEN = message(
    "You write in the group's name here, so I can't tell who you are. Please switch off “remain "
    "anonymous” in your administrator rights, or write to me in private."
)
_UNBOUND = message(
    "This group belongs to no branch yet. Whoever has the branch's code can write /bind and the "
    "code here."
)
NOT_LISTED = message(
    "You are not on this branch's list yet. Please send me /join in private, and the secretary "
    "lets you in."
)
BEFORE = message("That day was before you came. Your days count from the day on which you joined.")
OTHER_HOME = message("Your days count in your home branch. Please send /today.")
_MEMBERS_OWN = message("How you yourself are doing: /me. The branch's status is for its secretary.")
_HOMELESS = message(
    "You are at home in no branch, so there is nothing of yours to show. With /join you can ask "
    "to be let into one."
)

_SECRETARYS = message("This is settled by the branch's secretary. Please ask them.")


def _always(_known: Known, _chat: Chat) -> Verdict:
    return Allowed()


def _bind(_known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.PRIVATE:
        return Elsewhere(
            message("Please write this in your branch's group: /bind and the code, once I'm in it.")
        )
    return Allowed()


def _join(_known: Known, chat: Chat) -> Verdict:
    return Elsewhere(_UNBOUND) if chat.where is Where.UNBOUND else Allowed()


def _test(known: Known, chat: Chat) -> Verdict:
    """Members take tests, offices set them; both in private."""
    if known.home is None and not known.units_as(*OFFICES) and not known.is_owner:
        return Elsewhere(_HOMELESS)
    return Allowed() if chat.where is Where.PRIVATE else in_private(Command.TEST)


def _review(known: Known, chat: Chat) -> Verdict:
    """Members have their own year on paper, offices their units'; both in private."""
    if known.home is None and not known.units_as(*OFFICES) and not known.is_owner:
        return Elsewhere(_HOMELESS)
    return Allowed() if chat.where is Where.PRIVATE else in_private(Command.REVIEW)


def _meeting(known: Known, chat: Chat) -> Verdict:
    """Members see their meetings, offices plan them; both in private."""
    verdict = _attend(known, chat)
    if not isinstance(verdict, Allowed) or chat.where is Where.PRIVATE:
        return verdict
    return in_private(Command.MEETING)


def _calendar(known: Known, chat: Chat) -> Verdict:
    """Whoever belongs to any unit may have its calendar; it is made for them alone."""
    verdict = _attend(known, chat)
    if not isinstance(verdict, Allowed) or chat.where is Where.PRIVATE:
        return verdict
    return in_private(Command.CALENDAR)


def _attend(known: Known, _chat: Chat) -> Verdict:
    """Whoever belongs to any unit, be it by an office; of which one, the handler looks."""
    belongs = known.home is not None or known.guest_of or known.appointments or known.is_owner
    return Allowed() if belongs else Elsewhere(_HOMELESS)


def _cancel(_known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.PRIVATE:
        return Allowed()
    return Elsewhere(message("There is nothing to cancel in the group."))


def _language(known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.PRIVATE:
        return Allowed()
    if chat.unit is None:
        return Elsewhere(_UNBOUND)
    if looks_after(known, chat.unit) or oversees(known, chat.unit):
        return Allowed()
    return Elsewhere(
        message(
            "The group's language is set by the secretary. Write /language to me in private, and "
            "I'll speak yours with you."
        )
    )


def _status(known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.UNBOUND:
        return Elsewhere(_UNBOUND)
    offices = known.units_as(*OFFICES)
    if not offices and not known.is_owner:
        return Elsewhere(_MEMBERS_OWN)
    unit = chat.unit
    if unit is None or looks_after(known, unit) or oversees(known, unit):
        return Allowed()
    return in_private(Command.STATUS)


def _settings(known: Known, chat: Chat) -> Verdict:
    """What a secretary or stand-in settles, in private or in the branch's own group; in private
    also what an organiser settles for a unit."""
    overseer = known.is_owner or bool(known.units_as(Role.ORGANISER))
    if not known.units_as(*KEEPERS) and not overseer:
        return Elsewhere(_SECRETARYS)
    if chat.where is Where.PRIVATE:
        return Allowed()
    if chat.unit is None:
        return Elsewhere(_UNBOUND)
    return Allowed() if looks_after(known, chat.unit) else in_private(Command.SETTINGS)


def _here(known: Known, chat: Chat) -> Verdict:
    if chat.where is Where.PRIVATE:
        return Elsewhere(
            message("Please write /here in your branch's group, in the topic for the posts.")
        )
    if chat.unit is None:
        return Elsewhere(_UNBOUND)
    return Allowed() if looks_after(known, chat.unit) else Elsewhere(_SECRETARYS)


def _deed(known: Known, _chat: Chat) -> Verdict:
    return Elsewhere(_HOMELESS) if known.home is None else Allowed()


def _about_oneself(_known: Known, chat: Chat, command: Command) -> Verdict:
    """Whoever has ever written to the bot may know what it holds, and have it erased."""
    return Allowed() if chat.where is Where.PRIVATE else in_private(command)


def _own(known: Known, chat: Chat, command: Command) -> Verdict:
    """What concerns the person alone is not shown to the group."""
    if known.home is None:
        return Elsewhere(_HOMELESS)
    return Allowed() if chat.where is Where.PRIVATE else in_private(command)


def _matters(_known: Known, chat: Chat, command: Command) -> Verdict:
    """Whoever is known may ask what there is for them to see to; it is told to nobody else."""
    return Allowed() if chat.where is Where.PRIVATE else in_private(command)


def _shared(known: Known, chat: Chat, command: Command) -> Verdict:
    """What a branch shows in its own group, to whoever belongs there."""
    if chat.where is Where.PRIVATE:
        return _deed(known, chat)
    if chat.unit is None:
        return Elsewhere(_UNBOUND)
    inside = chat.unit.id in (known.home, *known.guest_of) or looks_after(known, chat.unit)
    if inside or oversees(known, chat.unit):
        return Allowed()
    return Elsewhere(
        message(
            "This is another branch's group. Please write /{command} to me in private.",
            command=command.value,
        )
    )


def _standings(known: Known, chat: Chat) -> Verdict:
    """A branch's own, for whoever belongs there; in private also what somebody oversees."""
    if chat.where is Where.PRIVATE and (known.is_owner or known.units_as(Role.ORGANISER)):
        return Allowed()
    return _shared(known, chat, Command.STANDINGS)


FOR_STRANGERS = frozenset(
    {
        Command.START,
        Command.HELP,
        Command.BIND,
        Command.CANCEL,
        Command.JOIN,
        Command.MYDATA,
        Command.FORGETME,
    }
)
# What needs nobody to be known.
FOR_HIDDEN = frozenset({Command.START, Command.HELP, Command.BIND})

RULES: Mapping[Command, Callable[[Known, Chat], Verdict]] = {
    Command.START: _always,
    Command.HELP: _always,
    Command.BIND: _bind,
    Command.CANCEL: _cancel,
    Command.JOIN: _join,
    Command.LANGUAGE: _language,
    Command.SETTINGS: _settings,
    Command.HERE: _here,
    Command.STATUS: _status,
    Command.STANDINGS: _standings,
    Command.TODAY: partial(_shared, command=Command.TODAY),
    Command.NOTE: partial(_own, command=Command.NOTE),
    Command.NOTEBOOK: partial(_own, command=Command.NOTEBOOK),
    Command.SHARE: partial(_own, command=Command.NOTEBOOK),
    Command.DRILL: partial(_own, command=Command.DRILL),
    Command.MYDATA: partial(_about_oneself, command=Command.MYDATA),
    Command.FORGETME: partial(_about_oneself, command=Command.FORGETME),
    Command.ME: partial(_own, command=Command.ME),
    Command.MY_DAY: partial(_own, command=Command.TODAY),
    Command.LEAVE: partial(_own, command=Command.LEAVE),
    Command.TEST: _test,
    Command.CARD: partial(_own, command=Command.CARD),
    Command.REVIEW: _review,
    Command.TAKE_TEST: partial(_own, command=Command.TEST),
    Command.MATTERS: partial(_matters, command=Command.MATTERS),
    Command.DEADLINES: partial(_matters, command=Command.DEADLINES),
    Command.WHY: partial(_matters, command=Command.WHY),
    Command.CALENDAR: _calendar,
    Command.PROBLEM: partial(_matters, command=Command.MATTERS),
    Command.DEED: partial(_own, command=Command.DEED),
    Command.MEETING: _meeting,
    Command.ATTEND: _attend,
    Command.OWN_MEETING: _meeting,
    Command.READ: _deed,
    Command.UNDO: partial(_own, command=Command.TODAY),
    Command.ANSWER: partial(_own, command=Command.TODAY),
    Command.WRITE: _deed,
    **OFFICE_RULES,
}
