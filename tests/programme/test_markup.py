"""Markdown and plain text become Telegram's HTML, and nothing that Telegram would refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.markup import from_markdown, from_plain
from programme.styled_text import Bound, to_html
from tests.programme.telegram_html import solid, text_of


def html(source: str) -> str:
    return to_html(from_markdown(source, title_inside=False).text.spans)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**b** *i* ~~s~~ `c < d`", "<b>b</b> <i>i</i> <s>s</s> <code>c &lt; d</code>"),
        ("***both***", "<i><b>both</b></i>"),
        ("# Head & tail", "<b>Head &amp; tail</b>"),
        ("# **twice bold**", "<b>twice bold</b>"),
        ("**a `c` b**", "<b>a </b><code>c</code><b> b</b>"),
        ('<b>raw</b> & "quoted"', '&lt;b&gt;raw&lt;/b&gt; &amp; "quoted"'),
        ("<div>\nblock\n</div>", "&lt;div&gt; block &lt;/div&gt;"),
        ("[t](https://a.cn/?a=1&b=2)", '<a href="https://a.cn/?a=1&amp;b=2">t</a>'),
        ("[t](javascript:alert)", "t"),
        ("[t](tg://user?id=1)", "t"),
        ("[t](/here)", "t"),
        ("[t](http:///x)", "t"),
        ("> one\n>\n> > two `c`", "<blockquote>one\n\ntwo c</blockquote>"),
        ("- a\n- b\n  - c", "• a\n• b\n   • c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("-\n1", "1"),
        ("1. a\n\n- b", "1. a\n\n• b"),
        ("|a|b|\n|-|-|\n|1|2|", "<b>a</b> | <b>b</b>\n1 | 2"),
        ("```\nx < 1\n```", "<pre>x &lt; 1</pre>"),
        ("一行\n两行", "一行两行"),
        ("one\ntwo", "one two"),
        ("one  \ntwo", "one\ntwo"),
        ("a\n\n---\n\nb", "a\n\n———\n\nb"),
    ],
)
def test_markdown(source: str, expected: str) -> None:
    assert html(source) == expected
    text_of(expected)


def test_a_picture_in_the_text_is_left_out_and_its_line_named() -> None:
    marked = from_markdown("first\n\nsee\n![alt](a.png) here")
    assert marked.images == (4,)
    assert "alt" not in marked.text.plain


def test_a_heading_that_opens_the_text_is_its_title_and_not_in_it() -> None:
    marked = from_markdown("# The *title*\n\nBody\n\n# More")
    assert marked.title == "The title"
    assert to_html(marked.text.spans) == "Body\n\n<b>More</b>"
    assert from_markdown("Body\n\n# More").title == ""


def test_plain_text_keeps_its_lines_and_escapes_everything() -> None:
    assert to_html(from_plain("a <b>\nb & c\n\n\n\nd").spans) == "a &lt;b&gt;\nb &amp; c\n\nd"


@pytest.mark.parametrize(
    ("line", "bound"),
    [
        ("第二章 党员", Bound.CHAPTER),
        ("Chapter 2", Bound.CHAPTER),
        ("第十二条 党员有义务", Bound.ARTICLE),
        ("二、开会", Bound.ARTICLE),
        ("（三）表决", Bound.ARTICLE),
        ("2. Meetings", Bound.ARTICLE),
        ("Article 5", Bound.ARTICLE),
        ("2.5 hours", Bound.PARAGRAPH),
        ("第一次开会", Bound.PARAGRAPH),
    ],
)
def test_bounds_are_known_by_how_a_line_begins(line: str, bound: Bound) -> None:
    assert from_plain(f"before\n{line}").bounds == ((7, bound),)


def test_nothing_is_cut_between_a_heading_and_what_it_heads() -> None:
    assert from_markdown("## A\n\nbody", title_inside=False).text.bounds == ()
    assert from_plain("第一章 总则\n第一条 内容").bounds == ()


MARKDOWN = st.text(alphabet="ab 字。*_~`#>-1.|\n[]()<&!\\:/é", max_size=200)


@given(MARKDOWN)
def test_any_markdown_becomes_html_that_telegram_takes(source: str) -> None:
    marked = from_markdown(source, title_inside=False)
    assert solid(text_of(to_html(marked.text.spans))) == solid(marked.text.plain)


@given(st.text())
def test_any_plain_text_is_kept_whole(source: str) -> None:
    assert solid(text_of(to_html(from_plain(source).spans))) == solid(source)
