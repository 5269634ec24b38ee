"""XML of an unknown hand as a tree whose nodes know their lines; no entity of its own is expanded.

Names of elements and attributes are told without their namespace, in lower case.
"""

import re
import xml.sax
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString

from quizzes.files import decode
from storage.values.messages import BadInput, message

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"'][^>]*?\?>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*?\?>")
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_SEARCHED = 20_000
# Deeper than any question is nested; Python's own recursion ends later.
_DEEPEST = 200
# Some fifty make a question; each is held in memory.
_MOST_NODES = 1_000_000


@dataclass(slots=True)
class Node:
    """An element. ``parts`` are its texts and elements, in their order."""

    name: str
    attributes: Mapping[str, str]
    line: int
    parts: "list[str | Node]" = field(default_factory=list)

    @property
    def children(self) -> "list[Node]":
        """The elements right inside."""
        return [each for each in self.parts if isinstance(each, Node)]

    @property
    def text(self) -> str:
        """All the words inside, however deep."""
        return "".join(each if isinstance(each, str) else each.text for each in self.parts).strip()

    def get(self, name: str) -> str:
        """An attribute; empty if there is none."""
        return self.attributes.get(name, "")

    def child(self, *path: str) -> "Node | None":
        """The first element at the end of a path of names."""
        node: Node | None = self
        for name in path:
            node = (
                next((each for each in node.children if each.name == name), None) if node else None
            )
        return node

    def inner(self, *path: str) -> str:
        """The words of the first element at the end of a path; empty if there is none."""
        found = self.child(*path)
        return found.text if found else ""

    def all(self, *names: str) -> "Iterator[Node]":
        """The elements of these names inside, however deep; none inside one that was found."""
        for each in self.children:
            if each.name in names:
                yield each
            else:
                yield from each.all(*names)


def root_name(data: bytes) -> str:
    """What the outermost element of a text that looks like XML is called; else empty."""
    start = data[:_SEARCHED].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"")
    if not start.startswith(b"<"):
        return ""
    found = _ROOT.search(re.sub(rb"<!--.*?-->", b"", start, flags=re.DOTALL))
    return found[1].decode("ascii", "replace").lower() if found else ""


def parse_xml(data: bytes) -> Node:
    """The root of an XML text. Raises :class:`BadInput` for what is broken or a trap."""
    reader = _Reader()
    try:
        parseString(_as_utf8(data), reader, forbid_entities=True)
    except DefusedXmlException as error:
        said = message("This XML defines entities of its own, as traps do. Export it anew.")
        raise BadInput(said) from error
    except xml.sax.SAXParseException as error:
        said = message("The XML is broken at line {line}.", line=error.getLineNumber() or 1)
        raise BadInput(said) from error
    return reader.root


def _as_utf8(data: bytes) -> bytes:
    """The text in UTF-8: the parser knows no Chinese encodings."""
    declared = _DECLARED.match(data)
    try:
        text = data.decode(declared[1].decode()) if declared else decode(data)
    except (LookupError, UnicodeDecodeError):
        text = decode(data)
    return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode("utf-8", "replace")


class _Reader(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {}, 1)
        self._open: list[Node] = []
        self._place: Locator | None = None
        self._count = 0

    def setDocumentLocator(self, locator: Locator) -> None:
        self._place = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        line = (self._place.getLineNumber() if self._place else None) or 1
        node = Node(_bare(name), {_bare(k): v for k, v in attrs.items()}, line)
        if self._open:
            self._open[-1].parts.append(node)
        else:
            self.root = node
        self._count += 1
        if self._count > _MOST_NODES:
            raise BadInput(
                message("The XML has more than {most} elements. Split it.", most=f"{_MOST_NODES:,}")
            )
        if len(self._open) > _DEEPEST:
            raise BadInput(message("The XML is nested too deeply at line {line}.", line=line))
        self._open.append(node)

    def endElement(self, name: str) -> None:
        self._open.pop()

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].parts.append(content)


def _bare(name: str) -> str:
    return name.rpartition(":")[2].lower()
