"""A text with its formatting as a tree that the page builds its nodes from.

A node is a text, or ``{"k": kind, "c": nodes}`` with ``u``, an address, for a link. No HTML is
sent, so nothing that anybody writes can become markup.
"""

from collections.abc import Sequence
from typing import Any

from bot.practice.html import Entity

Node = str | dict[str, Any]

_SHOWN = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "blockquote",
        "expandable_blockquote",
        "text_link",
        "url",
        "bot_command",
    }
)
_SAFE = ("http://", "https://")


def tree(text: str, entities: Sequence[Entity]) -> list[Node]:
    """The nodes of ``text``. Positions of entities are in UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    shown = sorted(
        (each for each in entities if each.kind in _SHOWN),
        key=lambda each: (each.offset, -each.length),
    )
    return _nodes(units, shown, 0, len(units) // 2)


def _nodes(units: bytes, entities: Sequence[Entity], start: int, end: int) -> list[Node]:
    nodes: list[Node] = []
    at, left = start, list(entities)
    while left:
        entity = left.pop(0)
        if entity.offset < at or entity.offset >= end:
            continue
        if entity.offset > at:
            nodes.append(_text(units, at, entity.offset))
        until = min(entity.end, end)
        inside = [each for each in left if each.offset < until]
        left = left[len(inside) :]
        nodes.append(_node(units, entity, inside, until))
        at = until
    if at < end:
        nodes.append(_text(units, at, end))
    return nodes


def _node(units: bytes, entity: Entity, inside: Sequence[Entity], end: int) -> Node:
    children = _nodes(units, inside, entity.offset, end)
    node: dict[str, Any] = {"k": entity.kind, "c": children}
    if entity.kind in ("text_link", "url"):
        url = dict(entity.extra).get("url") or _text(units, entity.offset, end)
        if not url.startswith(_SAFE):
            return {"k": "bold", "c": children}
        node["u"] = url
    return node


def _text(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")
