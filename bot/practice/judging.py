"""Holds a value against a rule that was read out of the description."""

import itertools
import re
from collections.abc import Mapping
from typing import Any

from bot.practice.html import Formatted
from bot.practice.refusals import against_spec
from bot.practice.rules import (
    Ahead,
    Alphabet,
    Bond,
    Choice,
    Count,
    ExactlyOne,
    Excludes,
    Increasing,
    Length,
    NeededInQuiz,
    NeededWithout,
    Range,
    Rule,
)
from bot.practice.spec import Field


def break_rule(entry: Field, rule: Rule, value: Any, now: int) -> None:
    """Raise the refusal when ``value`` breaks ``rule``; ``now`` in seconds since the epoch."""
    match rule:
        case Length():
            _length(entry, rule, value)
        case Count(low, high):
            _within(entry, len(value), low, high, "entries")
        case Range(low, high):
            _within(entry, value, low, high, "as its value")
        case Ahead(low, high):
            _within(entry, value - now, low, high, "seconds to go")
        case Choice(values):
            if value not in values:
                raise against_spec(entry.place, "choice", f"must be one of {', '.join(values)}")
        case Alphabet(pattern):
            if not re.fullmatch(pattern, value):
                raise against_spec(entry.place, "alphabet", "has a character that is not allowed")
        case Increasing():
            if any(later <= earlier for earlier, later in itertools.pairwise(value)):
                raise against_spec(entry.place, "increasing", "must increase")


def _length(entry: Field, rule: Length, value: Any) -> None:
    if not isinstance(value, str | Formatted):
        return
    text = value.text if isinstance(value, Formatted) else value
    length = len(text.encode()) if rule.unit == "bytes" else len(text)
    _within(entry, length, rule.low, rule.high, rule.unit)
    if rule.line_feeds is not None and text.count("\n") > rule.line_feeds:
        raise against_spec(
            entry.place, "line_feeds", f"must have at most {rule.line_feeds} line feeds"
        )


def _within(entry: Field, number: int, low: int, high: int, what: str) -> None:
    if low <= number <= high:
        return
    kind = "short" if number < low else "long"
    raise against_spec(entry.place, kind, f"must have {low}-{high} {what}, not {number}")


def break_bond(bond: Bond, values: Mapping[str, Any]) -> None:
    """Raise the refusal when the fields in ``values`` may not stand together as they do."""
    match bond:
        case Excludes(field, other):
            if field.name in values and other in values:
                raise against_spec(field.place, "together", f'can\'t stand beside "{other}"')
        case NeededWithout(field, others):
            if field.name not in values and not any(other in values for other in others):
                raise against_spec(field.place, "missing", f'"{field.name}" is required')
        case NeededInQuiz(field):
            if values.get("type") == "quiz" and not values.get(field.name):
                raise against_spec(field.place, "quiz", f'"{field.name}" is required in a quiz')
        case ExactlyOne(place, aside):
            if len(values.keys() - aside) != 1:
                raise against_spec(place, "exactly_one", "exactly one action must be given")
