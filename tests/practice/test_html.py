"""Telegram's HTML, as it is parsed and as it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.html import Entity, Formatted, as_html, formatted, utf16_length
from bot.practice.refusals import Refused


def parsed(source: str) -> Formatted:
    return formatted(source, is_html=True)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b>", "a", [("bold", 0, 1)]),
        ("<B>a</B >", "a", [("bold", 0, 1)]),
        ("😀<i>a</i>", "😀a", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b> a </b> ", "a", [("bold", 0, 1)]),
        ("<b></b>a", "a", []),
        ("&lt;b&gt; &amp;amp; &quot;&#65;&#x42;", '<b> &amp; "AB', []),
        ("&nbsp;&copy; & &#0;", "&nbsp;&copy; & &#0;", []),
        ("a > b", "a > b", []),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<a href='nowhere'>a</a>", "a", []),
        ("read /help@some_bot now", "read /help@some_bot now", [("bot_command", 5, 14)]),
        ("<code>/help</code>", "/help", [("code", 0, 5)]),
        ("see https://e.org/help.", "see https://e.org/help.", [("url", 4, 18)]),
        ("#学习 @lina1", "#学习 @lina1", [("hashtag", 0, 3), ("mention", 4, 6)]),
    ],
)
def test_is_parsed(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found = parsed(source)
    assert found.text == text
    assert [(each.kind, each.offset, each.length) for each in found.entities] == entities


def test_links_and_languages_are_kept() -> None:
    link = parsed('<a href="https://e.org/?a=1&amp;b=2">x</a>').entities[0]
    assert link.as_object()["url"] == "https://e.org/?a=1&b=2"
    (block,) = parsed('<pre><code class="language-python">x</code></pre>').entities
    assert (block.kind, dict(block.extra)) == ("pre", {"language": "python"})


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("好<br>", 'Unsupported start tag "br" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("好<i class='>", "Unclosed start tag at byte offset 3"),
        ("<i class='>' ", "Unclosed start tag at byte offset 0"),
        ('<a href="x>', "Unclosed start tag at byte offset 0"),
        ('<a ="x">', 'Empty attribute name in the tag "a" at byte offset 3'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_is_refused(source: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parsed(source)
    beginning = "Bad Request: can't parse entities: "
    assert refused.value.description.startswith(beginning)
    assert why in refused.value.description


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXTS)
def test_an_escaped_text_is_the_text(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parsed(escaped).text == text.strip()


@given(st.text("ab😀 <&", min_size=1, max_size=20), st.integers(0, 20), st.integers(1, 20))
def test_what_is_written_as_html_parses_to_itself(text: str, start: int, length: int) -> None:
    text = f"[{text}]"
    whole = utf16_length(text)
    start = min(start, len(text) - 1)
    offset = utf16_length(text[:start])
    covered = utf16_length(text[start : start + length])
    content = Formatted(text, (Entity("bold", offset, min(covered, whole - offset)),))
    assert parsed(as_html(content)) == content
