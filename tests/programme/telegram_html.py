"""Reads HTML as strictly as Telegram does: known tags, properly nested, entities whole."""

import html
import re
from html.parser import HTMLParser

KNOWN = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN
        assert tag not in self.open, f"{tag} inside {tag}"
        assert not {"code", "pre"} & set(self.open), "code holds nothing else"
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert not {"<", ">", "&"} & set(data)
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        self.text.append(html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.text.append(html.unescape(f"&#{name};"))


def text_of(source: str) -> str:
    """What is seen of ``source``; fails if Telegram would refuse or change it."""
    parser = _Strict()
    parser.feed(source)
    parser.close()
    assert not parser.open
    return "".join(parser.text)


def solid(text: str) -> str:
    """``text`` without any white space."""
    return re.sub(r"\s+", "", text)
