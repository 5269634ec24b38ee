"""``sanxue import quizzes``, as an operator meets it."""

import io
from pathlib import Path

import pytest

from bot.commands import import_quizzes
from tests.bot.test_commands import ORGANISATION, Run, run

__all__ = ["run"]

BANK = "Which? {=this ~that}\n\nWho? {=me =I}\n\nIs it so? {\n"
SHOWN = """The bank “bank”
2 questions to take in
one right: 1, short answer: 1

Question 1
Which?

A. this
B. that
Right: A

Question 2
Who?
Right: me or I

"""


@pytest.fixture
def town(run: Run, tmp_path: Path) -> Run:
    """A county with two branches, and a file of questions with a fault in it."""
    Path("units.csv").write_text(ORGANISATION, "utf-8")
    Path("bank.gift").write_text(BANK, "utf-8")
    assert run("import", "organisation", "units.csv")[0] == 0
    return run


def test_nothing_goes_in_unasked(town: Run) -> None:
    code, said = town("import", "quizzes", "bank.gift", "--language", "en")
    assert code == 1 and said.startswith(SHOWN)
    assert "closing curly bracket is missing" in said and "bank.gift" in said
    assert said.endswith("Nothing was imported. To agree beforehand, add --yes.\n")
    code, said = town("import", "quizzes", "bank.gift", "--check", "--yes")
    assert code == 1 and said.endswith("Nothing was imported: this was only a look.\n")
    assert SHOWN in town("import", "quizzes", "bank.gift", "--check")[1]


def test_what_is_agreed_to_goes_in_once(town: Run) -> None:
    code, said = town("import", "quizzes", "bank.gift", "--yes")
    assert code == 0
    assert said.endswith("These questions are asked in Lin County and below it.\n")
    code, said = town("import", "quizzes", "bank.gift", "--yes")
    assert "0 questions to take in\n2 are there already.\n" in said
    assert said.endswith("There is nothing to take in.\n")


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_at_a_terminal_it_asks(
    town: Run, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    typed = io.StringIO(answer)
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)
    monkeypatch.setattr(import_quizzes, "_is_terminal", lambda _console: True)
    ended, said = town("import", "quizzes", "bank.gift")
    assert ended == code and "Shall they be asked in Lin County and below it? (y/n)" in said


def test_a_folder_is_one_bank_of_all_its_files(town: Run) -> None:
    folder = Path("history") / "first part"
    folder.mkdir(parents=True)
    (folder / "a.gift").write_text("One? {T}", "utf-8")
    (folder / "b.txt").write_text("1. 哪个？\nA. 甲\nB. 乙\n", "utf-8")
    (folder.parent / ".hidden.gift").write_text("Two? {T}", "utf-8")
    code, said = town("import", "quizzes", "history", "--unit", "East", "--yes")
    assert code == 0 and "The bank “history”\n1 question to take in\n" in said
    assert "first part/b.txt" in said
    assert said.endswith("These questions are asked in East and below it.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["none.gift"], 1, "can't be found"),
        (["bank.gift", "--unit", "nobody"], 1, "No unit has the code or name nobody"),
        (["bank.gift", "--language", "fr"], 2, "--help"),
        ([], 2, "--help"),
    ],
)
def test_what_can_not_be_done_is_said(
    town: Run, arguments: list[str], code: int, part: str
) -> None:
    ended, said = town("import", "quizzes", *arguments)
    assert ended == code and part in said


def test_there_must_be_somebody_to_ask(run: Run) -> None:
    Path("bank.gift").write_text(BANK, "utf-8")
    code, said = run("import", "quizzes", "bank.gift")
    assert code == 1 and "There are no units yet" in said
    Path("units.csv").write_text("code,parent,level,name\nA,,x,A\nB,,x,B\n", "utf-8")
    run("import", "organisation", "units.csv")
    code, said = run("import", "quizzes", "bank.gift")
    assert code == 1 and "--unit: A, B" in said
