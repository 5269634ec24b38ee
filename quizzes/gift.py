r"""GIFT, Moodle's plain-text format for questions, read into a tree.

The grammar, as read here (``?`` optional, ``*`` any number, blank space free between parts)::

    file      = ( question | category | comment | blank line )*
    comment   = "//" …                      a whole line; "[id:x]" and "[tag:y]" in it are given
                                            to the question that follows
    category  = "$CATEGORY:" path           holds for the questions after it
    question  = title? text answers? text?  ends at a blank line outside the answers; words after
                                            the answers make the gap a missing word
    title     = "::" … "::"
    text      = format? …
    format    = "[html]" | "[markdown]" | "[plain]" | "[moodle]"
    answers   = "{" body ( "####" text )? "}"         #### is feedback for everybody
    body      = ""                                    essay
              | ( "T" | "TRUE" | "F" | "FALSE" ) ( "#" text )? ( "#" text )?
              | "#" number ( "#" text )?              numerical
              | "#" ( mark weight? number ( "#" text )? )*
              | ( "=" text "->" text )*               matching, when every answer is a pair
              | ( "=" weight? text ( "#" text )? )*   short answer
              | ( mark weight? text ( "#" text )? )*  multiple choice, when there is a "~"
              | text ( "#" text )?                    one short answer
    mark      = "=" | "~"
    weight    = "%" number "%"                        per cent
    number    = n | n ":" tolerance | low ".." high

``\~ \= \# \{ \} \: \\`` stand for the signs themselves and ``\n`` for a line feed; a backslash
before anything else is a backslash (LaTeX). Line breaks in the file count as spaces, except in
Markdown and plain texts. No answers at all make a description. An answer's format is the
question's unless it names its own.

Several gaps, each with answers of its own (``The {~cat =dog} met the {=fish}.``), or one gap as
Moodle's cloze questions write it (``{1:SHORTANSWER:=x}``), make a cloze; its answers are not read.

For true and false Moodle shows the first feedback to those who answered wrong.
"""

import re
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from quizzes.building import decimal_in
from quizzes.gift_blocks import Block, split_blocks
from quizzes.gift_tree import (
    GiftAnswer,
    GiftBody,
    GiftChoices,
    GiftCloze,
    GiftDescription,
    GiftEssay,
    GiftFault,
    GiftFile,
    GiftFormat,
    GiftMatching,
    GiftNumber,
    GiftNumerical,
    GiftNumericalAnswer,
    GiftPair,
    GiftQuestion,
    GiftRange,
    GiftShort,
    GiftText,
    GiftTrueFalse,
)
from quizzes.readings import too_many_options
from storage.values.messages import message

BLANK = "____"
# Among those of one question no more are looked at; most of them are wrong, or no answers.
_MOST_ANSWERS = 1_000

