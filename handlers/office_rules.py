"""The gate's rules for offices: what secretaries, stand-ins, organisers and the owner do."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from handlers.asked import Allowed, Chat, Command, Elsewhere, Verdict, Where, in_private
from programme.calendars.agenda import Reader
from storage.units import ancestors
from storage.values.messages import Message, message
from storage.values.people import Known, Role, Unit

KEEPERS = (Role.SECRETARY, Role.STAND_IN)
"""Who looks after a branch."""
OFFICES = (*KEEPERS, Role.ORGANISER)
"""Who holds any office at a unit."""


RECORDERS = (*OFFICES, Role.CADRE, Role.COMMITTEE)
"""Who puts down what was done: for their unit, or as their own."""


def looks_after(known: Known, unit: Unit) -> bool:
    """Whether this person sees a unit's members by name: its secretary or stand-in."""
    return unit.id in known.units_as(*KEEPERS)


def oversees(known: Known, unit: Unit) -> bool:
    """Whether this person sees a unit's counts: an organiser at it or above it, or the owner."""
    above = set(ancestors(unit.path))
    return known.is_owner or bool(above & set(known.units_as(Role.ORGANISER)))


def records_for(known: Known, unit: Unit) -> bool:
    """Whether this person puts down what a unit did, and sees it by name: whoever looks after the
    branch, the organisers of this very unit, and the owner at the top."""
    at_top = known.is_owner and unit.parent_id is None
    return looks_after(known, unit) or unit.id in known.units_as(Role.ORGANISER) or at_top


def records_own(known: Known, unit: Unit) -> bool:
    """Whether this person puts down their own visits, lectures and talks at a unit: where they hold
    an office, and in their own branch."""
    held = known.units_as(*RECORDERS)
    return unit.id in held or (bool(held) and unit.id == known.home)


def calendar_reader(known: Known, unit: Unit) -> Reader | None:
    """What this person may read of a unit's calendar; None for nothing. Members read what is
    planned and the day's three; who holds an office there, what they owe themselves, too; and who
    looks after it, all that it owes."""
    held = any(each.unit_id == unit.id for each in known.appointments)
    person = known.person.id if known.person is not None and held else None
    if records_for(known, unit):
        return Reader(unit_duties=True, own_duties=person)
    belongs = held or unit.id in (known.home, *known.guest_of)
    return Reader(own_duties=person) if belongs else None


def _office(
    known: Known,
    chat: Chat,
    *,
    roles: Sequence[Role],
    command: Command,
    otherwise: Message,
    owner_too: bool = True,
) -> Verdict:
    """What whoever holds one of these roles does, in private; ``otherwise`` is said to the rest."""
    if not known.units_as(*roles) and not (owner_too and known.is_owner):
        return Elsewhere(otherwise)
    return Allowed() if chat.where is Where.PRIVATE else in_private(command)


def _office_alone(known: Known, chat: Chat, *, otherwise: Message) -> Verdict:
    """What stands or comes in private only, so that nobody asks for it elsewhere: its buttons name
    people, or a file in private leads there."""
    if chat.where is not Where.PRIVATE or not (known.units_as(*OFFICES) or known.is_owner):
        return Elsewhere(otherwise)
    return Allowed()


_for_secretary = partial(
    _office,
    roles=KEEPERS,
    otherwise=message(
        "That is for the branch's secretary. For days on which you yourself are away there is "
        "/leave."
    ),
    owner_too=False,
)
"""What a secretary or stand-in decides for the branch, in private."""

OFFICE_RULES: Mapping[Command, Callable[[Known, Chat], Verdict]] = {
    Command.INVITE: partial(
        _office,
        roles=KEEPERS,
        command=Command.INVITE,
        otherwise=message(
            "Members are invited by their branch's secretary. To come in yourself: /join."
        ),
        owner_too=False,
    ),
    Command.DECIDE: partial(
        _office_alone, otherwise=message("This is for the branch's secretary, in private.")
    ),
    Command.MEMBERS: partial(
        _office,
        roles=KEEPERS,
        command=Command.MEMBERS,
        otherwise=message("The list of members is for the branch's secretary. Your own days: /me."),
        owner_too=False,
    ),
    Command.LEAVE_FOR: partial(_for_secretary, command=Command.LEAVE),
    Command.PAUSE: partial(_for_secretary, command=Command.PAUSE),
    Command.PROGRAMME: partial(
        _office,
        roles=OFFICES,
        command=Command.PROGRAMME,
        otherwise=message("The programme is chosen by the secretary or the unit above."),
    ),
    # A key holds wherever the question is asked: so it is no branch's affair.
    Command.QUESTIONS: partial(
        _office,
        roles=(Role.ORGANISER,),
        command=Command.QUESTIONS,
        otherwise=message("The questions are looked after by the organisers above."),
    ),
    Command.DIGEST: partial(
        _office,
        roles=(Role.ORGANISER,),
        command=Command.DIGEST,
        otherwise=message("The digest is for the organisers above. Your branch's day: /status."),
    ),
    Command.OVERVIEW: partial(
        _office,
        roles=(Role.ORGANISER,),
        command=Command.OVERVIEW,
        otherwise=message("The overview is for the organisers above. Your branch's day: /status."),
    ),
    Command.BANK: partial(
        _office_alone,
        otherwise=message(
            "Questions are brought in by the secretary or the unit above, in private."
        ),
    ),
    Command.SET_TEST: partial(
        _office,
        roles=OFFICES,
        command=Command.TEST,
        otherwise=message("Tests are set by the secretary or the unit above."),
    ),
    Command.RULE: partial(
        _office,
        roles=OFFICES,
        command=Command.MATTERS,
        otherwise=message("That is decided by the unit above."),
    ),
    Command.REMIND: partial(
        _office,
        roles=(*OFFICES, Role.COMMITTEE, Role.CADRE),
        command=Command.DEADLINES,
        otherwise=message("This reminder was for somebody who holds an office."),
    ),
    Command.RECORD: partial(
        _office,
        roles=RECORDERS,
        command=Command.RECORD,
        otherwise=message(
            "What the branch did is put down by its secretary. For a good deed of your own there "
            "is /deed."
        ),
    ),
    Command.HOLD_MEETING: partial(
        _office,
        roles=OFFICES,
        command=Command.MEETING,
        otherwise=message("Meetings are planned by the secretary or the unit above."),
    ),
    # A stand-in names no other.
    Command.STAND_IN: partial(
        _office,
        roles=(Role.SECRETARY, Role.ORGANISER),
        command=Command.STAND_IN,
        otherwise=message("A stand-in is named by the secretary or the unit above."),
    ),
    Command.HAND_OVER: partial(
        _office,
        roles=(Role.SECRETARY,),
        command=Command.HAND_OVER,
        otherwise=message("An office is handed over by whoever holds it."),
        owner_too=False,
    ),
    Command.NUDGE: partial(_for_secretary, command=Command.STATUS),
}
