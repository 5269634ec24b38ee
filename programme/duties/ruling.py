"""What is decided about an obligation: accepted, sent back, excused, or excused no more."""

from collections.abc import Collection, Mapping
from datetime import datetime

from programme.duties.references import Found
from storage import duty_counts, rulings
from storage.database import Transaction
from storage.values.duties import State
from storage.values.messages import Refused, message
from storage.values.people import PersonId
from storage.values.records import Ruling, RulingKind

LONGEST_REASON = 300
"""In characters: a reason is a sentence or two."""

_OPEN: Mapping[RulingKind, Collection[State]] = {
    RulingKind.ACCEPTED: {State.AWAITING},
    RulingKind.SENT_BACK: {State.AWAITING},
    RulingKind.EXCUSED: {
        State.NOT_BEGUN,
        State.ON_THE_WAY,
        State.OVERDUE,
        State.AWAITING,
    },
    RulingKind.EXCUSE_ENDED: {State.EXCUSED},
}
_WITH_REASON = (RulingKind.SENT_BACK, RulingKind.EXCUSED)


def can_rule(state: State, kind: RulingKind) -> bool:
    """Whether this can be decided about an obligation in this state."""
    return state in _OPEN[kind]


async def rule(
    tx: Transaction, found: Found, kind: RulingKind, by: PersonId, reason: str, now: datetime
) -> Ruling:
    """Decide. Raises :class:`Refused` where there is nothing to decide any more, and for a reason
    that is missing or too long."""
    if not can_rule(found.standing.state, kind):
        raise Refused(message("This is settled already; nothing is left to decide."))
    reason = " ".join(reason.split())
    if kind in _WITH_REASON and not reason:
        raise Refused(message("Please write the reason in a sentence."))
    if len(reason) > LONGEST_REASON:
        raise Refused(
            message(
                "That is a long reason. Please say it in at most {most} characters.",
                most=LONGEST_REASON,
            )
        )
    duty, subject, period = found.standing.obligation.key
    ruling = Ruling(duty, subject, period, kind, now, by, reason)
    await rulings.add_ruling(tx, ruling)
    await duty_counts.mark(tx, [subject.unit_id])
    return ruling
