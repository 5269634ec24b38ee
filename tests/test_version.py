"""The version is the git tag's; where there is no git, an archive tells it, or else nobody."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.command_line import main
from bot.version import own_version

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with what tells the version, and nothing else."""
    for name in ("pyproject.toml", ".git_archival.txt", ".gitattributes"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def told(folder: Path, *command: str) -> str:
    # Neither this checkout nor the machine's own settings of git may have a say.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = {
        f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        command, cwd=folder, env=plain | who | alone, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def version_in(folder: Path) -> str:
    return told(folder, sys.executable, "-m", "setuptools_scm")


def test_a_tag_is_the_version_and_what_follows_it_is_not(project: Path) -> None:
    assert version_in(project) == "0.0.0"
    for command in ("init -q", "add -A", "commit -q -m first", "tag v9.8.7"):
        told(project, "git", *command.split())
    assert version_in(project) == "9.8.7"
    archive = project / "archive"
    archive.mkdir()
    told(project, "git", "archive", "--output=archive/it.tar", "HEAD")
    shutil.unpack_archive(archive / "it.tar", archive)
    assert version_in(archive) == "9.8.7"
    shutil.rmtree(archive)
    told(project, "git", "commit", "-q", "--allow-empty", "-m", "second")
    assert version_in(project).startswith("9.8.8.dev1+g")


def test_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"sanxue {own_version()}\n"
