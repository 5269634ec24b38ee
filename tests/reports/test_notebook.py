"""The notebook's pages."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reports.notebook import (
    PAGE_SIZE,
    Hidden,
    NotebookPage,
    hidden_again,
    note_deleted,
    notebook_text,
    whole_note,
)
from reports.notes import media_in_words, media_mark
from reports.said import Said
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
        "2. 2 May 🎤 voice note b\n\n<b>2026-04</b>\n3. 30 Apr a\n\n"
        "Tap a number to read, share or delete that note."
    )
    assert [[button.data for button in row] for row in said.buttons] == [
        ["note:show:3", "note:show:2", "note:show:1"],
        ["export:pdf", "export:markdown"],
    ]


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
    data = [button.data or "" for row in said.buttons for button in row]
    assert [each for each in data if each.startswith("notebook:")] == turning


texts = st.text(min_size=1, max_size=4096) | st.sampled_from(["字" * 4096, "🌹" * 2048, "&" * 4096])


@given(st.lists(texts, min_size=PAGE_SIZE, max_size=PAGE_SIZE), st.sampled_from([None, *NoteMedia]))
def test_a_page_is_one_message_whatever_was_written(
    written: list[str], media: NoteMedia | None
) -> None:
    notes = [note(n, text, date(2026, 5 + n, 1), media) for n, text in enumerate(written)]
    assert visible_length(notebook_text(ENGLISH, NotebookPage(notes, 1, 99)).text) <= TEXT_LIMIT


def test_a_note_is_shown_whole_and_escaped() -> None:
    written = note(1, "<b>&\nnext", date(2026, 5, 20), NoteMedia.PHOTO)
    said = whole_note(ENGLISH, written, has_group=True)
    assert said.text == "<b>20 May</b>\n🖼 photo\n&lt;b&gt;&amp;\nnext"


@pytest.mark.parametrize("media", list(NoteMedia))
def test_every_kind_of_file_has_a_mark(media: NoteMedia) -> None:
    assert media_in_words(ENGLISH, media)
    assert media_in_words(ENGLISH, media) in media_mark(ENGLISH, media)


def buttons(said: Said) -> list[str | None]:
    return [button.data for row in said.buttons for button in row]


def test_what_can_be_done_with_a_note() -> None:
    private = note(7, "a", date(2026, 5, 20))
    shared = replace(private, shared_in=ChatId(-1), shared_at=datetime(2026, 5, 20, tzinfo=UTC))
    in_group = replace(private, private=False)
    assert buttons(whole_note(ENGLISH, private, has_group=True)) == [
        "note:share:7",
        "note:delete:7",
    ]
    assert buttons(whole_note(ENGLISH, private, has_group=False)) == ["note:delete:7"]
    assert buttons(whole_note(ENGLISH, shared, has_group=True)) == [
        "note:unshare:7",
        "note:delete:7",
    ]
    assert buttons(whole_note(ENGLISH, in_group, has_group=True)) == ["note:delete:7"]


@pytest.mark.parametrize("how", list(Hidden))
def test_every_way_out_of_the_group_is_told(how: Hidden) -> None:
    private = note(7, "a", date(2026, 5, 20))
    told = hidden_again(ENGLISH, private, how).text.split("\n\n")[0]
    assert len(told) > 30
    assert told in note_deleted(ENGLISH, private, how).text


def test_deleting_says_what_stays() -> None:
    private = note(7, "a", date(2026, 5, 20))
    in_group = replace(private, private=False)
    assert "counted" in note_deleted(ENGLISH, private, None).text
    assert "group itself" not in note_deleted(ENGLISH, private, None).text
    assert "group itself" in note_deleted(ENGLISH, in_group, None).text
