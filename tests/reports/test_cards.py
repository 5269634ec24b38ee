"""Cards and papers: what stands on them, and the text that says the same."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from programme.cards.month import BranchMonth, month_to_show
from programme.cards.review import Below, UnitReview
from programme.cards.score import ScoreYear
from programme.cards.study import Course, StudyYear
from programme.folder import read_programme
from programme.shipped_programmes import shipped_folder
from reports.cards.consents import review_comes, review_title
from reports.cards.digest import DigestPicture, UnitWeek, digest_drawing
from reports.cards.notes import knowledge_card, note_card
from reports.cards.picture import Picture
from reports.cards.pocket import book_comes, pocket_book
from reports.cards.poster import poster_comes, poster_data
from reports.cards.review import unit_pages
from reports.cards.score import days_told, score_card, side_by_side
from reports.cards.study import study_card
from reports.cards.texts import beginning, paragraphs, runs
from reports.splitting import visible_length
from reports.typesetting import Drawing, pdf, png
from reports.wording import words
from storage.programmes import KeptItem, Version
from storage.values.days import VersionId
from storage.values.duties import DutyBook, Family, RecordKind, State
from storage.values.notes import Note, NoteId
from storage.values.people import ChatId, MessageId, Person, PersonId, Unit, UnitId
from storage.values.programme_files import ItemText, ProgrammeSettings
from storage.values.records import Record, RecordId, RecordState, TookPart
from storage.values.standings import Sums, Totals

CHINESE, ENGLISH = words("zh"), words("en")
LI = Person(PersonId(1), 'Li <b>&"')
NORTH = Unit(UnitId(1), "n", None, "/1/", "", "North & Co", "Asia/Shanghai", "en", None)
DAY = date(2024, 5, 20)
HARD = ("a" * 4096, "今天学了党章。💪\n" * 500, "\u200b\x00 zero <i>&", "مرحبا " * 600, "?!" * 2000)
SUMS = Sums(due=60, active=40, acts=90, check_ins=40, answered=30, right=24, notes=20)
STATES = {State.OVERDUE: 3, State.DONE: 5}


def score(**more: object) -> ScoreYear:
    acts = {date(2024, 1, 1) + timedelta(days=n): n % 4 for n in range(366)}
    totals, due = Totals(9, 8, 6, 3, 50, 0, 274), frozenset(acts)
    year = ScoreYear(LI, "North", 2024, date(2024, 12, 31), totals, acts, due=due)
    return replace(year, **more)  # type: ignore[arg-type]


def note(text: str) -> Note:
    return Note(NoteId(1), DAY, ChatId(1), MessageId(1), text)


def month(**more: object) -> BranchMonth:
    record = Record(
        RecordId(1),
        NORTH.id,
        RecordState.KEPT,
        ("meeting",),
        DAY,
        LI.id,
        datetime(2024, 5, 20, tzinfo=UTC),
        datetime(2024, 5, 20, tzinfo=UTC),
        topic="The well",
        people=(TookPart(LI.id),),
    )
    book = DutyBook(kinds=(RecordKind("meeting", Family.MEETING, {"en": "meeting"}),))
    found = BranchMonth(
        NORTH, date(2024, 5, 1), date(2024, 5, 21), 12, ["Dues", "Rights"], [record], book
    )
    return replace(found, **more)  # type: ignore[arg-type]


def review(**more: object) -> UnitReview:
    found = UnitReview(NORTH, False, 2024, date(2024, 12, 31), 40, DutyBook(), SUMS, {5: SUMS})
    return replace(found, **more)  # type: ignore[arg-type]


def digest() -> DigestPicture:
    monday = date(2024, 5, 20)
    days = {monday + timedelta(days=n): n / 10 if n < 5 else None for n in range(7)}
    units = [UnitWeek(f"Unit {n}", days, 0.2) for n in range(20)]
    return DigestPicture("North", monday, monday + timedelta(6), 60, 0.71, units, STATES)


def page_count(made: bytes) -> int:
    found = re.search(rb"/Count (\d+)", made)
    assert found is not None
    return int(found[1])


def every_picture() -> Iterator[Picture]:
    for said in (CHINESE, ENGLISH):
        yield score_card(said, score())
        yield study_card(said, StudyYear(LI, "North", 2024, "Two", (Course("x" * 300, 9, 4),) * 50))
        yield digest_drawing(said, digest())
        for text in HARD:
            yield note_card(said, LI.name, "North", note(text))
            yield knowledge_card(said, ItemText("t" * 500, text, "s" * 500))


def test_every_caption_fits_below_a_picture() -> None:
    assert all(0 < visible_length(each.caption) <= 1024 for each in every_picture())


def test_the_same_data_is_the_same_picture_and_other_data_another() -> None:
    one, same = score_card(CHINESE, score()).drawing, score_card(CHINESE, score()).drawing
    other = score_card(CHINESE, score(streak=1)).drawing
    assert one.digest == same.digest != other.digest
    assert Drawing("study-card", one.data).digest != one.digest
    assert png(one) == png(same)


def test_a_leap_year_has_a_square_for_each_day() -> None:
    data = score_card(CHINESE, score()).drawing.data
    levels = [level for each in data["months"] for level in each["levels"]]
    assert len(levels) == 366 and len(data["months"][1]["levels"]) == 29
    assert [levels.count(n) for n in range(4)] == [92, 92, 91, 91]
    # 1 January 2024 was a Monday, 1 February a Thursday.
    assert [each["first"] for each in data["months"]][:2] == [0, 3]


def test_days_on_which_there_was_nothing_to_study_are_no_reproach() -> None:
    due = frozenset({DAY - timedelta(days=1), DAY})
    year = score(due=due, today=DAY, acts={DAY: 2, date(2024, 2, 1): 1})
    months = score_card(CHINESE, year).drawing.data["months"]
    assert set(months[0]["levels"]) == {-1} == set(months[5]["levels"])
    # What was done elsewhere before counts all the same.
    assert months[1]["levels"][0] == 1 and months[4]["levels"][18:21] == [0, 2, -1]


def test_the_score_cards_caption_says_what_its_picture_says() -> None:
    caption = score_card(ENGLISH, score(streak=12, acts={DAY: 3})).caption
    assert "Li &lt;b&gt;&amp;" in caption
    assert "Read 9, answered 8 (75% right), notes 3." in caption
    assert "274 days of study · 12 days running" in caption and "May 1" in caption
    assert "Read 2, notes 0." in score_card(ENGLISH, score(totals=Totals(2))).caption


def test_names_in_captions_are_escaped_and_those_of_files_are_not() -> None:
    odd = replace(NORTH, name="North <1>")
    programme = ProgrammeSettings("p", {"en": "A < B"}, ("en",))
    version = Version(VersionId(1), 1, "hash", programme)
    for said in (
        review_comes(ENGLISH, odd.name, 2024),
        poster_comes(ENGLISH, month(branch=odd)),
        book_comes(ENGLISH, version),
    ):
        assert "&lt;" in said and "<" not in said
    assert "North <1>" in review_title(ENGLISH, odd.name, 2024)


def test_cards_side_by_side_stand_by_name() -> None:
    names = ("Wu", "Bai", "An")
    best_first = [
        score(person=Person(PersonId(n), name), totals=Totals(days=99 - n))
        for n, name in enumerate(names)
    ]
    data = side_by_side(ENGLISH, NORTH, 2024, best_first)
    assert [card["name"].strip("\u2068\u2069") for card in data["cards"]] == ["An", "Bai", "Wu"]


def test_the_study_card_shows_long_courses_with_bars_and_short_ones_ticked() -> None:
    courses = (Course("Constitution", 24, 6), Course("Dues", 1, 1), Course("Rights", 1, 0))
    card = study_card(ENGLISH, StudyYear(LI, "North", 2024, "Two Studies", courses))
    data = card.drawing.data
    assert [(each["done"], each["share"]) for each in data["courses"]] == [("6/24", 0.25)]
    assert [(each["title"], each["share"]) for each in data["singles"]] == [
        ("Dues", 1),
        ("Rights", 0),
    ]
    assert data["done"] == "7 / 26"
    assert "Studied: Constitution 6/24, Dues\nStill to come: Rights" in card.caption


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("短。", 10, "短。"),
        ("第一句话说完了。第二句话长得放不下了。", 10, "第一句话说完了。"),
        ("第一。第二句话长得放不下了也没有地方可以断开", 10, "第一。第二句话长得…"),
        ("One sentence. Another one.", 8, "One sentence."),
        ("", 10, ""),
    ],
)
def test_a_long_text_ends_where_a_sentence_ends(text: str, room: float, shown: str) -> None:
    cut = beginning(text, room, 1000)
    assert (cut.text, cut.is_cut) == (shown, shown != text)


def test_html_becomes_paragraphs_of_lines_and_keeps_what_is_bold() -> None:
    found = runs("<b>One</b> &amp; two\nthree\n\n<i>four</i>")
    assert [["".join(r["text"] for r in line) for line in p] for p in found.paragraphs] == [
        ["One & two", "three"],
        ["four"],
    ]
    assert [r["strong"] for r in found.paragraphs[0][0]] == [True, False]


def test_a_paragraph_from_right_to_left_is_set_so() -> None:
    assert [each["rtl"] for each in paragraphs("مرحبا 1\n\nhello مرحبا\n12")] == [
        True,
        False,
        False,
    ]


def test_a_note_of_any_length_and_script_is_drawn_no_longer_than_a_page() -> None:
    for text in (*HARD[:2], "一行\n" * 400):
        made = png(note_card(CHINESE, LI.name, "North", note(text)).drawing)
        width, height = int.from_bytes(made[16:20]), int.from_bytes(made[20:24])
        assert made.startswith(b"\x89PNG") and width == 1080 and height < 3000


def test_a_study_item_is_drawn_whole_and_its_caption_says_where_the_rest_stands() -> None:
    long = knowledge_card(ENGLISH, ItemText("Dues", "Dues are paid each month. " * 50, "Statutes"))
    data = long.drawing.data
    drawn = "".join(r["text"] for p in data["paragraphs"] for line in p for r in line)
    assert drawn.count("Dues are paid") == 50 and data["more"] == ""
    assert "each month.\n(The whole text is in the message above.)\n<i>" in long.caption
    short = knowledge_card(ENGLISH, ItemText("Dues", "Dues are paid each month.", ""))
    assert short.caption == "<b>Dues</b>\nDues are paid each month."


def test_a_poster_is_one_page_and_a_pocket_book_one_for_each_text() -> None:
    full = month(
        titles=["说说开会记什么，会后又做什么，再由谁去做" * 2] * 40,
        records=list(month().records) * 20,
        sums=SUMS,
        days={date(2024, 5, 1) + timedelta(days=n): SUMS for n in range(31)},
    )
    assert page_count(pdf("poster", poster_data(CHINESE, full))) == 1
    with shipped_folder("two-studies") as folder:
        programme = read_programme(folder).programme
    assert programme is not None
    version = Version(VersionId(1), 1, "hash", programme.settings)
    book = pocket_book(ENGLISH, version, [KeptItem(item, ()) for item in programme.items])
    # Besides the cover and the contents.
    assert page_count(pdf("pocketbook", book)) == 2 + len(programme.items)


def test_a_year_in_which_nothing_was_done_is_told_kindly() -> None:
    running = score(totals=Totals(), acts={}, today=DAY)
    assert days_told(CHINESE, running) == "从哪天开始都不晚"
    assert days_told(ENGLISH, replace(running, year=2023)) == "A quiet year."
    nothing = StudyYear(LI, "North", 2023, "Two Studies", ())
    assert "Nothing was to be studied in this year." in study_card(ENGLISH, nothing).caption
    quiet = poster_data(ENGLISH, month(days_studied=0, titles=[], records=[]))
    assert quiet["figures"] == [] and quiet["quiet"]


def test_the_poster_names_nobody_and_has_no_figures_of_the_few() -> None:
    data = poster_data(ENGLISH, month())
    assert LI.name not in json.dumps(data, ensure_ascii=False)
    assert data["days"] == [] and [f["number"] for f in data["figures"]] == ["12", "2"]
    assert data["done"] == [{"day": "20 May", "what": "meeting: The well"}]
    told = poster_data(ENGLISH, month(sums=SUMS, days={DAY: SUMS}))
    assert [f["number"] for f in told["figures"]] == ["12", "40", "30", "80%"]
    assert told["days"][19] == {"day": "20", "share": 0.5} and len(told["days"]) == 31


def test_a_poster_in_the_first_week_shows_the_month_before() -> None:
    assert month_to_show(date(2024, 3, 7)) == date(2024, 2, 1)
    assert month_to_show(date(2024, 3, 8)) == date(2024, 3, 1)


def test_a_review_tells_no_figures_of_a_small_branch() -> None:
    small = unit_pages(ENGLISH, review(members=4, sums=None, months={}))
    assert small["figures"] == [] and small["months"] == []
    assert small["told"] == [
        "With fewer than five members figures would name people; they are left out."
    ]


def test_a_units_review_sums_up_and_lists_the_units_below() -> None:
    below = [Below("East", 12, SUMS), Below("West", 7, Sums())]
    data = unit_pages(ENGLISH, review(below=below, too_small=2, states=STATES))
    assert data["units"][1:] == [["East", "12", "50%", "80%"], ["West", "7", "–", "–"]]
    assert "2 with fewer than five members" in data["units-told"]
    assert data["duties-told"] == "In the units below: all done 5, overdue 3"
    assert data["told"] == [
        "On each day of study a member did 1.5 of the three on average: 50% of all that could "
        "be done."
    ]


def test_the_digests_picture_has_a_row_for_each_unit_and_says_what_is_left_out() -> None:
    picture = digest_drawing(ENGLISH, digest())
    data = picture.drawing.data
    assert len(data["units"]) == 14 and "6 more units are not shown." in data["more"]
    assert [cell["said"] for cell in data["units"][0]["days"]] == [
        "0",
        "10",
        "20",
        "30",
        "40",
        "",
        "",
    ]
    assert [(each["state"], each["count"]) for each in data["duties"]] == [
        ("done", 5),
        ("overdue", 3),
    ]
    assert "Taking part: 71% in 60 branches." in picture.caption
    assert "Unit 4 20% … and 15 more" in picture.caption
    assert png(picture.drawing).startswith(b"\x89PNG")
