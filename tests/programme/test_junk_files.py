"""Whatever stands in a file: values, findings or BadInput come out, and nothing else."""

import io
import tempfile
import zipfile
from pathlib import Path

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from programme.folder import read_programme
from programme.organisation_file import read_organisation
from programme.roster_file import read_roster
from storage.values.messages import BadInput

TEXT = st.text(alphabet="code,name;\t\"'\r\n[]={}.#-|1:é字\u200b\ufeff\0", max_size=120)
JUNK = st.one_of(
    st.binary(max_size=200),
    TEXT.map(lambda text: text.encode()),
    TEXT.map(lambda text: f"code,branch,name,joined,telegram_id\n{text}".encode()),
    TEXT.map(lambda text: text.encode("gb18030")),
    TEXT.map(lambda text: text.encode("utf-16")),
    st.binary(max_size=60).map(lambda tail: b"PK\x03\x04" + tail),
)


@given(JUNK)
def test_sheets(junk: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(junk)
        for rows, findings in (read_organisation(path, {}), read_roster(path, {"1": "e"})):
            assert rows or any(finding.blocks for finding in findings)
            assert all(str(finding.said) for finding in findings)


@given(JUNK, JUNK, JUNK, JUNK)
def test_programmes(settings: bytes, markdown: bytes, sheet: bytes, bank: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "items").mkdir()
        (folder / "quizzes").mkdir()
        (folder / "programme.toml").write_bytes(settings)
        (folder / "items" / "a.md").write_bytes(markdown)
        (folder / "items" / "a.csv").write_bytes(sheet)
        (folder / "quizzes" / "q.gift").write_bytes(bank)
        reading = read_programme(folder)
        assert all(str(finding.said) for finding in reading.findings)
        assert reading.programme is None


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["code", "name"])
    book.active.append(["A", "N"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


WORKBOOK = workbook()


@given(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255))
def test_damaged_workbooks(at: int, byte: int) -> None:
    data = bytearray(WORKBOOK)
    data[at] = byte
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(bytes(data))
        try:
            rows, findings = read_organisation(path, {})
        except BadInput:
            return
        assert rows or findings


def test_two_cells_far_apart_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "code"
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "far.xlsx")
    _, (finding,) = read_organisation(tmp_path / "far.xlsx", {})
    assert "very far down or to the right" in str(finding.said)


def test_a_small_file_that_unpacks_into_a_huge_one(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as file,
    ):
        for _ in range(301):
            file.write(bytes(1024 * 1024))
    _, (finding,) = read_organisation(tmp_path / "bomb.xlsx", {})
    assert "too large to unpack" in str(finding.said)


def test_an_old_workbook_is_told_how_to_be_saved(tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    _, (finding,) = read_organisation(tmp_path / "old.xls", {})
    assert "save it as XLSX or CSV" in str(finding.said)
