"""Sheets of questions as people write them, and what is said about rows that can't be used."""

from decimal import Decimal
from pathlib import Path

import pytest

from quizzes.bank import read_bank
from quizzes.readings import Reading
from storage.values.questions import Question, QuestionKind


def read_csv(folder: Path, text: str, name: str = "bank.csv") -> Reading:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_bank(path, "zh")


def question_of(folder: Path, text: str) -> Question:
    reading = read_csv(folder, text)
    assert reading.findings == ()
    (question,) = reading.questions
    return question


def finding_of(folder: Path, row: str, headers: str = "题干,A,B,C,答案") -> tuple[object, ...]:
    reading = read_csv(folder, f"{headers}\n{row}\n第二题,甲,乙,丙,A\n")
    (finding,) = reading.findings
    assert finding.place.line == 2
    assert len(reading.questions) == 1
    return finding.place.column, finding.blocks, str(finding.said)


@pytest.mark.parametrize(
    "headers",
    [
        "题干,A,B,C,D,答案",
        "题目,选项A,选项B,选项C,选项D,正确答案",
        "*试题（必填）,A 选项,B 选项,C 选项,D 选项,正确选项（必填）",
        "问题,选项1,选项2,选项3,选项4,参考答案",
        "题干,选项一,选项二,选项三,选项四,答案",
        "题干,Ａ,Ｂ,Ｃ,Ｄ,答案",
        "Question,Option A,Option B,Option C,Option D,Correct answer(s)",
        "STEM,1,2,3,4,Answer",
        "question,answer 1,answer 2,answer 3,answer 4,correct",
    ],
)
def test_headers(tmp_path: Path, headers: str) -> None:
    question = question_of(tmp_path, f"{headers}\n首都？,沪,京,津,渝,B\n")
    assert question.texts["zh"].stem == "首都？"
    assert question.texts["zh"].options == ("沪", "京", "津", "渝")
    assert (question.kind, question.correct) == (QuestionKind.ONE, (1,))


def test_an_index_column_without_header_is_ignored(tmp_path: Path) -> None:
    """As a data frame writes itself: a nameless first column that counts the rows."""
    text = ",Question,A,B,C,D,Answer\n0,一,甲,乙,丙,丁,D\n1,二,甲,乙,丙,丁,A\n2,,,,,,\n"
    reading = read_csv(tmp_path, text)
    assert reading.findings == ()
    assert [question.correct for question in reading.questions] == [(3,), (0,)]


def test_all_columns(tmp_path: Path) -> None:
    question = question_of(
        tmp_path,
        "编号,题型,题干,A,B,C,答案,解析,章节,标签\n"
        'q1,多选题,哪些？,甲,乙,丙,AC,"见第一章，\n第二条",第一章,义务、权利\n',
    )
    assert (question.key, question.kind, question.correct) == ("q1", QuestionKind.SEVERAL, (0, 2))
    assert question.tags == ("第一章", "义务", "权利")
    assert question.texts["zh"].explanation == "见第一章，\n第二条"


@pytest.mark.parametrize(
    ("answer", "correct"),
    [
        ("A", (0,)),
        ("b", (1,)),
        ("Ｃ", (2,)),
        ("ABD", (0, 1, 3)),
        ('"A,B"', (0, 1)),
        ("A、C", (0, 2)),
        ("D；A", (0, 3)),
        ("A C", (0, 2)),
        ("2", (1,)),
        ("1;3", (0, 2)),
        ("延安", (1,)),
        ("延 安。", (1,)),
        ("西柏坡；井冈山", (0, 3)),
        ("B. 延安", (1,)),
    ],
)
def test_answers(tmp_path: Path, answer: str, correct: tuple[int, ...]) -> None:
    text = f"题干,A,B,C,D,答案\n哪里？,井冈山,延安,遵义,西柏坡,{answer}\n"
    question = question_of(tmp_path, text)
    assert question.correct == correct
    assert question.kind is (QuestionKind.ONE if len(correct) == 1 else QuestionKind.SEVERAL)


@pytest.mark.parametrize("answer", ["对", "正确", "√", "T", "true", "TRUE", "是"])
@pytest.mark.parametrize("kind", ["判断题", ""])
def test_true(tmp_path: Path, answer: str, kind: str) -> None:
    question = question_of(tmp_path, f"题型,题干,答案\n{kind},是这样。,{answer}\n")
    assert (question.kind, question.correct) == (QuestionKind.TRUE_FALSE, (0,))
    assert question.texts["zh"].options == ()


