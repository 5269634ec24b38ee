"""Languages of one question joined; doubled and contradicting questions found."""

import pytest

from quizzes.gift_questions import read_gift
from quizzes.merging import merge_readings
from quizzes.readings import Reading

ZH = "// [id:q1] [tag:a]\n首都？{~沪 =京}\n\n// [id:q2]\n只有中文。{T}\n"
EN = "// [id:q1] [tag:b]\nCapital? {~Shanghai =Beijing}\n\n// [id:q3]\nEnglish only. {F}\n"


def zh(text: str, file: str = "b.zh.gift") -> Reading:
    return read_gift(text, file, "zh")


def en(text: str, file: str = "b.en.gift") -> Reading:
    return read_gift(text, file, "en")


def test_languages_are_joined_by_key() -> None:
    merged = merge_readings([zh(ZH), en(EN)])
    assert merged.findings == ()
    both, chinese, english = merged.questions
    assert (both.key, set(both.texts), both.tags) == ("q1", {"zh", "en"}, ("a", "b"))
    assert both.texts["en"].options == ("Shanghai", "Beijing")
    assert set(chinese.texts) == {"zh"}
    assert set(english.texts) == {"en"}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("Capital? {T}", "of another kind"),
        ("Capital? {~Shanghai =Beijing ~Tianjin}", "3 options here, but 2"),
        ("Capital? {=Shanghai ~Beijing}", "another right answer"),
    ],
)
def test_languages_must_agree(other: str, why: str) -> None:
    merged = merge_readings([zh(ZH), en(f"\n// [id:q1]\n{other}")])
    (finding,) = merged.findings
    assert finding.blocks
    assert (finding.place.file, finding.place.line) == ("b.en.gift", 3)
    assert why in str(finding.said)
    assert "b.zh.gift, line 2" in str(finding.said)
    assert set(merged.questions[0].texts) == {"zh"}


def test_one_id_for_two_questions_blocks() -> None:
    (finding,) = merge_readings([zh(ZH), zh("// [id:q1]\n另一题？{~甲 =乙}", "c.gift")]).findings
    assert finding.blocks
    assert "used twice, first in b.zh.gift, line 2" in str(finding.said)


def test_the_same_question_again_is_a_notice_and_kept_once() -> None:
    merged = merge_readings([zh("首都？{~沪 =京}"), zh("首都? {~沪 =京}", "c.gift")])
    (finding,) = merged.findings
    assert not finding.blocks
    assert finding.place.file == "c.gift"
    assert len(merged.questions) == 1


def test_the_same_question_with_another_answer_blocks() -> None:
    merged = merge_readings([zh("首都？{~沪 =京}"), zh("首都？{=沪 ~京}", "c.gift")])
    (finding,) = merged.findings
    assert finding.blocks


def test_findings_of_the_files_are_kept() -> None:
    merged = merge_readings([zh("说说。{}"), en("Who? {=me")])
    assert [finding.blocks for finding in merged.findings] == [False, True]
