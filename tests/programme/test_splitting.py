"""Long documents in daily parts: whole, balanced, cut at their own bounds, valid by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.markup import from_markdown, from_plain
from programme.splitting import parts_needed, split
from programme.styled_text import StyledText, telegram_length
from tests.programme.telegram_html import solid, text_of


def parts_of(text: StyledText, limit: int) -> list[str]:
    return [text_of(part) for part in split(text, limit, parts_needed(text, limit))]


def test_a_short_text_is_one_part() -> None:
    text = from_plain("第一条 甲\n第二条 乙")
    assert parts_needed(text, 100) == 1
    assert split(text, 100, 1) == ("第一条 甲\n第二条 乙",)


def test_articles_that_fit_are_never_cut() -> None:
    articles = [f"第{n}条 " + "很好。" * 20 for n in "一二三四"]
    assert parts_of(from_plain("\n".join(articles)), 100) == [article for article in articles]


def test_chapters_before_articles_when_both_would_do() -> None:
    lines = ["第一章 甲", "第一条 " + "甲" * 40, "第二条 " + "乙" * 40]
    lines += ["第二章 乙", "第三条 " + "丙" * 40, "第四条 " + "丁" * 40]
    first, second = parts_of(from_plain("\n".join(lines)), 150)
    assert first.startswith("第一章") and second.startswith("第二章")


def test_an_article_too_long_is_cut_at_sentences() -> None:
    text = from_plain("第一条 " + "这是一句完整的话。" * 30)
    parts = parts_of(text, 100)
    assert all(part.endswith("。") for part in parts)


def test_english_is_cut_at_sentences_then_at_words() -> None:
    parts = parts_of(from_plain("This is one sentence. " * 20), 100)
    assert all(part.endswith(".") for part in parts)
    parts = parts_of(from_plain("word " * 100), 60)
    assert all(set(part.split()) == {"word"} for part in parts)


def test_parts_are_balanced() -> None:
    text = from_plain("\n\n".join("一二三四五六七八九。" for _ in range(41)))
    lengths = [len(part) for part in parts_of(text, 400)]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) < 40


def test_a_tag_over_a_cut_is_closed_and_opened_again() -> None:
    text = from_markdown("**" + "好的。" * 40 + "**").text
    for part in split(text, 50, parts_needed(text, 50)):
        assert part.startswith("<b>") and part.endswith("</b>")
        text_of(part)


def test_length_is_counted_as_telegram_does() -> None:
    text = from_plain("😀" * 60)
    assert parts_needed(text, 120) == 1
    assert parts_needed(text, 119) == 2


def test_what_is_seen_as_one_character_is_not_cut() -> None:
    for part in parts_of(from_plain("e\u0301" * 100), 33):
        assert part.startswith("e") and part.endswith("\u0301")


@pytest.mark.parametrize("count", [2, 3, 5])
def test_more_parts_than_needed_where_another_language_needs_them(count: int) -> None:
    text = from_plain("One. Two. Three. Four. Five. Six.")
    parts = split(text, 1000, count)
    assert len(parts) == count
    assert solid("".join(parts)) == "One.Two.Three.Four.Five.Six."


def test_no_more_parts_than_sentences() -> None:
    assert split(from_plain("One."), 1000, 3) == ("One.",)


WRITTEN = st.text(alphabet="ab 字第一二条章。！.、\n*`>#-1|&<😀\u0301", min_size=1, max_size=400)


@given(WRITTEN, st.integers(20, 120), st.integers(0, 3))
def test_nothing_is_lost_or_doubled(source: str, limit: int, more: int) -> None:
    for text in (from_plain(source), from_markdown(source, title_inside=False).text):
        needed = parts_needed(text, limit)
        parts = [text_of(part) for part in split(text, limit, needed + more)]
        assert solid("".join(parts)) == solid(text.plain)
        assert all(telegram_length(part) <= limit for part in parts)
        assert all(part.strip() for part in parts)
        if needed > 1 and not more:
            assert len(parts) <= needed


@given(st.text(max_size=300), st.integers(20, 60))
def test_any_text_can_be_split(source: str, limit: int) -> None:
    text = from_plain(source)
    parts = split(text, limit, parts_needed(text, limit))
    assert solid("".join(map(text_of, parts))) == solid(source)
    assert all(telegram_length(text_of(part)) <= limit for part in parts)


def test_a_better_bound_is_worth_a_little_balance() -> None:
    first = "第一章 " + "甲" * 40
    second = "第二章 一二三四五六。" + "一二三四五六七八九十。" * 9
    assert split(from_plain(f"{first}\n{second}"), 100, 3)[0] == first


def test_a_better_bound_is_not_taken_if_the_rest_would_not_fit() -> None:
    lines = ["甲" * 85, "第二条 乙", "丙" * 95]
    assert split(from_plain("\n".join(lines)), 100, 2) == ("\n".join(lines[:2]), lines[2])
