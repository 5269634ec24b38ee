"""Rows that a batch of updates adds, to be written at its end."""

from dataclasses import dataclass, field
from datetime import date

from storage.batch import AnswerRow, CheckInRow, NoteRow, ParkedVote
from storage.day_reads import Chosen
from storage.values.days import MemberDay, PostingId, Streak
from storage.values.deliveries import NewDelivery
from storage.values.people import PersonId


@dataclass(slots=True)
class Additions:
    """What one update adds, or all of them so far."""

    answers: dict[tuple[PersonId, PostingId], AnswerRow] = field(default_factory=dict)
    changed: Chosen = field(default_factory=dict)
    picks: Chosen = field(default_factory=dict)
    check_ins: list[CheckInRow] = field(default_factory=list)
    notes: list[NoteRow] = field(default_factory=list)
    member_days: dict[tuple[PersonId, date], MemberDay] = field(default_factory=dict)
    # What the database holds in their place.
    before: dict[tuple[PersonId, date], MemberDay] = field(default_factory=dict)
    streaks: dict[PersonId, Streak] = field(default_factory=dict)
    deliveries: list[NewDelivery] = field(default_factory=list)
    parked: list[ParkedVote] = field(default_factory=list)
    undone: set[tuple[PersonId, date]] = field(default_factory=set)
    # Whose streak follows only from the whole history.
    rebuilt: set[PersonId] = field(default_factory=set)
    handled: list[int] = field(default_factory=list)

    def take(self, other: "Additions") -> None:
        """Add another's rows after these."""
        self.answers.update(other.answers)
        self.changed.update(other.changed)
        self.picks.update(other.picks)
        if other.undone:
            undone = other.undone
            self.check_ins = [c for c in self.check_ins if (c.person_id, c.day) not in undone]
        self.check_ins += other.check_ins
        self.notes += other.notes
        self.member_days.update(other.member_days)
        self.streaks.update(other.streaks)
        self.deliveries += other.deliveries
        self.parked += other.parked
        self.undone |= other.undone
        self.rebuilt |= other.rebuilt
