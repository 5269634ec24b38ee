"""What is done in an office, kept so that those who share it see what another has done."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from storage.values.people import PersonId, UnitId


class ActKind(StrEnum):
    """What was done. Somebody was let into the branch or not, and that was taken back; came in by
    an invitation, or by a first act; has left the branch, or is still in it; an invitation was
    made. A leave was put down for somebody, or ended; the branch paused, or goes on: ``day`` is the
    first day and ``detail`` the last, as ISO text; of an end, ``day`` is the day that counts
    again. Something was settled for the branch: ``detail`` is what, and after a space how.
    A deed was put down for a member, or that was taken back: ``day`` is its day and ``detail`` the
    :class:`storage.values.behalf.Deed`. Somebody stands in from ``day`` to ``detail``, or no more
    from ``day`` on; the office was handed over; the missing were reminded of ``day``. An answer key
    was corrected, or left as it is after an alarm: ``detail`` is the question's id, after a space
    the revision that this made, or that was left. A question bank was taken in, or removed:
    ``detail`` is its title. A meeting was announced for ``day``, called off, or marked as held:
    ``detail`` is its kind's key. A record of ``day`` was put down, or
    taken away again: ``detail`` is what its kind is called."""

    LET_IN = "let-in"
    NOT_LET_IN = "not-let-in"
    TAKEN_BACK = "taken-back"
    CAME_BY_INVITE = "came-by-invite"
    CAME_BY_ACT = "came-by-act"
    HAS_LEFT = "has-left"
    STAYS = "stays"
    INVITED = "invited"
    LEAVE = "leave"
    LEAVE_ENDED = "leave-ended"
    PAUSE = "pause"
    PAUSE_ENDED = "pause-ended"
    SETTLED = "settled"
    PUT_DOWN = "put-down"
    PUT_DOWN_TAKEN_BACK = "put-down-taken-back"
    STAND_IN = "stand-in"
    STAND_IN_ENDED = "stand-in-ended"
    HANDED_OVER = "handed-over"
    NUDGED = "nudged"
    KEY_CORRECTED = "key-corrected"
    KEY_LEFT = "key-left"
    BANK_IN = "bank-in"
    BANK_REMOVED = "bank-removed"
    MEETING_PLANNED = "meeting-planned"
    MEETING_CALLED_OFF = "meeting-called-off"
    MEETING_HELD = "meeting-held"
    RECORDED = "recorded"
    RECORD_REMOVED = "record-removed"


class OfficeAct(Struct, frozen=True):
    """One thing done at a unit: by whom, when, and whom it concerned, if it was a person.

    Who came in by themselves is both. ``day`` and ``detail`` are what the kind needs besides.
    """

    unit_id: UnitId
    kind: ActKind
    by: PersonId
    at: datetime
    subject: PersonId | None = None
    day: date | None = None
    detail: str = ""


class ActTold(Struct, frozen=True):
    """An act with the names of who did it and whom it concerned."""

    act: OfficeAct
    by_name: str
    subject_name: str | None = None
