"""GIFT: its grammar, its faults with their lines, and what becomes of its questions."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.gift import parse_gift
from quizzes.gift_questions import read_gift
from quizzes.gift_tree import (
    GiftBody,
    GiftChoices,
    GiftMatching,
    GiftNumber,
    GiftNumerical,
    GiftRange,
    GiftShort,
    GiftTrueFalse,
)
from storage.values.questions import Question, QuestionKind, Spelling

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1).filter(
    lambda text: text.strip(" _\n") and text.strip()
)


def body_of(text: str) -> GiftBody:
    tree = parse_gift(text)
    assert tree.faults == ()
    (question,) = tree.questions
    return question.body


def question_of(text: str) -> Question:
    reading = read_gift(text, "bank.gift", "en")
    assert reading.findings == ()
    (question,) = reading.questions
    return question


def escape(text: str) -> str:
    """The text as it must be written in a GIFT file to be read back as it is."""
    return re.sub(r"[~=#{}:\\]", r"\\\g<0>", text).replace("\n", "\\n")


def findings_of(text: str) -> list[tuple[int | None, bool, str]]:
    reading = read_gift(text, "bank.gift", "en")
    return [(found.place.line, found.blocks, str(found.said)) for found in reading.findings]


@given(title=TEXTS, stem=TEXTS, right=TEXTS, wrong=TEXTS, feedback=TEXTS)
def test_what_is_escaped_is_read_back(
    title: str, stem: str, right: str, wrong: str, feedback: str
) -> None:
    written = (
        f"::{escape(title)}::[plain]{escape(stem)} {{\n=[plain]{escape(right)}"
        f"#[plain]{escape(feedback)}\n~[plain]{escape(wrong)}\n}}"
    )
    tree = parse_gift(written)
    assert tree.faults == ()
    (question,) = tree.questions
    assert isinstance(question.body, GiftChoices)
    first, second = question.body.answers
    assert (question.title, question.stem.text) == (title.strip(), stem.strip())
    assert (first.text.text, second.text.text) == (right.strip(), wrong.strip())
    assert first.feedback is not None
    assert first.feedback.text == feedback.strip()


@given(st.text(st.sampled_from("ab \n\\{}=~#:%/1T[]->$")))
def test_no_text_makes_the_parser_stumble(text: str) -> None:
    tree = parse_gift(text)
    lines = text.count("\n") + 1
    assert all(1 <= question.line <= lines for question in tree.questions)
    assert all(1 <= fault.line <= lines for fault in tree.faults)
    read_gift(text, "bank.gift", "en")


@pytest.mark.parametrize(
    ("answers", "correct", "kind"),
    [
        ("~a =b ~c", (1,), QuestionKind.ONE),
        ("~a ~%50%b =c", (2,), QuestionKind.ONE),
        ("~a ~%50%b ~%50%c", (1, 2), QuestionKind.SEVERAL),
        ("~%-50%a ~%100%b ~c", (1,), QuestionKind.ONE),
        ("=a =b ~c", (0, 1), QuestionKind.SEVERAL),
        ("=%50%a =%50%b ~c =%0%d", (0, 1), QuestionKind.SEVERAL),
    ],
)
def test_right_answers(answers: str, correct: tuple[int, ...], kind: QuestionKind) -> None:
    question = question_of(f"Which? {{{answers}}}")
    assert (question.correct, question.kind) == (correct, kind)


@pytest.mark.parametrize("word", ["T", "TRUE", "true", " t "])
def test_true(word: str) -> None:
    question = question_of(f"Is it so? {{{word}}}")
    assert question.kind is QuestionKind.TRUE_FALSE
    assert question.correct == (0,)
    assert question.texts["en"].options == ()


def test_false_with_feedback_explains() -> None:
    question = question_of("Is it so? {F#It is not.#Well seen.}")
    assert question.correct == (1,)
    assert question.texts["en"].explanation == "Well seen."


def test_words_that_begin_like_true_are_an_answer() -> None:
    assert isinstance(body_of("Which tree? {Tulip}"), GiftShort)
    assert isinstance(body_of("Which? {TRUE}"), GiftTrueFalse)


def test_general_feedback_explains_before_the_right_answers() -> None:
    assert question_of("Q {=a#Yes. ~b#No. ####All.}").texts["en"].explanation == "All."
    assert question_of("Q {=a#Yes. ~b#No.}").texts["en"].explanation == "Yes."


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("Grant is {~buried =entombed} here.", "Grant is ____ here."),
        ("首都是{~上海 =北京}。", "首都是____。"),
        ("{~上海 =北京}是首都", "____是首都"),
        ("Two\n  lines {=a ~b}", "Two lines"),
        ("Two\r\nlines\r\n{\r\n=a\r\n~b\r\n}\r\n", "Two lines"),
        (r"A\nB {=a ~b}", "A\nB"),
        (r"$\frac\{1\}\{2\}$ {=a ~b}", r"$\frac{1}{2}$"),
        ("[html]<p>One &amp; <b>two</b></p><p>three</p> {=a ~b}", "One & two\nthree"),
        (r"[html]<p>One\ntwo</p> {=a ~b}", "One two"),
        ("<b>Bold</b> {=a ~b}", "Bold"),
        ("Is a < b and List<T> so? {=a ~b}", "Is a < b and List<T> so?"),
        ("[markdown]**Bold** {=a ~b}", "**Bold**"),
        ("[plain]<b> {=a ~b}", "<b>"),
    ],
)
def test_stems(written: str, stem: str) -> None:
    assert question_of(written).texts["en"].stem == stem


def test_id_tags_and_category_belong_to_what_follows() -> None:
    reading = read_gift(
        "$CATEGORY: $course$/top/Rules\n\n"
        "// [id:r1] [tag:duties] [tag:rights]\nOne? {T}\n\nTwo? {F}\n",
        "bank.gift",
        "en",
    )
    one, two = reading.questions
    assert (one.key, one.tags) == ("r1", ("duties", "rights"))
    assert (len(two.key), two.tags) == (16, ("Rules",))
    assert [each.place.line for each in reading.sourced] == [4, 6]


def test_comments_and_blank_lines_among_the_answers() -> None:
    question = question_of("Which?\n{\n~a\n\n// not this\n=b\n}\n")
    assert question.texts["en"].options == ("a", "b")


def test_numbers() -> None:
    body = body_of("Pi? {#=3.14:0.01#fine =%50%3..4 ~#no}")
    assert isinstance(body, GiftNumerical)
    exact, wide, rest = body.answers
    assert exact.expected == GiftNumber(Decimal("3.14"), Decimal("0.01"))
    assert (wide.expected, wide.weight) == (GiftRange(Decimal(3), Decimal(4)), Decimal(50))
    assert rest.expected is None
    assert rest.feedback is not None


def test_pairs_keep_their_halves() -> None:
    body = body_of("Match. {=Canada -> Ottawa =Italy->Rome = -> Oslo}")
    assert isinstance(body, GiftMatching)
    assert [(pair.left.text, pair.right) for pair in body.pairs] == [
        ("Canada", "Ottawa"),
        ("Italy", "Rome"),
        ("", "Oslo"),
    ]


def test_an_arrow_in_one_answer_makes_no_pairs() -> None:
    assert isinstance(body_of("How? {=to -> fro =fro}"), GiftShort)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Tell. {}", "essay"),
        ("Take a pencil.", "asks nothing"),
        (r'[html]Which? {=<img src\="a.png"> ~b}', "only a picture"),
        (r'[html]<img src\="a.png"> {T}', "only a picture"),
        ("Which? {=a ~a}", "two options say the same"),
    ],
)
def test_what_cannot_be_asked_is_named_and_left_out(written: str, why: str) -> None:
    ((line, blocks, said),) = findings_of(f"First? {{T}}\n\n{written}")
    assert (line, blocks) == (3, False)
    assert why in said


@pytest.mark.parametrize(
    "written",
    [
        "首都是{1:SHORTANSWER:=北京}。",
        "A{1:SA:=x#Yes.} and {2:MULTICHOICE_V:~a~=b}.",
        "Fill in:\n1. {:NM:=5:0.1}\n2. {=plain}",
        "1. {=plain}\n2. {1:mcs:=a~b}",
        "The {~cat =dog} and the {=bone ~fish} met.",
    ],
)
def test_a_text_with_gaps_of_their_own_is_named_and_left_out(written: str) -> None:
    ((line, blocks, said),) = findings_of(f"First? {{T}}\n\n{written}\n\nLast? {{F}}")
    assert (line, blocks) == (3, False)
    assert "cloze" in said


def test_short_answers_are_kept_with_what_they_are_worth() -> None:
    question = question_of("Who? {=%50%I#Half. =me#Whole. =%0%he}")
    assert question.kind is QuestionKind.SHORT
    assert question.correct == ()
    text = question.texts["en"]
    assert text.spellings == (Spelling("me"), Spelling("I", 0.5))
    assert text.feedback == ("Whole.", "Half.")


def test_numbers_are_kept_as_from_and_to() -> None:
    question = question_of("Pi? {#=3.14:0.01 =%50%3..4 ~#no}")
    assert question.kind is QuestionKind.NUMERICAL
    near, wide = question.numbers
    assert (near.low, near.high, near.value) == (Decimal("3.13"), Decimal("3.15"), Decimal("3.14"))
    assert (wide.low, wide.high, wide.value, wide.fraction) == (3, 4, None, 0.5)


def test_pairs_are_kept_with_partners_too_many_at_the_end() -> None:
    question = question_of("Match. {=a -> b = -> too many =c -> d}")
    assert question.kind is QuestionKind.MATCHING
    text = question.texts["en"]
    assert (text.options, text.partners) == (("a", "c"), ("b", "d", "too many"))


def test_weights_and_feedback_are_kept_where_they_say_something() -> None:
    several = question_of("Which? {~%50%a#Yes. ~%50%b#Yes. ~%-100%c#No!}")
    assert (several.correct, several.weights) == ((0, 1), (0.5, 0.5, -1.0))
    text = several.texts["en"]
    assert (text.explanation, text.feedback) == ("Yes.", ("", "", "No!"))
    assert question_of("Which? {=a ~b}").weights == ()
    assert question_of("Which? {=a ~%50%b ~c}").weights == (1.0, 0.5, 0.0)


@pytest.mark.parametrize(
    ("written", "line", "why"),
    [
        ("One? {T\n\nTwo? {F}", 1, "closing curly bracket is missing"),
        ("One? {=a\n~b\n\nNo answers here.", 1, "closing curly bracket is missing"),
        ("One? {T}\nTwo? {F}", 2, "Leave a blank line"),
        ("One?\n{=a {b} ~c}", 2, "opens among the answers"),
        ("One? }", 1, "never opened"),
        ("One? {~a ~b}", 1, "No answer is marked as right"),
        ("One? {~%100%a}", 1, "at least two options"),
        ("One? {=a\n~}", 2, "without words"),
        ("One? {\nwords\n=b}", 2, "Words before the first answer"),
        ("One? {a =b}", 1, "Words before the first answer"),
        ("{=a ~b}", 1, "no words to ask"),
        ("One? {#\n=five}", 2, "not a number"),
        ("One? {=%0%a}", 1, "right answer is missing"),
        ("One? {#NaN}", 1, "not a number"),
        ("One? {=a -> b\n=c ->}", 2, "second half"),
    ],
)
def test_faults_name_their_line(written: str, line: int, why: str) -> None:
    faults = [found for found in findings_of(written) if found[1]]
    assert [(fault[0], why in fault[2]) for fault in faults] == [(line, True)]


def test_a_fault_does_not_hide_what_follows() -> None:
    tree = parse_gift("One? {T\n\nTwo? {F}\n\nThree? {T}\n")
    assert [question.stem.text for question in tree.questions] == ["Two?", "Three?"]
    assert [fault.line for fault in tree.faults] == [1]
    tree = parse_gift("One? {T\n\nJust words.\n")
    assert [question.stem.text for question in tree.questions] == ["Just words."]
    assert [fault.line for fault in tree.faults] == [1]
