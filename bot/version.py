"""Which version of Sanxue this is: that of the git tag from which it was installed."""

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """Like ``0.2.0``, or ``0.2.1.dev5+g1a2b3c4`` between two tags; empty when nobody knows."""
    try:
        return version("sanxue")
    except PackageNotFoundError:
        return ""
