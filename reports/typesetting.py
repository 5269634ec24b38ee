"""Setting pages for paper: a template of ours and its data become a PDF, by Typst.

The fonts come with a package, so that Chinese looks the same on every machine; what they lack
(other scripts, emoji) is taken from the machine's own fonts.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pylopdf_fonts_zh_cn

_NOTHING: Mapping[str, bytes] = {}


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
    with TemporaryDirectory(prefix="sanxue-") as folder:
        root = Path(folder)
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        _put(root / "pictures", pictures)
        _put(root / "attached", attached)
        for each in (resources.files("reports") / "templates").iterdir():
            if each.name.endswith(".typ"):
                (root / each.name).write_bytes(each.read_bytes())
        return _compiled(root, template)


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


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _compiled(root: Path, template: str) -> bytes:
    typst, fonts = _engine()
    try:
        pdf: bytes = typst.compile(
            str(root / f"{template}.typ"), root=str(root), font_paths=fonts, format="pdf"
        )
    except typst.TypstError as error:
        # What Typst says may quote the data: only its first words, which name the kind of fault.
        raise CannotBeSet(error.message[:80]) from None
    return pdf


@cache
def _engine() -> tuple[ModuleType, Any]:
    """Typst and its fonts, loaded when the first page is set: a bot that sets none does without
    their 6 MB."""
    import typst  # noqa: PLC0415

    return typst, typst.Fonts(font_paths=[str(pylopdf_fonts_zh_cn.serif_path().parent)])
