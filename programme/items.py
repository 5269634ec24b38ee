"""Study items out of an organiser's documents: languages joined, long ones in daily parts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from programme.documents import Document
from programme.item_files import ITEMS, read_item_files
from programme.media import check_attachment
from programme.splitting import parts_needed, split
from storage.values.messages import Finding, Place, message
from storage.values.programme_files import Item, ItemText, Media

LONGEST_BODY = 4096 - 300
"""UTF-16 units of an item's text in one message; the rest is for title, source and buttons."""

_NAMED = 5
"""How many keys a finding names."""


def read_items(
    folder: Path, languages: Sequence[str]
) -> tuple[tuple[Item, ...], tuple[Finding, ...]]:
    """The items of the programme in ``folder``, in the order of study, and all findings."""
    found = read_item_files(folder, languages)
    findings = found.findings
    by_key: dict[str, dict[str, Document]] = {}
    for document in found.documents:
        by_key.setdefault(document.key, {}).setdefault(document.language, document)
    items: list[Item] = []
    for documents in by_key.values():
        in_order = {name: documents[name] for name in languages if name in documents}
        items.extend(_items(in_order, folder, findings))
    if not by_key and not findings:
        said = message("There are no items. Please put the texts to be read into items/.")
        findings.append(Finding(Place(ITEMS), said))
    findings.extend(_unused(folder, found.others, items))
    findings.extend(_missing_languages(by_key, languages))
    return tuple(items), tuple(findings)


def _items(
    documents: Mapping[str, Document], folder: Path, findings: list[Finding]
) -> Iterator[Item]:
    """One item, or one for each part of a long document."""
    parts = _parts(documents, findings)
    count = max(map(len, parts.values()))
    first = next(iter(documents.values()))
    media = _media(documents.values(), folder, findings)
    tags = tuple(dict.fromkeys(tag for each in documents.values() for tag in each.tags))
    for number in range(1, count + 1):
        texts = {
            language: _text(documents[language], html[number - 1], number, count)
            for language, html in parts.items()
            if number <= len(html)
        }
        yield Item(
            key=first.key if count == 1 else f"{first.key}#{number}",
            document=first.key,
            texts=texts,
            tags=tags,
            media=media if number == 1 else (),
        )


def _parts(
    documents: Mapping[str, Document], findings: list[Finding]
) -> Mapping[str, tuple[str, ...]]:
    """Each language's text in as many parts as the longest one needs."""
    needed = {
        language: parts_needed(document.body, LONGEST_BODY)
        for language, document in documents.items()
    }
    count = max(1, *needed.values())
    for language, own in needed.items():
        if 0 < own < count:
            said = message(
                "This text is shorter than in the other language. Both are cut into {count} "
                "parts, so that the parts belong together.",
                count=count,
            )
            findings.append(Finding(documents[language].place, said, blocks=False))
    return {
        language: split(document.body, LONGEST_BODY, count) or ("",)
        for language, document in documents.items()
    }


def _text(document: Document, html: str, number: int, count: int) -> ItemText:
    title = document.title if count == 1 else f"{document.title} ({number}/{count})"
    return ItemText(title, html, document.source, document.prompt)


def _media(
    documents: Iterable[Document], folder: Path, findings: list[Finding]
) -> tuple[Media, ...]:
    """The attachments of all languages, at most one of a kind."""
    media: dict[str, Media] = {}
    for document in documents:
        for attachment in document.attachments:
            checked = check_attachment(attachment, folder, folder / ITEMS)
            if isinstance(checked, Finding):
                findings.append(checked)
                continue
            if media.setdefault(checked.kind, checked).path == checked.path:
                continue
            said = message(
                "In another language this item names the file “{path}” here. Please name the "
                "same one in all languages.",
                path=media[checked.kind].path,
            )
            findings.append(Finding(attachment.place, said))
    return tuple(media.values())


def _unused(folder: Path, others: Sequence[Path], items: Sequence[Item]) -> Iterator[Finding]:
    used = {media.path for item in items for media in item.media}
    for path in others:
        shown = path.relative_to(folder).as_posix()
        if shown not in used:
            said = message(
                "This file is not used: no item names it. A text is read from Markdown (.md), "
                "plain text (.txt), CSV or XLSX."
            )
            yield Finding(Place(shown), said, blocks=False)


def _missing_languages(
    by_key: Mapping[str, Mapping[str, Document]], languages: Sequence[str]
) -> Iterator[Finding]:
    for language in languages:
        missing = [key for key, documents in by_key.items() if language not in documents]
        if missing:
            more = ", …" if len(missing) > _NAMED else ""
            said = message(
                "These have no text in the language {language}, so its readers get the other "
                "one: {keys}.",
                language=language,
                keys=", ".join(missing[:_NAMED]) + more,
            )
            yield Finding(Place(ITEMS), said, blocks=False)
