"""What stands below files, and what they are called."""

from reports.calendars.replies import file_comes, file_name
from tests.programme.duties.branch_seven import a_unit
from tests.reports.plain import ENGLISH


def test_a_name_may_look_like_html_and_be_long() -> None:
    """Captions are HTML: Telegram takes none with a tag that there isn't."""
    unit = a_unit(name="<b>A & B</b>" + "支部" * 70)
    assert file_comes(ENGLISH, unit).startswith("&lt;b&gt;A &amp; B&lt;/b&gt;支部")
    called = file_name(ENGLISH, unit)
    assert called.startswith("-b-A & B--b-支部") and called.endswith(".ics")
    assert len(called.encode()) < 255
