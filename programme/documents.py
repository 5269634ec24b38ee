"""One file of ``items/``: a small header and a body, in Markdown or plain text."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from programme.files import closest, words
from programme.markup import from_markdown, from_plain
from programme.styled_text import StyledText, telegram_length
from storage.values.messages import Finding, Message, Place, message
from storage.values.programme_files import MediaKind

_LONGEST: Mapping[str, int] = {"title": 120, "source": 120, "prompt": 1000}
"""In UTF-16 units, as Telegram counts."""

_FENCE = "---"
_HEADER_LINE = re.compile(r"\s*([^:：]+?)\s*[:：](.*)")
_HEADER_ALIASES: Mapping[str, str] = {
    "标题": "title",
    "来源": "source",
    "出处": "source",
    "标签": "tags",
    "思考题": "prompt",
    "时段": "slot",
    "图片": "picture",
    "音频": "audio",
    "视频": "video",
    "附件": "file",
}
_HEADER_KEYS = tuple(dict.fromkeys(_HEADER_ALIASES.values()))
_MORNING = ("morning", "早")


class Attachment(Struct, frozen=True):
    """A file that an item names, not yet looked at."""

    kind: MediaKind
    path: str
    place: Place


class Document(Struct, frozen=True):
    """What an organiser wrote for one item in one language, before it is cut into parts."""

    key: str
    language: str
    place: Place
    title: str
    body: StyledText
    source: str = ""
    prompt: str = ""
    tags: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class _Header(Struct):
    """The header's values and the lines on which they stand; where the body begins."""

    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    body_line: int = 1
    is_unclosed: bool = False
    findings: list[Finding] = []


def read_markdown(
    text: str, key: str, language: str, file: str
) -> tuple[Document, tuple[Finding, ...]]:
    """The Markdown file's text as a document, and what is to be said about it."""
    header = _header(text, file)
    if header.is_unclosed:
        # Without its end, whatever else is missing is only a consequence.
        return Document(key, language, Place(file), key, from_plain(text)), tuple(header.findings)
    body = "\n".join(text.split("\n")[header.body_line - 1 :])
    marked = from_markdown(body)
    title = header.values.get("title", "") or marked.title
    if marked.title != title:
        marked = from_markdown(body, title_inside=False)
    findings = list(header.findings)
    for line in marked.images:
        said = message(
            "The picture in the text can't be shown there and is left out. To post it, name it "
            "in the header: picture: file name."
        )
        findings.append(Finding(Place(file, header.body_line - 1 + line), said, blocks=False))
    values = {**header.values, "title": title}
    places = {name: Place(file, line) for name, line in header.lines.items()}
    document, faults = assemble(
        key, language, values, marked.text, places=places, whole=Place(file)
    )
    return document, (*findings, *faults)


def read_plain(
    text: str, key: str, language: str, file: str
) -> tuple[Document, tuple[Finding, ...]]:
    """The plain file's text as a document: its first line is the title."""
    title, _, rest = text.strip().partition("\n")
    values = {"title": title.strip()}
    body = from_plain(rest.strip("\n"))
    return assemble(key, language, values, body, places={}, whole=Place(file))


def assemble(
    key: str,
    language: str,
    values: Mapping[str, str],
    body: StyledText,
    *,
    places: Mapping[str, Place],
    whole: Place,
) -> tuple[Document, tuple[Finding, ...]]:
    """A document from its ``values`` by header name and its ``body``, with every fault in them.

    ``places`` tells where each value stands; what has no place of its own stands in ``whole``.
    """
    findings = [Finding(places.get(name, whole), said) for name, said in _text_faults(values, body)]
    slot = values.get("slot", "").casefold()
    if slot and not slot.startswith(_MORNING):
        said = message(
            "An item is read in the morning; it can't be for “{slot}”. For the evening, give a "
            "morning's item a prompt; for noon, put questions into quizzes/.",
            slot=values["slot"],
        )
        findings.append(Finding(places.get("slot", whole), said))
    document = Document(
        key=key,
        language=language,
        place=whole,
        title=values.get("title", ""),
        body=body,
        source=values.get("source", ""),
        prompt=values.get("prompt", ""),
        tags=words(values.get("tags", "")),
        attachments=tuple(
            Attachment(kind, values[kind], places.get(kind, whole))
            for kind in MediaKind
            if values.get(kind)
        ),
    )
    return document, tuple(findings)


def _text_faults(values: Mapping[str, str], body: StyledText) -> Iterator[tuple[str, Message]]:
    """What is missing or too long, each with the name of the value."""
    if not values.get("title"):
        yield (
            "title",
            message("This item has no title. Please write one, such as title: Duties and rights."),
        )
    if not body.plain.strip():
        yield "text", message("This item has no text. Please write what is to be read.")
    for name, limit in _LONGEST.items():
        if telegram_length(values.get(name, "")) > limit:
            said = message(
                "“{name}” is longer than {limit} characters. Please shorten it.",
                name=name,
                limit=limit,
            )
            yield name, said


def _header(text: str, file: str) -> _Header:
    header = _Header()
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].strip() != _FENCE:
        return header
    ends = [n for n, line in enumerate(lines) if n > first and line.strip() == _FENCE]
    if not ends:
        said = message("The header that begins here has no end. Please close it with a line ---.")
        header.findings.append(Finding(Place(file, first + 1), said))
        header.is_unclosed = True
        return header
    for number in range(first + 1, ends[0]):
        if lines[number].strip():
            _take_header_line(header, lines[number], number + 1, file)
    header.body_line = ends[0] + 2
    return header


def _take_header_line(header: _Header, line: str, number: int, file: str) -> None:
    found = _HEADER_LINE.fullmatch(line)
    written = found[1].casefold() if found else ""
    name = _HEADER_ALIASES.get(written, written)
    near = closest(name, _HEADER_KEYS)
    if not found:
        said = message("This line of the header isn't of the form name: value. Please mend it.")
    elif name not in _HEADER_KEYS and near:
        said = message("“{key}” isn't known here. Did you mean “{near}”?", key=found[1], near=near)
    elif name not in _HEADER_KEYS:
        said = message(
            "“{key}” isn't known here. Please take it out, or use one of: {known}.",
            key=found[1],
            known=", ".join(key for key in _HEADER_KEYS if key != "slot"),
        )
    elif name in header.values:
        said = message("“{key}” stands here a second time. Please keep one of them.", key=found[1])
    else:
        header.values[name] = _unquoted(found[2].strip())
        header.lines[name] = number
        return
    header.findings.append(Finding(Place(file, number), said))


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
