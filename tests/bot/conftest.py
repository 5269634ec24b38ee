"""What the tests of the bot's own work share."""

import pytest

from reports.wording import Words
from tests.reports.plain import ENGLISH


@pytest.fixture
def english_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Posts in the sentences as they stand in the code."""

    def plain(_language: str) -> Words:
        return ENGLISH

    for module in ("bot.posts", "bot.noon_posts"):
        monkeypatch.setattr(f"{module}.words", plain)
