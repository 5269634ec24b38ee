"""Aiken, Moodle XML and QTI: what their readers make of them, and what they refuse."""

import io
import zipfile

import pytest

from quizzes.bank import read_content
from quizzes.readings import Reading
from storage.values.questions import Question, QuestionKind, Spelling


def read(text: str | bytes, name: str = "bank.dat") -> Reading:
    return read_content(text.encode() if isinstance(text, str) else text, name, "en")


def only(text: str | bytes) -> Question:
    reading = read(text)
    assert reading.findings == ()
    (question,) = reading.questions
    return question


def why(text: str | bytes) -> tuple[int | None, str]:
    (finding,) = read(text).findings
    return finding.place.line, str(finding.said)


AIKEN = "Which one\nof these?\nA) this\nB. that\n   and more\nANSWER: B\n\n"


def test_aiken() -> None:
    one, two = read(AIKEN + "Is it so?\nA. True\nB. False\nANSWER: B\n").questions
    assert one.texts["en"].stem == "Which one\nof these?"
    assert one.texts["en"].options == ("this", "that and more")
    assert one.correct == (1,)
    assert (two.kind, two.correct) == (QuestionKind.TRUE_FALSE, (1,))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (AIKEN + "And this?\nA. one\nB. two\n", 8, "no line such as ANSWER"),
        (AIKEN + "And this?\nA. one\nB. two\nANSWER: C\n", 8, "none of the options"),
        (AIKEN + "And this?\nANSWER: A\n", 8, "none of the options"),
    ],
)
def test_faults_in_aiken(text: str, line: int, said: str) -> None:
    at, told = why(text)
    assert at == line and said in told


def moodle(questions: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}\n</quiz>'


def question(kind: str, inside: str, stem: str = "Which?") -> str:
    return (
        f'<question type="{kind}"><name><text>n</text></name><questiontext format="html">'
        f"<text><![CDATA[{stem}]]></text></questiontext>{inside}</question>"
    )


def answer(words: str, fraction: float, more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{words}</text>{more}</answer>'


def test_moodle_multiple_choice_with_tags_feedback_and_category() -> None:
    read_one = only(
        moodle(
            '<question type="category"><category><text>$course$/top/Rules</text></category>'
            "</question>"
            + question(
                "multichoice",
                "<single>false</single><generalfeedback><text>&lt;p&gt;All.&lt;/p&gt;</text>"
                "</generalfeedback>"
                + answer("a", 50)
                + answer("b", 50)
                + answer("c", -100, "<feedback><text>No!</text></feedback>"),
                "<p>Which <b>two</b>?</p>",
            )
        )
    )
    text = read_one.texts["en"]
    assert (read_one.kind, read_one.correct) == (QuestionKind.SEVERAL, (0, 1))
    assert (read_one.weights, read_one.tags) == ((0.5, 0.5, -1.0), ("Rules",))
    assert (text.stem, text.explanation, text.feedback) == ("Which two?", "All.", ("", "", "No!"))


def test_moodle_one_right_with_a_half_right_one() -> None:
    read_one = only(
        moodle(
            question(
                "multichoice",
                "<single>true</single>" + answer("a", 100) + answer("b", 50) + answer("c", 0),
            )
        )
    )
    assert (read_one.kind, read_one.correct) == (QuestionKind.ONE, (0,))
    assert read_one.weights == (1.0, 0.5, 0.0)


def test_moodle_kinds_that_are_typed_or_matched() -> None:
    pairs = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("a", "1"), ("b", "2"), ("", "3"))
    )
    short, number, match, true_false = read(
        moodle(
            question(
                "shortanswer",
                "<usecase>1</usecase>" + answer("Me", 100) + answer("*I*", 50),
                "Who?",
            )
            + question("numerical", answer("3.14", 100, "<tolerance>0.01</tolerance>"), "Pi?")
            + question("matching", pairs, "Match.")
            + question("truefalse", answer("true", 0) + answer("false", 100), "So?")
        )
    ).questions
    assert short.texts["en"].spellings == (Spelling("Me"), Spelling("*I*", 0.5))
    assert short.case_matters
    assert str(number.numbers[0].low) == "3.13"
    assert match.texts["en"].partners == ("1", "2", "3")
    assert (true_false.kind, true_false.correct) == (QuestionKind.TRUE_FALSE, (1,))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("essay", "essay"),
        ("cloze", "cloze"),
        ("description", "asks nothing"),
        ("ddwtos", "“ddwtos”"),
    ],
)
def test_what_moodle_has_besides_is_named_with_its_line(kind: str, said: str) -> None:
    line, told = why(moodle(question(kind, "")))
    assert line == 3 and said in told


def test_a_picture_is_named_and_its_file_name_is_no_word() -> None:
    reading = read(
        moodle(
            question(
                "multichoice",
                answer("a", 100) + answer("b", 0),
                '<p>Which sign?<img src="x.png" alt="x.png"/><img alt="a stop sign"></p>',
            )
        )
    )
    assert reading.questions[0].texts["en"].stem == "Which sign?a stop sign"
    assert "picture" in str(reading.findings[0].said)


BOMB = (
    '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<quiz><question type='essay'>&b;</question></quiz>"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "entities of its own"),
        ('<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "entities"),
        ("<quiz><question>", "broken at line 1"),
        ("<quiz>" + "<a>" * 5_000 + "</a>" * 5_000 + "</quiz>", "nested too deeply"),
    ],
)
def test_traps_in_xml_are_refused(text: str, said: str) -> None:
    assert said in why(text)[1]


