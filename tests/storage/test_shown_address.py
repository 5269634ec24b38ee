"""How a database is named to its operator."""

from pathlib import Path

from storage.engines import shown_address


def test_an_address_is_shown_whole_but_without_its_password() -> None:
    assert shown_address("sqlite:///sanxue.db") == str(Path("sanxue.db").resolve())
    shown = shown_address("postgresql://me:secret@host/sanxue")
    assert shown == "postgresql://me:***@host/sanxue"