@pytest.mark.parametrize("answer", ["错", "错误", "×", "F", "False", "x", "否"])
def test_false(tmp_path: Path, answer: str) -> None:
    question = question_of(tmp_path, f"题干,答案\n是这样。,{answer}\n")
    assert (question.kind, question.correct) == (QuestionKind.TRUE_FALSE, (1,))


@pytest.mark.parametrize(
    ("options", "answer", "correct"),
    [("对,错", "A", 0), ("错误,正确", "A", 1), ("错误,正确", "正确", 0), ("True,False", "B", 1)],
)
def test_true_or_false_spelt_out_as_options(
    tmp_path: Path, options: str, answer: str, correct: int
) -> None:
    question = question_of(tmp_path, f"题干,A,B,答案\n是这样。,{options},{answer}\n")
    assert (question.kind, question.correct) == (QuestionKind.TRUE_FALSE, (correct,))


@pytest.mark.parametrize(
    "cell",
    [
        '"甲\n乙\n丙"',
        '"A. 甲\nB. 乙\nC. 丙"',
        "A. 甲 B. 乙 C. 丙",
        "A、甲B、乙C、丙",
        "A．甲 Ｂ．乙 C．丙",
    ],
)
def test_all_options_in_one_cell(tmp_path: Path, cell: str) -> None:
    question = question_of(tmp_path, f"题干,选项,答案\n哪个？,{cell},C\n")
    assert question.texts["zh"].options == ("甲", "乙", "丙")
    assert question.correct == (2,)


def test_letters_before_each_option_are_dropped(tmp_path: Path) -> None:
    question = question_of(tmp_path, "题干,A,B,答案\n哪个？,A.甲,B、乙,B\n")
    assert question.texts["zh"].options == ("甲", "乙")


def test_letters_that_are_not_the_options_own_stay(tmp_path: Path) -> None:
    question = question_of(tmp_path, "题干,A,B,答案\n哪个？,B.甲,A.乙,B\n")
    assert question.texts["zh"].options == ("B.甲", "A.乙")


def test_a_single_letter_is_a_label_even_where_it_is_an_options_words(tmp_path: Path) -> None:
    question = question_of(tmp_path, "题干,A,B,答案\n哪种血型？,B,A,A\n")
    assert question.correct == (0,)


def test_a_gap_in_the_options_keeps_the_letters(tmp_path: Path) -> None:
    question = question_of(tmp_path, "题干,A,B,C,答案\n哪个？,甲,,丙,C\n")
    assert question.texts["zh"].options == ("甲", "丙")
    assert question.correct == (1,)


def test_sevral_may_have_one_right(tmp_path: Path) -> None:
    question = question_of(tmp_path, "题型,题干,A,B,答案\n不定项选择题,哪些？,甲,乙,A\n")
    assert (question.kind, question.correct) == (QuestionKind.SEVERAL, (0,))


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("哪个？,甲,乙,丙,", "答案", "right answer is missing"),
        ("哪个？,甲,乙,丙,E", "答案", "none of the options"),
        ("哪个？,甲,乙,,C", "答案", "none of the options"),
        ("哪个？,甲,,丙,B", "答案", "none of the options"),
        ("哪个？,甲,乙,丙,AA", "答案", "none of the options"),
        ("哪个？,甲,乙,丙,7", "答案", "none of the options"),
        ("哪个？,2,1,3,1", "答案", "can be read as letters"),
        ("哪个？,甲,,,A", "答案", "at least two options"),
        (",甲,乙,丙,A", "题干", "words are missing"),
        ("哪个？,对,错,,AB", "答案", "neither true nor false"),
    ],
)
def test_errors_block_and_name_row_and_column(
    tmp_path: Path, row: str, column: str, why: str
) -> None:
    where, blocks, said = finding_of(tmp_path, row)
    assert (where, blocks) == (column, True)
    assert why in str(said)


def test_more_right_answers_than_the_type_allows(tmp_path: Path) -> None:
    reading = read_csv(tmp_path, "题型,题干,A,B,答案\n单选,哪个？,甲,乙,AB\n")
    (finding,) = reading.findings
    assert finding.blocks
    assert finding.place.column == "答案"


