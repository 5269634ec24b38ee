"""An organiser's own files on the page, and the command that serves it."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import aiohttp
import pytest
from rich.console import Console

from bot.clock import GivenClock
from bot.command_line import main
from bot.commands.operator import Operator
from bot.practice.page.files import Files
from bot.practice.page.page import Page
from bot.practice.page.serving import listening
from bot.practice.page.sources import Rehearsal, Sample
from bot.settings import Settings
from programme.importing import NothingImported
from reports.wording import words
from storage.values.messages import BadInput
from tests.practice.page.conftest import Visitor
from tests.stories.small_programme import small_programme

UNITS = """code,parent,level,name,time_zone,language
HD,,county,East County,,
HD-01,HD,branch,Mill branch,,en
HD-02,HD,branch,Bridge branch,Europe/London,en
"""
PEOPLE = """branch,name,role,telegram_id
HD-01,Ann Bell,secretary,
HD-01,Bob Cole,,5551
HD,Eve Fox,organiser,
"""
DAY = date(2026, 6, 1)


def write(file: Path, text: str) -> Path:
    """Put a text into a file."""
    file.write_text(text, "utf-8")
    return file


def held(folder: Path) -> list[str]:
    """What is in a folder."""
    return os.listdir(folder)


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever runs the tests may have settings of their own where they run them."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("SANXUE_LANGUAGE", "en")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    return write(tmp_path / "units.csv", UNITS)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return write(tmp_path / "people.csv", PEOPLE)


def rehearsal(files: Files) -> tuple[Rehearsal, StringIO]:
    """What is rehearsed, and the paper on which the import says what it says."""
    paper = StringIO()
    clock = GivenClock(datetime(2026, 5, 31, 12, tzinfo=UTC))
    console = Console(file=paper, width=100, highlight=False)
    operator = Operator(Settings(language="en"), words("en"), console, clock)
    return Rehearsal(files, operator), paper


@asynccontextmanager
async def visiting(source: Rehearsal, who: str = "") -> AsyncIterator[Visitor]:
    """Somebody at the page of a rehearsal."""
    async with (
        Page(source, "en") as page,
        listening(page, None) as address,
        aiohttp.ClientSession() as http,
    ):
        visitor = Visitor(address, http, who, "en")
        listener = asyncio.create_task(visitor.listen())
        await visitor.sees(lambda: True)
        visitor.who = visitor.world["me"]
        yield visitor
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)


async def test_ones_own_programme_and_people(tmp_path: Path, units: Path, people: Path) -> None:
    folder = small_programme(tmp_path / "ours")
    source, paper = rehearsal(Files(folder, units, people, first_day=DAY))

    async with visiting(source) as ann:
        world = ann.world
        assert (world["rehearsal"], world["branch"]) == (True, "Mill branch")
        assert [(each["name"], each["part"]) for each in world["people"]] == [
            ("Ann Bell", "secretary"),
            ("Bob Cole", "member"),
            ("Eve Fox", "organiser"),
        ]
        assert world["people"][1]["id"] == 5551
        assert (world["clock"]["day"], world["clock"]["time"]) == ("2026-06-01", "07:20")
        await ann.moves("post")
        (morning,) = ann.posts("morning")
        assert (await ann.taps(morning))["toast"].startswith("Noted: day 1")

    assert "Imported as version 1." in paper.getvalue()
    assert "Imported. Rows: 3, new: 3, changed: 0." in paper.getvalue()
    # Nothing of the real database is touched: there is none.
    assert held(Path()) == []


async def test_the_samples_people_fill_a_branch_without_any(units: Path) -> None:
    source, _ = rehearsal(Files(organisation=units, branch="HD-02"))

    async with visiting(source) as li:
        assert li.world["branch"] == "Bridge branch"
        assert li.world["clock"]["zone"] == "Europe/London"
        # Without a date it is tomorrow.
        assert (li.world["clock"]["day"], li.world["clock"]["time"]) == ("2026-06-01", "07:20")
        keys = [each["key"] for each in li.world["people"]]
        assert (keys[0], keys[-1], len(keys)) == ("li", "ma", 9)
        await li.does("say", chat=li.private["id"], text="/status")
        await li.sees(lambda: "Bridge branch" in li.last(li.private)["plain"])


async def test_a_mended_file_is_read_anew(units: Path) -> None:
    source, _ = rehearsal(Files(organisation=units))

    async with visiting(source) as li:
        write(units, UNITS.replace("HD-01,HD", "HD-01,XX"))
        status, answer = await li.post("restart", {"language": "en"})
        assert status == 409
        assert answer["findings"] == [
            "units.csv, 3: There is no unit with the code XX. Please add a row for it."
        ]
        assert li.worlds == 1 and await li.post("life", {"on": True}) == (200, {})
        write(units, UNITS.replace("Mill branch", "Wind branch"))
        assert (await li.post("restart", {"language": "en"}))[0] == 200
        await li.sees(lambda: li.world["branch"] == "Wind branch")


async def test_faults_are_said_before_anything_is_served(tmp_path: Path, units: Path) -> None:
    write(units, "code,parent,level,name\nA,Z,branch,Nowhere\n")
    source, _ = rehearsal(Files(organisation=units))
    with pytest.raises(NothingImported):
        async with Page(source, "en"):
            pass
    source, _ = rehearsal(Files(branch="Nowhere"))
    with pytest.raises(BadInput):
        async with Page(source, "en"):
            pass


def test_the_command_ends_with_the_exit_code_of_a_fault(
    units: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(units, "code,parent,level,name\nA,Z,branch,Nowhere\n")

    assert main(["practice", "--organisation", str(units)]) == 1
    assert "There is no unit with the code Z" in " ".join(capsys.readouterr().err.split())
    assert main(["practice", "--no-page", "--organisation", str(units)]) == 1
    assert "leave --no-page out" in capsys.readouterr().err


async def test_a_port_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Page(Sample("Asia/Shanghai"), "en") as page, listening(page, None) as address:
        taken = int(re.findall(r":(\d+)/", address)[0])
        monkeypatch.setattr("bot.practice.page.serving.PORT", taken)
        async with listening(page, None) as other:
            assert other != address
        with pytest.raises(BadInput, match=f"Port {taken} is taken"):
            async with listening(page, taken):
                pass


async def test_the_page_stays_open_until_it_is_told_to_end(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "bot.command_line", "practice", "--no-show")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    running = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        env={"SANXUE_LANGUAGE": "en", "TMPDIR": str(temporary)},
        cwd=tmp_path / "here",
    )
    assert running.stdout is not None
    said = ""
    while not (found := re.search(r"stays open at (http://127\.0\.0\.1:\d+/)", said)):
        line = await running.stdout.readline()
        assert line, said
        said += line.decode()
    assert "Open this in your browser:" in said
    async with aiohttp.ClientSession() as http, http.get(found[1]) as answer:
        assert answer.status == 200
    assert len(held(temporary)) == 1
    running.send_signal(signal.SIGTERM)
    assert await running.wait() == 0
    assert held(temporary) == []
