"""What the group sees of a shared note."""

from datetime import date

import pytest
from msgspec.structs import replace

from reports.sharing import SharedPart, shared_parts
from reports.splitting import TEXT_LIMIT, visible_length
from storage.values.notes import Note, NoteFile, NoteId, NoteMedia
from storage.values.people import ChatId, MessageId
from tests.reports.plain import ENGLISH

NOTE = Note(NoteId(1), date(2026, 5, 20), ChatId(11), MessageId(5), "<b>&\nnext")
PHOTO = NoteFile("p", NoteMedia.PHOTO)
VIDEO, VOICE = NoteFile("q", NoteMedia.VIDEO), NoteFile("v", NoteMedia.VOICE)
HEAD = "<b>\u2068Li &lt;\u2069</b> shares a note of 20 May:"


def parts(note: Note) -> list[SharedPart]:
    return list(shared_parts(ENGLISH, "Li <", note))


def test_words_are_one_message_escaped() -> None:
    assert parts(NOTE) == [SharedPart(f"{HEAD}\n\n&lt;b&gt;&amp;\nnext")]


def test_the_first_file_carries_the_words() -> None:
    album = replace(NOTE, media=NoteMedia.PHOTO, files=(PHOTO, VIDEO), text="two")
    assert parts(album) == [SharedPart(f"{HEAD}\n\ntwo", PHOTO), SharedPart("", VIDEO)]
    voice = replace(NOTE, media=NoteMedia.VOICE, files=(VOICE,), text="")
    assert parts(voice) == [SharedPart(HEAD, VOICE)]


@pytest.mark.parametrize("media", [NoteMedia.ROUND_VIDEO, NoteMedia.STICKER])
def test_what_can_carry_no_words_comes_after_them(media: NoteMedia) -> None:
    sent = NoteFile("f", media)
    note = replace(NOTE, media=media, files=(sent,), text="👍")
    said, file = parts(note)
    assert said.text.startswith(HEAD) and said.file is None
    assert file == SharedPart("", sent)


def test_long_words_are_split_and_stand_before_the_file() -> None:
    note = replace(NOTE, media=NoteMedia.PHOTO, files=(PHOTO,), text="字" * 4096)
    *texts, file = parts(note)
    assert len(texts) == 2 and file == SharedPart("", PHOTO)
    assert all(visible_length(each.text) <= TEXT_LIMIT for each in texts)
    assert sum(each.text.count("字") for each in texts) == 4096
