"""The programmes that come with Sanxue, as folders."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from importlib import resources
from pathlib import Path

from programme.settings_file import FILE

SHIPPED = "two-studies"
"""The programme that an empty database begins with when the settings name none."""

_PLACE = resources.files("programme") / "shipped"


def shipped_keys() -> Sequence[str]:
    """The keys of these programmes, in their order."""
    return sorted(entry.name for entry in _PLACE.iterdir() if (entry / FILE).is_file())


def shipped_folder(key: str) -> AbstractContextManager[Path]:
    """The folder of such a programme, as a path for as long as it is needed."""
    return resources.as_file(_PLACE / key)
