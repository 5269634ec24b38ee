"""The guides are true: their links, commands, settings, samples, and the same in both languages."""

import argparse
import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.command_line import new_parser
from bot.practice.sample import PEOPLE
from bot.settings import PREFIX, Settings
from handlers.table import COMMANDS
from programme.duties.duties_file import read_duties
from programme.duties.duty_table import KEYS
from programme.folder import read_programme
from programme.organisation_file import read_organisation
from programme.roster_file import read_roster
from quizzes.bank import read_bank
from reports.commands import ENTRIES, UNLISTED
from reports.keyboard import Keys, keyboard
from reports.leaflet import leaflet_data
from reports.typesetting import pdf
from reports.wording import LANGUAGES, words
from storage.values.questions import QuestionKind

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SAMPLES = DOCS / "samples"
PICTURES = DOCS / "pictures"
GUIDES = ("members", "secretaries", "organisers", "operators", "programmes", "duties")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *DOCS.glob("decisions/*.md")])
IN_TWO_LANGUAGES = [
    *((DOCS / f"{name}.zh.md", DOCS / f"{name}.en.md") for name in GUIDES),
    (ROOT / "README.zh.md", ROOT / "README.md"),
]

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_BOTFATHERS = {
    "newbot",
    "revoke",
    "setprivacy",
    "setjoingroups",
    "setcommands",
    "setuserpic",
    "setdescription",
}
_DOORS = {"healthz", "readyz", "metrics", "telegram"}
_COMMAND = re.compile(r"(?<![\w./}>~-])/([a-z]{2,})(?!:\w|[\w/])")
_SETTING = re.compile(rf"\b{PREFIX}([A-Z]+(?:_[A-Z]+)*)\b")
_OPTION = re.compile(r"(?<![\w-])--([a-z]+)")
_SHOWN_FILE = re.compile(r"<!-- (\S+) -->\n```\w+\n(.*?)\n```", re.S)
_FIGURE = re.compile(r"^[+\d][\d.,%+ MBms]*$")


def tokens(page: Path) -> list[Token]:
    return _MARKDOWN.parse(page.read_text("utf-8"))


def inline(page: Path) -> list[Token]:
    return [each for token in tokens(page) for each in token.children or ()]


def links(page: Path) -> set[str]:
    """Where a page leads to within the project; its pictures too."""
    found = {str(each.attrs.get("href") or each.attrs.get("src") or "") for each in inline(page)}
    return {each.partition("#")[0] for each in found if each and ":" not in each}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = [each for each in links(page) if each and not (page.parent / each).exists()]
    # The pictures are taken from the practice chat, all at once.
    assert [each for each in lost if PICTURES.exists() or "pictures/" not in each] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_says_what_it_shows(page: Path) -> None:
    assert all(len(each.content) > 20 for each in inline(page) if each.type == "image")


@pytest.mark.parametrize(("zh", "en"), IN_TWO_LANGUAGES, ids=lambda page: page.name)
def test_both_languages_have_the_same_build(zh: Path, en: Path) -> None:
    def build(page: Path) -> list[str]:
        kept = ("heading_open", "list_item_open", "tr_open", "fence")
        return [f"{each.tag or each.type}" for each in tokens(page) if each.type in kept]

    assert build(zh) == build(en)
    for page, own, other in ((zh, "zh", "en"), (en, "en", "zh")):
        elsewhere = {each for each in links(page) if f".{other}." in each}
        # At the top stands the way to the page's own twin.
        assert elsewhere <= {(zh if page is en else en).name}
        assert all(f".{own}." in each for each in links(page) if "pictures/" in each)


def test_every_command_of_the_guides_is_one_and_every_one_is_in_them() -> None:
    in_menus = {each.command for each in ENTRIES}
    for pair in zip(*IN_TWO_LANGUAGES, strict=True):
        named = {command for page in pair for command in _commands(page)}
        assert named - _BOTFATHERS - _DOORS <= set(COMMANDS)
        assert in_menus | UNLISTED <= named


