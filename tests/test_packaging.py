"""The project installs whole, and says in words what a machine lacks."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "reports", "programme", "quizzes", "storage")
BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


def test_a_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    # Building leaves files behind, so not in the checkout itself.
    source = tmp_path / "source"
    leave_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=leave_out)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run(
        [sys.executable, "-c", BUILD, tmp_path], cwd=source, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    files = [path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file()]
    missing = {
        path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts
    } - held
    assert not missing


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that has a shell's needs and no Python."""
    (tmp_path / "bin").mkdir()
    found = shutil.which("dirname")
    assert found is not None
    (tmp_path / "bin" / "dirname").symlink_to(found)
    shutil.copy(ROOT / "install.sh", tmp_path)
    return tmp_path


def install(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", machine / "install.sh", "requirements.lock"],
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def program(machine: Path, name: str, script: str) -> None:
    file = machine / "bin" / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_without_python_it_says_so_in_words(machine: Path) -> None:
    done = install(machine)
    assert done.returncode != 0
    assert "没有找到 Python 3.11" in done.stderr
    assert "Python 3.11 or newer was not found" in done.stderr


def test_a_python_that_is_not_really_there_is_passed_over(machine: Path) -> None:
    program(machine, "python3.13", "echo 'command not found' >&2; exit 127")
    program(machine, "python3.12", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    done = install(machine)
    assert done.returncode != 0
    assert "python3.12 缺少 venv" in done.stderr
    assert "python3.12 lacks venv" in done.stderr