_TITLE = re.compile(r"\s*::((?:\\.|[^:\\]|:(?!:))*)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_TRUE_FALSE = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(?:#|\Z)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_LINE_BREAK = re.compile(r"[ \t]*\n[ \t]*")


def parse_gift(text: str) -> GiftFile:
    """Read a whole file. A question with a fault is left out, its fault named with its line."""
    blocks, faults = split_blocks(text)
    questions = []
    for block in blocks:
        try:
            questions.append(_question(block))
        except GiftFault as fault:
            faults.append(fault)
    return GiftFile(tuple(questions), tuple(sorted(faults, key=lambda fault: fault.line)))


class _Span(Struct, frozen=True):
    """A stretch of a block's text, which knows the line it stands on."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def line(self) -> int:
        """The line of its first character that is not blank."""
        blank = len(self.text) - len(self.text.lstrip())
        return self.block.line_at(min(self.start + blank, self.end))

    def after(self, offset: int) -> "_Span":
        """The rest from an offset into this stretch."""
        return _Span(self.block, self.start + offset, self.end)

    def find(self, mark: str) -> int:
        """Where ``mark`` stands unescaped, as an offset into this stretch; -1 if nowhere."""
        for found in re.finditer(rf"\\.|{re.escape(mark)}", self.text, re.DOTALL):
            if found[0] == mark:
                return found.start()
        return -1

    def parted(self, mark: str) -> "tuple[_Span, _Span | None]":
        """What stands before the first unescaped ``mark``, and what after it."""
        at = self.find(mark)
        if at < 0:
            return self, None
        before = _Span(self.block, self.start, self.start + at)
        return before, self.after(at + len(mark))

    def answers(self) -> "list[tuple[str, _Span]]":
        """The answers in it, each with its mark; what stands before the first has the mark ""."""
        text = self.text
        found = re.finditer(r"\\.|[=~]", text, re.DOTALL)
        marks = [each.start() for each in found if each[0] in "=~"]
        if len(marks) > _MOST_ANSWERS:
            raise GiftFault(self.line, too_many_options())
        bounds = [*marks, self.end - self.start]
        parts = [("", _Span(self.block, self.start, self.start + bounds[0]))]
        for at, until in pairwise(bounds):
            span = _Span(self.block, self.start + at + 1, self.start + until)
            parts.append((text[at], span))
        return parts


def _question(block: Block) -> GiftQuestion:
    whole = _Span(block, 0, len(block.text))
    titled = _TITLE.match(block.text)
    rest = whole.after(titled.end()) if titled else whole
    before, inside = rest.parted("{")
    default, words = _format(before.text, GiftFormat.MOODLE)
    after = ""
    general: GiftText | None = None
    body: GiftBody = GiftDescription()
    has_blank = False
    if block.is_cloze:
        body = GiftCloze()
    elif inside is not None:
        answers, tail = inside.parted("}")
        after = tail.text if tail else ""
        has_blank = bool(after.strip())
        answers, feedback = answers.parted("####")
        general = _feedback(feedback, default)
        body = _body(answers, default)
    stem = _cooked(words + BLANK + after if has_blank else words, default)
    if not stem.strip(" _"):
        raise GiftFault(whole.line, message("This question has answers, but no words to ask."))
    return GiftQuestion(
        line=whole.line,
        stem=GiftText(stem, default),
        body=body,
        title=_cooked(titled[1], GiftFormat.PLAIN) if titled else None,
        id=block.id,
        tags=block.tags,
        category=block.category,
        has_blank=has_blank,
        general_feedback=general,
    )


def _body(span: _Span, default: GiftFormat) -> GiftBody:
    words = span.text
    if not words.strip():
        return GiftEssay()
    if _TRUE_FALSE.match(words):
        return _true_false(span, default)
    if words.lstrip().startswith("#"):
        return _numerical(span.after(words.index("#") + 1), default)
    return _list_of_answers(span, default)


def _list_of_answers(span: _Span, default: GiftFormat) -> GiftBody:
    (_, leading), *parts = span.answers()
    if not parts:
        return GiftShort((_answer("=", leading, default),))
    if leading.text.strip():
        said = message(
            "Words before the first answer. Each answer begins with = (right) or ~ (wrong); "
            "such a sign inside the text needs a backslash before it."
        )
        raise GiftFault(leading.line, said)
    is_choice = any(mark == "~" for mark, _ in parts)
    if not is_choice and all("->" in part.text for _, part in parts):
        return GiftMatching(tuple(_pair(part, default) for _, part in parts))
    answers = tuple(_answer(mark, part, default) for mark, part in parts)
    return GiftChoices(answers) if is_choice else GiftShort(answers)


def _true_false(span: _Span, default: GiftFormat) -> GiftTrueFalse:
    word, comment = span.parted("#")
    wrong, right = comment.parted("#") if comment else (None, None)
    return GiftTrueFalse(
        is_true=word.text.strip().upper().startswith("T"),
        wrong_feedback=_feedback(wrong, default),
        right_feedback=_feedback(right, default),
    )


def _answer(mark: str, span: _Span, default: GiftFormat) -> GiftAnswer:
    weight, span = _weight(span)
    words, comment = span.parted("#")
    text = _text(words.text, default)
    if not text.text:
        raise GiftFault(span.line, message("An answer without words."))
    return GiftAnswer(text, mark == "=", weight, _feedback(comment, default))


def _pair(span: _Span, default: GiftFormat) -> GiftPair:
    left, _, right = span.text.partition("->")
    said = _cooked(right, default)
    if not said:
        raise GiftFault(span.line, message("A pair without its second half, after the arrow."))
    return GiftPair(_text(left, default), said)


def _numerical(span: _Span, default: GiftFormat) -> GiftNumerical:
    (_, leading), *answers = span.answers()
    if not answers:
        return GiftNumerical((_number_answer("=", leading, default),))
    if leading.text.strip():
        said = message("Words before the first number. Each number begins with an equals sign.")
        raise GiftFault(leading.line, said)
    return GiftNumerical(tuple(_number_answer(mark, part, default) for mark, part in answers))


def _number_answer(mark: str, span: _Span, default: GiftFormat) -> GiftNumericalAnswer:
    weight, span = _weight(span)
    words, comment = span.parted("#")
    is_rest = words.text.strip() in ("", "*") and mark == "~"
    expected = None if is_rest else _number(words)
    return GiftNumericalAnswer(expected, mark == "=", weight, _feedback(comment, default))


def _number(span: _Span) -> GiftNumber | GiftRange:
    words = span.text.strip()
    low, dots, high = words.partition("..")
    if dots:
        return GiftRange(_decimal(low, span), _decimal(high, span))
    value, colon, tolerance = words.partition(":")
    missed_by = _decimal(tolerance, span) if colon else Decimal(0)
    return GiftNumber(_decimal(value, span), missed_by)


def _decimal(words: str, span: _Span) -> Decimal:
    number = decimal_in(words)
    if number is None:
        said = message(
            "“{number}” is not a number. Write 5, 5:0.1 (give or take 0.1) or 4.9..5.1.",
            number=span.text.strip()[:60],
        )
        raise GiftFault(span.line, said)
    return number


def _weight(span: _Span) -> tuple[Decimal | None, _Span]:
    found = _WEIGHT.match(span.text)
    if found is None:
        return None, span
    return Decimal(found[1]), span.after(found.end())


def _feedback(span: _Span | None, default: GiftFormat) -> GiftText | None:
    if span is None:
        return None
    text = _text(span.text, default)
    return text if text.text else None


def _text(raw: str, default: GiftFormat) -> GiftText:
    markup, words = _format(raw, default)
    return GiftText(_cooked(words, markup), markup)


def _format(raw: str, default: GiftFormat) -> tuple[GiftFormat, str]:
    found = _FORMAT.match(raw)
    if found is None:
        return default, raw
    return GiftFormat(found[1].lower()), raw[found.end() :]


def _cooked(raw: str, markup: GiftFormat) -> str:
    """The text that was meant: line breaks of the file undone, escapes resolved."""
    if markup not in (GiftFormat.MARKDOWN, GiftFormat.PLAIN):
        raw = _LINE_BREAK.sub(" ", raw)
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], raw).strip()
