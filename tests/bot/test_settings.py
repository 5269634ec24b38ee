"""Settings: environment before file, every fault in one list, and no token anywhere."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from re import fullmatch

import pytest

from bot.addresses import Listen
from bot.clock import SystemClock
from bot.settings import BadSettings, Supervision, language, read_settings, supervision
from bot.settings_page import page
from storage.values.messages import Place

SECRET = "AAF-abcdefghijklmnopqrstuvwxyz_0123"
TOKEN = f"7000000001:{SECRET}"


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("SANXUE_")]:
        monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
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
    "SANXUE_LOG_FORMAT": "xml",
    "SANXUE_RATE": "0",
    "SANXUE_LISTEN": "8080",
    "SANXUE_PUBLIC_URL": "http://bot.example.org",
    "SANXUE_WEBHOOK_URL": "https://bot.example.org:444/telegram",
    "SANXUE_WEBHOOK_SECRET": "with a space",
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


WEBHOOKS = {
    "https://bot.example.org/telegram": "https://bot.example.org/telegram",
    "https://bot.example.org:8443/a/b/": "https://bot.example.org:8443/a/b",
    "http://127.0.0.1:8081/hook": "http://127.0.0.1:8081/hook",
    "/telegram": "https://public.example.org/sanxue/telegram",
}


@pytest.mark.parametrize("written", WEBHOOKS)
def test_a_webhook_is_an_address_or_a_path_below_the_public_one(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANXUE_TOKEN", TOKEN)
    monkeypatch.setenv("SANXUE_LISTEN", "[::1]:8080")
    monkeypatch.setenv("SANXUE_PUBLIC_URL", "https://public.example.org/sanxue/")
    monkeypatch.setenv("SANXUE_WEBHOOK_URL", written)
    settings = read_settings()
    assert settings.listening == Listen("::1", 8080)
    assert settings.webhook is not None
    assert settings.webhook.url == WEBHOOKS[written]


@pytest.mark.parametrize(
    "written",
    [
        "/telegram",
        "https://bot.example.org",
        "https://bot.example.org/t?x=1",
        "https://u:p@bot.example.org/t",
        "https://bot example.org/t",
        "https://机器人.example/t",
        "ftp://bot.example.org/t",
        "/",
    ],
)
def test_a_webhook_that_telegram_could_not_reach_is_a_fault(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANXUE_LISTEN", "127.0.0.1:8080")
    monkeypatch.setenv("SANXUE_WEBHOOK_URL", written)
    assert places() == [Place("SANXUE_WEBHOOK_URL")]


def test_a_webhook_without_a_server_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANXUE_WEBHOOK_URL", "https://bot.example.org/telegram")
    assert places() == [Place("SANXUE_WEBHOOK_URL")]


def test_the_webhooks_secret_is_made_from_the_token_and_never_tells_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SANXUE_TOKEN", TOKEN)
    monkeypatch.setenv("SANXUE_LISTEN", "127.0.0.1:8080")
    monkeypatch.setenv("SANXUE_WEBHOOK_URL", "https://bot.example.org/telegram")
    monkeypatch.setenv("SANXUE_DATABASE", "postgresql://sanxue:pass-word@db/sanxue")
    first, again = read_settings(), read_settings()
    assert first.webhook is not None and first.webhook == again.webhook
    assert fullmatch(r"[A-Za-z0-9_-]{1,256}", first.webhook.secret)
    assert SECRET not in first.webhook.secret
    assert first.secrets == ("pass-word", first.webhook.secret)
    monkeypatch.setenv("SANXUE_WEBHOOK_SECRET", "our-own")
    given = read_settings()
    assert given.webhook is not None and given.webhook.secret == "our-own"
    assert "our-own" not in f"{given!r} {given.webhook!r}"


def test_what_systemd_wants_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(name, raising=False)
    assert supervision() == Supervision()
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/systemd/notify")
    monkeypatch.setenv("WATCHDOG_USEC", "180000000")
    assert supervision() == Supervision("/run/systemd/notify", 180.0)
    # What was meant for another process of the same environment is not for us.
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert supervision() == Supervision("/run/systemd/notify", None)


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


@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "de_DE@euro"}, "zh"),
        ({"LC_ALL": "en", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "C", "LANG": "en_US"}, "zh"),
        ({"SANXUE_LANGUAGE": "zh", "LANG": "en_US"}, "zh"),
        ({"SANXUE_LANGUAGE": "fr", "LANG": "en_US"}, "en"),
    ],
)
def test_without_a_setting_the_console_speaks_as_the_terminal_does(
    variables: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken
    if "SANXUE_LANGUAGE" not in variables:
        assert read_settings().language == "zh"


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


def test_the_settings_page_is_up_to_date() -> None:
    file = Path(__file__).parents[2] / "docs" / "settings.md"
    assert file.read_text("utf-8") == page(), "run: make settings"


def test_the_settings_page_is_written_by_the_module_itself() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "bot.settings_page"], cwd=root, capture_output=True, check=True
    )
    assert done.stdout.decode() == page()
