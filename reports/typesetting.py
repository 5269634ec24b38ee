"""Setting pages and pictures: a template of ours and its data become a PDF or a PNG, by Typst.

The fonts come with packages, so that Chinese, emoji and twenty other scripts look the same on
every machine; what they lack is taken from the machine's own fonts.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, Literal

import manimgx_fonts
import pylopdf_fonts_zh_cn
from msgspec import Struct

Shape = Literal["pdf", "png"]
_NOTHING: Mapping[str, bytes] = {}
_PIXELS_PER_INCH = 144
"""Pictures are laid out 540 points wide: that makes 1080 pixels, as wide as a phone shows."""


class CannotBeSet(Exception):
    """A template and its data don't make a page: a fault of ours, told without the data."""


def pdf(
    template: str,
    data: Mapping[str, Any],
    pictures: Mapping[str, bytes] = _NOTHING,
    attached: Mapping[str, bytes] = _NOTHING,
) -> bytes:
    """The PDF that ``templates/<template>.typ`` makes of its data.

    The template reads the data as ``json("data.json")``, and each of ``pictures`` as
    ``image("pictures/<name>")``; what is to be ``attached`` lies in ``attached/``. The same goes
    in, the same comes out. It takes some tenths of a second of a processor, so it belongs into a
    job, in a thread of its own. Raises :class:`CannotBeSet`; a picture that can't be read is a
    reason, see :func:`is_picture`.
    """
    return _set(template, data, pictures, attached, "pdf")


class Drawing(Struct, frozen=True):
    """A picture that is yet to be drawn: a template and its data."""

    template: str
    data: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """What names the picture: the same template and data have the same, and so the same bytes;
        another version of Typst, of the fonts or of a template has another."""
        told = json.dumps(self.data, ensure_ascii=False, sort_keys=True)
        whole = f"{_drawn_by()}\n{self.template}\n{told}"
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def png(drawing: Drawing) -> bytes:
    """The picture, 1080 pixels wide. It takes some hundredths of a second of a processor: a job's
    work, as with :func:`pdf`. Raises :class:`CannotBeSet`."""
    return _set(drawing.template, drawing.data, _NOTHING, _NOTHING, "png")


def is_picture(content: bytes) -> bool:
    """Whether these bytes are a picture that can be set (JPEG, PNG, GIF, WebP), and whole."""
    with TemporaryDirectory(prefix="sanxue-") as folder:
        root = Path(folder)
        _put(root / "pictures", {"one": content})
        (root / "look.typ").write_text('#image("pictures/one", width: 10pt)', "utf-8")
        try:
            _compiled(root, "look")
        except CannotBeSet:
            return False
    return True


def _set(
    template: str,
    data: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    attached: Mapping[str, bytes],
    shape: Shape,
) -> bytes:
    with TemporaryDirectory(prefix="sanxue-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        _put(root / "pictures", pictures)
        _put(root / "attached", attached)
        for name, source in _templates().items():
            (root / name).write_bytes(source)
        return _compiled(root, template, shape)


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _compiled(root: Path, template: str, shape: Shape = "pdf") -> bytes:
    typst, fonts = _engine()
    file = str(root / f"{template}.typ")
    try:
        made: bytes = typst.compile(
            file, root=str(root), font_paths=fonts, format=shape, ppi=_PIXELS_PER_INCH
        )
    except typst.TypstError as error:
        # What Typst says may quote the data: only its first words, which name the kind of fault.
        raise CannotBeSet(error.message[:80]) from None
    return made


@cache
def _templates() -> Mapping[str, bytes]:
    folder = resources.files("reports") / "templates"
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.name[-4:] == ".typ"}


@cache
def _drawn_by() -> str:
    """What else than the data makes a picture what it is."""
    versions = [
        metadata.version(each) for each in ("typst", "pylopdf-fonts-zh-cn", "manimgx-fonts")
    ]
    sources = b"\n".join(source for _, source in sorted(_templates().items()))
    return " ".join([*versions, hashlib.sha256(sources).hexdigest()])


@cache
def _engine() -> tuple[ModuleType, Any]:
    """Typst and its fonts, loaded once, when the first page is set: a bot that sets none does
    without their memory."""
    import typst  # noqa: PLC0415

    chinese = pylopdf_fonts_zh_cn.serif_path().parent
    other = Path(manimgx_fonts.__file__).parent
    return typst, typst.Fonts(font_paths=[str(chinese), str(other)])
