"""The guides' pictures of cards and papers: drawn by the product itself, of a year of branches, and
set side by side, as many as a line of a guide has room for."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from msgspec import Struct

from programme.cards.month import branch_month
from programme.cards.review import unit_review
from programme.cards.score import score_years
from programme.cards.study import study_year
from programme.digest.working import scope_of, work_out
from reports.cards.digest import digest_drawing
from reports.cards.notes import knowledge_card, note_card
from reports.cards.pocket import pocket_book
from reports.cards.poster import poster_data
from reports.cards.review import unit_pages
from reports.cards.score import score_card, side_by_side
from reports.cards.study import study_card
from reports.digest.picture import picture_of
from reports.typesetting import pdf, png
from reports.wording import Words, words
from storage import programmes
from storage.chosen_notes import notes_for_review
from storage.database import Transaction
from storage.people import members
from storage.schema import open_newest
from storage.units import Defaults, unit_by_code
from storage.values.notes import Note, NoteId
from storage.values.people import BotId, ChatId, MessageId
from tests.browser.year_scene import BEGAN, TODAY, live

LANGUAGES = ("zh", "en")
_ZONE = "Asia/Shanghai"
_ROWS: Mapping[str, tuple[str, ...]] = {
    "cards": ("study", "score", "note"),
    "knowledge": ("item", "pocket"),
    "papers": ("poster", "review", "scores"),
    "digest": ("week",),
}
"""What stands in which of the guides' pictures, from left to right."""
NAMES = tuple(_ROWS)
_WIDTHS = {"pocket": 240, "week": 320, "poster": 300, "review": 300, "scores": 300}
_WIDTH = 260
_PAGE = """
#set page(width: auto, height: auto, margin: 14pt, fill: rgb("#d9d5ce"))
#grid(
  columns: {count},
  column-gutter: 14pt,
  align: top,
  {images}
)
"""


class Made(Struct, frozen=True):
    """Something that was drawn: a picture, or a page of a PDF."""

    content: bytes
    page: int = 0

    @property
    def name(self) -> str:
        """What its file may be called."""
        return "made.pdf" if self.page else "made.png"


async def draw(folder: Path, only: str | None = None) -> AsyncIterator[Path]:
    """Draw the pictures, in both languages, or those of one name."""
    for language in LANGUAGES if only in (None, *NAMES) else ():
        made = await _made(language)
        for name, parts in _ROWS.items():
            if only in (None, name):
                file = folder / f"{name}.{language}.png"
                file.write_bytes(await asyncio.to_thread(_row, [(p, made[p]) for p in parts]))
                yield file


async def _made(language: str) -> dict[str, Made]:
    now = datetime.combine(TODAY, time(8), ZoneInfo(_ZONE)).astimezone(UTC)
    defaults = Defaults(_ZONE, language)
    with tempfile.TemporaryDirectory() as place:
        database, _ = await open_newest(f"sqlite:///{place}/year.db")
        try:
            await live(database, language, now, defaults)
            async with database.reading() as tx:
                cards = await _cards(tx, words(language), defaults)
                papers = await _papers(tx, words(language), now, defaults)
        finally:
            await database.close()
    return {**cards, **papers}


async def _cards(tx: Transaction, said: Words, defaults: Defaults) -> dict[str, Made]:
    branch = await unit_by_code(tx, "b0", defaults)
    assert branch is not None
    first = (await members(tx, branch.id, TODAY))[0].person
    (year,) = await score_years(tx, [first], branch, TODAY.year, TODAY)
    chosen = (await notes_for_review(tx, [branch.id], BEGAN, TODAY, shared_too=False))[1]
    note = Note(NoteId(1), chosen.day, ChatId(1), MessageId(1), chosen.text)
    version = await programmes.newest_version(tx, branch.programme_key or "")
    assert version is not None
    kept = list((await programmes.items(tx, version.id)).values())
    text = kept[3].item.texts[said.language]
    pictures = {
        "score": score_card(said, year),
        "study": study_card(said, await study_year(tx, first, branch, TODAY.year, TODAY)),
        "note": note_card(said, chosen.name, branch.name, note),
        "item": knowledge_card(said, text),
    }
    book = pdf("pocketbook", pocket_book(said, version, kept))
    drawn = {name: Made(png(each.drawing)) for name, each in pictures.items()}
    return {**drawn, "pocket": Made(book, 6)}


async def _papers(
    tx: Transaction, said: Words, now: datetime, defaults: Defaults
) -> dict[str, Made]:
    branch, town = [await unit_by_code(tx, code, defaults) for code in ("b0", "t")]
    assert branch is not None and town is not None
    digest = await work_out(tx, BotId(7), scope_of([town], now), now, defaults)
    month = await branch_month(tx, branch, TODAY.replace(month=9, day=1), TODAY)
    year = await unit_review(tx, branch, TODAY.year, now, defaults, shared_too=True)
    here = [each.person for each in await members(tx, branch.id, TODAY)][:6]
    together = await score_years(tx, here, branch, TODAY.year, TODAY)
    return {
        "week": Made(png(digest_drawing(said, picture_of(said, digest)).drawing)),
        "poster": Made(pdf("poster", poster_data(said, month)), 1),
        "review": Made(pdf("review", unit_pages(said, year)), 1),
        "scores": Made(pdf("scores", side_by_side(said, branch, TODAY.year, together)), 1),
    }


def _row(parts: Sequence[tuple[str, Made]]) -> bytes:
    """Pictures side by side, as one of them."""
    with tempfile.TemporaryDirectory() as place:
        images = []
        for name, made in parts:
            file = f"{name}-{made.name}"
            (Path(place) / file).write_bytes(made.content)
            page = f", page: {made.page}" if made.page else ""
            image = f"image({json.dumps(file)}, width: {_WIDTHS.get(name, _WIDTH)}pt{page})"
            images.append(f"box(fill: white, {image})")
        source = _PAGE.format(count=len(parts), images=", ".join(images))
        (Path(place) / "row.typ").write_text(source, "utf-8")
        done: Any = typst.compile(f"{place}/row.typ", root=place, format="png", ppi=88)
    assert isinstance(done, bytes)
    return done
