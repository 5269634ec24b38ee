"""What the stories about records share: a programme with a few duties, and people who tap."""

from pathlib import Path

from bot.practice.records import User
from bot.practice.views import MessageView
from tests.stories.house import House, plain
from tests.stories.small_programme import small_programme

DUTIES = """\
[levels]
branch = ["支部"]
county = ["县"]

[sections]
all = { zh = "全部" }

[places]
pair = { zh = "结对" }
village = { zh = "联系村" }

[kinds]
members = { family = "meeting", zh = "党员大会" }
party-day = { family = "meeting", also = ["members"], zh = "主题党日" }
lecture = { family = "lecture", zh = "讲党课" }
visit = { family = "visit", zh = "走访" }
plan = { family = "paper", zh = "计划" }
kindness = { family = "deed", zh = "好事" }

[duties.meeting]
section = "all"
title = { zh = "党员大会" }
who = "branches"
every = "quarter"
times = 1
counts = ["members"]
quorum = 0.5

[duties.day]
section = "all"
title = { zh = "主题党日" }
who = "branches"
every = "month"
times = 1
counts = ["party-day"]
least_minutes = 60

[duties.pictures]
section = "all"
title = { zh = "党日照片" }
who = "branches"
by = "12-31"
times = 1
counts = ["party-day"]
evidence = ["photo"]

[duties.lecture]
section = "all"
title = { zh = "书记讲党课" }
who = "persons"
roles = ["secretary"]
by = "06-30"
times = 1
counts = ["lecture"]
as = "speaker"

[duties.visits]
section = "all"
title = { zh = "到联系村" }
who = "persons"
roles = ["cadre"]
by = "12-31"
times = 3
counts = ["visit"]
"""


def with_duties(folder: Path, duties: str = DUTIES) -> Path:
    """A programme of a week with duties."""
    small_programme(folder)
    (folder / "duties.toml").write_text(duties, "utf-8")
    return folder


async def taps(h: House, who: User, *labels: str) -> MessageView:
    """Tap one button after the other, each below the last message; what stands there then."""
    for label in labels:
        await h.tap(who, h.last(who), label)
    return h.last(who)


def labels(message: MessageView) -> list[str]:
    """What stands on the buttons of a message."""
    return [plain(each.label) for each in message.buttons]
