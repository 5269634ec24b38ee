"""The files that Telegram keeps, and what it checks about them."""

import re
import struct
from functools import lru_cache

from bot.practice.incoming import Upload
from bot.practice.records import File, Media
from bot.practice.refusals import (
    BODY_TOO_BIG,
    FILE_EMPTY,
    FILE_KIND,
    FILE_TOO_BIG,
    NOT_AN_IMAGE,
    NOT_SERVED,
    PHOTO_DIMENSIONS,
    WRONG_FILE,
)
from bot.practice.spec import load

MEGABYTE = 1024 * 1024
UPLOAD_LIMIT = 50 * MEGABYTE
DOWNLOAD_LIMIT = 20 * MEGABYTE


class FileShelf:
    """All files of one bot; a file_id means nothing to another bot."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}

    def keep(self, kind: str, content: bytes, name: str) -> File:
        """Store ``content`` as a file of ``kind``, under a new file_id."""
        number = len(self._by_id) + 1
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        file = File(
            file_id=f"Prac{self._bot_id}-{kind}-{number:06d}",
            unique_id=f"AgAD{number:06d}",
            kind=kind,
            content=content,
            name=name,
            path=f"{kind.replace('photo', 'photos')}/file_{number}.{suffix}",
        )
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file
        return file

    def find(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def at_path(self, path: str) -> File | None:
        return self._by_path.get(path)

    def take(self, kind: str, given: str | Upload) -> File:
        """The file that a send means: an upload, or a file_id of the right kind."""
        if isinstance(given, Upload):
            _check_upload(kind, given)
            return self.keep(kind, given.content, given.name)
        if given.startswith(("http://", "https://")):
            raise NOT_SERVED.error(what="files from the Internet")
        file = self.find(given)
        if file is None:
            raise WRONG_FILE.error()
        if file.kind != kind:
            raise FILE_KIND.error()
        return file


def _check_upload(kind: str, upload: Upload) -> None:
    if not upload.content:
        raise FILE_EMPTY.error()
    if len(upload.content) > UPLOAD_LIMIT:
        raise BODY_TOO_BIG.error()
    if kind == "photo":
        _check_photo(upload.content)


def _check_photo(content: bytes) -> None:
    megabytes, in_total, ratio = photo_limits()
    if len(content) > megabytes * MEGABYTE:
        raise FILE_TOO_BIG.error()
    size = image_size(content)
    if size is None:
        raise NOT_AN_IMAGE.error()
    if sum(size) > in_total or max(size) > ratio * min(size):
        raise PHOTO_DIMENSIONS.error()


@lru_cache(maxsize=1)
def photo_limits() -> tuple[int, int, int]:
    """Most megabytes, most of width and height together, greatest ratio: from the description."""
    words = load().described("methods.sendPhoto.fields.photo")
    found = re.search(r"most (\d+) MB.*exceed (\d+) in total.*ratio must be at most (\d+)", words)
    assert found is not None
    return int(found[1]), int(found[2]), int(found[3])


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG picture; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None


def media_of(kind: str, file: File, given: dict[str, object]) -> Media:
    """A file as part of a message, with the fields that its kind must have."""
    details: dict[str, object] = {}
    if kind == "photo":
        width, height = image_size(file.content) or (1, 1)
        details |= {"width": width, "height": height}
    if kind in ("video", "animation"):
        details |= {"width": given.get("width", 0), "height": given.get("height", 0)}
    if kind == "video_note":
        details["length"] = given.get("length", 0)
    if kind == "sticker":
        details |= {"type": "regular", "width": 512, "height": 512}
        details |= {"is_animated": False, "is_video": False}
    if kind in ("video", "audio", "voice", "video_note", "animation"):
        details["duration"] = given.get("duration", 0)
    if kind == "audio":
        details |= {name: given[name] for name in ("performer", "title") if name in given}
    if kind in ("document", "audio", "video"):
        details["file_name"] = file.name
    return Media(kind, file, details)
