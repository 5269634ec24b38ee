"""Where in a TOML text a key stands. ``tomllib`` gives values without their lines."""

import re

_TABLE = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_ERROR = re.compile(r"\(at line (\d+), column \d+\)")


class TomlLines:
    """The lines of a TOML text's keys, found by a plain scan."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.split("\n"), start=1):
            if header := _TABLE.match(line):
                table = _names(header[1])
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                path = (*table, *_names(key[1]))
                for length in range(len(table) + 1, len(path) + 1):
                    self._lines.setdefault(path[:length], number)

    def of(self, *path: str) -> int | None:
        """The line of the key at ``path``, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None


def line_of_error(error: str, text: str) -> int:
    """The line that an error of ``tomllib`` speaks of; the last one if it names none."""
    found = _ERROR.search(error)
    return int(found[1]) if found else text.rstrip("\n").count("\n") + 1


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip().strip("\"'") for name in dotted.split("."))
