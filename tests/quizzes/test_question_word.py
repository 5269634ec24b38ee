"""Word documents: paragraphs as people see them, tables, and what is no document."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from quizzes.bank import read_content
from quizzes.readings import Reading
from storage.values.questions import QuestionKind


def read(write: Callable[[Document], None], name: str = "题库.docx") -> Reading:
    return read_content(written(write), name, "zh")


def written(write: Callable[[Document], None]) -> bytes:
    document = docx.Document()
    write(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_paragraphs_with_several_lines_and_a_key() -> None:
    def write(document: Document) -> None:
        document.add_heading("一、单项选择题", 1)
        document.add_paragraph("1．哪个？\nA．甲\tB．乙\nC．丙\tD．丁")
        document.add_paragraph("2．谁？（ C ）")
        document.add_paragraph("A．我 B．你 C．他")
        document.add_paragraph("参考答案")
        document.add_paragraph("1、D")

    reading = read(write)
    assert reading.findings == ()
    assert [question.correct for question in reading.questions] == [(3,), (2,)]


def test_what_word_numbers_by_itself() -> None:
    def write(document: Document) -> None:
        numbering = document.part.numbering_part.element
        for number, shape in (("91", "decimal"), ("92", "upperLetter")):
            numbering.insert(
                0,
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:lvl w:ilvl="0">'
                    f'<w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="%1."/>'
                    "</w:lvl></w:abstractNum>"
                ),
            )
        # Each list of options is one of its own, as Word begins it anew at A.
        for number, kind in (("901", "91"), ("902", "92"), ("903", "92")):
            numbering.append(
                parse_xml(
                    f'<w:num {nsdecls("w")} w:numId="{number}">'
                    f'<w:abstractNumId w:val="{kind}"/></w:num>'
                )
            )

        def listed(text: str, number: int) -> None:
            properties = document.add_paragraph(text)._p.get_or_add_pPr()
            properties.get_or_add_numPr().get_or_add_numId().val = number

        listed("哪个？", 901)
        listed("甲", 902)
        listed("乙", 902)
        document.add_paragraph("答案：B")
        listed("谁？", 901)
        listed("我", 903)
        listed("你", 903)
        document.add_paragraph("答案：A")

    reading = read(write)
    assert reading.findings == ()
    one, two = reading.questions
    assert (one.texts["zh"].stem, one.texts["zh"].options, one.correct) == (
        "哪个？",
        ("甲", "乙"),
        (1,),
    )
    assert (two.texts["zh"].options, two.correct) == (("我", "你"), (0,))


def table(document: Document, *rows: tuple[str, ...]) -> None:
    made = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def test_a_table_with_headers_is_a_sheet() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("党史题库")
        table(document, ("题干", "A", "B", "答案"), ("哪个？", "甲", "乙", "B"))

    (question,) = read(write).questions
    assert (question.kind, question.correct) == (QuestionKind.ONE, (1,))


def test_a_table_of_numbers_and_answers_is_a_key() -> None:
    def write(document: Document) -> None:
        for number in ("1", "2"):
            document.add_paragraph(f"{number}. 第{number}问？\nA. 甲\nB. 乙")
        document.add_paragraph("参考答案")
        table(document, ("题号", "1", "2"), ("答案", "B", "A"))

    reading = read(write)
    assert reading.findings == ()
    assert [question.correct for question in reading.questions] == [(1,), (0,)]


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """A document with one of its parts replaced."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(saved, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, content if entry.filename == name else old.read(entry))
    return saved.getvalue()


GOOD = written(lambda document: document.add_paragraph("1. 是这样。（√）") and None)


@pytest.mark.parametrize(
    "data",
    [
        changed(GOOD, "word/document.xml", b"<broken"),
        changed(GOOD, "[Content_Types].xml", b"<Types/>"),
        changed(
            GOOD,
            "word/document.xml",
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        ),
        GOOD[:-300],
    ],
)
def test_what_is_no_document_is_refused_in_words(data: bytes) -> None:
    reading = read_content(data, "题库.docx", "zh")
    assert reading.questions == ()
    assert "damaged" in str(reading.findings[0].said)


def test_the_good_one_is_read() -> None:
    assert len(read_content(GOOD, "题库.docx", "zh").questions) == 1
