"""Fetching the pictures of notes from Telegram, which keeps them; only ever in a job."""

import asyncio
from collections.abc import Sequence

from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.logs import logger
from reports.exports import Fetched
from reports.typesetting import is_picture
from storage.values.notes import Note, NoteMedia

_LOG = logger(__name__)

# Telegram takes files of up to 50 MB from a bot; a page around the pictures takes little.
_MOST_BYTES = 40_000_000
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif")


class Pictures:
    """The pictures of some notes: fetched one after the other, then set by name.

    ``patient``: trouble on the way is raised, so that the job is tried again; otherwise what can't
    be had is left out, and said to be.
    """

    def __init__(self, bot: Bot, *, patient: bool) -> None:
        self._bot = bot
        self._patient = patient
        self._size = 0
        self._names: dict[str, str] = {}
        self._lost: list[str] = []
        self._too_large: list[str] = []
        self.content: dict[str, bytes] = {}
        """The pictures' bytes, by the name under which they are set."""

    async def fetch(self, notes: Sequence[Note]) -> Fetched:
        """Fetch what these notes came with, as far as it is pictures."""
        for note in notes:
            for file in note.files:
                if file.media in (NoteMedia.PHOTO, NoteMedia.FILE):
                    await self._fetch(file.id)
        return Fetched(self._names, self._lost, self._too_large)

    async def _fetch(self, file_id: str) -> None:
        if file_id in self._names:
            return
        try:
            file = await self._bot.get_file(file_id)
            if not (file.file_path or "").lower().endswith(_ENDINGS):
                return
            if self._size + (file.file_size or 0) > _MOST_BYTES:
                self._too_large.append(file_id)
                return
            content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            # A bad request is final; python-telegram-bot counts it among the network's errors.
            passes = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
            if passes and self._patient:
                raise
            _LOG.warning("a picture was not fetched", error=type(error).__name__)
            self._lost.append(file_id)
            return
        if not await asyncio.to_thread(is_picture, content):
            self._lost.append(file_id)
            return
        self._size += len(content)
        self._names[file_id] = f"{len(self._names) + 1}{_ending(content)}"
        self.content[self._names[file_id]] = content


def _ending(picture: bytes) -> str:
    """The ending that a picture's first bytes call for, whatever its name says."""
    for begin, ending in _BEGINNINGS.items():
        if picture.startswith(begin):
            return ending
    # The only kind left whose first bytes don't name it.
    return ".webp"


_BEGINNINGS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"GIF8": ".gif"}