@pytest.mark.parametrize(
    ("kind", "row", "why"),
    [
        ("简答题", f"为什么？,,,{'因为大家都这么说。' * 4}", "essay"),
        ("论述题", "谈谈体会。,,,略", "essay"),
        ("连线题", "连一连。,甲-乙,丙-丁,略", "matched"),
        ("单选题", "哪个？,甲,甲,A", "two options say the same"),
    ],
)
def test_what_cannot_be_asked_is_a_notice(tmp_path: Path, kind: str, row: str, why: str) -> None:
    (finding,) = read_csv(tmp_path, f"题型,题干,A,B,答案\n{kind},{row}\n").findings
    assert (finding.place.line, finding.blocks) == (2, False)
    assert why in str(finding.said)


@pytest.mark.parametrize(
    ("kind", "row", "accepted"),
    [
        ("填空题", "首都是__。,,,北京", ["北京"]),
        ("填空题", "首都是__。,,,北京|京城", ["北京", "京城"]),
        ("填空题", "__和__。,,,马克思；恩格斯", ["马克思；恩格斯"]),
        ("填空题", "__和__。,马克思,恩格斯,", ["马克思；恩格斯"]),
        ("简答题", "谁？,,,我。", ["我。"]),
        ("", "首都是__。,,,北京", ["北京"]),
        ("计算题", "一加一？,,,是二", ["是二"]),
    ],
)
def test_gaps_are_filled_in_with_words(
    tmp_path: Path, kind: str, row: str, accepted: list[str]
) -> None:
    question = question_of(tmp_path, f"题型,题干,A,B,答案\n{kind},{row}\n")
    assert question.kind is QuestionKind.SHORT
    assert [each.text for each in question.texts["zh"].spellings] == accepted


@pytest.mark.parametrize(
    ("answer", "low", "high"),
    [("2", "2", "2"), ("３.５±0.5", "3", "4"), ("3~4", "3", "4"), ("-1:0.5", "-1.5", "-0.5")],
)
def test_numbers_have_a_tolerance(tmp_path: Path, answer: str, low: str, high: str) -> None:
    question = question_of(tmp_path, f"题型,题干,答案\n计算题,几？,{answer}\n")
    assert question.kind is QuestionKind.NUMERICAL
    (accepted,) = question.numbers
    assert (accepted.low, accepted.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("kind", ["案例分析题", "计算题", "判断题", "选择题", "Multiple choice"])
def test_with_options_the_answers_tell_the_kind(tmp_path: Path, kind: str) -> None:
    question = question_of(tmp_path, f"题型,题干,A,B,答案\n{kind},哪个？,甲,乙,AB\n")
    assert question.kind is QuestionKind.SEVERAL


def test_unknown_headers_are_shown_with_those_expected(tmp_path: Path) -> None:
    (finding,) = read_csv(tmp_path, "甲,乙,丙\n1,2,3\n").findings
    assert finding.blocks
    assert "甲 | 乙 | 丙" in str(finding.said)
    assert "题干" in str(finding.said)


def test_headers_may_stand_below_a_title(tmp_path: Path) -> None:
    reading = read_csv(tmp_path, "一季度题库,,,\n,,,\n题干,A,B,答案\n哪个？,甲,乙,A\n哪？,甲,乙,\n")
    assert len(reading.questions) == 1
    assert [finding.place.line for finding in reading.findings] == [5]


def test_the_same_row_twice_is_kept_once(tmp_path: Path) -> None:
    reading = read_csv(tmp_path, "题干,A,B,答案\n哪个？,甲,乙,A\n哪个?,甲,乙,A\n哪个,甲,乙,B\n")
    assert len(reading.questions) == 1
    assert [(found.place.line, found.blocks) for found in reading.findings] == [
        (3, False),
        (4, True),
    ]


@pytest.mark.parametrize("option", ["选项{letter}", "{letter} 选项", "选项{number}"])
def test_more_than_twelve_options_and_more_than_letters(tmp_path: Path, option: str) -> None:
    def sheet(count: int) -> str:
        called = [option.format(letter=chr(65 + n % 26), number=n + 1) for n in range(count)]
        head = ",".join(["题干", *called, "答案"])
        return f"{head}\n哪个？,{','.join(f'甲{n}' for n in range(count))},M\n"

    question = question_of(tmp_path, sheet(26))
    assert (len(question.texts["zh"].options), question.correct) == (26, (12,))
    if "{number}" in option:
        reading = read_csv(tmp_path, sheet(27))
        assert reading.questions == ()
        assert "26" in str(reading.findings[0].said)
