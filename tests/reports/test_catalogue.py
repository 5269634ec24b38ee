"""The catalogues are complete, and the check sees when they are not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from reports import catalogue
from reports.catalogue import CATALOGUES, FOLDERS, collect, faults, main, read, update

CODE = """
from somewhere import message
TITLE = message("Hello {name}")
def f(words, said, say, many):
    words("One {a}", a=1)
    said.html("<b>Two</b>")
    words.count("{count} day", "{count} days", count=many)
    words("zh")
    say(many)
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with catalogues of its own, not written yet."""
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "programme" / "code.py").write_text(CODE, "utf-8")
    practice = tmp_path / "bot" / "practice"
    practice.mkdir()
    (practice / "server.py").write_text('message("Bad Request")\n', "utf-8")
    (practice / "show.py").write_text('message("Look")\n', "utf-8")
    monkeypatch.setattr(catalogue, "CATALOGUES", tmp_path / "reports" / "catalogues")
    return tmp_path


def say(root: Path, **said: str | tuple[str, ...]) -> None:
    """Write words into the Chinese catalogue, by the sentence's first word."""
    chinese = read("zh")
    for entry in chinese:
        first = (entry.id if isinstance(entry.id, str) else entry.id[0]).split(" ")[0]
        name = first.strip("<b>{}/")
        if entry.id and name in said:
            entry.string = said[name]
    catalogue._write(chinese, "zh")


SENTENCES = {"Hello {name}", "One {a}", "<b>Two</b>", "{count} day", "Look"}


def ids(found: Catalog) -> Iterator[str]:
    return (entry.id if isinstance(entry.id, str) else entry.id[0] for entry in found if entry.id)


def test_every_sentence_is_collected_and_nothing_else(root: Path) -> None:
    assert set(ids(collect(root))) == SENTENCES


def test_without_catalogues_everything_is_missing(root: Path) -> None:
    found = set(faults(root))
    assert {f"{each}: not in the catalogue: Hello {{name}}" for each in ("zh", "en")} <= found
    assert len(found) == 2 * len(SENTENCES)


def test_after_an_update_only_the_chinese_words_are_missing(root: Path) -> None:
    update(root)
    assert set(faults(root)) == {f"zh: not said yet: {each}" for each in SENTENCES}
    assert {entry.string for entry in read("en") if entry.id == "Look"} == {"Look"}


GOOD: dict[str, str | tuple[str, ...]] = {
    "Hello": "你好 {name}",
    "One": "一 {a}",
    "Two": "<b>二</b>",
    "count": ("{count} 天",),
    "Look": "看",
}


def test_what_is_said_in_full_is_kept_and_without_fault(root: Path) -> None:
    update(root)
    say(root, **GOOD)
    assert list(faults(root)) == []
    update(root)
    assert list(faults(root)) == []


@pytest.mark.parametrize(
    "wrong", ["你好", "你好 {nome}", "你好 {name} {more}", "你好 {name", "你好 }"]
)
def test_other_places_than_the_sentences_are_a_fault(root: Path, wrong: str) -> None:
    update(root)
    say(root, **GOOD | {"Hello": wrong})
    assert list(faults(root)) == ["zh: other places than the sentence: Hello {name}"]


def test_what_nobody_says_any_more_is_a_fault_until_the_next_update(root: Path) -> None:
    update(root)
    say(root, **GOOD)
    (root / "bot" / "practice" / "show.py").write_text("", "utf-8")
    assert list(faults(root)) == [
        f"{each}: nobody says this any more: Look" for each in ("zh", "en")
    ]
    update(root)
    assert list(faults(root)) == []


def test_the_command_counts_the_faults(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["update"]) == 0
    assert main(["check"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "catalogues: 5 faults"


def test_the_houses_own_catalogues_have_something_to_say() -> None:
    for language in ("zh", "en"):
        with (CATALOGUES / f"{language}.po").open("rb") as source:
            assert len(source.read()) > 1000
