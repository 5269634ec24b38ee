"""Keeping the catalogues complete.

``python -m reports.catalogue update`` collects every sentence from the code into the catalogues,
``check`` says what is missing or wrong, for CI. A sentence is the first argument of ``message``,
of a :class:`~reports.wording.Words` in a variable named ``words`` (or ``own_words``, ``said``),
or of their ``html`` and ``count``.
"""

import re
import string
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

FOLDERS = ("bot", "handlers", "reports", "programme", "quizzes", "storage")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "message": None,
    "words": None,
    "own_words": None,
    "said": None,
    "html": None,
    "tell": None,
    "N_": None,
    "count": (1, 2),
    "counted": (1, 2),
}
CATALOGUES = Path(__file__).parent / "catalogues"
_LANGUAGES = ("zh", "en")
# The practice server speaks Telegram's English; only its show and its page speak to people.
_SPOKEN = ("practice/show.py", "practice/cannot.py", "practice/page/")
_SENTENCE = re.compile(r"[A-Za-z]")


def collect(root: Path) -> Catalog:
    """Every sentence in the code, with the files it stands in."""
    found = Catalog(project="sanxue", charset="utf-8")
    for folder in FOLDERS:
        for file, _line, said, _notes, context in extract_from_dir(
            str(root / folder), method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            if folder == "bot" and file.startswith("practice/") and not file.startswith(_SPOKEN):
                continue
            first = said[0] if isinstance(said, tuple) else said
            # A language's name is no sentence: words("zh") makes the words of a language.
            if _SENTENCE.search(first) and first not in _LANGUAGES:
                found.add(said, locations=[(f"{folder}/{file}", 0)], context=context)
    return found


def read(language: str) -> Catalog:
    """A language's catalogue as it stands; an empty one when there is none."""
    file = CATALOGUES / f"{language}.po"
    if not file.exists():
        return Catalog(locale=language, project="sanxue", charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, locale=language)


def update(root: Path) -> None:
    """Bring the catalogues up to date: new sentences in, without words yet; old ones out."""
    collected = collect(root)
    for language in _LANGUAGES:
        catalogue = read(language)
        catalogue.update(collected, no_fuzzy_matching=True)
        if language == "en":
            _say_as_written(catalogue)
        _write(catalogue, language)


def faults(root: Path) -> Iterator[str]:
    """What is wrong with the catalogues, a line each."""
    collected = collect(root)
    for language in _LANGUAGES:
        catalogue = read(language)
        wanted = {_id(entry) for entry in collected if entry.id}
        kept = {_id(entry): entry for entry in catalogue if entry.id}
        for missing in sorted(wanted - kept.keys()):
            yield f"{language}: not in the catalogue: {missing}"
        for spare in sorted(kept.keys() - wanted):
            yield f"{language}: nobody says this any more: {spare}"
        for key in sorted(wanted & kept.keys()):
            yield from _entry_faults(language, kept[key])


def _entry_faults(language: str, entry: Message) -> Iterator[str]:
    forms, ids = _forms(entry.string), _forms(entry.id)
    if entry.fuzzy or not forms or not all(forms):
        yield f"{language}: not said yet: {ids[0]}"
        return
    allowed = set[str]().union(*map(_places, ids))
    for form in forms:
        if not _places(form) <= allowed or (len(ids) == 1 and _places(form) != allowed):
            yield f"{language}: other places than the sentence: {ids[0]}"


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    if text is None:
        return ()
    return (text,) if isinstance(text, str) else tuple(text)


def _places(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        # A brace without its other one: no sentence has such a place.
        return {text}


def _id(entry: Message) -> str:
    return entry.id[0] if isinstance(entry.id, (tuple, list)) else str(entry.id)


def _say_as_written(catalogue: Catalog) -> None:
    for entry in catalogue:
        if entry.id and not entry.string:
            entry.string = entry.id
        elif not all(_forms(entry.string)):
            entry.string = _forms(entry.id)


def _write(catalogue: Catalog, language: str) -> None:
    CATALOGUES.mkdir(exist_ok=True)
    with (CATALOGUES / f"{language}.po").open("wb") as target:
        write_po(
            target,
            catalogue,
            width=96,
            omit_header=False,
            ignore_obsolete=True,
            sort_output=True,
            no_location=True,
        )


def main(arguments: list[str]) -> int:
    """``update`` or ``check``; 1 when the check finds anything."""
    root = CATALOGUES.parent.parent
    if arguments == ["update"]:
        update(root)
        return 0
    found = list(faults(root))
    for line in found:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"catalogues: {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
