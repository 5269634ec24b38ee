"""How the sample's people spend their day while one is somebody else, as plain data."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from bot.practice.sample import Both

Note = Literal["reply", "voice", "private"]


class Habits(Struct, frozen=True):
    """When somebody does their three, in minutes after each post; None: they never do.

    ``says``: they reply “ok” to the morning's post instead of tapping. ``slips``: each so many
    days their answer is wrong. ``rests``: each so many days they come to nothing. ``writes``:
    each so many days there is a note. ``likes``: they put a heart on what others write.
    """

    reads: int | None
    answers: int | None
    says: bool = False
    twice: bool = False
    slips: int = 0
    rests: int = 0
    writes: int = 0
    writes_after: int = 5
    note: Note = "reply"
    likes: bool = False


OF_SAMPLE: Mapping[str, Habits] = {
    "li": Habits(3, 4, writes=4, writes_after=12),
    "sun": Habits(2, 3, writes=2, writes_after=6, likes=True),
    "zhao": Habits(4, 5, twice=True, slips=3, rests=4),
    "wang": Habits(11, 20, says=True, writes=1, writes_after=4),
    "zhang": Habits(19, 18, slips=2, writes=3, writes_after=15, note="private"),
    "chen": Habits(22, None, rests=3, writes=2, writes_after=9, note="voice"),
    "liu": Habits(670, 400, slips=4),
}
"""The habits of the sample's people, by their keys."""

COMMON = tuple(OF_SAMPLE.values())
"""Habits for people of whom nothing is known, given out in turn."""

OK = Both("收到", "ok")

NOTES = (
    Both("念给老伴听，他也点头。", "I read it aloud at home, and my husband nodded."),
    Both(
        "跟隔壁小伙子聊了聊，他说也想写申请书。",
        "I talked with the young man next door. He means to apply, too.",
    ),
    Both(
        "早上读，晚上再想想，意思更清楚了。", "Read it at dawn, thought of it at dusk: clearer now."
    ),
    Both("这一段，我年轻时抄过一遍。", "I copied out this very passage when I was young."),
    Both(
        "今天帮李婶修好了水龙头，也算学以致用。",
        "Mended a neighbour's tap today: learning by doing.",
    ),
    Both("有一句没读懂，明天问问大家。", "One line I didn't get. I'll ask the others tomorrow."),
    Both("小组会上可以讲讲这个。", "We could talk about this when we meet."),
)
"""What is written in the evening, in turn."""
