"""The settings: from the environment (``SANXUE_…``) and ``sanxue.toml``; the environment wins.

This is the only place that reads the environment. ``python -m bot.settings_page`` writes
``docs/settings.md``.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.addresses import (
    Listen,
    Webhook,
    check_secret,
    derived_secret,
    read_listen,
    read_public,
    read_webhook,
)
from bot.clock import AnchoredClock, Clock, SystemClock
from bot.settings_words import SETTING_WORDS, toml_fault, unknown_setting
from programme.zones import all_zones
from storage.engines import parse_url
from storage.values.messages import Finding, Place, SanxueError, message

PREFIX = "SANXUE_"
FILE = "sanxue.toml"
API_URL = "https://api.telegram.org/bot"
_LANGUAGES = ("zh", "en")


class BadSettings(SanxueError):
    """All that is wrong with the settings, in one list."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(message("There is a fault in the settings."))
        self.findings = findings


class _TomlFile(TomlConfigSettingsSource):
    """``sanxue.toml``, also with the mark that Windows editors put before UTF-8."""

    def _read_file(self, file_path: Any) -> dict[str, Any]:
        return tomllib.loads(file_path.read_text("utf-8-sig"))


class Supervision(Struct, frozen=True):
    """``watchdog``: the seconds after which systemd takes silence for a standstill, if it does."""

    socket: str | None = None
    watchdog: float | None = None


