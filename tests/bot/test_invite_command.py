"""``sanxue invite`` for persons, as an operator types it."""

from pathlib import Path

import pytest

from programme.binding import read_code
from storage.bots import remember_bot
from storage.codes import Code, Opens, find_code
from tests.bot.test_commands import BOT, NOW, ORGANISATION, ROSTER, Run, in_database, run

__all__ = ["run"]
MORE = "B2,Li Hua,,7\nB2,Li Hua,,8\n"


@pytest.fixture(autouse=True)
def organisation(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    roster = ROSTER.replace("name,role", "name,role,id")
    (tmp_path / "people.csv").write_text(f"{roster}{MORE}".replace("secretary", "secretary,1"))
    run("import", "organisation", "units.csv")
    assert run("import", "roster", "people.csv")[0] == 0
    in_database(lambda tx: remember_bot(tx, BOT, "sanxue_test_bot", NOW))


def invited(said: str) -> Code:
    link = said.splitlines()[-1]
    assert link.startswith("https://t.me/sanxue_test_bot?start=")
    kept = in_database(lambda tx: find_code(tx, read_code(link.rpartition("=")[2])))
    assert isinstance(kept, Code)
    return kept


@pytest.mark.parametrize(
    ("arguments", "opens", "name", "told"),
    [
        (("B1", "--secretary", "Li Hua"), Opens.SECRETARY, "Li Hua", "secretary of East"),
        (("--organiser", "C"), Opens.ORGANISER, "", "organiser of Lin County"),
        (("C", "--organiser"), Opens.ORGANISER, "", "organiser of Lin County"),
        (("East", "--member"), Opens.MEMBER, "", "to one person"),
        (("East", "--member", "Wang <b>"), Opens.MEMBER, "Wang <b>", "to Wang <b>"),
        (("B2", "--member", "8"), Opens.MEMBER, "Li Hua", "to Li Hua"),
    ],
)
def test_a_link_for_one_person(
    run: Run, arguments: tuple[str, ...], opens: Opens, name: str, told: str
) -> None:
    code, said = run("invite", *arguments)
    assert (code, "Nobody called" in said, told in said) == (0, False, True)
    kept = invited(said)
    assert (kept.opens, kept.name, kept.person_id is not None) == (opens, name, bool(name))


def test_a_name_that_nobody_bears_is_pointed_out(run: Run) -> None:
    code, said = run("invite", "B1", "--secretary", "Li Ha")
    assert code == 0
    assert "Nobody called Li Ha is on the list of East yet" in said
    kept = invited(said)
    assert (kept.name, kept.person_id) == ("Li Ha", None)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("B2", "--member", "Li Hua"), 1, "7, 8"),
        (("C", "--secretary", "Li Hua"), 1, "sanxue invite C --organiser"),
        (("B1", "--member", "--organiser"), 2, "go together with --member"),
        (("--member",), 2, "UNIT"),
    ],
)
def test_what_is_not_clear_is_answered_in_words(
    run: Run, arguments: tuple[str, ...], code: int, told: str
) -> None:
    ended, said = run("invite", *arguments)
    assert ended == code
    assert told in said
