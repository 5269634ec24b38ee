"""The console command, as an operator and as a script meet it."""

import asyncio
import logging
import os
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.command_line import main
from programme.binding import read_code
from programme.item_files import COLUMNS as OF_ITEMS
from programme.organisation_file import COLUMNS as OF_ORGANISATION
from programme.roster_file import COLUMNS as OF_ROSTER
from programme.tables import Column
from storage import chats
from storage.batch import write_member_days
from storage.bots import remember_bot
from storage.codes import find_code
from storage.database import Transaction
from storage.letters import NewLetter, keep_letters, letters
from storage.people import add_membership, add_person
from storage.programmes import newest_versions
from storage.schema import open_newest
from storage.units import Defaults, unit_by_code
from storage.values.days import MemberDay
from storage.values.people import BotId, ChatId, Person, PersonId
from tests.programme.sheets import write_csv
from tests.stories.small_programme import small_programme

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
BOT = BotId(7_000_000_001)
ORGANISATION = "code,parent,level,name\nC,,county,Lin County\nB1,C,branch,East\nB2,C,branch,West\n"
ROSTER = "branch,name,role\nB1,Li Hua,secretary\nB1,Wang <b>,\nB2,Zhang,\n"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty folder, in English; its exit code and all that it said."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("SANXUE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SANXUE_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")
    # A command sets up logging for its whole process, which here goes on.
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers)
    monkeypatch.setattr(root, "level", root.level)

    def command(*arguments: object) -> tuple[int, str]:
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as ended:
            code = int(str(ended.code))
        told = capsys.readouterr()
        # The first command in a folder also tells of its new database: that has its own test.
        return code, re.sub(r"There was no database yet\..*\n", "", told.out + told.err)

    return command


