"""A group's answers are counted, so that nobody can talk the bot out of its posts."""

from datetime import UTC, datetime, timedelta

from handlers.patience import Patience
from storage.values.people import ChatId

NOON = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
GROUP, OTHER = ChatId(-1), ChatId(-2)


def test_five_answers_a_minute_and_each_group_by_itself() -> None:
    patience = Patience()
    said = [patience.allows(GROUP, NOON + timedelta(seconds=second)) for second in range(8)]
    assert said == [True] * 5 + [False] * 3
    assert patience.allows(OTHER, NOON)
    assert patience.allows(GROUP, NOON + timedelta(seconds=60))
    assert not patience.allows(GROUP, NOON + timedelta(seconds=60))
