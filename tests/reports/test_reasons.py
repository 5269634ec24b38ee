"""Every short code has kind words: the codes are read from the code that writes them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.reasons import why_mute, why_not_posted
from tests.reports.plain import ENGLISH

ROOT = Path(__file__).parents[2]
# Whose string argument, counted from 0, is a code.
_CALLS = {"Verdict": 1, "Drop": 0, "Ended": 2, "mark_unreachable": 3}
_FILES = (
    "bot/verdicts.py",
    "bot/results.py",
    "bot/outbox.py",
    "bot/preparing.py",
    "bot/recorder.py",
    "bot/posts.py",
    "storage/outcomes.py",
    "storage/chats.py",
    "programme/ticking.py",
    "programme/slot_rules.py",
    "handlers/groups.py",
)
# Not why anything is missing: a preface that was not needed, and the state of a posting.
_NO_REASONS = {"not needed", "sent", "planned", "no unit"}


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            name = node.func.attr if isinstance(node.func, ast.Attribute) else name
            at = _CALLS.get(name)
            if at is not None and len(node.args) > at:
                yield from _text(node.args[at])
            for keyword in node.keywords:
                if keyword.arg in ("reason", "error"):
                    yield from _text(keyword.value)
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in ("reason", "error"):
                    yield from _text(value)
    for top in tree.body:
        # DOWN = "down" and its like.
        if isinstance(top, ast.Assign) and _is_public_constant(top.targets[0]):
            yield from _text(top.value)


def _is_public_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id.isupper() and not node.id.startswith("_")


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value


def written() -> set[str]:
    """The codes in the source."""
    found = {
        code for file in _FILES for code in _codes(ast.parse((ROOT / file).read_text("utf-8")))
    }
    return found - _NO_REASONS


def test_the_codes_are_found_in_the_source() -> None:
    assert {"down", "quiet", "flood", "forbidden", "no-words", "expired", "removed"} <= written()


@pytest.mark.parametrize("code", sorted(written()))
def test_every_code_has_words_of_its_own(code: str) -> None:
    assert why_not_posted(ENGLISH, code) != why_not_posted(ENGLISH, "RuntimeError")


def test_a_code_means_what_it_says() -> None:
    for code, part in {
        "no-answer": "cut off",
        "restarted": "cut off",
        "closed": "too little time",
        "no-rights": "not allowed",
        "chat-gone": "couldn't write",
        "no item": "no longer holds",
        "no-words": "wrong with me",
        "refused": "Telegram",
    }.items():
        assert part in why_not_posted(ENGLISH, code)


def test_an_unknown_code_is_told_neutrally() -> None:
    for code in ("", "RuntimeError"):
        assert why_not_posted(ENGLISH, code) == "it didn't go out, by our fault"


def test_a_lost_group_comes_with_what_to_do() -> None:
    assert "let me send" in why_mute(ENGLISH, "no-rights")
    assert "add me again" in why_mute(ENGLISH, "forbidden")
