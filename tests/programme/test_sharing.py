"""How a shared note goes from the group again."""

from datetime import UTC, datetime, timedelta

import pytest

from programme.sharing import WayBack, way_back
from storage.values.notes import SharedMessage
from storage.values.people import MessageId

SHOWN = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "has_file", "way"),
    [
        (0, False, WayBack.DELETE),
        (46.9, True, WayBack.DELETE),
        (47, False, WayBack.REPLACE_WORDS),
        (47, True, WayBack.REPLACE_CAPTION),
        (9000, False, WayBack.REPLACE_WORDS),
    ],
)
def test_after_two_days_it_can_only_be_replaced(hours: float, has_file: bool, way: WayBack) -> None:
    message = SharedMessage(MessageId(7), has_file, SHOWN)
    assert way_back(message, SHOWN + timedelta(hours=hours)) is way
