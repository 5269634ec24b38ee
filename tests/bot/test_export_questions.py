"""``sanxue export questions``, as an operator meets it."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from storage.database import Transaction
from tests.bot.test_commands import Run, in_database, run
from tests.programme.test_question_figures import a_branch, answered

__all__ = ["run"]


async def _noon(tx: Transaction) -> None:
    branch, *_ = await a_branch(tx)
    await answered(tx, branch, 0, {0: "0", 1: "1"})
    await answered(tx, branch, 1, {0: "0,1"})


def test_the_workbook_is_written(run: Run, tmp_path: Path) -> None:
    in_database(_noon)
    code, said = run("export", "questions", "q.xlsx")
    assert (code, said) == (0, "The figures are in q.xlsx. Questions: 2.\n")
    with CalamineWorkbook.from_path(tmp_path / "q.xlsx") as book:
        assert book.sheet_names == ["Questions", "Weeks", "What it means"]
        header, *rows = book.get_sheet_by_name("Questions").to_python()
        meanings = dict(book.get_sheet_by_name("What it means").to_python())
    found = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    one, several = found["What comes first?"], found["Which are duties?"]
    assert (one["Answers"], one["Facility index"], one["Random guess score"]) == (2, 0.5, 0.5)
    assert (one["Key"], one["Chosen: A"], one["Chosen: B"], one["Chosen: C"]) == ("A", 1, 1, "")
    assert (several["Key"], several["Random guess score"]) == ("AB", "")
    assert one["Sure?"] == "unsure" and str(one["First asked"]) == "2026-05-20"
    assert "those who did well" in meanings["Discrimination index"]


def test_a_part_of_it_is_written(run: Run) -> None:
    in_database(_noon)
    for arguments, count in (
        (("--unit", "north"), 2),
        (("--from", "2026-05-21"), 0),
        (("--to", "2026-05-19"), 0),
        (("--from", "2026-05-20", "--to", "2026-05-20"), 2),
    ):
        code, said = run("export", "questions", *arguments, "q.xlsx")
        assert (code, said) == (0, f"The figures are in q.xlsx. Questions: {count}.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["q.csv"], 1, "NAME.xlsx"),
        (["no/such/folder/q.xlsx"], 1, "can't be written"),
        (["--unit", "nobody", "q.xlsx"], 1, "No unit has the code or name nobody"),
        (["--from", "2026-05-21", "--to", "2026-05-20", "q.xlsx"], 1, "lies after the last"),
        (["--from", "soon", "q.xlsx"], 2, "isn't a date"),
        ([], 2, "--help"),
    ],
)
def test_what_can_not_be_done_is_said(run: Run, arguments: list[str], code: int, part: str) -> None:
    ended, said = run("export", "questions", *arguments)
    assert ended == code and part in said