def in_database(
    work: Callable[[Transaction], object], address: str = "sqlite:///sanxue.db"
) -> object:
    """What ``work`` gives, in a transaction on the command's own database."""

    async def do() -> object:
        database, _ = await open_newest(address)
        try:
            async with database.writing() as tx:
                return await work(tx)  # type: ignore[misc]
        finally:
            await database.close()

    return asyncio.run(do())


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"])
def test_an_organisation_is_imported_again_and_again(
    run: Run, tmp_path: Path, empty_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANXUE_DATABASE", empty_address)
    units, people = tmp_path / "units.csv", tmp_path / "people.csv"
    units.write_text(ORGANISATION)
    people.write_text(ROSTER)
    assert run("import", "organisation", units, "--check") == (
        0,
        "No fault found; nothing was imported. Rows: 3, new: 3, changed: 0.\n",
    )
    assert run("import", "organisation", units) == (
        0,
        "Imported. Rows: 3, new: 3, changed: 0.\n",
    )
    assert run("import", "organisation", units)[1].endswith("new: 0, changed: 0.\n")
    assert run("import", "roster", people)[1].endswith("Rows: 3, new: 3, changed: 0.\n")
    assert run("import", "roster", people)[1].endswith("Rows: 3, new: 0, changed: 0.\n")


def test_a_fault_is_named_by_row_and_column_and_nothing_goes_in(run: Run, tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text(ORGANISATION + "B3,nowhere,branch,North\n")
    code, said = run("import", "organisation", units)
    assert code == 1
    assert re.search(r"units\.csv\s*│ 5\s*│ parent\s*│ .*nowhere", said)
    assert said.endswith("Nothing was imported.\n")
    assert run("invite", "B1")[0] == 1


def test_a_file_that_is_not_there_is_named(run: Run) -> None:
    code, said = run("import", "roster", "nobody.csv")
    assert code == 1
    assert "nobody.csv" in said


def test_a_programme_becomes_a_version_once(run: Run) -> None:
    shipped = Path(__file__).parents[2] / "programme" / "shipped" / "two-studies"
    code, said = run("import", "programme", shipped, "--check")
    assert code == 0
    assert said.endswith("it would become version 1.\n")
    assert run("import", "programme", shipped)[1].endswith("Imported as version 1.\n")
    assert "version 1 already" in run("import", "programme", shipped)[1]


def test_an_invitation_holds_the_unit_and_the_bot(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    run("import", "organisation", "units.csv")
    in_database(lambda tx: remember_bot(tx, BOT, "sanxue_test_bot", NOW))
    code, said = run("invite", "East")
    assert code == 0
    link = said.splitlines()[-1]
    assert link.startswith("https://t.me/sanxue_test_bot?startgroup=")
    kept = in_database(lambda tx: find_code(tx, read_code(link.rpartition("=")[2])))
    assert kept is not None


def test_an_invitation_for_a_name_that_two_have_asks_which(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION + "B3,C,branch,East\n")
    run("import", "organisation", "units.csv")
    in_database(lambda tx: remember_bot(tx, BOT, "sanxue_test_bot", NOW))
    code, said = run("invite", "East")
    assert code == 1
    assert "B1, B3" in said
    assert run("invite", "nobody")[0] == 1


def test_an_invitation_needs_to_know_the_bot(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    run("import", "organisation", "units.csv")
    code, said = run("invite", "B1")
    assert code == 1
    assert "SANXUE_TOKEN" in said


def test_a_backup_is_written_once(run: Run, tmp_path: Path) -> None:
    code, said = run("backup", "copy.db")
    assert (code, said) == (0, "The backup is in copy.db.\n")
    assert (tmp_path / "copy.db").exists()
    code, said = run("backup", "copy.db")
    assert code == 1
    assert "exists already" in said


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"])
def test_a_backup_comes_back_into_an_empty_database_only(
    run: Run, tmp_path: Path, empty_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANXUE_DATABASE", "sqlite:///first.db")
    (tmp_path / "units.csv").write_text(ORGANISATION)
    run("import", "organisation", "units.csv")
    run("backup", "copy.db")
    monkeypatch.setenv("SANXUE_DATABASE", empty_address)
    assert run("restore", "nothing.db")[0] == 1
    code, said = run("restore", "copy.db")
    assert code == 0
    assert re.fullmatch(r"All of copy\.db is in .* now: \d+ rows\. Next: sanxue check\n", said)
    assert run("import", "organisation", "units.csv")[1].endswith("new: 0, changed: 0.\n")
    code, said = run("restore", "copy.db")
    assert code == 1
    assert "something in the database already" in said


def test_dead_letters_are_listed_shown_tried_again_and_forgotten(run: Run) -> None:
    assert "no dead letters" in run("deadletters")[1]
    failed = [
        NewLetter(BOT, 5, '{"update_id": 5, "message": "[b]"}', "Traceback …\nValueError: odd"),
        NewLetter(BOT, 6, '{"update_id": 6}', "KeyError: 'x'"),
    ]
    in_database(lambda tx: keep_letters(tx, failed, NOW))
    code, said = run("deadletters")
    assert code == 0
    assert "2026-05-20 04:00" in said
    assert "ValueError: odd" in said
    first = in_database(letters)[-1].id  # type: ignore[index]
    assert '{"update_id": 5, "message": "[b]"}' in run("deadletters", "show", first)[1]
    assert run("deadletters", "retry", first)[0] == 0
    assert "more: 2." in run("deadletters", "retry", "--all")[1]
    assert run("deadletters", "forget", first)[1] == "Dead letters removed: 1.\n"
    assert run("deadletters", "show", first)[0] == 1
    assert run("deadletters", "forget", "--all")[1] == "Dead letters removed: 1.\n"


def test_every_fault_of_the_settings_is_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_OWNER", "me")
    monkeypatch.setenv("SANXUE_LOG", "loud")
    code, said = run("check")
    assert code == 1
    assert "SANXUE_OWNER" in said
    assert "SANXUE_LOG" in said


def test_sums_are_made_anew(run: Run, tmp_path: Path) -> None:
    assert run("check", "--rebuild") == (0, "All sums agree with what was done.\n")
    run("import", "organisation", write_csv(tmp_path / "o.csv", ORGANISATION))

    async def damage() -> None:
        database, _ = await open_newest(f"sqlite:///{tmp_path / 'sanxue.db'}")
        async with database.writing() as tx:
            branch = await unit_by_code(tx, "B1", Defaults("UTC", "en"))
            assert branch is not None
            done = MemberDay(PersonId(0), branch.id, NOW.date(), check_ins=1)
            person = await add_person(tx, Person(PersonId(0), "Li"))
            await add_membership(tx, person.id, branch.id, NOW.date(), home=True)
            await write_member_days(tx, [replace(done, person_id=person.id)])
        await database.close()

    asyncio.run(damage())
    # Nothing was ever checked in: the day goes, and with it the branch's.
    code, said = run("check", "--rebuild")
    assert (code, said) == (
        0,
        "Put right: 1 rows of members' days, 0 of branches' days, 0 of months.\n",
    )
    assert run("check", "--rebuild")[1] == "All sums agree with what was done.\n"


def test_check_lists_faults_of_all_kinds(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sanxue.db").write_text("not a database, but long enough to look at" * 50)
    monkeypatch.setenv("SANXUE_PROGRAMME", "nowhere")
    monkeypatch.setenv("SANXUE_API_URL", "http://127.0.0.1:9/bot")
    monkeypatch.setenv("SANXUE_TOKEN", "7000000001:AAF-abcdefghijklmnopqrstuvwxyz_0123")
    code, said = run("check")
    assert code == 1
    for place in ("SANXUE_API_URL", "SANXUE_DATABASE", "SANXUE_PROGRAMME"):
        assert re.search(rf"^fault +│ {place} ", said, re.MULTILINE)
    assert "│ SANXUE_TOKEN" not in said
    assert str(tmp_path / "sanxue.db") in said
    assert "Faults to be mended: 3." in said
    assert "AAF-" not in said


def test_check_is_content_without_a_token(run: Run) -> None:
    code, said = run("check")
    assert code == 0
    assert "practice chat" in said
    assert said.endswith("No faults; things still to do: 4.\n")


def test_check_tells_which_years_holidays_are_not_announced_yet(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_programme(tmp_path / "ours", more='[days_off]\ncountry = "CN"')
    monkeypatch.setenv("SANXUE_PROGRAMME", str(folder))
    monkeypatch.setattr("programme.public_holidays.exchange_known", lambda _country, _year: True)
    assert "working days" not in run("check")[1]
    monkeypatch.setattr("programme.public_holidays.exchange_known", lambda _country, _year: False)
    code, said = run("check")
    assert code == 0
    assert re.search(r"^notice +│ small +│ +│ days_off.country │ It isn't known yet", said, re.M)
    assert "“study_dates”" in said
    samples = Path(__file__).parents[2] / "docs" / "samples"
    monkeypatch.setenv("SANXUE_PROGRAMME", str(samples / "programme"))
    assert re.search(r"^notice +│ Good neighbours +│", run("check")[1], re.M)


def test_check_names_what_is_still_to_be_done(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left() -> list[str]:
        code, said = run("check")
        assert code == 0
        lines = said.splitlines()
        assert lines[0] == f"Database: {tmp_path / 'sanxue.db'}"
        return [line[3:] for line in lines if re.match(r"\d\. ", line)]

    token, owner, units, people = left()
    assert 'token = "TOKEN"' in token and "owner = NUMBER" in owner
    assert "import organisation PATH" in units and "import roster PATH" in people
    monkeypatch.setenv("SANXUE_OWNER", "5")
    (tmp_path / "units.csv").write_text(ORGANISATION)
    run("import", "organisation", "units.csv")
    (tmp_path / "people.csv").write_text(ROSTER)
    run("import", "roster", "people.csv")
    in_database(lambda tx: remember_bot(tx, BOT, "sanxue_test_bot", NOW))
    token, groups, secretaries = left()
    assert "2 (B1, B2)" in groups and "invite B1" in groups and "invite C --all" in groups
    assert "1 (B2)" in secretaries and "import roster PATH" in secretaries
    in_database(lambda tx: bind_branches(tx, "B1"))
    assert "The branch B2 has no group" in left()[1]
    in_database(lambda tx: bind_branches(tx, "B1", "B2"))
    assert len(left()) == 2


async def bind_branches(tx: Transaction, *codes: str) -> None:
    """Give units with these codes a group each."""
    for code in codes:
        unit = await unit_by_code(tx, code, Defaults("Asia/Shanghai", "en"))
        assert unit is not None
        chat = ChatId(-unit.id)
        await chats.put(tx, BOT, chat, kind="group", title=code, now=NOW)
        await chats.bind(tx, BOT, chat, unit.id, NOW)


def test_links_for_all_branches_without_a_group_are_a_list(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION + "B3,C,branch,North\nD,,county,Other\n")
    run("import", "organisation", "units.csv")
    in_database(lambda tx: remember_bot(tx, BOT, "sanxue_test_bot", NOW))
    in_database(lambda tx: bind_branches(tx, "B2"))
    code, said = run("invite", "C", "--all")
    assert code == 0
    rows = [line.split("\t") for line in said.splitlines()[:-1]]
    assert [row[:2] for row in rows] == [["B1", "East"], ["B3", "North"]]
    assert len({row[2] for row in rows}) == 2
    for row in rows:
        assert row[2].startswith("https://t.me/sanxue_test_bot?startgroup=")
    assert said.splitlines()[-1].startswith("Links: 2,")
    assert run("invite", "B1", "--all")[1].startswith("B1\tEast\thttps://")
    assert run("invite", "B2", "--all")[1] == "Every branch of West has its group already.\n"


def test_an_invitation_for_a_unit_above_offers_those_below(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    run("import", "organisation", "units.csv")
    in_database(lambda tx: remember_bot(tx, BOT, "sanxue_test_bot", NOW))
    assert "sanxue invite C --all" in run("invite", "Lin County")[1]
    assert "--all" not in run("invite", "B1")[1]


def test_what_becomes_of_duties_is_told_before_it_happens(run: Run, tmp_path: Path) -> None:
    run("import", "organisation", write_csv(tmp_path / "o.csv", "code,name\nA,North\nB,South\n"))
    folder = small_programme(tmp_path / "ours")
    assert run("import", "programme", folder)[0] == 0
    duties = (
        '[kinds.meeting]\nfamily = "meeting"\nzh = "会"\n[sections.all]\nzh = "全部"\n'
        '[duties.meet]\nsection = "all"\nwho = "branches"\nevery = "month"\n'
        'counts = ["meeting"]\ntitle = { zh = "月度会" }\n'
    )
    (folder / "duties.toml").write_text(duties, "utf-8")
    code, said = run("import", "programme", folder, "--check")
    assert (code, "New duty: 月度会 (units: 2)." in said) == (0, True)
    run("import", "programme", folder)
    (folder / "duties.toml").write_text(duties.replace('"month"', '"quarter"'), "utf-8")
    said = run("import", "programme", folder, "--check")[1]
    assert "Duty due at another time: 月度会 (units: 2)." in said


def test_a_rehearsal_before_any_import_of_a_programme_shows_the_shipped_one(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    (tmp_path / "people.csv").write_text(ROSTER)
    run("import", "organisation", "units.csv")
    run("import", "roster", "people.csv")
    code, said = run("rehearse", "--from", "2026-05-20", "--days", "1")
    assert code == 0
    assert re.search(r"20: messages [1-9]\d*, branches 2,", said)
    assert in_database(newest_versions) == {}


def test_an_import_says_what_goes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    run("import", "organisation", "units.csv")
    shipped = Path(__file__).parents[2] / "programme" / "shipped" / "two-studies"
    assert "change from" not in run("import", "programme", shipped)[1]
    ours = tmp_path / "ours"
    (ours / "items").mkdir(parents=True)
    (ours / "programme.toml").write_text('key = "ours"\nlanguages = ["en"]\n')
    for name in ("01", "02"):
        (ours / "items" / f"{name}.md").write_text(f"---\ntitle: {name}\n---\nA text.\n")
    switched = "2 branches change from two-studies to ours.\n"
    assert switched in run("import", "programme", ours, "--check")[1]
    assert switched in run("import", "programme", ours)[1]
    (ours / "items" / "02.md").unlink()
    gone = "1 items and 0 questions of version 1 are no longer in it.\n"
    assert gone in run("import", "programme", ours, "--check")[1]


def test_faults_stand_before_notices_each_by_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    run("import", "organisation", "units.csv")
    (tmp_path / "people.csv").write_text(
        "branch,name,role,shoe,telegram_id\nB1,A,副书记,4,\nB1,B,cook,4,\nB1,合计,,,\n"
        "B9,C,,4,\nB1,D,,4,13800138000\n"
    )
    said = run("import", "roster", "people.csv")[1]
    rows = [[cell.strip() for cell in line.split("│")] for line in said.splitlines()]
    assert [(row[0], row[2]) for row in rows if len(row) == 5] == [
        *(("fault", line) for line in "35"),
        *(("notice", line) for line in "1246"),
    ]


def test_check_finds_a_branch_whose_language_is_not_studied(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    (folder / "items").mkdir(parents=True)
    (folder / "programme.toml").write_text('key = "ours"\ntitle = "Ours"\nlanguages = ["en"]\n')
    (folder / "items" / "01.md").write_text("---\ntitle: One\n---\nA text.\n")
    (tmp_path / "units.csv").write_text("code,name,language\nB1,East,zh\n")
    assert run("import", "programme", folder)[0] == 0
    assert run("import", "organisation", "units.csv")[0] == 0
    code, said = run("check")
    assert code == 1
    assert re.search("B1 East.*zh", said)


def test_a_database_from_a_newer_version_is_for_another_time(run: Run) -> None:
    run("backup", "first.db")
    in_database(_age)
    code, said = run("backup", "second.db")
    assert code == 3
    assert "newer version" in said


async def _age(tx: Transaction) -> None:
    from sqlalchemy import text  # noqa: PLC0415

    await tx.run(text("UPDATE alembic_version SET version_num = '9999'"))


def test_an_unknown_fault_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("bot.commands.backup.back_up", fails)
    code, said = run("backup", "copy.db")
    assert code == 4
    assert "RuntimeError" in said
    assert "inside" not in said
    assert "Traceback" not in said


def test_an_unknown_fault_is_traced_when_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setenv("SANXUE_LOG", "debug")
    monkeypatch.setattr("bot.commands.backup.back_up", fails)
    assert "RuntimeError: inside" in run("backup", "copy.db")[1]


COMMANDS = [
    [],
    *(
        [name]
        for name in (
            "run",
            "practice",
            "check",
            "import",
            "invite",
            "rehearse",
            "backup",
            "restore",
        )
    ),
    ["deadletters"],
    *(["import", kind] for kind in ("organisation", "roster", "programme")),
    *(["deadletters", action] for action in ("show", "retry", "forget")),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("language", "usage"), [("zh", "用法："), ("en", "Usage: ")])
def test_every_command_explains_itself(
    command: list[str],
    language: str,
    usage: str,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SANXUE_LANGUAGE", language)
    code, said = run(*command, "--help")
    assert code == 0
    assert said.startswith(usage + " ".join(["sanxue", *command]))
    assert re.search(r"^  3  ", said, re.MULTILINE)


def test_help_in_chinese_has_chinese_names_and_colons_and_stands_in_columns(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANXUE_LANGUAGE", "zh")
    _, said = run("rehearse", "--help")
    assert said.startswith("用法：sanxue rehearse [-h] [--from 日期] [--days N] [--branch 支部]\n")
    assert "\n选项：\n  -h, --help     显示" in said
    assert "\n  --branch 支部  只看" in said


@pytest.mark.parametrize(
    ("kind", "columns"),
    [("organisation", OF_ORGANISATION), ("roster", OF_ROSTER), ("programme", OF_ITEMS)],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_of_importing_names_every_column_in_both_languages(
    kind: str,
    columns: Sequence[Column],
    language: str,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SANXUE_LANGUAGE", language)
    _, said = run("import", kind, "--help")
    for each in columns:
        shown = re.search(rf"\b{each.name} +{each.aliases[0]}\b", said) is not None
        # An item's part of the day is read only to be refused.
        assert shown is (each.name != "slot")


def test_the_console_speaks_as_the_terminal_does_and_the_branches_as_is_set(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SANXUE_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    (tmp_path / "units.csv").write_text(ORGANISATION)
    assert run("import", "organisation", "units.csv")[1].endswith("new: 3, changed: 0.\n")
    kept = in_database(lambda tx: unit_by_code(tx, "B1", Defaults("Asia/Shanghai", "zh")))
    assert getattr(kept, "language", None) == "zh"


def test_a_new_database_is_told_once_and_beside_what_was_asked(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deadletters"]) == 0
    told = capsys.readouterr()
    assert told.out == "There are no dead letters: everything that came was handled.\n"
    file = tmp_path / "sanxue.db"
    assert told.err == f"There was no database yet. A new one was made: {file}\n"
    assert main(["deadletters"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("action", ["retry", "forget"])
def test_all_dead_letters_may_be_none(action: str, run: Run) -> None:
    run("deadletters")
    said = "There are no dead letters: everything that came was handled.\n"
    assert run("deadletters", action, "--all") == (0, said)


WRONG = [
    [],
    ["dance"],
    ["invite"],
    ["import", "roster"],
    ["rehearse", "--from", "tomorrow"],
    ["rehearse", "--days", "0"],
    ["deadletters", "retry"],
    ["deadletters", "retry", "5", "--all"],
    ["backup", "a", "b"],
]


@pytest.mark.parametrize("command", WRONG, ids=" ".join)
def test_what_cannot_be_understood_ends_with_two(command: list[str], run: Run) -> None:
    code, said = run(*command)
    assert code == 2
    assert "--help" in said


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["rehearse", "--from", "tomorrow"], "--from：“tomorrow”不是日期"),
        (["rehearse", "--days", "0"], "“0”不是 1 到 366 之间的整数"),
        (["rehearse", "--days"], "--days：后面还要写内容"),
        (["deadletters", "show", "five"], "“five”不是 1 到"),
        (["deadletters", "retry"], "这几样要写一样：号 --all"),
        (["deadletters", "retry", "5", "--all"], "--all：不能和 号 一起用"),
        (["bakup"], "命令：没有“bakup”，有的是 run, practice"),
        (["invite"], "少了 单位"),
        (["backup", "a", "b"], "这里不能写 b"),
        (["import", "roster", "a", "--check=5"], "--check：后面不用写内容"),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_the_operators_language(
    command: list[str], why: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANXUE_LANGUAGE", "zh")
    code, said = run(*command)
    assert code == 2
    assert why in said
    assert "invalid" not in said and "argument" not in said
