"""Addresses that the operator writes in the settings, read and checked."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# Telegram brings updates to no other ports.
_WEBHOOK_PORTS = frozenset({None, 443, 80, 88, 8443})
_LISTEN = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})", re.ASCII)
_PATH = re.compile(r"/[A-Za-z0-9._~/-]+", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
_MOST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Listen:
    """Where a server listens on this machine; port 0 is any that is free."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def read_listen(written: str) -> Listen:
    """``HOST:PORT``, an IPv6 host in brackets. Raises ValueError."""
    found = _LISTEN.fullmatch(written.strip())
    if found is None or int(found["port"]) > _MOST_PORT:
        raise ValueError
    return Listen(found["host"].strip("[]"), int(found["port"]))


def read_public(written: str) -> str:
    """An address by which the outside comes in, without a slash at its end. Raises ValueError.

    It is https; plain http only on this machine, where a Bot API server or the practice chat may
    be the one who comes.
    """
    address = written.strip().rstrip("/")
    if not address.isascii() or " " in address:
        raise ValueError
    parts = urlsplit(address)
    is_near = parts.hostname in _LOOPBACK
    if parts.scheme not in (("https", "http") if is_near else ("https",)) or not parts.hostname:
        raise ValueError
    if parts.query or parts.fragment or parts.username or parts.password is not None:
        raise ValueError
    if parts.path and not _PATH.fullmatch(parts.path):
        raise ValueError
    # Reading the port checks it.
    _ = parts.port
    return address


def read_webhook(written: str) -> str:
    """A whole address that Telegram takes for a webhook, or only a path. Raises ValueError."""
    path = written.strip().rstrip("/")
    if path.startswith("/"):
        if not _PATH.fullmatch(path):
            raise ValueError
        return path
    address = read_public(written)
    parts = urlsplit(address)
    if not parts.path or (parts.hostname not in _LOOPBACK and parts.port not in _WEBHOOK_PORTS):
        raise ValueError
    return address


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram is to bring updates, and the secret by which it is known."""

    url: str
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """The path at which the own server is asked; a proxy passes it on as it is."""
        return urlsplit(self.url).path


def check_secret(written: str) -> None:
    """Raises ValueError for what Telegram doesn't take as a webhook's secret."""
    if not _SECRET.fullmatch(written):
        raise ValueError


def derived_secret(token: str) -> str:
    """A secret that is the same after each start, and from which the token can't be found."""
    return hmac.new(token.encode(), b"sanxue webhook", hashlib.sha256).hexdigest()
