"""Which replies check in."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.replies import is_check_in

CHECK_INS = (
    "收到",
    "收到！",
    "收到。",
    " 收 到 ",
    "收到收到",
    "收到，谢谢",
    "谢谢，收到",
    "收到🌹",
    "收到🙏🙏🙏",
    "已学",
    "学了",
    "我学了",
    "我学了！！",
    "學了",
    "好的",
    "好",
    "好的，收到",
    "嗯嗯",
    "学习完毕",
    "已阅",
    "打卡",
    "1",
    "１",
    "+1",
    "1️⃣",
    "ok",
    "OK",
    "Ok.",
    "ＯＫ",
    "o k",
    "OK👌",
    "okay",
    "done",
    "Done!",
    "read",
    "I've read it",
    "I’ve read it.",
    "got it, thanks",
    "👍",
    "👍👍👍",
    "👍🏽",
    "👌",
    "✅",
    "✔️",
    "√",
    "🆗",
    "\u200b收到\u200b",
    "\u202e收到",
)

NOTES = (
    "",
    " ",
    "。",
    "🌹",
    "😡",
    "👎",
    "ok👎",
    "没收到",
    "没学",
    "我没学了",
    "收到，今天这段讲得好",
    "学了，想到去年修路那件事",
    "谢谢",
    "thanks",
    "不好",
    "not ok",
    "I haven't read it",
    "reading",
    "2",
    "1. 履行义务",
    "收到吗？收到的话回一下",
    "了",
    "好" * 61,
)


@pytest.mark.parametrize("text", CHECK_INS)
def test_a_bare_confirmation_checks_in(text: str) -> None:
    assert is_check_in(text)


@pytest.mark.parametrize("text", NOTES)
def test_whatever_says_more_does_not(text: str) -> None:
    assert not is_check_in(text)


@given(st.sampled_from(CHECK_INS), st.sampled_from(["", "!", "。", "～", " ", "\u200b", "\n"]))
def test_punctuation_and_unseen_characters_do_not_matter(text: str, around: str) -> None:
    assert is_check_in(around + text + around)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_check_in(text) in (True, False)


def test_repetition_is_read_in_linear_time() -> None:
    begun = time.process_time()
    assert not is_check_in("好嗯" * 28 + "不")
    assert time.process_time() - begun < 1
