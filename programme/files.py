"""What the readers of organisers' files share: text in any encoding, order, closest words."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from quizzes.files import decode
from storage.values.messages import BadInput, message

LARGEST_TEXT = 64 * 1024 * 1024
"""Bytes; a text or a CSV of more than that is a mistake, not a document."""

_NUMBER = re.compile(r"(\d+)")


def read_bytes(path: Path, shown: str, largest: int = LARGEST_TEXT) -> bytes:
    """The file's bytes. ``shown`` is how the person knows the file; raises :class:`BadInput`."""
    try:
        if path.stat().st_size > largest:
            raise BadInput(
                message(
                    "{file} is larger than {size} MB. Please leave out what does not belong in it.",
                    file=shown,
                    size=largest // (1024 * 1024),
                )
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput(
            message("There is no file {file}. Please check the name.", file=shown)
        ) from None
    except IsADirectoryError:
        raise BadInput(
            message("{file} is a folder. Please name the file in it.", file=shown)
        ) from None
    except (OSError, ValueError):
        raise BadInput(
            message("{file} can't be opened. Please check its permissions.", file=shown)
        ) from None


def read_text(path: Path, shown: str) -> str:
    """The file's text, with ``\\n`` line ends, from UTF-8, UTF-16 with a mark, or GB18030.

    Raises :class:`BadInput` if it is none of them.
    """
    text = decode(read_bytes(path, shown)).replace("\ufeff", "").replace("\f", "\n")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_hidden(name: str) -> bool:
    """Whether ``name`` is one that a system or an office program leaves behind."""
    return name.startswith((".", "~$")) or name.casefold() in ("thumbs.db", "desktop.ini")


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which 2 comes before 10."""
    return tuple(
        (0, int(piece), piece) if piece.isdecimal() else (1, 0, piece.casefold())
        for piece in _NUMBER.split(name)
        if piece
    )


def without_invisible(text: str) -> str:
    """``text`` without zero-width and direction marks, and with single spaces inside."""
    visible = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    return " ".join(visible.split())


def closest(word: str, known: Iterable[str], count: int = 1) -> str:
    """The known words nearest to ``word``, joined with commas, or an empty text."""
    return ", ".join(difflib.get_close_matches(word, list(known), n=count, cutoff=0.6))


def words(text: str) -> tuple[str, ...]:
    """The tags in a cell or a line, in their order and each once."""
    found = re.split(r"[\s,，、;；]+", without_invisible(text))
    return tuple(dict.fromkeys(word for word in found if word))
