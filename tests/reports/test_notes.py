"""The notebook's pages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.notes import PAGE_SIZE, NotebookPage, media_mark, notebook_text, whole_note
from reports.splitting import TEXT_LIMIT, visible_length
from storage.values.notes import Note, NoteId, NoteMedia
from storage.values.people import ChatId, MessageId
from tests.reports.plain import ENGLISH


def note(number: int, text: str, day: date, media: NoteMedia | None = None) -> Note:
    return Note(NoteId(number), day, ChatId(11), MessageId(number), text, media)


def test_months_stand_above_their_notes() -> None:
    notes = [
        note(3, "c", date(2026, 5, 20)),
        note(2, "b", date(2026, 5, 2), NoteMedia.VOICE),
        note(1, "a", date(2026, 4, 30)),
    ]
    said = notebook_text(ENGLISH, NotebookPage(notes, 0, 3))
    assert said.text == (
        "<b>Your notebook, 3 notes</b>\n\n<b>2026-05</b>\n1. 20 May c\n"
        "2. 2 May 🎤 voice note b\n\n<b>2026-04</b>\n3. 30 Apr a"
    )
    assert [[button.data for button in row] for row in said.buttons] == [["note:show:2"]]


@pytest.mark.parametrize(
    ("number", "count", "turning"),
    [
        (0, 5, []),
        (0, 6, ["notebook:1"]),
        (1, 6, ["notebook:0"]),
        (1, 11, ["notebook:0", "notebook:2"]),
    ],
)
def test_turning_pages(number: int, count: int, turning: list[str]) -> None:
    page = NotebookPage([note(1, "a", date(2026, 5, 20))], number, count)
    said = notebook_text(ENGLISH, page)
    assert [button.data for row in said.buttons for button in row] == turning


texts = st.text(min_size=1, max_size=4096) | st.sampled_from(["字" * 4096, "🌹" * 2048, "&" * 4096])


@given(st.lists(texts, min_size=PAGE_SIZE, max_size=PAGE_SIZE), st.sampled_from([None, *NoteMedia]))
def test_a_page_is_one_message_whatever_was_written(
    written: list[str], media: NoteMedia | None
) -> None:
    notes = [note(n, text, date(2026, 5 + n, 1), media) for n, text in enumerate(written)]
    assert visible_length(notebook_text(ENGLISH, NotebookPage(notes, 1, 99)).text) <= TEXT_LIMIT


def test_a_note_is_shown_whole_and_escaped() -> None:
    said = whole_note(ENGLISH, note(1, "<b>&\nnext", date(2026, 5, 20), NoteMedia.PHOTO))
    assert said.text == "<b>20 May</b>\n🖼 photo\n&lt;b&gt;&amp;\nnext"


@pytest.mark.parametrize("media", list(NoteMedia))
def test_every_kind_of_file_has_a_mark(media: NoteMedia) -> None:
    assert media_mark(ENGLISH, media)
