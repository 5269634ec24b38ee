"""What a member's day is worth."""

from storage.values.days import MemberDay
from storage.values.programme_files import Points


def points_of(day: MemberDay, worth: Points) -> int:
    """The points of a day: each of the daily acts counts once, however often it was done."""
    return (
        (worth.morning if day.check_ins else 0)
        + (worth.answer if day.answered else 0)
        + (worth.right if day.right else 0)
        + (worth.note if day.notes else 0)
    )
