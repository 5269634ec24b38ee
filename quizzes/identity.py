"""When two questions are the same question: words compared as a reader would compare them."""

import hashlib
import unicodedata

from storage.values.questions import QuestionText

KEY_LENGTH = 16
_BETWEEN_PARTS = "\x1f"
# Dropped: white space and separators (Z), control and invisible characters (Cc, Cf).
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
# Signs that make a different number, so "-1", "1.5" and "50%" do not become "1", "15" and "50".
_SIGNS_OF_NUMBERS = frozenset("-./%")


def normalise(text: str) -> str:
    """The text without what is a matter of typing: width, case, white space and punctuation.

    Idempotent. Empty when nothing but punctuation was there.
    """
    folded = _fold(_fold(text))
    if _SIGNS_OF_NUMBERS.isdisjoint(folded):
        kept = folded.translate(_KEPT)
    else:
        kept = "".join(
            letter
            for at, letter in enumerate(folded)
            if _is_kept(letter) or _belongs_to_number(folded, at)
        )
    # Combining marks that a dropped sign held apart may stand in another order now.
    return unicodedata.normalize("NFKD", kept)


def question_key(text: QuestionText) -> str:
    """A stable key of 16 hexadecimal digits for a question that its file gives none.

    It is made from the normalised stem and options, in their order: answers are stored as option
    numbers, so the same options in another order are another question. A flash card's back is part
    of it.
    """
    parts = (text.stem, *text.options, *filter(None, [text.back]))
    words = _BETWEEN_PARTS.join(normalise(part) or part.strip() for part in parts)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_LENGTH]


def sameness(text: QuestionText) -> tuple[str, ...]:
    """What two texts share when they ask the same: the same stem and the same options, whatever
    their order, width, spaces and punctuation."""
    options = sorted(normalise(each) or each.strip() for each in (*text.options, *text.partners))
    return (normalise(text.stem) or text.stem.strip(), normalise(text.back), *options)


class _KeptLetters(dict[int, int | None]):
    """For :meth:`str.translate`: what becomes of a letter outside numbers."""

    def __missing__(self, code: int) -> int | None:
        self[code] = code if _is_kept(chr(code)) else None
        return self[code]


_KEPT = _KeptLetters()


def _fold(text: str) -> str:
    """One round of Unicode's compatibility caseless matching; two rounds make it stable."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def _is_kept(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category not in _UNSEEN and not category.startswith("P")


def _belongs_to_number(text: str, at: int) -> bool:
    if text[at] not in _SIGNS_OF_NUMBERS:
        return False
    if text[at] == "%":
        return at > 0 and text[at - 1].isdigit()
    return text[at + 1 : at + 2].isdigit()
