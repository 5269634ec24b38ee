"""Questions and their keys in words, for those who look after them."""

from collections.abc import Collection
from html import escape

from reports.languages import text_in
from reports.noon import letter, options_of
from reports.wording import Words
from storage.values.questions import Question

_LONGEST_STEM = 600


def stem_of(words: Words, question: Question) -> str:
    """The stem as HTML; a very long one is cut, as it is known to whoever wrote it."""
    stem = text_in(question.texts, words.language).stem.strip()
    if len(stem) > _LONGEST_STEM:
        stem = stem[: _LONGEST_STEM - 1].rstrip() + "…"
    return escape(stem, quote=False)


def options_in_words(words: Words, question: Question) -> tuple[str, ...]:
    """The options, each after its letter, as HTML."""
    text = text_in(question.texts, words.language)
    told = (each.strip() for each in options_of(words, question.kind, text))
    return tuple(f"{letter(n)}. {escape(each, quote=False)}" for n, each in enumerate(told))


def letters(chosen: Collection[int]) -> str:
    """An answer by its letters: AC."""
    return "".join(letter(each) for each in sorted(chosen))


def key_in_words(words: Words, question: Question, key: Collection[int]) -> str:
    """A key as HTML: each right option after its letter, a line each."""
    options = options_in_words(words, question)
    return "\n".join(options[each] for each in sorted(key) if each < len(options))