class Settings(BaseSettings):
    """What the operator decides. Field names in capitals after ``SANXUE_`` name the variables."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        # Whatever was given wrong may be the token in the wrong place.
        hide_input_in_errors=True,
    )

    token: SecretStr | None = None
    api_url: str = Field(default=API_URL, pattern=r"^https?://\S+/bot$")
    file_url: str | None = Field(default=None, pattern=r"^https?://\S+/bot$", validate_default=True)
    database: str = "sqlite:///sanxue.db"
    programme: Path | None = None
    owner: int | None = Field(default=None, gt=0)
    time_zone: str = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    log: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    rate: float = Field(default=30.0, gt=0, le=1000)
    listen: str | None = None
    public_url: str | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    clock: str | None = None

    @field_validator("token")
    @classmethod
    def _token_looks_right(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        number, _, secret = value.get_secret_value().partition(":")
        if not (number.isascii() and number.isdigit() and secret) or set(secret) & set(" /\\?#"):
            raise ValueError
        return value

    @field_validator("database")
    @classmethod
    def _database_has_an_address(cls, value: str) -> str:
        try:
            parse_url(value)
        except SanxueError:
            raise ValueError from None
        return value

    @field_validator("time_zone")
    @classmethod
    def _time_zone_exists(cls, value: str) -> str:
        if value not in all_zones():
            raise ValueError
        return value

    @field_validator("listen")
    @classmethod
    def _listen_can_be_read(cls, value: str | None) -> str | None:
        return None if value is None else str(read_listen(value))

    @field_validator("public_url")
    @classmethod
    def _public_url_can_be_reached(cls, value: str | None) -> str | None:
        return None if value is None else read_public(value)

    @field_validator("webhook_url")
    @classmethod
    def _webhook_is_whole(cls, value: str | None, others: ValidationInfo) -> str | None:
        """A path goes below the public address; and somebody must listen."""
        if value is None:
            return None
        address = read_webhook(value)
        if address.startswith("/"):
            address = read_webhook(f"{others.data.get('public_url') or ''}{address}")
        if address.startswith("/") or others.data.get("listen") is None:
            raise ValueError
        return address

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret_can_be_sent(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            check_secret(value.get_secret_value())
        return value

    @field_validator("clock")
    @classmethod
    def _clock_can_be_set(cls, value: str | None) -> str | None:
        if value is not None:
            _anchored(value)
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment before file; no ``.env`` and no folder of secrets."""
        return init_settings, env_settings, _TomlFile(settings_cls, Path(FILE))

    @property
    def file_base_url(self) -> str:
        """Where files are fetched from: given, or beside the API."""
        return self.file_url or self.api_url.removesuffix("/bot") + "/file/bot"

    @property
    def bot_id(self) -> int | None:
        """The bot's Telegram id, which is the token's first part."""
        return int(self.token.get_secret_value().partition(":")[0]) if self.token else None

    @property
    def listening(self) -> Listen | None:
        """Where the web server listens; None for no server."""
        return None if self.listen is None else read_listen(self.listen)

    @property
    def webhook(self) -> Webhook | None:
        """Where Telegram is to bring updates; None when they are fetched."""
        if self.webhook_url is None or self.token is None:
            return None
        given = self.webhook_secret
        return Webhook(
            self.webhook_url,
            given.get_secret_value() if given else derived_secret(self.token.get_secret_value()),
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """What, besides the token, must stand in no log."""
        password = parse_url(self.database).password
        found = (password, self.webhook.secret if self.webhook else None)
        return tuple(each for each in found if each)

    def new_clock(self) -> Clock:
        """The clock that everything is to ask: the machine's, unless one was given."""
        return SystemClock() if self.clock is None else _anchored(self.clock)


def read_settings() -> Settings:
    """The settings in force. Raises :class:`BadSettings` with all faults."""
    findings = [unknown_setting(Place(name), name) for name in _unknown_variables()]
    settings = None
    try:
        settings = Settings()
    except ValidationError as error:
        findings += [_finding(str(fault["loc"][0]), str(fault["type"])) for fault in error.errors()]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        findings.append(toml_fault(FILE, error))
    if settings is None or findings:
        # Without the cause: what was given wrong must not be shown, it may be a secret.
        raise BadSettings(tuple(findings)) from None
    return settings


def language() -> str:
    """The language to speak with the operator, also when the settings have faults: the one that is
    set, else that of their console."""
    told = _variables().get(f"{PREFIX}LANGUAGE") or _from_file("language")
    return told if told in _LANGUAGES else _console_language()


def _console_language() -> str:
    """As the variables say by which programs know it, in the order in which they hold."""
    told = filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    # Such as zh_CN.UTF-8; C and POSIX name none.
    spoken = re.split(r"\W|_", next(told, ""))[0].casefold()
    return spoken if spoken in _LANGUAGES else _LANGUAGES[0]


def supervision() -> Supervision:
    """What systemd asks of this process: where to send words to, and how often it wants to hear
    that all goes on."""
    told = os.environ.get
    microseconds = told("WATCHDOG_USEC", "")
    is_meant = told("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    wants = int(microseconds) / 1_000_000 if is_meant and microseconds.isdigit() else None
    return Supervision(told("NOTIFY_SOCKET") or None, wants or None)


def _finding(name: str, kind: str) -> Finding:
    variable = f"{PREFIX}{name.upper()}"
    in_environment = variable in _variables()
    place = Place(variable) if in_environment else Place(FILE, column=name)
    if kind == "extra_forbidden":
        return unknown_setting(place, name)
    return Finding(place, SETTING_WORDS[name].fault)


def _variables() -> Mapping[str, str]:
    """Our own variables of the environment, in capitals."""
    return {
        name.upper(): value for name, value in os.environ.items() if name.upper().startswith(PREFIX)
    }


def _unknown_variables() -> list[str]:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return sorted(_variables().keys() - known)


def _from_file(name: str) -> Any:
    try:
        return tomllib.loads(Path(FILE).read_text("utf-8-sig")).get(name)
    except (OSError, ValueError):
        return None


def _anchored(written: str) -> AnchoredClock:
    """A clock from ``REAL,MOMENT,SPEED``; raises ValueError."""
    real, given, speed = written.split(",")
    moment = datetime.fromisoformat(given)
    if moment.tzinfo is None or float(speed) <= 0:
        raise ValueError
    return AnchoredClock(float(real), moment, float(speed))