def _commands(page: Path) -> set[str]:
    """The bot's commands that a page names, in code or in plain words."""
    said = [each for each in inline(page) if each.type in ("code_inline", "text")]
    return {name for each in said for name in _COMMAND.findall(each.content)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    named = {each.lower() for each in _SETTING.findall(page.read_text("utf-8"))}
    assert named <= set(Settings.model_fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_settings_of_the_operators_guide_exist(language: str) -> None:
    for block in tokens(DOCS / f"operators.{language}.md"):
        if block.type == "fence" and block.info == "toml":
            keys = {line.split(" = ")[0] for line in block.content.splitlines()}
            assert keys <= set(Settings.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_typed_command_is_understood(page: Path) -> None:
    helps = _helps()
    tops = {name for name in helps if " " not in name}
    for code in re.findall(r"```.*?```|`[^`\n]+`", page.read_text("utf-8"), re.S):
        for top, below in re.findall(r"(?<![\w/-])sanxue ([a-z]+)(?: ([a-z]+))?", code):
            known = top in tops and (not _has_below(helps, top) or f"{top} {below}" in helps)
            assert known or (top in tops and not below) or top == "sanxue", code


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_that_is_typed_exists(page: Path) -> None:
    known = {option for said in _helps().values() for option in _OPTION.findall(said)}
    for code in re.findall(r"(?<![\w/-])sanxue [a-z][^`\n]*", page.read_text("utf-8")):
        assert set(_OPTION.findall(code)) <= known, code


def _helps() -> dict[str, str]:
    """Every command, with those below it, and what its help says."""
    found: dict[str, str] = {}

    def look(parser: argparse.ArgumentParser, name: str) -> None:
        found[name] = parser.format_help()
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for below, one in action.choices.items():
                    look(one, f"{name} {below}".strip())

    look(new_parser(words("en")), "")
    return {name: text for name, text in found.items() if name}


def _has_below(helps: dict[str, str], top: str) -> bool:
    return any(name.startswith(f"{top} ") for name in helps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_operators_guide_has_every_command_and_option(language: str) -> None:
    text = (DOCS / f"operators.{language}.md").read_text("utf-8")
    table = text[text.rindex("| `sanxue run`") :]
    for name, said in _helps().items():
        top = name.split()[0]
        assert f"`sanxue {top}" in table
        for option in set(_OPTION.findall(said)) - {"help", "check", "all"}:
            if top in ("invite", "rehearse") or name == "import programme":
                assert f"`--{option}`" in table, (name, option)


def test_the_samples_have_no_fault() -> None:
    for organisation, roster in (("组织.csv", "名册.csv"), ("units.csv", "people.csv")):
        rows, findings = read_organisation(SAMPLES / organisation, {})
        assert (len(rows), findings) == (4, ())
        above = {row.parent for row in rows}
        branches = {row.code: row.name for row in rows if row.code not in above}
        people, findings = read_roster(SAMPLES / roster, branches, {r.code: r.name for r in rows})
        assert (len(people), findings) == (4, ())
    for folder in ("programme", "sheets"):
        reading = read_programme(SAMPLES / folder)
        assert reading.findings == ()
        assert reading.programme is not None and len(reading.programme.items) == 2
    banks = {path.name: read_bank(path, "en") for path in (SAMPLES / "banks").iterdir()}
    assert all(reading.findings == () and reading.questions for reading in banks.values())
    kinds = [question.kind for question in banks["visits.gift"].questions]
    assert kinds == [QuestionKind.SHORT, QuestionKind.NUMERICAL, QuestionKind.MATCHING]


@pytest.mark.parametrize(
    ("guide", "files"),
    [
        ("organisers.zh.md", ("组织.csv", "名册.csv")),
        ("organisers.en.md", ("units.csv", "people.csv")),
    ],
)
def test_the_organisers_tables_are_the_samples(guide: str, files: tuple[str, ...]) -> None:
    shown = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (DOCS / guide).read_text("utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    samples = [row for name in files for row in csv.reader((SAMPLES / name).open(encoding="utf-8"))]
    assert shown == samples


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_shown_are_the_samples(language: str) -> None:
    shown = _SHOWN_FILE.findall((DOCS / f"programmes.{language}.md").read_text("utf-8"))
    assert len(shown) == 8
    for name, text in shown:
        assert text == (SAMPLES / name).read_text("utf-8").rstrip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_duties_shown_are_duties(language: str, tmp_path: Path) -> None:
    """The sample as it lies there; each block after it belongs to the same file."""
    text = (DOCS / f"duties.{language}.md").read_text("utf-8")
    ((name, sample),) = _SHOWN_FILE.findall(text)
    assert sample == (SAMPLES / name).read_text("utf-8").rstrip()
    blocks = re.findall(r"```toml\n(.*?)\n```", text, re.S)
    assert blocks[0] == sample
    (tmp_path / "duties.toml").write_text("\n".join(blocks), "utf-8")
    book, findings = read_duties(tmp_path, LANGUAGES)
    assert findings == ()
    assert len(book.duties) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_duty_is_explained(language: str) -> None:
    text = (DOCS / f"duties.{language}.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z_]+)` \|", text, re.M)
    assert sorted(rows) == sorted([*KEYS, "day_hours"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_members_page_is_one_page_and_names_the_keys(language: str) -> None:
    text = (DOCS / f"members.{language}.md").read_text("utf-8")
    made = pdf("leaflet", leaflet_data(text, language))
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    for row in keyboard(words(language), Keys.MEMBER):
        assert all(key in text for key in row)


def test_both_readmes_have_the_same_figures() -> None:
    def figures(page: Path) -> list[list[str]]:
        lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("|")]
        rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
        return [found for row in rows if (found := [c for c in row if _FIGURE.match(c)])]

    assert figures(ROOT / "README.zh.md") == figures(ROOT / "README.md")


def test_the_decisions_are_numbered_and_say_what_was_rejected() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert all(one < another for one, another in pairwise(numbers))
    for number, page in zip(numbers, pages, strict=True):
        text = page.read_text("utf-8")
        assert text.startswith(f"# {number}. ")
        assert "**Decision.**" in text and "**Why.**" in text and "**Rejected.**" in text


def test_people_in_the_samples_are_those_of_the_practice_chat() -> None:
    """A newcomer meets the same names everywhere."""
    known = {person.name.zh for person in PEOPLE} | {person.name.en for person in PEOPLE}
    listed = (SAMPLES / "名册.csv").read_text("utf-8") + (SAMPLES / "people.csv").read_text("utf-8")
    assert {"李红梅", "王秀英", "周德福", "Helen Lee", "Maggie King", "Fred Jordan"} <= known
    assert all(name in listed for name in ("李红梅", "王秀英", "Helen Lee", "Maggie King"))
