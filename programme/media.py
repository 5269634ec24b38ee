"""The attachments that items name: are they there, inside the folder, and fit for Telegram?"""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from programme.documents import Attachment
from programme.files import closest
from storage.values.messages import Finding, Message, message
from storage.values.programme_files import Media, MediaKind

_MEGABYTE = 1024 * 1024
_LARGEST: Mapping[MediaKind, int] = {
    MediaKind.PICTURE: 10,
    MediaKind.AUDIO: 50,
    MediaKind.VIDEO: 50,
    MediaKind.FILE: 50,
}
"""Megabytes that the Bot API takes in an upload."""

_ENDINGS: Mapping[MediaKind, tuple[str, ...]] = {
    MediaKind.PICTURE: (".jpg", ".jpeg", ".png", ".webp"),
    MediaKind.AUDIO: (".mp3", ".m4a"),
    MediaKind.VIDEO: (".mp4",),
    MediaKind.FILE: (),
}
_PICTURE_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def check_attachment(attachment: Attachment, folder: Path, items: Path) -> Media | Finding:
    """The attachment as it will be posted, or why it can't be.

    Its path is looked for in the programme's ``folder`` and in its ``items``; nothing outside of
    the folder is ever touched.
    """
    found = _find(attachment.path, folder, items)
    if not isinstance(found, Path):
        return Finding(attachment.place, found)
    fault = _unfit(attachment, found)
    if fault:
        return Finding(attachment.place, fault)
    path = found.relative_to(folder).as_posix()
    return Media(attachment.kind, path, found.stat().st_size)


def _find(written: str, folder: Path, items: Path) -> Path | Message:
    inside = PurePosixPath(written.replace("\\", "/"))
    outside = message(
        "“{path}” leads out of the programme's folder. Please put the file into the folder.",
        path=written,
    )
    drive = inside.parts and inside.parts[0].endswith(":")
    if inside.is_absolute() or ".." in inside.parts or drive:
        return outside
    for base in (folder, items):
        candidate = base / inside
        try:
            if not candidate.is_file():
                continue
            if not candidate.resolve().is_relative_to(folder.resolve()):
                return outside
        except (OSError, ValueError):
            continue
        return candidate
    near = closest(inside.name, _names_beside(inside, folder, items))
    if near:
        return message("There is no file “{path}”. Did you mean “{near}”?", path=written, near=near)
    return message(
        "There is no file “{path}”. Please put it into the programme's folder.", path=written
    )


def _names_beside(inside: PurePosixPath, folder: Path, items: Path) -> list[str]:
    names: list[str] = []
    for base in (folder, items):
        try:
            names += sorted(path.name for path in (base / inside).parent.iterdir())
        except (OSError, ValueError):
            continue
    return names


def _unfit(attachment: Attachment, path: Path) -> Message | None:
    """Why Telegram would not take the file as this kind of attachment."""
    endings, largest = _ENDINGS[attachment.kind], _LARGEST[attachment.kind]
    size = path.stat().st_size
    if endings and path.suffix.casefold() not in endings:
        return message(
            "“{path}” can't be posted as {kind}. Please use a file that ends in {endings}.",
            path=attachment.path,
            kind=attachment.kind.value,
            endings=", ".join(endings),
        )
    if size == 0:
        return message("“{path}” is empty. Please copy the file again.", path=attachment.path)
    if size > largest * _MEGABYTE:
        return message(
            "“{path}” is larger than {size} MB, which Telegram does not take. Please make it "
            "smaller.",
            path=attachment.path,
            size=largest,
        )
    if attachment.kind is MediaKind.PICTURE and not _is_picture(path):
        return message(
            "“{path}” isn't a picture, whatever its name says. Please save it again as JPEG, PNG "
            "or WebP.",
            path=attachment.path,
        )
    return None


def _is_picture(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(12)
    webp = beginning[:4] == b"RIFF" and beginning[8:] == b"WEBP"
    return webp or beginning.startswith(_PICTURE_BEGINNINGS)
