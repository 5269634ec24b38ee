"""programme.toml: its defaults, and every fault named with its line."""

from datetime import date, time
from pathlib import Path

import pytest

from programme.settings_file import read_settings
from storage.values.programme_files import (
    Amounts,
    DaysOff,
    Points,
    ProgrammeSettings,
    Questions,
    Timetable,
    WhenFinished,
    Windows,
)

WHOLE = """\
key = "two-studies"
languages = ["zh", "en"]
start = 2026-03-01
when_finished = "stop"
title = { zh = "两学", en = "Two" }
[timetable]
morning = "7:05"
evening = 20:30:00
[amounts]
morning = 2
noon = 3
[days_off]
weekdays = ["Saturday", "sun"]
dates = [2026-10-01, "2026-10-02"]
country = "de"
subdivision = "BY"
study_dates = [2026-10-03]
[windows]
grace_minutes = 60
make_up_days = 7
[points]
morning = 0
answer = 2
right = 3
note = 4
[questions]
same_for_all = true
"""


def written(folder: Path, text: str | bytes) -> Path:
    raw = text.encode() if isinstance(text, str) else text
    (folder / "programme.toml").write_bytes(raw)
    return folder


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    settings, findings = read_settings(written(tmp_path, WHOLE))
    assert findings == ()
    assert settings == ProgrammeSettings(
        key="two-studies",
        titles={"zh": "两学", "en": "Two"},
        languages=("zh", "en"),
        start=date(2026, 3, 1),
        when_finished=WhenFinished.STOP,
        timetable=Timetable(time(7, 5), None, time(20, 30)),
        amounts=Amounts(2, 3),
        days_off=DaysOff(
            frozenset({5, 6}),
            frozenset({date(2026, 10, 1), date(2026, 10, 2)}),
            "DE",
            "BY",
            frozenset({date(2026, 10, 3)}),
        ),
        windows=Windows(60, 7),
        points=Points(0, 2, 3, 4),
        questions=Questions(same_for_all=True),
    )


def test_defaults_are_enough(tmp_path: Path) -> None:
    settings, findings = read_settings(written(tmp_path, 'key = "k"'))
    assert findings == ()
    assert settings == ProgrammeSettings("k", {"zh": "k"}, ("zh",))
    assert settings.timetable == Timetable(time(7, 30), time(12), time(20))
    assert settings.points == Points(1, 1, 1, 2)
    assert settings.windows == Windows(120, 3)
    assert not settings.questions.same_for_all


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = 'key = "k"\r\ntitle = "两学一做"\r\n'
    settings, _ = read_settings(written(tmp_path, text.encode(encoding)))
    assert settings is not None
    assert settings.titles == {"zh": "两学一做"}


def test_a_missing_title_is_that_of_another_language(tmp_path: Path) -> None:
    text = 'key = "k"\nlanguages = ["zh", "en"]\ntitle.en = "Two"'
    settings, _ = read_settings(written(tmp_path, text))
    assert settings is not None
    assert settings.titles == {"zh": "Two", "en": "Two"}


