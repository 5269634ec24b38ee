"""The list of what can be caught up on, and what its buttons are called."""

from datetime import date, timedelta

from programme.catching_up import MissedDay
from reports.catching_up import (
    SHOWN_DAYS,
    ask_for_missed_note,
    catch_up_text,
    caught_up,
    missed_note_kept,
    to_catch_up,
)
from reports.said import Said
from reports.wording import words
from storage.values.days import Posting, PostingId, SlotId, SlotKind, VersionId
from storage.values.people import BotId, ChatId, UnitId
from tests.reports.plain import ENGLISH

TODAY = date(2026, 5, 20)
YESTERDAY = TODAY - timedelta(days=1)


def _posting(kind: SlotKind) -> Posting:
    ids = (PostingId(5), BotId(7), SlotId(1), kind, UnitId(1), YESTERDAY, 0, ChatId(-1))
    return Posting(*ids, "zh", VersionId(1))


ITEM, QUESTION = _posting(SlotKind.MORNING), _posting(SlotKind.NOON)
ALL = MissedDay(YESTERDAY, (ITEM,), (QUESTION,), note=True)


def test_a_line_and_a_row_for_each_day() -> None:
    note = MissedDay(TODAY - timedelta(days=2), note=True)
    said = catch_up_text(words("zh"), [ALL, note], TODAY)
    assert said.text.splitlines()[-2:] == ["5月19日：早一学、午一答、晚一记", "5月18日：晚一记"]
    labels = [[button.text for button in row] for row in said.buttons]
    assert labels == [["19日一学", "19日一答", "19日一记"], ["18日一记"], ["今日三学"]]
    assert [button.data for button in said.buttons[0]] == [
        "catchup:read:2026-05-19",
        "catchup:answer:2026-05-19",
        "catchup:note:2026-05-19",
    ]


def test_in_english_the_days_of_a_week_have_their_names_and_older_ones_a_date() -> None:
    old = MissedDay(TODAY - timedelta(days=7), note=True)
    said = catch_up_text(ENGLISH, [ALL, old], TODAY)
    labels = [button.text for row in said.buttons for button in row]
    assert labels == ["Tue study", "Tue question", "Tue note", "13 May note", "Your three today"]
    assert "19 May: Morning's study, Noon's answer, Evening's note" in said.text


def test_so_many_days_are_shown_as_can_be_read() -> None:
    many = [MissedDay(TODAY - timedelta(days=back), note=True) for back in range(1, 20)]
    said = catch_up_text(ENGLISH, many, TODAY)
    assert len(said.buttons) == SHOWN_DAYS + 1
    assert "19 May" in said.text and "12 May" not in said.text


def test_nothing_left_is_a_reason_to_be_glad() -> None:
    said = catch_up_text(ENGLISH, [], TODAY)
    assert "Well done" in said.text
    assert [row[0].data for row in said.buttons] == ["today:show"]


def test_the_way_there_says_how_much_and_is_not_there_for_nothing() -> None:
    assert to_catch_up(words("zh"), 3)[0][0].text == "补学（3）"
    assert to_catch_up(ENGLISH, 0) == ()


def test_what_was_caught_up_is_told_with_its_day_and_the_way_on() -> None:
    verdict = caught_up(ENGLISH, Said("<b>Right!</b>"), YESTERDAY)
    assert verdict.text == "Caught up for 19 May.\n<b>Right!</b>"
    kept = missed_note_kept(words("zh"), YESTERDAY)
    assert kept.text == "补上了，记在 5月19日，只有您能看到。"
    assert "5月19日" in ask_for_missed_note(words("zh"), YESTERDAY).text
    for said in (verdict, kept):
        assert said.buttons[0][0].data == "catchup:show"
