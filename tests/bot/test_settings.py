"""Settings: environment before file, every fault in one list, and no token anywhere."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.clock import SystemClock
from bot.logs import REDACTED, TokenFilter, set_up_logging
from bot.settings import BadSettings, language, read_settings
from bot.settings_page import page
from storage.values.messages import Place

SECRET = "AAF-abcdefghijklmnopqrstuvwxyz_0123"
TOKEN = f"7000000001:{SECRET}"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("SANXUE_")]:
        monkeypatch.delenv(name)
    return tmp_path


def places() -> list[Place]:
    with pytest.raises(BadSettings) as bad:
        read_settings()
    return [finding.place for finding in bad.value.findings]


def test_without_any_settings_there_are_defaults() -> None:
    settings = read_settings()
    assert settings.token is None
    assert settings.bot_id is None
    assert settings.database == "sqlite:///sanxue.db"
    assert settings.file_base_url == "https://api.telegram.org/file/bot"
    assert (settings.time_zone, settings.language) == ("Asia/Shanghai", "zh")
    assert isinstance(settings.new_clock(), SystemClock)


def test_the_environment_wins_over_the_file(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "sanxue.toml").write_text('owner = 5\nlanguage = "en"\nprogramme = "ours"\n')
    monkeypatch.setenv("SANXUE_OWNER", "6")
    settings = read_settings()
    assert (settings.owner, settings.language) == (6, "en")
    assert settings.programme == Path("ours")


def test_an_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_TOKEN", "")
    assert read_settings().token is None


def test_a_file_of_variables_is_not_read(empty_folder: Path) -> None:
    (empty_folder / ".env").write_text("SANXUE_LANGUAGE=en\n")
    assert read_settings().language == "zh"


def test_the_token_gives_the_bots_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_TOKEN", TOKEN)
    assert read_settings().bot_id == 7_000_000_001


def test_files_come_from_beside_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_API_URL", "http://127.0.0.1:8081/bot")
    assert read_settings().file_base_url == "http://127.0.0.1:8081/file/bot"
    monkeypatch.setenv("SANXUE_FILE_URL", "http://files.example/bot")
    assert read_settings().file_base_url == "http://files.example/bot"


def test_a_given_clock_runs_from_its_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_CLOCK", "4102444800,2026-05-20T07:00:00+08:00,1")
    ahead = read_settings().new_clock().now()
    # The anchor lies in 2100, so the given moment is still to come.
    assert ahead < datetime(2026, 5, 19, 23, tzinfo=UTC)


FAULTS = {
    "SANXUE_TOKEN": "not a token",
    "SANXUE_API_URL": "http://localhost:8081",
    "SANXUE_FILE_URL": "localhost",
    "SANXUE_DATABASE": "mysql://somewhere",
    "SANXUE_OWNER": "@secretary",
    "SANXUE_TIME_ZONE": "Asia/Peking2",
    "SANXUE_LANGUAGE": "fr",
    "SANXUE_LOG": "loud",
    "SANXUE_RATE": "0",
    "SANXUE_CLOCK": "yesterday",
    "SANXUE_TOKN": "x",
}


def test_every_fault_is_in_one_list(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in FAULTS.items():
        monkeypatch.setenv(name, value)
    assert {place.file for place in places()} == set(FAULTS)


@pytest.mark.parametrize(
    "written",
    ["1779231600,2026-05-20T07:00:00,1", "0,2026-05-20T07:00:00+08:00,0", "1,2", "a,b,c"],
)
def test_a_clock_needs_a_zone_and_a_speed(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_CLOCK", written)
    assert places() == [Place("SANXUE_CLOCK")]


def test_a_fault_in_the_file_is_named_there(empty_folder: Path) -> None:
    (empty_folder / "sanxue.toml").write_text('rate = "many"\nlanguge = "en"\n')
    assert set(places()) == {
        Place("sanxue.toml", column="rate"),
        Place("sanxue.toml", column="languge"),
    }


def test_a_file_may_begin_with_the_mark_of_utf_8(empty_folder: Path) -> None:
    (empty_folder / "sanxue.toml").write_text('language = "en"\nowner = 5\n', "utf-8-sig")
    assert (read_settings().owner, language()) == (5, "en")
    (empty_folder / "sanxue.toml").write_text('language = "en"\nowner = "x"\n', "utf-8-sig")
    assert language() == "en"


def test_a_file_that_is_no_toml_is_named_by_line(empty_folder: Path) -> None:
    (empty_folder / "sanxue.toml").write_text("language = 'en'\nowner = = 5\n")
    assert places() == [Place("sanxue.toml", 2)]


def test_a_file_in_another_encoding_is_named(empty_folder: Path) -> None:
    (empty_folder / "sanxue.toml").write_bytes("# 设置\n".encode("gb18030"))
    assert places() == [Place("sanxue.toml")]


def test_the_language_is_known_even_with_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_LANGUAGE", "en")
    monkeypatch.setenv("SANXUE_OWNER", "x")
    assert language() == "en"


@pytest.mark.parametrize("given", [TOKEN, f"{TOKEN} ", f"bot{TOKEN}"])
def test_a_wrong_token_is_not_shown(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_TOKEN", given)
    # A token in the wrong place is a secret there too.
    monkeypatch.setenv("SANXUE_DATABASE", given)
    with pytest.raises(BadSettings) as bad:
        read_settings()
    shown = repr(bad.value.findings) + str(bad.value) + repr(bad.value.__cause__)
    assert SECRET not in shown


def test_the_settings_never_show_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_TOKEN", TOKEN)
    settings = read_settings()
    assert SECRET not in f"{settings} {settings!r} {settings.model_dump_json()}"


@pytest.fixture
def log() -> Iterator[StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = StringIO()
    set_up_logging("debug", SecretStr(TOKEN), stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)


def test_the_token_is_taken_out_of_every_record(log: StringIO) -> None:
    logger = logging.getLogger("somebody.else")
    logger.warning("asked %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    logger.warning("quoted %s", TOKEN.replace(":", "%3A"))
    try:
        raise RuntimeError(f"The token `{TOKEN}` was rejected")
    except RuntimeError:
        logger.exception("failed", stack_info=True)
    written = log.getvalue()
    assert "RuntimeError" in written
    assert written.count(REDACTED) == 3
    assert SECRET not in written


def test_nothing_of_the_exception_itself_is_passed_on() -> None:
    failed = (RuntimeError, RuntimeError(TOKEN), None)
    record = logging.LogRecord("name", logging.ERROR, "file", 1, "failed", (), failed)
    assert TokenFilter(SecretStr(TOKEN)).filter(record)
    # Another handler might put the exception in words once more.
    assert record.exc_info is None
    assert SECRET not in str(record.exc_text)


def test_addresses_of_requests_are_not_logged_at_all(log: StringIO) -> None:
    for name in ("httpx", "httpcore.connection", "telegram.ext"):
        logging.getLogger(name).info("GET https://api.telegram.org/bot…")
    assert log.getvalue() == ""


def test_a_short_secret_is_only_looked_for_whole() -> None:
    redact = TokenFilter(SecretStr("12:ab")).redact
    assert redact("about 12:ab") == f"about {REDACTED}"


def test_the_settings_page_is_up_to_date() -> None:
    file = Path(__file__).parents[2] / "docs" / "settings.md"
    assert file.read_text("utf-8") == page(), "run: make settings"


def test_the_settings_page_is_written_by_the_module_itself() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "bot.settings"], cwd=root, capture_output=True, check=True
    )
    assert done.stdout.decode() == page()