FAULTS = [
    ('languages = ["zh"]', None, "The programme has no key"),
    ('key = "Two Studies"', 1, "only small letters"),
    ('key = "k"\ntimetabel = 1', 2, "Did you mean “timetable”?"),
    ('key = "k"\nqqq = 1', 2, "“qqq” isn't known here. Please take it out"),
    ('key = "k"\n[points]\n\nmornin = 1', 4, "Did you mean “morning”?"),
    ('key = "k"\npoints = 3', 2, "“points” must be a table"),
    ('key = "k"\nlanguages = "zh"', 2, "“languages” must be a list"),
    ('key = "k"\nlanguages = ["zh", "fr"]', 2, "“fr” isn't known"),
    ('key = "k"\nlanguages = [["zh"]]', 2, "isn't known"),
    ('key = "k"\n[title]\nzh = 3', 3, "The title must be a text"),
    ('key = "k"\nstart = "tomorrow"', 2, "“start” must be"),
    ('key = "k"\nstart = 2026-03-01T00:00:00', 2, "“start” must be"),
    ('key = "k"\nwhen_finished = "again"', 2, "“when_finished” must be"),
    ('key = "k"\nwhen_finished = []', 2, "“when_finished” must be"),
    ('key = "k"\n[timetable]\nnoon = "half past"', 3, "“half past” isn't a time"),
    ('key = "k"\n[timetable]\nnoon = "12:60"', 3, "“12:60” isn't a time"),
    ('key = "k"\n[timetable]\nmorning = "06:59"', 3, "06:59 is too early or too late"),
    ('key = "k"\n[timetable]\nevening = "21:00"', 3, "21:00 is too early or too late"),
    ('key = "k"\n[timetable]\nmorning = "12:00"\nnoon = "12:00"', 2, "must follow one another"),
    ('key = "k"\n[timetable]', 2, "The timetable has no time"),
    ('key = "k"\n[amounts]\nmorning = 4', 3, "“morning” must be a whole number from 1 to 3"),
    ('key = "k"\n[amounts]\nnoon = 0', 3, "“noon” must be a whole number from 1 to 3"),
    ('key = "k"\n[points]\nright = -1', 3, "“right” must be a whole number from 0"),
    ('key = "k"\n[questions]\nsame_for_all = "yes"', 3, "must be true or false"),
    ('key = "k"\n[questions]\nsame = true', 3, "“same” isn't known here"),
    ('key = "k"\n[points]\nnote = true', 3, "“note” must be a whole number"),
    ('key = "k"\n[points]\nnote = 1.0', 3, "“note” must be a whole number"),
    ('key = "k"\n[windows]\ngrace_minutes = "2h"', 3, "“grace_minutes” must be a whole number"),
    ('key = "k"\n[windows]\nmake_up_days = 32', 3, "“make_up_days” must be a whole number"),
    ('key = "k"\n[days_off]\nweekdays = ["saterday"]', 3, "Did you mean “saturday”?"),
    ('key = "k"\n[days_off]\nweekdays = [6]', 3, "“6” isn't a weekday"),
    ('key = "k"\n[days_off]\nweekdays = "sunday"', 3, "“weekdays” must be a list"),
    ('key = "k"\n[days_off]\ndates = ["1 May"]', 3, "“1 May” isn't a date"),
    ('key = "k"\n[days_off]\n\ncountry = "China"', 4, "“China” aren't known"),
    ('key = "k"\n[days_off]\ncountry = 86', 3, "“86” aren't known"),
    ('key = "k"\n[days_off]\ncountry = "XX"\nsubdivision = "BY"', 3, "“XX” aren't known"),
    ('key = "k"\n[days_off]\ncountry = "DE"\nsubdivision = "XY"', 4, "one of: BB, BE, BW, BY"),
    ('key = "k"\n[days_off]\ncountry = "CN"\nsubdivision = "SX"', 4, "All of CN has the same"),
    ('key = "k"\n[days_off]\nsubdivision = "BY"', 3, "Please name the country, too"),
    ('key = "k"\n[days_off]\nstudy_dates = ["soon"]', 3, "“soon” isn't a date"),
    (
        'key = "k"\n[days_off]\nweekdays = ["mon","tue","wed","thu","fri","sat","sun"]',
        3,
        "All seven weekdays are off",
    ),
    ('key = "k"\nstart = = 1', 2, "isn't valid TOML"),
    ('key = "k"\nlanguages = ["zh"\n', 2, "isn't valid TOML"),
    ('key = "k"\nkey = "j"', 2, "isn't valid TOML"),
]


@pytest.mark.parametrize(("text", "line", "said"), FAULTS)
def test_faults(tmp_path: Path, text: str, line: int | None, said: str) -> None:
    settings, findings = read_settings(written(tmp_path, text))
    assert settings is None
    (finding,) = findings
    assert said in str(finding.said)
    assert (finding.place.file, finding.place.line) == ("programme.toml", line)
    assert finding.blocks


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = 'key = "K"\nstart = 1\n[points]\nnote = -1\n[windows]\nmake_up_days = -1'
    _, findings = read_settings(written(tmp_path, text))
    assert {finding.place.line for finding in findings} == {1, 2, 4, 6}


def test_no_such_file(tmp_path: Path) -> None:
    settings, findings = read_settings(tmp_path)
    assert settings is None
    assert "There is no file programme.toml" in str(findings[0].said)
