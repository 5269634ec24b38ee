"""Keeping messages within Telegram's length: long ones are split at line ends, never cut."""

from html import escape
from html.parser import HTMLParser

from reports.said import Said

# Telegram's limit is 4096 after parsing; counted in UTF-16 units here, which is never less.
TEXT_LIMIT = 4096
_MARGIN = 96


class _Length(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def visible_length(html: str) -> int:
    """How long HTML is once its tags and entities are resolved, in UTF-16 code units."""
    reader = _Length()
    reader.feed(html)
    reader.close()
    return len("".join(reader.text).encode("utf-16-le")) // 2


def split(said: Said, limit: int = TEXT_LIMIT - _MARGIN) -> list[Said]:
    """The message as one or more that each fit; the buttons go below the last.

    Lines are kept whole, so a tag must not span lines in texts that may grow long. One line that
    is too long by itself is split at words, as plain text.
    """
    if visible_length(said.text) <= limit:
        return [said]
    parts: list[str] = []
    for line in said.text.split("\n"):
        for piece in _pieces(line, limit):
            if parts and visible_length(f"{parts[-1]}\n{piece}") <= limit:
                parts[-1] += f"\n{piece}"
            else:
                parts.append(piece)
    texts = [part.strip("\n") for part in parts]
    texts = [text for text in texts if text]
    return [Said(text) for text in texts[:-1]] + [Said(texts[-1], said.buttons)]


def _pieces(line: str, limit: int) -> list[str]:
    if visible_length(line) <= limit:
        return [line]
    reader = _Length()
    reader.feed(line)
    reader.close()
    plain = "".join(reader.text)
    # Half the limit in characters is safe whatever needs two units or an escape.
    size = limit // 2
    return [escape(plain[at : at + size], quote=False) for at in range(0, len(plain), size)]
