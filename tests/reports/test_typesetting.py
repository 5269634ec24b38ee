"""Pages for paper."""

import pytest

from reports.exports import Booklet, Fetched, Span, pages
from reports.typesetting import CannotBeSet, is_picture, pdf
from reports.wording import words
from tests.practice.pictures import png
from tests.reports.booklets import BOOKLET

CHINESE = words("zh")


def test_a_page_is_a_pdf_and_the_same_each_time() -> None:
    data = pages(CHINESE, BOOKLET, Fetched({"p1": "1"}, ["p2"]))
    made = pdf("notebook", data, {"1": png(300, 200)})
    assert made.startswith(b"%PDF")
    assert pdf("notebook", data, {"1": png(300, 200)}) == made


def test_chinese_and_latin_are_set_in_the_fonts_that_come_along() -> None:
    made = pdf("notebook", pages(CHINESE, BOOKLET, Fetched({})))
    assert b"NotoSerifSC" in made and b"NotoSansSC" in made


def test_an_empty_notebook_is_a_page_too() -> None:
    empty = Booklet("Li", "North", [], Span.ALL, BOOKLET.last)
    assert pdf("notebook", pages(CHINESE, empty, Fetched({}))).startswith(b"%PDF")


@pytest.mark.parametrize("content", [b"", b"text", png(30, 30)[:60], b"\xff\xd8\xff\xe0broken"])
def test_what_is_no_picture_is_known(content: bytes) -> None:
    assert not is_picture(content)


def test_a_picture_is_known() -> None:
    assert is_picture(png(3, 2))


def test_a_fault_does_not_quote_the_data() -> None:
    data = pages(CHINESE, BOOKLET, Fetched({"p1": "1"}))
    with pytest.raises(CannotBeSet) as fault:
        pdf("notebook", data)
    assert "很受启发" not in str(fault.value)
