"""The show of the sample branch, as it is printed into a pipe."""

import os
import re
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.practice.html import Entity
from bot.practice.printing import bars, formatted, shortened, wrapped
from bot.practice.show import run
from bot.settings import Settings

WIDTH = 80


async def shown(language: Literal["zh", "en"]) -> str:
    """The whole show, fast, without colours."""
    paper = StringIO()
    console = Console(file=paper, width=WIDTH, highlight=False)
    await run(Settings(language=language), console=console)
    return paper.getvalue()


def flat(text: str) -> str:
    """The text without the breaks and edges of its lines."""
    return " ".join(re.sub(r"[│┆]", " ", text).split())


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever runs the tests may have settings of their own where they run them."""
    monkeypatch.chdir(tmp_path)


async def test_a_day_in_chinese() -> None:
    text = flat(await shown("zh"))

    day, _, after = text.partition("── 第 2 天")
    assert "李红梅 把三学请进了群" in day
    assert "👆 李红梅 点了“响一声”" in day and "都设好了，谢谢您！" in day
    assert "一天学一点" in day and "🔔" in day
    assert re.findall(r"\[ 我学了 · (\d) ]", day) == ["3", "4", "6", "7"]
    assert "👆 孙丽 点了一下 → 记上了，连续第 1 天" in day
    assert "今天已经记过了，放心" in day
    assert "学得好不好，主要看抄了多少页。" in day
    assert "✓ 错 ██████████ 5" in day and "对 ██ 1" in day
    assert "6 人答了，83% 答对。" in day
    assert "👏 三学 → 王秀英" in day
    assert "连续第 2 天" in after
    assert "早一学 5/7" in after and "午一答 5/7" in after and "晚一记 2/7" in after
    assert "没有 Telegram" in after and "周德福" in after
    assert "1. 王秀英 10 分，2 天 2. 孙丽 8 分，2 天" in after
    assert "SANXUE_TOKEN" in after and "sanxue invite" in after


async def test_chinese_show_speaks_no_english() -> None:
    text = flat(await shown("zh"))

    known = re.compile(
        r"sanxue (?:check|run|invite|import (?:organisation|roster))|sanxue\.toml|\.csv"
        r"|/\w+(?:@sanxue_practice_bot [0-9A-Z]{12})?|@BotFather"
        r"|Telegram|Sanxue|SANXUE_TOKEN|token|CSV|XLSX|\[ English \]"
    )
    assert re.findall(r"[A-Za-z]{2,}", known.sub("", text)) == []


async def test_two_days_in_english() -> None:
    text = flat(await shown("en"))

    day, _, after = text.partition("── Day 2")
    assert "Helen Lee has added Sanxue to the group" in day
    assert "A little every day" in day
    assert re.findall(r"\[ I've read it · (\d) ]", day) == ["3", "4", "6", "7"]
    assert "Noted: day 1 running" in day and "Noted: day 2 running" in after
    assert "5/7" in after and "2/7" in after
    assert "1. Maggie King 10 points, 2 days 2. Susan Hill 8 points, 2 days" in after
    assert not re.search(r"[\u4e00-\u9fff]", text.replace("[ 中文 ]", ""))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_line_is_wider_than_the_terminal(language: Literal["zh", "en"]) -> None:
    text = await shown(language)

    assert max(cell_len(line) for line in text.splitlines()) <= WIDTH


async def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    await shown("en")

    assert os.listdir(tmp_path) == []


def test_chinese_lines_do_not_begin_with_a_closing_mark() -> None:
    text = Text("一二三四五，“六七八九十。”甲乙丙丁")

    lines = [line.plain for line in wrapped(text, 10)]

    assert lines == ["一二三四", "五，“六七", "八九十。”", "甲乙丙丁"]


def test_words_are_kept_whole() -> None:
    lines = [line.plain.rstrip() for line in wrapped(Text("one two three\n\nfour"), 8)]

    assert lines == ["one two", "three", "", "four"]


def test_formatting_counts_in_utf16_and_leaves_direction_marks_out() -> None:
    text = formatted("😀 \u2068bold\u2069 x", (Entity("bold", 3, 6),))

    assert text.plain == "😀 bold x"
    assert [text.plain[span.start : span.end] for span in text.spans] == ["bold"]


def test_bars_line_up() -> None:
    lines = [line.plain for line in bars(["对", "不太对"], [1, 3], [1])]

    assert lines == ["  对      ██ 1", "✓ 不太对  ██████ 3"]


def test_shortened_by_columns() -> None:
    assert shortened("一二三四五", 7) == "一二三…"
    assert shortened("short\nsecond", 7) == "short"
