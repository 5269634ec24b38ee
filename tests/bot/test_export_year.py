"""``sanxue export review`` and ``sanxue export pocketbook``."""

import os
from pathlib import Path

from tests.bot.test_commands import ORGANISATION, ROSTER, Run, run
from tests.stories.small_programme import small_programme

__all__ = ["run"]


def test_reviews_of_all_units_are_made_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    (tmp_path / "people.csv").write_text(ROSTER)
    run("import", "organisation", "units.csv")
    run("import", "roster", "people.csv")
    code, said = run("export", "review", "--year", "2025", "folder")
    made = sorted((tmp_path / "folder").iterdir())
    assert code == 0 and f"{len(made)} new, 0 there already" in said
    assert all(each.suffix == ".pdf" and each.read_bytes()[:4] == b"%PDF" for each in made)
    assert made[0].name == "2025 B1 East.pdf"

    # Interrupted, it goes on: what is whole stays as it is, what is missing is made.
    made[0].write_bytes(b"kept")
    made[1].unlink()
    code, said = run("export", "review", "--year", "2025", "folder")
    assert code == 0 and f"1 new, {len(made) - 1} there already" in said
    assert made[0].read_bytes() == b"kept" and sorted((tmp_path / "folder").iterdir()) == made

    code, said = run("export", "review", "--unit", "East", "--year", "2025", "one")
    assert [each.name for each in (tmp_path / "one").iterdir()] == ["2025 B1 East.pdf"]
    assert run("export", "review", "--unit", "Nowhere", "two")[0] == 1
    code, said = run("export", "review", "--unit", "East", "--year", "9000", "two")
    assert code == 1 and "9000 is yet to come" in said
    assert not (tmp_path / "two").exists()
    assert run("export", "review", "--unit", "East", "units.csv")[0] == 1

    # The running year's is made anew on another day, as it has gone on.
    assert "1 new, 0 there" in run("export", "review", "--unit", "East", "now")[1]
    assert "0 new, 1 there" in run("export", "review", "--unit", "East", "now")[1]
    (made_now,) = (tmp_path / "now").iterdir()
    os.utime(made_now, (made_now.stat().st_mtime - 3 * 86_400,) * 2)
    assert "1 new, 0 there" in run("export", "review", "--unit", "East", "now")[1]


def test_a_pocket_book_of_the_only_programme(run: Run, tmp_path: Path) -> None:
    code, said = run("export", "pocketbook")
    assert code == 1 and "There is no programme here yet" in said
    small_programme(tmp_path / "small")
    run("import", "programme", "small")
    code, said = run("export", "pocketbook", "--out", "book.pdf")
    assert (code, said) == (0, "The pocket book is in book.pdf.\n")
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")
