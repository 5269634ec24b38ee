"""Odd and ill-meant files: each ends in a sentence, and soon."""

import io
import zipfile

import openpyxl
import pytest
from docx import Document

from quizzes.bank import read_content
from quizzes.readings import Reading
from quizzes.typed import is_spelled
from storage.values.questions import Spelling


def read(text: str | bytes, name: str = "bank.txt") -> Reading:
    return read_content(text.encode() if isinstance(text, str) else text, name, "zh")


def said(text: str | bytes, name: str = "bank.txt") -> str:
    reading = read(text, name)
    assert reading.questions == ()
    (finding,) = reading.findings
    return str(finding.said)


def unpacked(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """An archive with something else in one of its files."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w") as after:
        for each in before.namelist():
            content = before.read(each)
            after.writestr(each, content.replace(old, new, 1) if each == name else content)
    return written.getvalue()


@pytest.mark.parametrize("cell", ['<c r="ALK90000">', '<c t="n" r="ALK90000">', "<c r='ALK90000'>"])
def test_two_cells_span_no_huge_sheet(cell: str) -> None:
    book, written = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active["A1"] = "题干"
    book.save(written)
    far = f'<row r="90000">{cell}<v>1</v></c></row></sheetData>'.encode()
    data = unpacked(written.getvalue(), "xl/worksheets/sheet1.xml", b"</sheetData>", far)
    assert "down to row 90,000 and across 999 columns" in said(data, "b.xlsx")


def test_a_small_document_may_not_unpack_into_a_huge_one(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    Document().save(written)
    monkeypatch.setattr("quizzes.word._MOST_XML", 10_000)
    long = b"<w:p/>" * 2_000 + b"<w:sectPr"
    data = unpacked(written.getvalue(), "word/document.xml", b"<w:sectPr", long)
    assert "too large to unpack" in said(data, "b.docx")


def test_what_is_long_without_sense_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizzes.xml_tree._MOST_NODES", 100)
    monkeypatch.setattr("quizzes.files.MOST_LINES", 100)
    assert "more than 100 elements" in said(f"<quiz>{'<a/>' * 100}</quiz>", "b.xml")
    assert "more than 100 lines" in said("Q {T}\n\n" * 51, "b.gift")
    assert "more than 100 lines" in said("Q?\nA. a\nB. b\nANSWER: A\n" * 26)
    assert "more than 1,000 columns" in said(f"题干,A,B,答案\n问？{',' * 1_000}", "b.csv")
    assert "more than 26 options" in said(f"Q {{=a {'~b ' * 1_001}}}", "b.gift")
    long = f"1. 问？\nA. 甲\nB. 乙\n答案\n{'1、A ' * 6_000}\n"
    assert "Line 5 has more than 20,000 characters" in said(long)


@pytest.mark.parametrize("number", ["1e999999999:1e999999999", "1e400..1e500", "-1e100"])
def test_numbers_out_of_all_reason_are_none(number: str) -> None:
    assert "not a number" in said(f"Q {{#{number}}}", "b.gift")


@pytest.mark.parametrize(("worth", "kept"), [("1e99", 1.0), ("-" + "9" * 90, -1.0)])
def test_nothing_is_worth_more_than_all(worth: str, kept: float) -> None:
    answers = "".join(
        f'<answer fraction="{each}"><text>{words}</text></answer>'
        for each, words in ((worth, "a"), ("50", "b"), ("1e999999999", "c"))
    )
    (question,) = read(
        f'<quiz><question type="multichoice"><single>false</single><questiontext><text>Q</text>'
        f"</questiontext>{answers}</question></quiz>",
        "b.xml",
    ).questions
    assert question.weights == (kept, 0.5, 0.0)


def test_many_stars_in_an_accepted_spelling_take_no_time() -> None:
    spelling = Spelling("a*" * 60 + "b")
    assert not is_spelled("a" * 399, spelling)
    assert is_spelled("a" * 398 + "b", spelling)
    assert is_spelled("ab", Spelling("a*b")) and not is_spelled("a", Spelling("a*a"))


@pytest.mark.parametrize("stem", ["哪些？（ Ａ、Ｂ ）", "哪些？（A、B）", "哪些？【A、 B】"])
def test_letters_in_the_stems_brackets_are_no_options(stem: str) -> None:
    (question,) = read(f"1. {stem}\nＡ．甲\nＢ．乙\nＣ．丙\n").questions
    assert (question.correct, question.texts["zh"].options) == ((0, 1), ("甲", "乙", "丙"))


@pytest.mark.parametrize("options", ["a. 甲\nb. 乙", "a) 甲\nb) 乙", "（a）甲\n（b）乙"])
def test_options_may_have_small_letters(options: str) -> None:
    (question,) = read(f"1. 哪个？\n{options}\n答案：b\n").questions
    assert (question.correct, question.texts["zh"].options) == ((1,), ("甲", "乙"))


def test_a_letter_answers_nothing_where_no_options_are_seen() -> None:
    assert "has no options" in said("1. 哪个？\n甲 乙 丙\n答案：A\n")
    (gap,) = read("1. 缺少维生素____会患夜盲症。\n答案：A\n").questions
    assert gap.texts["zh"].spellings == (Spelling("A"),)


def test_a_long_question_is_a_question_still() -> None:
    stem = "长" * 5_000
    (question,) = read(f"1. {stem}？\nA. 甲\nB. 乙\n答案：A\n").questions
    assert question.texts["zh"].stem == f"{stem}？"
