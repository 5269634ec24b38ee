"""The notebook as a file."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from reports.exports import (
    Booklet,
    Fetched,
    Span,
    booklet_comes,
    file_name,
    pages,
)
from reports.markdown import markdown, packed
from reports.wording import words
from storage.values.notes import NoteFile, NoteMedia
from tests.reports.booklets import BOOKLET
from tests.reports.plain import ENGLISH

CHINESE = words("zh")


def test_markdown_holds_what_was_written() -> None:
    text = markdown(ENGLISH, BOOKLET, Fetched({}))
    assert text.startswith("# 王大妈's notebook\n\n30 April 2026 – 20 May 2026 · 3 notes")
    months = [line for line in text.split("\n") if line.startswith("## ")]
    assert months == ["## April 2026", "## May 2026"]
    assert "很受启发  \n# no heading <b>&  \n\n- *as* _it_ `was`" in text
    assert "*photo × 3*" in text and "*voice note*" in text
    assert text.endswith("听录音\n") and "\n\n\n" not in text


def test_markdown_is_packed_with_the_pictures_that_it_shows() -> None:
    fetched = Fetched({"p1": "1.jpg"}, lost=["p2"], too_large=["p3"])
    made = packed(CHINESE, BOOKLET, fetched, {"1.jpg": b"\xff\xd8\xff"})
    assert made == packed(CHINESE, BOOKLET, fetched, {"1.jpg": b"\xff\xd8\xff"})
    with ZipFile(BytesIO(made)) as archive:
        assert archive.namelist() == ["学习笔记-2026.md", "pictures/1.jpg"]
        assert archive.read("pictures/1.jpg") == b"\xff\xd8\xff"
        text = archive.read("学习笔记-2026.md").decode()
    shown = text[text.index("![照片](pictures/1.jpg)") :]
    assert "取不回来" in shown and "太大" in shown


def test_an_album_of_several_kinds_names_what_is_not_seen() -> None:
    files = (*BOOKLET.notes[1].files[:1], *(NoteFile(each, NoteMedia.VIDEO) for each in "vw"))
    mixed = replace(BOOKLET.notes[1], files=files)
    booklet = replace(BOOKLET, notes=[mixed])
    assert "*photo · video × 2*" in markdown(ENGLISH, booklet, Fetched({}))
    (month,) = pages(ENGLISH, booklet, Fetched({"p1": "1.jpg"}))["months"]
    assert [each["mark"] for each in month["notes"]] == ["video × 2"]


def test_a_page_shows_pictures_and_names_those_it_has_not() -> None:
    fetched = Fetched({"p1": "1"}, lost=["p2"], too_large=["p3"])
    april, may = pages(ENGLISH, BOOKLET, fetched)["months"]
    assert (april["title"], [each["day"] for each in april["notes"]]) == (
        "April 2026",
        ["Thu 30 Apr"],
    )
    photos, voice = may["notes"]
    assert photos["pictures"] == ["1"] and photos["mark"] == ""
    gone, large = photos["missing"]
    assert "any more" in gone and "too large" in large
    assert (voice["mark"], voice["pictures"], voice["missing"]) == ("voice note", [], [])


@pytest.mark.parametrize(
    ("span", "name"),
    [
        (Span.MONTH, "学习笔记-2026-05.pdf"),
        (Span.YEAR, "学习笔记-2026.pdf"),
        (Span.ALL, "学习笔记.pdf"),
    ],
)
def test_a_file_is_named_by_its_time(span: Span, name: str) -> None:
    booklet = Booklet("Li", "North", [], span, BOOKLET.last)
    assert file_name(CHINESE, booklet, "pdf") == name
    assert file_name(ENGLISH, booklet, "md").endswith(".md")


def test_nothing_in_this_time_is_said() -> None:
    empty = Booklet("Li", "North", [], Span.MONTH, BOOKLET.last)
    assert "no notes" in booklet_comes(ENGLISH, empty)
    assert "3" in booklet_comes(ENGLISH, BOOKLET)
