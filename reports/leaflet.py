"""The members' guide as one page in large type: ``python -m reports.leaflet GUIDE.md PAGE.pdf``.

The guide is Markdown, so that it reads well where the project is shown; this sets the same words
for paper. Lines of links and pictures belong to the screen and are left out.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports.typesetting import pdf

_KINDS = {"h1": "title", "h2": "heading"}


def leaflet_data(markdown: str, language: str) -> Mapping[str, Any]:
    """The guide as the template ``leaflet`` takes it: its blocks, in their order."""
    return {"language": language, "blocks": list(_blocks(MarkdownIt().parse(markdown)))}


def _blocks(tokens: list[Token]) -> Iterator[Mapping[str, Any]]:
    inside: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            inside.append(token.tag)
        elif token.nesting == -1:
            inside.pop()
        elif token.type == "inline" and not _is_for_the_screen(token):
            kind = "item" if "li" in inside else _KINDS.get(inside[-1], "text")
            yield {"kind": kind, "runs": _runs(token)}


def _is_for_the_screen(line: Token) -> bool:
    return any(each.type in ("link_open", "image") for each in line.children or ())


def _runs(line: Token) -> list[Mapping[str, Any]]:
    strong = False
    runs: list[Mapping[str, Any]] = []
    for each in line.children or ():
        if each.type in ("strong_open", "strong_close"):
            strong = each.type == "strong_open"
        else:
            words = re.sub(r"\s*\n\s*", " ", each.content) or " "
            # A command is not to be parted from its slash at the end of a line.
            words = re.sub(r"/(?=[a-z])", "/\u2060", words)
            runs.append({"text": words, "strong": strong})
    return runs


def main(guide: Path, page: Path) -> None:
    """Set a guide; its language stands in its name, such as ``members.zh.md``."""
    language = guide.suffixes[-2][1:]
    page.write_bytes(pdf("leaflet", leaflet_data(guide.read_text("utf-8"), language)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
