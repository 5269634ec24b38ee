"""What is shipped beside the program fits it."""

import configparser
import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings
from handlers.calendars import PATH

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")


def _copied() -> set[str]:
    """What the image is made of."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    return {name for line in lines for name in line.split()[:-1]}


def test_the_image_is_made_of_what_is_there() -> None:
    copied = _copied()
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = {
        each.rstrip("*") for each in project["tool"]["setuptools"]["packages"]["find"]["include"]
    }
    assert packages <= copied
    let_in = re.findall(r"^!(.+)$", (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8"), re.M)
    assert set(let_in) == copied


def test_the_image_installs_only_what_is_locked_and_runs_as_nobody_special() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    health = re.search(r'HEALTHCHECK .*\\\n\s+CMD \["python", "-c", "(.+)"\]', DOCKERFILE)
    assert health is not None
    compile(health[1], "HEALTHCHECK", "exec")
    assert "/healthz" in health[1]


def test_the_settings_that_are_named_exist() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for file in ("Dockerfile", "compose.yaml", ".env.example", "sanxue.service"):
        named = set(re.findall(r"\bSANXUE_[A-Z_]+", (DEPLOY / file).read_text("utf-8")))
        named -= {"SANXUE_"}
        assert {name for name in named if name not in known} == set(), file


def test_compose_asks_for_all_that_it_needs() -> None:
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    example = (DEPLOY / ".env.example").read_text("utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", compose))
    assert asked == {"SANXUE_TOKEN", "DATABASE_PASSWORD"}
    assert asked <= set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


@pytest.mark.parametrize("file", ["nginx.conf", "Caddyfile"])
def test_proxies_let_only_the_webhook_and_calendars_in(file: str) -> None:
    text = (DEPLOY / file).read_text("utf-8")
    assert "/telegram" in text and "127.0.0.1:8080" in text and "404" in text
    assert f"{PATH}/" in text


def test_the_unit_is_one_that_systemd_watches() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "sanxue.service", "utf-8")
    service = unit["Service"]
    assert service["Type"] == "notify" and int(service["WatchdogSec"]) >= 120
    # What the operator has to mend is not tried again and again.
    assert service["RestartPreventExitStatus"] == "1 2"
