"""Buttons of duties that lead nowhere: forged, forwarded or outlived ones are answered in words."""

import pytest

from tests.handlers.duties_of_north import LECTURE, VISIT, named
from tests.handlers.stage import PRIVATE, Stage


@pytest.mark.parametrize(
    "data",
    [
        "matter:",
        "matter:x",
        "matter:999999",
        "matter:1:2",
        "due:",
        "due:x:0",
        "due:999999:0",
        "due:own:x",
        "due:each:1.0.gone.2026.",
        "why:",
        "why:1.0.lecture.2026",
        "why:zz.0.lecture.2026.",
        "why:{north}.0.lecture.99999.",
        "why:{north}.0.gone.2026.",
        "rule:accept",
        "rule:accept:nothing",
        "rule:forget:{lecture}",
        "rule:excuse:9:{lecture}",
    ],
)
async def test_a_button_that_leads_nowhere_is_refused_in_words(data: str, stage: Stage) -> None:
    north = stage.cast.units["north"].id
    tapped = data.format(north=north, lecture=named(LECTURE, north))
    heard = await stage.tap("owner", PRIVATE, tapped)
    assert heard.refused.startswith("This button is too old.")


async def test_what_is_decided_is_decided_once(stage: Stage) -> None:
    """Whoever taps «accept» on what doesn't wait any more sees how it stands."""
    north, busy = stage.cast.units["north"].id, stage.cast.people["Busy north"]
    heard = await stage.tap("secretary", PRIVATE, f"rule:accept:{named(VISIT, north, busy)}")
    assert not heard.refused
    assert "Visit: not begun" in heard.here[0] and "Nothing counts yet." in heard.here[0]


async def test_a_name_that_means_nothing_is_answered_kindly(stage: Stage) -> None:
    heard = await stage.say("secretary", PRIVATE, "/why nothing at all")
    assert heard.refused.startswith("I find no such duty of yours.")
    heard = await stage.say("secretary", PRIVATE, "/why VISIT")
    assert "Which one do you mean?" in heard.here[0]
    heard = await stage.say("secretary", PRIVATE, "/why lecture")
    assert "Lecture: awaiting confirmation" in heard.here[0]


async def test_what_was_put_down_hours_ago_is_no_longer_taken_back_with_a_tap(stage: Stage) -> None:
    kept = stage.cast.records["kept"]
    heard = await stage.tap("secretary", PRIVATE, f"record:{kept}:undo")
    assert heard.refused.startswith("That was put down more than ten minutes ago.")