def test_xml_in_a_chinese_encoding() -> None:
    written = moodle(question("truefalse", answer("true", 100) + answer("false", 0), "对吗？"))
    data = written.replace("UTF-8", "gb2312").encode("gb2312")
    assert only(data).texts["en"].stem == "对吗？"


NEW = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t">
 <responseDeclaration identifier="R" cardinality="{cardinality}" baseType="identifier">
  <correctResponse>{right}</correctResponse>{mapping}
 </responseDeclaration>
 <itemBody><p>Read <b>this</b>.</p>
  <choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="1">
   <prompt>Which?</prompt>
   <simpleChoice identifier="A">one <feedbackInline outcomeIdentifier="F" identifier="A">Well
   seen.</feedbackInline></simpleChoice>
   <simpleChoice identifier="B">two</simpleChoice>
   <simpleChoice identifier="C">three</simpleChoice>
  </choiceInteraction></itemBody>
</assessmentItem>"""


def new_item(cardinality: str, right: str, mapping: str = "") -> str:
    values = "".join(f"<value>{each}</value>" for each in right)
    return NEW.format(cardinality=cardinality, right=values, mapping=mapping)


def in_version_3(text: str) -> str:
    names = (
        ("assessmentItem", "qti-assessment-item"),
        ("responseDeclaration", "qti-response-declaration"),
        ("correctResponse", "qti-correct-response"),
        ("itemBody", "qti-item-body"),
        ("choiceInteraction", "qti-choice-interaction"),
        ("simpleChoice", "qti-simple-choice"),
        ("prompt>", "qti-prompt>"),
        ("value>", "qti-value>"),
        ("feedbackInline", "qti-feedback-inline"),
        ("responseIdentifier", "response-identifier"),
    )
    for old, new in names:
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("text", [new_item("single", "B"), in_version_3(new_item("single", "B"))])
def test_qti_2_and_3(text: str) -> None:
    read_one = only(text)
    told = read_one.texts["en"]
    assert told.stem == "Read this.\nWhich?"
    assert told.options == ("one", "two", "three")
    assert (read_one.kind, read_one.correct) == (QuestionKind.ONE, (1,))
    assert told.feedback == ("Well seen.", "", "")


def test_qti_weights_add_up_to_a_whole() -> None:
    mapping = '<mapping defaultValue="-2"><mapEntry mapKey="A" mappedValue="2"/></mapping>'
    read_one = only(new_item("multiple", "A", mapping))
    assert (read_one.kind, read_one.weights) == (QuestionKind.SEVERAL, (1.0, -1.0, -1.0))


def test_other_interactions_are_named() -> None:
    text = new_item("single", "A").replace("choiceInteraction", "hotspotInteraction")
    assert "“hotspot”" in why(text)[1]


OLD = """<questestinterop><assessment><section>
<item ident="1"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>
<fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;p&gt;Which?&lt;/p&gt;</mattext></material>
<response_lid ident="r" rcardinality="{cardinality}"><render_choice>
<response_label ident="a"><material><mattext>one</mattext></material></response_label>
<response_label ident="b"><material><mattext>two</mattext></material></response_label>
<response_label ident="c"><material><mattext>three</mattext></material></response_label>
</render_choice></response_lid></presentation>
<resprocessing>{conditions}</resprocessing></item></section></assessment></questestinterop>"""


def test_qti_1_one_right() -> None:
    condition = (
        '<respcondition><conditionvar><varequal respident="r">b</varequal></conditionvar>'
        '<setvar action="Set">100</setvar></respcondition>'
    )
    text = OLD.format(kind="multiple_choice_question", cardinality="Single", conditions=condition)
    read_one = only(text)
    assert (read_one.kind, read_one.correct) == (QuestionKind.ONE, (1,))
    assert read_one.texts["en"].stem == "Which?"


def test_qti_1_several_right_and_one_to_be_left() -> None:
    condition = (
        "<respcondition><conditionvar><and><varequal>a</varequal><varequal>c</varequal>"
        "<not><varequal>b</varequal></not></and></conditionvar><setvar>100</setvar></respcondition>"
    )
    text = OLD.format(
        kind="multiple_answers_question", cardinality="Multiple", conditions=condition
    )
    read_one = only(text)
    assert (read_one.kind, read_one.correct) == (QuestionKind.SEVERAL, (0, 2))
    assert read_one.weights == ()


def test_a_package_of_items() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("items/1.xml", new_item("single", "B"))
        archive.writestr("items/2.xml", new_item("single", "A").replace("Which?", "Who?"))
        archive.writestr("items/3.xml", "<assessmentItem><itemBody>")
    reading = read(written.getvalue(), "bank.zip")
    assert [each.correct for each in reading.questions] == [(1,), (0,)]
    assert [(each.place.file, each.place.line) for each in reading.findings] == [
        ("bank.zip/items/3.xml", None)
    ]


@pytest.mark.parametrize(("right", "more"), [("=a", "~{}"), ("=a->b", "={}->{}")])
def test_more_options_than_letters_are_left_out(right: str, more: str) -> None:
    def gift(count: int) -> str:
        others = (more.format(number, number) for number in range(1, count))
        return f"Which?{{{' '.join([right, *others])}}}"

    assert read(gift(26)).findings == ()
    assert read(gift(27)).questions == ()
    assert "26" in why(gift(27))[1]
