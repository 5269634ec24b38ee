"""Where a test's web server can listen."""

import socket

from bot.addresses import Listen, Webhook

SECRET = "the-secret-of-this-webhook"


def free_place() -> Listen:
    """A port of this machine that nobody uses at the moment."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return Listen("127.0.0.1", asking.getsockname()[1])


def hook_at(place: Listen) -> Webhook:
    """A webhook there."""
    return Webhook(f"http://{place}/telegram", SECRET)
