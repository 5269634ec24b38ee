"""The one door: formats known by their content, junk refused in words, never an exception."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes import archives, files, zh_text
from quizzes.bank import read_bank
from quizzes.readings import Reading
from storage.values.messages import BadInput
from storage.values.questions import QuestionKind

CSV = "题干,A,B,答案\n哪个？,甲,乙,B\n"
ANY_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = st.sampled_from(
    ["b.csv", "b.gift", "b.xlsx", "b.xls", "b.ods", "b.txt", "b", "b.docx", "b.apkg", "b.xml"]
)


def read(folder: Path, data: bytes, name: str) -> Reading:
    path = folder / name
    path.write_bytes(data)
    return read_bank(path, "zh")


def refusal(folder: Path, data: bytes, name: str) -> str:
    reading = read(folder, data, name)
    assert reading.questions == ()
    assert reading.blocked
    (finding,) = reading.findings
    assert finding.place.file == name
    return str(finding.said)


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


ROWS: list[list[object]] = [["题干", "A", "B", "答案"], ["哪个？", 1, 2.5, "B"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "；"])
@pytest.mark.parametrize("name", ["bank.csv", "bank.gift", "bank.txt"])
def test_csv_in_any_dress(tmp_path: Path, encoding: str, delimiter: str, name: str) -> None:
    reading = read(tmp_path, CSV.replace(",", delimiter).encode(encoding), name)
    assert reading.findings == ()
    assert reading.questions[0].texts["zh"].options == ("甲", "乙")


def test_commas_inside_cells_do_not_mislead(tmp_path: Path) -> None:
    text = "题干;A;B;答案\n一,二,三？;甲,甲;乙,乙;A\n"
    assert read(tmp_path, text.encode(), "b.csv").questions[0].correct == (0,)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["bank.gift", "bank.txt", "bank.csv"])
def test_gift_under_any_name(tmp_path: Path, encoding: str, name: str) -> None:
    reading = read(tmp_path, "首都，是{~上海 =北京}。".encode(encoding), name)
    assert reading.questions[0].texts["zh"].stem == "首都，是____。"


@pytest.mark.parametrize("encoding", ["big5", "cp950", "gb18030", "utf-8"])
def test_traditional_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = (
        "一、單選題\n1. 下列關於黨員權利義務的說法，哪一項是正確的？\nA. 參加會議\nB. 隨意缺席\n"
        "答案：A\n2. 發現電線冒煙，首先應該怎麼做？\nA. 切斷電源\nB. 潑水\n答案：A\n"
    )
    reading = read(tmp_path, text.encode(encoding), "題庫.txt")
    assert [each.texts["zh"].options[0] for each in reading.questions] == ["參加會議", "切斷電源"]


def test_gaps_of_their_own_are_gift(tmp_path: Path) -> None:
    reading = read(tmp_path, "首都是{1:SHORTANSWER:=北京}。".encode(), "bank.txt")
    assert not reading.blocked
    assert ["cloze" in str(found.said) for found in reading.findings] == [True]


@pytest.mark.parametrize("name", ["bank.xlsx", "bank.csv"])
def test_workbook(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, workbook(题库=ROWS), name)
    assert reading.findings == ()
    assert reading.questions[0].texts["zh"].options == ("1", "2.5")


def test_rows_are_counted_as_the_sheet_shows_them(tmp_path: Path) -> None:
    rows: list[list[object]] = [[], [], [None, *ROWS[0]], [None, "哪个？", "甲", "乙", None]]
    (finding,) = read(tmp_path, workbook(题库=rows), "b.xlsx").findings
    assert (finding.place.line, finding.place.column) == (4, "答案")


def test_each_sheet_of_a_workbook_is_read(tmp_path: Path) -> None:
    data = workbook(
        单选题=ROWS,
        判断题=[["题干", "答案"], ["是这样。", True], ["那样。", "B"], ["哪样？", "丙"]],
        说明=[["请按模板填写", datetime.date(2026, 3, 1)]],
        空=[],
    )
    reading = read(tmp_path, data, "b.xlsx")
    assert [question.kind for question in reading.questions] == [
        QuestionKind.ONE,
        QuestionKind.TRUE_FALSE,
        QuestionKind.TRUE_FALSE,
    ]
    assert [(f.place.file, f.place.line, f.blocks) for f in reading.findings] == [
        ("b.xlsx [判断题]", 4, True),
        ("b.xlsx [说明]", 1, False),
    ]


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "b.csv", "is empty"),
        (b"\r\n \n", "b.gift", "is empty"),
        (b"\x00\x01\x02\xff" * 99, "b.csv", "not text"),
        (b"question,A,B,answer\nwhich?,a\x00,b,A\n", "b.csv", "not text"),
        (b"\xff\xff\xff", "b.gift", "not text"),
        (b"PK\x03\x04 and no more", "b.xlsx", "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"junk" * 200, "b.xls", "damaged"),
        (workbook(S=ROWS)[:-200], "b.xlsx", "damaged"),
        (b"Dear all,\nthis is no bank.\n", "b.eml", "format is not known"),
        (b"Dear all,\nthis is no bank.\n", "b.txt", "no questions"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "b.doc", "DOCX"),
        (b"// only a comment\n", "b.gift", "no questions"),
        (b"question,A,B,answer\n", "b.csv", "no questions"),
        (workbook(S=[]), "b.xlsx", "sheet is empty"),
    ],
)
def test_refusals(tmp_path: Path, data: bytes, name: str, why: str) -> None:
    assert why in refusal(tmp_path, data, name)


def test_an_absent_file(tmp_path: Path) -> None:
    (finding,) = read_bank(tmp_path / "none.csv", "zh").findings
    assert "can't be found" in str(finding.said)


def test_a_file_too_large(tmp_path: Path) -> None:
    assert "20 MB" in refusal(tmp_path, b"x" * (files.MOST_BYTES + 1), "b.csv")


def test_too_many_rows(tmp_path: Path) -> None:
    text = CSV + "哪个？,甲,乙,B\n" * archives.MOST_ROWS
    assert "100,000 rows" in refusal(tmp_path, text.encode(), "b.csv")


def test_too_many_lines(tmp_path: Path) -> None:
    text = "1. 哪个？\nA. 甲\nB. 乙\n答案：A\n" * (zh_text.MOST_LINES // 4 + 1)
    assert "100,000 lines" in refusal(tmp_path, text.encode(), "b.txt")


def test_a_long_bank_of_another_format_is_not_taken_for_a_sheet(tmp_path: Path) -> None:
    text = "".join(f"第{number}题\n{{\nT\n}}\n\n" for number in range(25_000))
    assert len(read(tmp_path, text.encode(), "b.txt").questions) == 25_000
    text = "字" * 200_000 + "{T}"
    assert len(read(tmp_path, text.encode(), "b.txt").questions) == 1


def test_a_missing_quotation_mark(tmp_path: Path) -> None:
    text = CSV + '"哪个？,甲,乙,B\n' + "哪个？,甲,乙,B\n" * 20_000
    assert "quotation mark" in refusal(tmp_path, text.encode(), "b.csv")


def test_cells_far_apart_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet["A1"] = "题干"
    sheet["XFD1048576"] = "x"
    written = io.BytesIO()
    book.save(written)
    with pytest.raises(BadInput, match="100,000 rows"):
        archives.refuse_huge(written.getvalue())
    assert "100,000 rows" in refusal(tmp_path, written.getvalue(), "b.xlsx")


@pytest.mark.parametrize(
    ("row", "cell", "why"), [(2_000_000, 1, "100,000 rows"), (2, 16_000, "1,000 columns")]
)
def test_repeated_cells_are_refused(tmp_path: Path, row: int, cell: int, why: str) -> None:
    assert why in refusal(tmp_path, open_document(row, cell), "b.ods")
    with pytest.raises(BadInput):
        archives.refuse_huge(open_document(row, cell))


def test_an_archive_that_lies_about_its_sizes(tmp_path: Path) -> None:
    """What unpacks into more than is said would fill the memory of whoever believes it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD_WORKBOOK)) as good,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in good.namelist():
            archive.writestr(name, good.read(name))
        archive.writestr("xl/more.xml", bytes(5_000_000))
    lying = made.getvalue().replace((5_000_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert len(lying) < 20_000
    assert "damaged" in refusal(tmp_path, lying, "b.xlsx")


def test_what_unpacks_into_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("archives", "qti"):
        monkeypatch.setattr(f"quizzes.{module}.MOST_UNPACKED_BYTES", 100_000)
    for name in ("xl/workbook.xml", "word/document.xml", "imsmanifest.xml"):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, bytes(1_000_000))
        assert "too large to unpack" in refusal(tmp_path, made.getvalue(), "b.zip")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        "1. 哪个？\r\nA. 甲\r\nB. 乙\r\n答案：B\r\n",
        "哪个？\nA. 甲\nB. 乙\nANSWER: B\n",
        "哪个？ {~甲 =乙}",
    ],
)
def test_texts_in_any_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    (question,) = read(tmp_path, text.encode(encoding), "b.txt").questions
    assert question.texts["zh"].stem == "哪个？"
    assert (question.texts["zh"].options, question.correct) == (("甲", "乙"), (1,))


