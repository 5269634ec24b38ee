"""HTML as plain text: what a reader would see, without markup."""

import re
from html.parser import HTMLParser


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BREAKING = _words(
    "address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr "
    "ul"
)
_INLINE = _words(
    "a b big code del em font i img ins kbd mark q s small span strike strong sub sup td th tt u "
    "var"
)
_UNSEEN = frozenset({"script", "style", "head", "title"})
_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_BREAKING | _INLINE))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,6});")


def looks_like_html(text: str) -> bool:
    """Whether the text holds a known tag or a character reference; ``a < b`` and ``<T>`` do not."""
    return _TAG.search(text) is not None or _ENTITY.search(text) is not None


def plain_text(html: str) -> str:
    """The words of a piece of HTML; blocks and line breaks become line feeds, images their alt."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BREAKING:
            self.words.append("\n")
        elif tag == "img":
            self.words.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BREAKING:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            # A line feed in the source is white space; only tags break lines.
            self.words.append(data.replace("\n", " "))
