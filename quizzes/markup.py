"""Texts of XML formats as the reader sees them, and whether a picture is lost on the way."""

import re

from quizzes.html_text import looks_like_html, plain_text
from quizzes.xml_tree import Node

_PICTURE = re.compile(r"<(?:img|svg|object|video|audio)\b", re.IGNORECASE)
_FILE = re.compile(r"\b[\w%.-]+\.(?:png|jpe?g|gif|svg|bmp|webp)\b", re.IGNORECASE)
_SOUND = re.compile(r"\[sound:[^\]]*\]")
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "table", "tr", "blockquote", "pre", "h1", "h2", "h3"}
    | {"prompt", "simplechoice"}
)
_PICTURES = frozenset({"img", "object", "svg", "audio", "video", "graphic"})


def from_html(html: str) -> str:
    """The words of a text in which HTML may stand; a picture's mere file name is not among them."""
    bare = _SOUND.sub("", html)
    return plain_text(_without_file_names(bare)) if looks_like_html(bare) else bare.strip()


def has_picture(html: str) -> bool:
    """Whether a text shows, or plays, more than words."""
    return bool(_PICTURE.search(html) or _SOUND.search(html))


def from_nodes(node: Node, *, without: frozenset[str] = frozenset()) -> str:
    """The words inside an element of XHTML, a line for each block."""
    lines = (" ".join(line.split()) for line in _told(node, without).split("\n"))
    return "\n".join(line for line in lines if line)


def shows_picture(node: Node) -> bool:
    """Whether a picture stands inside an element of XHTML."""
    return any(True for _ in node.all(*_PICTURES))


def _told(node: Node, without: frozenset[str]) -> str:
    if node.name in without:
        return ""
    if node.name in _PICTURES:
        alt = node.get("alt")
        return "" if _FILE.fullmatch(alt.strip()) else alt
    inside = "".join(
        each.replace("\n", " ") if isinstance(each, str) else _told(each, without)
        for each in node.parts
    )
    return f"\n{inside}\n" if node.name in _BLOCKS else inside


def _without_file_names(html: str) -> str:
    """Pictures' alternative texts that are file names say nothing to a reader."""
    return re.sub(
        r"""\balt\s*=\s*(["'])([^"']*)\1""",
        lambda found: "" if _FILE.fullmatch(found[2].strip()) else found[0],
        html,
        flags=re.IGNORECASE,
    )
