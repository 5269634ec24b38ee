"""Question banks in plain text: the habits in which people write questions, options and answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.readings import Reading
from quizzes.zh_text import is_question_text, read_question_text
from storage.values.questions import Question, QuestionKind

OPTIONS = "A. 甲\nB. 乙\nC. 丙\nD. 丁\n"


def read(text: str) -> Reading:
    assert is_question_text(text)
    return read_question_text(list(enumerate(text.splitlines(), 1)), "bank.txt", "zh")


def only(text: str) -> Question:
    reading = read(text)
    assert reading.findings == ()
    (question,) = reading.questions
    return question


def rights(text: str) -> list[tuple[int, ...]]:
    reading = read(text)
    assert reading.findings == ()
    return [question.correct for question in reading.questions]


@pytest.mark.parametrize(
    "text",
    [
        "1. 哪个？\nA. 甲\nB. 乙\nC. 丙\n答案：B\n",
        "1、哪个？\nA、甲\nB、乙\nC、丙\n【答案】B\n",
        "1．哪个？\nＡ．甲\nＢ．乙\nＣ．丙\n正确答案：Ｂ\n",
        "第1题 哪个？\n（A）甲\n（B）乙\n（C）丙\n参考答案：B\n",
        "(1) 哪个？\nA 甲\nB 乙\nC 丙\n答案 B\n",
        "1. 哪个？\nA.甲 B.乙 C.丙\n标准答案：B\n",
        "1. 哪个？\nA.甲\tB.乙\nC.丙\n答案是B\n",
        "1. 哪个？ A.甲 B.乙 C.丙\n答:B\n",
        "1. 哪个？\nA. 甲\nB. 乙 √\nC. 丙\n",
        "1. 哪个？\nA. 甲\nB. 乙（正确答案）\nC. 丙\n",
        "1. 哪个？  B\nA. 甲\nB. 乙\nC. 丙\n",
        "1. 哪个？B\nA. 甲\nB. 乙\nC. 丙\n",
        "哪个？\nA. 甲\nB. 乙\nC. 丙\n答案：B\n",
        "**1. 哪个？**\n- A. 甲\n- B. 乙\n- C. 丙\n\n**答案：B**\n",
        "1. 哪个？\nA. 甲\nB. 乙\nC. 丙\n我的答案：A 正确答案：B\n",
        "1. 【单选题】（2分）哪个？\nA. 甲\nB. 乙\nC. 丙\n答案：\nB\n",
        "1. [单选题] 哪个？\nA. 甲\nB. 乙\nC. 丙\n参考答案\n1、B\n",
        "Q1. 哪个？\nA. 甲\nB. 乙\nC. 丙\nAnswer: B\n",
    ],
)
def test_one_question_in_many_dresses(text: str) -> None:
    question = only(text)
    assert question.kind is QuestionKind.ONE
    assert question.texts["zh"].stem == "哪个？"
    assert question.texts["zh"].options == ("甲", "乙", "丙")
    assert question.correct == (1,)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("1. 选（ B ）是对的。\n" + OPTIONS, "选（）是对的。"),
        ("1. 选(B)是对的。\n" + OPTIONS, "选()是对的。"),
        ("1. 选【 B 】是对的。\n" + OPTIONS, "选【】是对的。"),
        ("1. 选__B__是对的。\n" + OPTIONS, "选____是对的。"),
        ("1. 选（B）是对的。\n" + OPTIONS + "答案：B\n", "选（）是对的。"),
        ("1. 维生素（C）呢？\n" + OPTIONS + "答案：B\n", "维生素（C）呢？"),
    ],
)
def test_the_answer_in_the_stems_brackets(text: str, stem: str) -> None:
    question = only(text)
    assert (question.texts["zh"].stem, question.correct) == (stem, (1,))


@pytest.mark.parametrize(
    ("text", "is_true"),
    [
        ("1. 是这样。（√）\n", True),
        ("一、判断题\n1. 是这样。（ 错 ）\n", False),
        ("一、判断题\n1. 是这样。×\n", False),
        ("一、判断题\n1. 是这样。\n答案：正确\n", True),
        ("一、判断题\n1. 是这样。\n答案：B\n", False),
        ("1. 是这样。\nA. 对\nB. 错\n答案：A\n", True),
        ("1. 是这样。\nA. 正确\nB. 错误\n答案：错误\n", False),
        ("1.（判断题）是这样。\n答案：对\n", True),
        ("一、判断题\n1. 是这样。（）\n参考答案\n1-1 √\n", True),
    ],
)
def test_true_or_false(text: str, is_true: bool) -> None:
    question = only(text)
    assert (question.kind, question.correct) == (QuestionKind.TRUE_FALSE, (0 if is_true else 1,))


TWO = "1. 哪个？\n" + OPTIONS + "2. 哪些？\n" + OPTIONS


@pytest.mark.parametrize(
    "key",
    [
        "1-2 BA",
        "1—2：BA",
        "1-2 B A",
        "1～2 题：B，A",
        "1、B 2、A",
        "1.B  2.A",
        "1. B\n2. A",
        "1.【答案】B\n2.【答案】A",
        "1、B\n解析：因为\n2、A\n因为也是",
        "参考答案\n1-2 BA",
        "参考答案：\n\n1．B；2．A。",
        "答案：1-2 BA",
        "答案：1.B 2.A",
        "## 参考答案\n### 一、单选题\n1、B 2、A",
    ],
)
def test_keys_at_the_end(key: str) -> None:
    assert rights(TWO + "\n" + key + "\n") == [(1,), (0,)]


def test_a_key_for_each_kind() -> None:
    text = (
        "一、单选题\n1. 哪个？\n" + OPTIONS + "2. 谁？\n" + OPTIONS
        + "二、多选题\n1. 哪些？\n" + OPTIONS + "三、判断题\n1. 是这样。（）\n2. 不是。（）\n"
        + "参考答案\n一、单选题\n1-2 DA\n三、判断题\n1-2 √×\n二、多选题\n1. ABD\n"
    )  # fmt: skip
    assert rights(text) == [(3,), (0,), (0, 1, 3), (0,), (1,)]


def test_a_key_without_headings_follows_the_numbers() -> None:
    text = "一、单选题\n1. 哪个？\n" + OPTIONS + "二、多选题\n2. 哪些？\n" + OPTIONS + "1-2 D AC\n"
    assert rights(text) == [(3,), (0, 2)]
    again = "一、单选题\n1. 哪个？\n" + OPTIONS + "二、多选题\n1. 哪些？\n" + OPTIONS
    assert rights(again + "答案\n1、D\n1、AC\n") == [(3,), (0, 2)]


def test_a_key_after_each_chapter() -> None:
    text = "".join(
        f"第{n}章 标题\n一、单选题\n1. 第{n}问？\n{OPTIONS}参考答案\n一、单选题\n1、{right}\n"
        for n, right in (("一", "B"), ("二", "C"))
    )
    assert rights(text) == [(1,), (2,)]
    assert [question.tags for question in read(text).questions] == [
        ("第一章 标题",),
        ("第二章 标题",),
    ]


def test_gaps_and_their_key_in_words() -> None:
    text = "一、填空题\n1. 首都是____。\n2. ____和____。\n参考答案：\n1. 北京  2. 马克思；恩格斯\n"
    one, two = read(text).questions
    assert [each.text for each in one.texts["zh"].spellings] == ["北京"]
    assert [each.text for each in two.texts["zh"].spellings] == ["马克思；恩格斯"]
    filled = only("一、填空题\n1. 首都是__北京__。\n")
    assert filled.texts["zh"].stem == "首都是____。"
    assert filled.texts["zh"].spellings[0].text == "北京"


def test_what_is_said_about_a_question() -> None:
    question = only(
        "1. 哪个？\n" + OPTIONS + "答案：B\n解析：因为。\n还有。\n难度：易\n知识点：章程、义务\n"
    )
    text = question.texts["zh"]
    assert (text.explanation, question.tags) == ("因为。\n还有。", ("章程", "义务"))
    assert (
        only("1. 哪个？\n" + OPTIONS + "答案：B 解析：因为。\n").texts["zh"].explanation == "因为。"
    )
    in_key = only("1. 哪个？\n" + OPTIONS + "参考答案\n1.【答案】B【解析】因为。\n")
    assert in_key.texts["zh"].explanation == "因为。"


def test_stems_of_several_lines_and_numbers_in_them() -> None:
    question = only("1. 1949年的哪一天？\n3.5 万人\n① 一\n② 二\n" + OPTIONS + "答案：B\n")
    assert question.texts["zh"].stem == "1949年的哪一天？\n3.5 万人\n① 一\n② 二"


def test_an_option_of_two_lines() -> None:
    assert only("1. 哪个？\nA. 甲\n一\nB. 乙\n答案：A\n").texts["zh"].options == ("甲一", "乙")


def test_one_right_of_several() -> None:
    question = only("二、多项选择题（每题3分）\n1. 哪些？\n" + OPTIONS + "答案：B\n")
    assert question.kind is QuestionKind.SEVERAL


@pytest.mark.parametrize(
    ("text", "line", "blocks", "why"),
    [
        ("1. 哪个？\n" + OPTIONS, 1, True, "right answer is missing"),
        ("1. 哪个？\n" + OPTIONS + "答案：E\n", 6, True, "none of the options"),
        ("一、单选题\n1. 哪个？\n答案：B\n", 2, True, "doesn't fit the kind"),
        ("一、单选题\n1. 哪个？\n" + OPTIONS + "答案：AB\n", 2, True, "one right answer"),
        ("1. （A）和（B）？\n" + OPTIONS, 1, True, "Several brackets"),
        ("1. 哪个？\n" + OPTIONS + "答案\n1-3 BA\n", 7, True, "there are 2 answers"),
        ("1. 哪个？\n" + OPTIONS + "参考答案\n1、B 2、A\n", 7, True, "no question 2"),
        ("一、论述题\n1. 谈谈体会。\n答案：略\n", 2, False, "essay"),
        ("一、简答题\n1. 为什么？\n答案：" + "因为大家都这么说。" * 5, 2, False, "essay"),
        ("1. 哪个？\nA. 甲\nB. 甲\n答案：A\n", 1, False, "say the same"),
        ("1. 哪个？\n" + OPTIONS + "答案：B\n\n第 3 页\n", 8, False, "belongs to no question"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, blocks: bool, why: str) -> None:
    findings = [
        each for each in read(text).findings if "right answer is missing" not in str(each.said)
        or "missing" in why
    ]  # fmt: skip
    assert [(each.place.line, each.blocks) for each in findings] == [(line, blocks)]
    assert why in str(findings[0].said)


WORDS = st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=8)
OFFERED = st.lists(WORDS, min_size=2, max_size=6, unique=True)
BANKS = st.lists(
    st.tuples(WORDS, OFFERED, st.sets(st.integers(0, 1), min_size=1)),
    min_size=1,
    max_size=8,
)  # fmt: skip


@given(
    bank=BANKS,
    signs=st.tuples(st.sampled_from(".、．)"), st.sampled_from(".、．:")),
    inline=st.booleans(),
    keyed=st.sampled_from(["below", "range", "singles"]),
)
def test_what_was_written_is_read(
    bank: list[tuple[str, list[str], set[int]]],
    signs: tuple[str, str],
    inline: bool,
    keyed: str,
) -> None:
    lines, keys = [], []
    for number, (stem, options, right) in enumerate(bank, 1):
        lines.append(f"{number}{signs[0]}{stem}是（）。")
        labelled = [f"{chr(65 + at)}{signs[1]}{words}" for at, words in enumerate(options)]
        lines += ["  ".join(labelled)] if inline else labelled
        keys.append("".join(chr(65 + at) for at in sorted(right)))
        if keyed == "below":
            lines.append(f"答案：{keys[-1]}")
    if keyed == "range":
        lines += ["参考答案", f"1-{len(bank)} {' '.join(keys)}"]
    if keyed == "singles":
        lines += ["参考答案", " ".join(f"{n}、{key}" for n, key in enumerate(keys, 1))]
    reading = read("\n".join(lines))
    assert reading.findings == ()
    assert [
        (q.texts["zh"].stem, list(q.texts["zh"].options), set(q.correct)) for q in reading.questions
    ] == [(f"{stem}是（）。", options, right) for stem, options, right in bank]


def test_options_go_on_behind_the_twelfth() -> None:
    written = "".join(f"{chr(65 + at)}. 选项{at}\n" for at in range(13))
    question = only(f"1. 哪个？\n{written}答案：M\n")
    assert (len(question.texts["zh"].options), question.correct) == (13, (12,))


@given(st.text("1234.、AB（）()√×答案：解析一单选题第章\n 甲_", max_size=120))
def test_junk_never_raises(text: str) -> None:
    read_question_text(list(enumerate(text.splitlines(), 1)), "bank.txt", "zh")
