"""The files of an organiser's own that the practice chat is tried with."""

from datetime import date
from pathlib import Path

from msgspec import Struct


class Files(Struct, frozen=True):
    """What an organiser rehearses before others see it. What is not given comes from the sample;
    without a ``roster``, the sample's people fill the branch. ``branch`` is a code or a name."""

    programme: Path | None = None
    organisation: Path | None = None
    roster: Path | None = None
    branch: str | None = None
    first_day: date | None = None