def test_long_runs_take_no_time(tmp_path: Path) -> None:
    run = " " * 30_000
    for text in (
        f"题干,A,B,答案\n哪个？{run}是,甲{run}乙,乙{run}丙,{run}B{run}A\n",
        f"1. 哪个？{run}是{'_' * 30_000}\nA. 甲{run}乙\nB. 乙\n答案：B{run}A\n",
        f"1. {'（' * 30_000}\nA. 甲\nB. 乙\n答案：B\n",
        f"{'A.' * 30_000}\n1. {'B、' * 30_000}\n1-9 {'AB ' * 30_000}\n",
    ):
        read(tmp_path, text.encode(), "b.txt")


def test_open_document(tmp_path: Path) -> None:
    reading = read(tmp_path, open_document(1, 1), "b.ods")
    assert reading.findings == ()
    assert reading.questions[0].correct == (1,)


def open_document(row: int, cell: int) -> bytes:
    """A small ODS sheet whose question row and first cell are repeated so often."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    headers = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{word}</text:p></table:table-cell>"
        for word in ("题干", "A", "B", "答案")
    )
    values = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">'
        f"<text:p>{word}</text:p></table:table-cell>"
        for word, times in (("哪个？", cell), ("甲", 1), ("乙", 1), ("B", 1))
    )
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S"><table:table-row>{headers}'
        f'</table:table-row><table:table-row table:number-rows-repeated="{row}">{values}'
        '</table:table-row><table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return written.getvalue()


@ANY_FILE
@given(data=st.binary(max_size=400), name=NAMES)
def test_junk_never_raises(tmp_path: Path, data: bytes, name: str) -> None:
    reading = read(tmp_path, data, name)
    assert reading.questions or reading.findings


@ANY_FILE
@given(
    head=st.sampled_from(["题干,A,B,答案\n", "question\tA\tB\tanswer\n", "", "::t::q {"]),
    rest=st.text('题甲,;\t"\n\\{}=~#ABT1', max_size=80),
    name=NAMES,
)
def test_almost_a_bank_never_raises(tmp_path: Path, head: str, rest: str, name: str) -> None:
    reading = read(tmp_path, (head + rest).encode(), name)
    assert reading.questions or reading.findings


GOOD_WORKBOOK = workbook(S=ROWS)


@ANY_FILE
@given(
    at=st.integers(0, len(GOOD_WORKBOOK) - 1),
    bytes_there=st.binary(min_size=1, max_size=4),
    name=NAMES,
)
def test_a_damaged_workbook_never_raises(
    tmp_path: Path, at: int, bytes_there: bytes, name: str
) -> None:
    damaged = GOOD_WORKBOOK[:at] + bytes_there + GOOD_WORKBOOK[at + len(bytes_there) :]
    reading = read(tmp_path, damaged, name)
    assert reading.questions or reading.findings
