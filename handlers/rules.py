"""The gate's rules: who may do what and where, a plain function for each command.

Nobody asks them but :mod:`handlers.gate`.
"""

from collections.abc import Callable, Mapping
from functools import partial

from handlers.asked import Allowed, Chat, Command, Elsewhere, InPrivate, Verdict, Where
from storage.units import ancestors
from storage.values.messages import message
from storage.values.people import Known, Role, Unit


def is_stranger(known: Known) -> bool:
    """Whether this is nobody: at home in no branch and without any office."""
    return known.home is None and not known.appointments and not known.is_owner


def looks_after(known: Known, unit: Unit) -> bool:
    """Whether this person sees a unit's members by name: its secretary or stand-in."""
    return unit.id in known.units_as(Role.SECRETARY, Role.STAND_IN)


def oversees(known: Known, unit: Unit) -> bool:
    """Whether this person sees a unit's counts: an organiser at it or above it, or the owner."""
    above = set(ancestors(unit.path))
    return known.is_owner or bool(above & set(known.units_as(Role.ORGANISER)))


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

_FOR_THE_SECRETARY = message(
    "That is for the branch's secretary. For days on which you yourself are away there is /leave."
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


def _invite(known: Known, chat: Chat) -> Verdict:
    if not known.units_as(Role.SECRETARY, Role.STAND_IN):
        return Elsewhere(
            message("Members are invited by their branch's secretary. To come in yourself: /join.")
        )
    return Allowed() if chat.where is Where.PRIVATE else _in_private(Command.INVITE)


def _decide(known: Known, chat: Chat) -> Verdict:
    """Its buttons stand in private only: they name people."""
    offices = known.units_as(Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if chat.where is not Where.PRIVATE or not (offices or known.is_owner):
        return Elsewhere(message("This is for the branch's secretary, in private."))
    return Allowed()


def _stand_in(known: Known, chat: Chat) -> Verdict:
    """The secretary names a stand-in, or the unit above; a stand-in names no other."""
    if not known.units_as(Role.SECRETARY, Role.ORGANISER) and not known.is_owner:
        return Elsewhere(message("A stand-in is named by the secretary or the unit above."))
    return Allowed() if chat.where is Where.PRIVATE else _in_private(Command.STAND_IN)


def _hand_over(known: Known, chat: Chat) -> Verdict:
    if not known.units_as(Role.SECRETARY):
        return Elsewhere(message("An office is handed over by whoever holds it."))
    return Allowed() if chat.where is Where.PRIVATE else _in_private(Command.HAND_OVER)


def _programme(known: Known, chat: Chat) -> Verdict:
    offices = known.units_as(Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if not offices and not known.is_owner:
        return Elsewhere(message("The programme is chosen by the secretary or the unit above."))
    return Allowed() if chat.where is Where.PRIVATE else _in_private(Command.PROGRAMME)


def _questions(known: Known, chat: Chat) -> Verdict:
    """A key holds wherever the question is asked: so it is no branch's affair."""
    if not known.units_as(Role.ORGANISER) and not known.is_owner:
        return Elsewhere(message("The questions are looked after by the organisers above."))
    return Allowed() if chat.where is Where.PRIVATE else _in_private(Command.QUESTIONS)


def _bank(known: Known, chat: Chat) -> Verdict:
    """Only a file in private leads there; its buttons stand in private only."""
    offices = known.units_as(Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if chat.where is not Where.PRIVATE or not (offices or known.is_owner):
        return Elsewhere(
            message("Questions are brought in by the secretary or the unit above, in private.")
        )
    return Allowed()


def _test(known: Known, chat: Chat) -> Verdict:
    """Members take tests, offices set them; both in private."""
    offices = known.units_as(Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if known.home is None and not offices and not known.is_owner:
        return Elsewhere(_HOMELESS)
    return Allowed() if chat.where is Where.PRIVATE else _in_private(Command.TEST)


def _set_test(known: Known, chat: Chat) -> Verdict:
    offices = known.units_as(Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if not offices and not known.is_owner:
        return Elsewhere(message("Tests are set by the secretary or the unit above."))
    return Allowed() if chat.where is Where.PRIVATE else _in_private(Command.TEST)


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
    offices = known.units_as(Role.SECRETARY, Role.STAND_IN, Role.ORGANISER)
    if not offices and not known.is_owner:
        return Elsewhere(_MEMBERS_OWN)
    unit = chat.unit
    if unit is None or looks_after(known, unit) or oversees(known, unit):
        return Allowed()
    return _in_private(Command.STATUS)


def _members(known: Known, chat: Chat) -> Verdict:
    """The names of a branch's members, for whoever looks after it; in private."""
    if not known.units_as(Role.SECRETARY, Role.STAND_IN):
        return Elsewhere(
            message("The list of members is for the branch's secretary. Your own days: /me.")
        )
    return Allowed() if chat.where is Where.PRIVATE else _in_private(Command.MEMBERS)


def _office(known: Known, chat: Chat, command: Command) -> Verdict:
    """What a secretary or stand-in decides for the branch, in private."""
    if not known.units_as(Role.SECRETARY, Role.STAND_IN):
        return Elsewhere(_FOR_THE_SECRETARY)
    return Allowed() if chat.where is Where.PRIVATE else _in_private(command)


def _settings(known: Known, chat: Chat) -> Verdict:
    """What a secretary or stand-in settles, in private or in the branch's own group."""
    if not known.units_as(Role.SECRETARY, Role.STAND_IN):
        return Elsewhere(_SECRETARYS)
    if chat.where is Where.PRIVATE:
        return Allowed()
    if chat.unit is None:
        return Elsewhere(_UNBOUND)
    return Allowed() if looks_after(known, chat.unit) else _in_private(Command.SETTINGS)


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


def _in_private(command: Command) -> InPrivate:
    return InPrivate(
        message(
            "That stays between you and me: please write /{command} to me in private.",
            command=command.value,
        )
    )


def _about_oneself(_known: Known, chat: Chat, command: Command) -> Verdict:
    """Whoever has ever written to the bot may know what it holds, and have it erased."""
    return Allowed() if chat.where is Where.PRIVATE else _in_private(command)


def _own(known: Known, chat: Chat, command: Command) -> Verdict:
    """What concerns the person alone is not shown to the group."""
    if known.home is None:
        return Elsewhere(_HOMELESS)
    return Allowed() if chat.where is Where.PRIVATE else _in_private(command)


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
    Command.INVITE: _invite,
    Command.DECIDE: _decide,
    Command.LANGUAGE: _language,
    Command.SETTINGS: _settings,
    Command.HERE: _here,
    Command.STATUS: _status,
    Command.MEMBERS: _members,
    Command.STANDINGS: partial(_shared, command=Command.STANDINGS),
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
    Command.LEAVE_FOR: partial(_office, command=Command.LEAVE),
    Command.PAUSE: partial(_office, command=Command.PAUSE),
    Command.PROGRAMME: _programme,
    Command.QUESTIONS: _questions,
    Command.BANK: _bank,
    Command.TEST: _test,
    Command.TAKE_TEST: partial(_own, command=Command.TEST),
    Command.SET_TEST: _set_test,
    Command.STAND_IN: _stand_in,
    Command.HAND_OVER: _hand_over,
    Command.NUDGE: partial(_office, command=Command.STATUS),
    Command.READ: _deed,
    Command.UNDO: partial(_own, command=Command.TODAY),
    Command.ANSWER: partial(_own, command=Command.TODAY),
    Command.WRITE: _deed,
}
