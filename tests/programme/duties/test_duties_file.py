"""duties.toml: all that can be said, and every fault named with its line."""

from datetime import date
from pathlib import Path

import pytest

from programme.duties.duties_file import read_duties
from programme.folder import read_programme
from storage.values.duties import (
    USUAL_REMINDERS,
    Amount,
    Counting,
    Duty,
    DutyBook,
    Evidence,
    Family,
    Joining,
    Measure,
    Often,
    Part,
    RecordKind,
    Step,
    Topic,
    Wanted,
    When,
    Who,
    Whom,
    YearDay,
)
from storage.values.people import Role

BOTH = ("zh", "en")
TOP = """\
day_hours = 8
[levels]
county = ["县", "区"]
[sections]
life = { zh = "生活", en = "Life" }
[kinds]
meet = { family = "meeting", zh = "会", en = "meeting" }
big-meet = { also = ["meet"], expects = ["cadre"], zh = "大会", en = "big meeting" }
[places]
hall = { zh = "礼堂", en = "hall" }
[topics]
july = { words = ["七一"], zh = "七月", en = "July" }
may = { zh = "五月", en = "May" }
[duties.first]
section = "life"
title = { zh = "一", en = "First" }
who = "branches"
by = "05-31"
counts = ["meet"]
"""
"""Nineteen lines without a fault."""
WHOLE = """\
[duties.whole]
section = "life"
title.zh = "全"
title.en = "Whole"
guidance.zh = "说明"
guidance.en = "Guidance"
who = "persons"
levels = ["county"]
roles = ["cadre", "secretary"]
audience = ["village"]
every = "year"
times = 4
steps = [{ least = 1, by = "05-31" }]
counts = ["meet", "big-meet"]
least_minutes = 60
quorum = 0.5
on_topics = ["july"]
at_places = ["hall"]
as = "speaker"
spoken_by = ["secretary"]
in_own_branch = true
needs = ["first"]
remind = [1, 7]
evidence = ["photo"]
words = 30
confirm = true
tell_above = true
joining = "share"
unbroken_since = "meet"
"""


def read(tmp_path: Path, text: str | bytes) -> tuple[DutyBook, list[tuple[int | None, str]]]:
    """What a file says, and its faults by line."""
    raw = text.encode() if isinstance(text, str) else text
    (tmp_path / "duties.toml").write_bytes(raw)
    book, findings = read_duties(tmp_path, BOTH)
    assert {(each.place.file, each.blocks) for each in findings} <= {("duties.toml", True)}
    return book, [(each.place.line, str(each.said)) for each in findings]


def a_duty(tmp_path: Path, *lines: str) -> Duty:
    """A second duty, of branches unless its lines say otherwise."""
    given = "\n".join(("[duties.d]", 'section = "life"', 'title.zh = "题"', *lines))
    book, faults = read(tmp_path, f'{TOP}{given}\ncounts = ["meet"]\n')
    assert faults == []
    return book.duties[1]


def test_a_folder_without_the_file_has_no_duties(tmp_path: Path) -> None:
    assert read_duties(tmp_path, BOTH) == (DutyBook(), ())


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    book, faults = read(tmp_path, TOP + WHOLE)
    assert faults == []
    assert book.day_hours == 8
    assert book.levels == {"county": ("县", "区")}
    assert book.sections == {"life": {"zh": "生活", "en": "Life"}}
    assert book.places == {"hall": {"zh": "礼堂", "en": "hall"}}
    assert book.kinds == (
        RecordKind("meet", Family.MEETING, {"zh": "会", "en": "meeting"}),
        RecordKind(
            "big-meet",
            Family.MEETING,
            {"zh": "大会", "en": "big meeting"},
            ("meet",),
            (Role.CADRE,),
        ),
    )
    assert book.topics == (
        Topic("july", {"zh": "七月", "en": "July"}, ("七一", "七月", "July")),
        Topic("may", {"zh": "五月", "en": "May"}, ("五月", "May")),
    )
    assert book.duties[1] == Duty(
        key="whole",
        section="life",
        titles={"zh": "全", "en": "Whole"},
        guidance={"zh": "说明", "en": "Guidance"},
        who=Who(Whom.PERSONS, ("county",), (Role.CADRE, Role.SECRETARY), ("village",)),
        when=When(Often.YEAR),
        amount=Amount(Measure.TIMES, 4, steps=(Step(1, YearDay(5, 31)),)),
        counting=Counting(
            kinds=("meet", "big-meet"),
            least_minutes=60,
            quorum=0.5,
            topics=("july",),
            places=("hall",),
            part=Part.SPEAKER,
            in_own_branch=True,
            spoken_by=(Role.SECRETARY,),
        ),
        needs=("first",),
        remind=(7, 1),
        wanted=Wanted((Evidence.PHOTO, Evidence.TEXT), 30),
        confirmed=True,
        tells_above=True,
        joining=Joining.SHARE,
        unbroken_since="meet",
    )


def test_what_is_left_out(tmp_path: Path) -> None:
    duty = a_duty(tmp_path, 'who = "branches"', 'every = "quarter"')
    who, counting = Who(Whom.BRANCHES), Counting(("meet",))
    # A language that is missing is the one that is there.
    titles = {"zh": "题", "en": "题"}
    assert duty == Duty("d", "life", titles, who, When(Often.QUARTER), counting)
    assert duty.remind == USUAL_REMINDERS and duty.guidance == {}


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ('every = "month"', When(Often.MONTH)),
        ('every = "half-year"', When(Often.HALF_YEAR)),
        ('by = "2-29"', When(Often.YEAR, by=YearDay(2, 29))),
        ('before = "07-01"', When(Often.YEAR, by=YearDay(6, 30))),
        ('before = "03-01"', When(Often.YEAR, by=YearDay(2, 29))),
        ('before = "01-01"', When(Often.YEAR, by=YearDay(12, 31))),
        ("on = 2026-05-20", When(Often.ONCE, on=date(2026, 5, 20))),
        ('on = "2026-05-20"', When(Often.ONCE, on=date(2026, 5, 20))),
        ('every = "once"\non = 2026-05-20', When(Often.ONCE, on=date(2026, 5, 20))),
        ('rule = "FREQ=WEEKLY"', When(Often.RULE, rule="FREQ=WEEKLY")),
    ],
)
def test_when_it_is_due(tmp_path: Path, line: str, when: When) -> None:
    assert a_duty(tmp_path, 'who = "branches"', line).when == when


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("times = 10", Amount(least=10)),
        ("hours = 7.5", Amount(Measure.HOURS, 7.5)),
        ('topics = 2\ntopic_hours = "day"', Amount(Measure.TOPICS, 2, topic_hours=8)),
        ("topics = 1\ntopic_hours = 3", Amount(Measure.TOPICS, 1, topic_hours=3)),
        (
            'reach = 1\nreach_roles = ["cadre"]\nreach_audience = ["x"]',
            Amount(Measure.REACHED, 1, roles=(Role.CADRE,), audience=("x",)),
        ),
        ("part_of = 0.1\nby_topic = true", Amount(Measure.PART, 0.1, by_topic=True)),
    ],
)
def test_how_much(tmp_path: Path, line: str, amount: Amount) -> None:
    assert a_duty(tmp_path, 'who = "branches"', 'every = "year"', line).amount == amount


# The lines of a duty beside section and title, the number of the faulty one, what is said.
MEET, BRANCHES, YEARLY = 'counts = ["meet"]', 'who = "branches"', 'every = "year"'
FAULTS: list[tuple[tuple[str, ...], int, str]] = [
    ((BRANCHES, YEARLY), 0, "“counts” is missing: which kinds of record count?"),
    ((YEARLY, MEET), 0, "“who” is missing: units, branches, groups or persons."),
    (
        (BRANCHES, MEET),
        0,
        "When it is due is missing: “every”, “by”, “before”, “on” or “rule”.",
    ),
    (
        (BRANCHES, YEARLY, 'counts = ["mete"]'),
        3,
        "“mete” isn't known here. Did you mean “meet”?",
    ),
    (
        ('who = "branch"', YEARLY, MEET),
        1,
        "“branch” isn't known here. Did you mean “branches”?",
    ),
    (
        ('who = "units"', YEARLY, MEET),
        1,
        "A duty of units needs “levels”: of which levels?",
    ),
    (
        (BRANCHES, 'levels = ["contry"]', YEARLY, MEET),
        2,
        "“contry” isn't known here. Did you mean “county”?",
    ),
    ((BRANCHES, 'roles = ["cadre"]', YEARLY, MEET), 2, "“roles” is for a duty of persons."),
    ((BRANCHES, 'as = "speaker"', YEARLY, MEET), 2, "“as” is for a duty of persons."),
    (
        (BRANCHES, "in_own_branch = true", YEARLY, MEET),
        2,
        "“in_own_branch” is for a duty of persons.",
    ),
    (
        ('who = "persons"', "least_members = 7", YEARLY, MEET),
        2,
        "“least_members” isn't for a duty of persons.",
    ),
    (
        ('who = "persons"', 'roles = ["owner"]', YEARLY, MEET),
        2,
        "“owner” isn't known here. Please take it out, or use one of: member, secretary, "
        "stand-in, committee-member, organiser, cadre.",
    ),
    (
        (BRANCHES, 'every = "weekly"', MEET),
        2,
        "“weekly” isn't known here. Please take it out, or use one of: once, month, quarter, "
        "half-year, year, rule.",
    ),
    (
        (BRANCHES, 'every = "quarter"', 'by = "05-20"', MEET),
        2,
        "“by” and “before” are for duties of a year. For others, write a “rule”.",
    ),
    ((BRANCHES, 'by = "5月20日"', MEET), 2, "“by” must be a month and a day such as 05-20."),
    ((BRANCHES, 'before = "02-30"', MEET), 2, "“before” must be a month and a day such as 05-20."),
    ((BRANCHES, "by = 0520", MEET), 2, "This line isn't valid TOML."),
    ((BRANCHES, 'on = "20 May"', MEET), 2, "“on” must be a date such as 2026-05-20."),
    ((BRANCHES, 'every = "once"', MEET), 2, "“on” must be a date such as 2026-05-20."),
    (
        (BRANCHES, 'by = "05-20"', 'before = "07-01"', MEET),
        3,
        "Only one of these can be asked: by, before.",
    ),
    (
        (BRANCHES, 'rule = "FREQ=WEEKLY"', 'every = "month"', MEET),
        3,
        "Only one of these can be asked: rule, every.",
    ),
    (
        (BRANCHES, 'rule = "every week"', MEET),
        2,
        "“every week” isn't a rule for days. Please write one such as FREQ=MONTHLY;BYMONTHDAY=25.",
    ),
    (
        (BRANCHES, 'every = "rule"', MEET),
        2,
        'The rule itself is missing, such as rule = "FREQ=MONTHLY;BYMONTHDAY=25".',
    ),
    (
        (BRANCHES, YEARLY, "times = 2", "hours = 3", MEET),
        4,
        "Only one of these can be asked: times, hours.",
    ),
    ((BRANCHES, YEARLY, "times = 1.5", MEET), 3, "“times” must be a whole number."),
    ((BRANCHES, YEARLY, "times = 0", MEET), 3, "“times” must be a number from 1 to 1000."),
    ((BRANCHES, YEARLY, "reach = 80", MEET), 3, "“reach” must be a number from 0.001 to 1."),
    ((BRANCHES, YEARLY, "part_of = nan", MEET), 3, "“part_of” must be a number from 0.001 to 1."),
    ((BRANCHES, YEARLY, "topic_hours = 3", MEET), 3, "“topic_hours” goes with “topics” only."),
    ((BRANCHES, YEARLY, "by_topic = true", MEET), 3, "“by_topic” goes with “part_of” only."),
    (
        (BRANCHES, YEARLY, 'reach_roles = ["cadre"]', MEET),
        3,
        "“reach_roles” goes with “reach” only.",
    ),
    (
        (BRANCHES, YEARLY, "topics = 2", 'on_topics = ["july"]', MEET),
        3,
        "“on_topics” names 1; more than that can't be asked.",
    ),
    (
        (BRANCHES, YEARLY, "times = 2", 'steps = [{ least = 3, by = "05-31" }]', MEET),
        4,
        'A step is how much by when, and no more than the whole: { least = 1, by = "05-31" }.',
    ),
    (
        (BRANCHES, YEARLY, "times = 2", "steps = 1", MEET),
        4,
        'A step is how much by when, and no more than the whole: { least = 1, by = "05-31" }.',
    ),
    (
        (BRANCHES, 'by = "05-20"', "times = 2", 'steps = [{ least = 1, by = "05-20" }]', MEET),
        4,
        "A step must be due before the whole is.",
    ),
    (
        (BRANCHES, 'every = "month"', "times = 2", 'steps = [{ least = 1, by = "05-20" }]', MEET),
        4,
        "“steps” are for a duty of a year.",
    ),
    ((BRANCHES, YEARLY, MEET, "quorum = 50"), 4, "“quorum” must be a number from 0 to 1."),
    (
        (BRANCHES, YEARLY, MEET, "confirm = 1"),
        4,
        "“confirm” must be true or false, without quotes.",
    ),
    (
        (BRANCHES, YEARLY, MEET, 'needs = ["d"]'),
        4,
        "“d” isn't known here. Please take it out, or use one of: first.",
    ),
    (
        (BRANCHES, YEARLY, MEET, 'remind = "weekly"'),
        4,
        "“remind” must be a list of days before the due date, such as [14, 7, 3, 1, 0].",
    ),
    (
        (BRANCHES, YEARLY, MEET, "remind = [14, -1]"),
        4,
        "“remind” must be a list of days before the due date, such as [14, 7, 3, 1, 0].",
    ),
    (
        (BRANCHES, YEARLY, MEET, 'evidence = ["foto"]'),
        4,
        "“foto” isn't known here. Did you mean “photo”?",
    ),
    (
        (BRANCHES, YEARLY, MEET, 'joining = "later"'),
        4,
        "“later” isn't known here. Please take it out, or use one of: from-then, share, next.",
    ),
    (
        (BRANCHES, YEARLY, MEET, 'unbroken_since = "long"'),
        4,
        "“long” isn't known here. Please take it out, or use one of: meet, big-meet.",
    ),
    ((BRANCHES, YEARLY, MEET, "audience = 1"), 4, "“audience” must be a list of texts in quotes."),
    (
        (BRANCHES, YEARLY, MEET, "guidence = { zh = '好' }"),
        4,
        "“guidence” isn't known here. Did you mean “guidance”?",
    ),
    (
        (BRANCHES, YEARLY, MEET, "guidance = 1"),
        4,
        "“guidance” must be a table: a line [guidance] and its keys below it.",
    ),
]


@pytest.mark.parametrize(("lines", "at", "said"), FAULTS)
def test_faults_of_a_duty(tmp_path: Path, lines: tuple[str, ...], at: int, said: str) -> None:
    """Each by itself, with its line; none brings another along."""
    head = ["[duties.d]", 'section = "life"', 'title = { zh = "题", en = "D" }']
    _, faults = read(tmp_path, TOP + "\n".join([*head, *lines]) + "\n")
    first = TOP.count("\n") + 1
    (fault,) = faults
    assert fault[0] == (first if at == 0 else first + len(head) - 1 + at)
    assert fault[1].startswith(said)


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("day_hours = 8", "day_hours = 0", 1, "“day_hours” must be a number from 1 to 24."),
        ("day_hours = 8", "days = 8", 1, "“days” isn't known here."),
        ("[places]", "[place]", 9, "“place” isn't known here. Did you mean “places”?"),
        (
            'county = ["县", "区"]',
            'county = ["县"]\ntown = ["县"]',
            4,
            "“县” is a word for two levels.",
        ),
        (
            'family = "meeting"',
            'family = "meating"',
            7,
            "“meating” isn't known here. Did you mean “meeting”?",
        ),
        ('also = ["meet"]', 'also = ["met"]', 8, "“met” isn't known here. Did you mean “meet”?"),
        (
            '{ zh = "礼堂", en = "hall" }',
            "{ }",
            10,
            'A name is missing. Please write zh = "…", en = "…".',
        ),
        (
            '{ zh = "礼堂", en = "hall" }',
            '["礼堂"]',
            10,
            "“hall” must be a table: a line [hall] and its keys below it.",
        ),
        ('words = ["七一"]', "words = 71", 12, "“words” must be a list of texts in quotes."),
        (
            "[duties.first]",
            "[duties.First]",
            14,
            "A duty's name may hold only small letters a to z, digits and hyphens, 24 of them",
        ),
        (
            "[duties.first]",
            "[duties.a-name-that-is-longer-than-it-may]",
            14,
            "A duty's name may hold only small letters a to z, digits and hyphens, 24 of them",
        ),
        ('section = "life"\n', "", 14, "The section is missing. Please name one of [sections]."),
        (
            'section = "life"\n',
            'section = "live"\n',
            15,
            "“live” isn't known here. Did you mean “life”?",
        ),
        ('zh = "一"', f'zh = "{"长" * 61}"', 16, "This name has 61 characters; 60 are enough."),
        ('who = "branches"', "who = branches", 17, "This line isn't valid TOML."),
    ],
)
def test_faults_of_the_file(tmp_path: Path, before: str, after: str, line: int, said: str) -> None:
    assert TOP.count(before) == 1
    _, faults = read(tmp_path, TOP.replace(before, after))
    assert faults[0][0] == line
    assert faults[0][1].startswith(said)


def test_duties_that_wait_for_one_another(tmp_path: Path) -> None:
    """Each of the ring is named; one that only leads into it is not."""
    duty = '[duties.{}]\nsection = "life"\ntitle.zh = "题"\nwho = "branches"\nby = "05-31"\n{}\n'
    needs = 'counts = ["meet"]\nneeds = ["{}"]'
    ring = "".join(
        duty.format(name, needs.format(other)) for name, other in ("ab", "bc", "ca", "da")
    )
    _, faults = read(tmp_path, TOP + ring)
    said = "These duties wait for one another, so none can ever be met."
    assert faults == [(line, said) for line in (26, 33, 40)]


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", "节 = “生活”".encode("gb18030")])
def test_what_is_no_text_is_told(tmp_path: Path, raw: bytes) -> None:
    book, faults = read(tmp_path, raw)
    assert book == DutyBook() and len(faults) == 1


def test_brackets_without_end(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a = " + "[" * 5000)[1]) == 1


def test_all_faults_come_at_once_with_those_of_the_programme(tmp_path: Path) -> None:
    (tmp_path / "programme.toml").write_text('key = "K"\n', "utf-8")
    (tmp_path / "duties.toml").write_text('[duties.d]\nwho = "x"\n', "utf-8")
    found = read_programme(tmp_path).findings
    assert {each.place.file for each in found} >= {"programme.toml", "duties.toml"}
    assert sum(each.place.file == "duties.toml" for each in found) == 5


def test_a_name_in_one_language_may_stand_alone(tmp_path: Path) -> None:
    text = TOP.replace('{ zh = "生活", en = "Life" }', '"生活"').replace(
        'title = { zh = "一", en = "First" }', 'title = "一"'
    )
    book, faults = read(tmp_path, text.replace('may = { zh = "五月", en = "May" }', 'may = "五月"'))
    assert faults == []
    assert book.sections == {"life": {"zh": "生活", "en": "生活"}}
    assert book.duties[0].titles == {"zh": "一", "en": "一"}
    assert book.topics[1].words == ("五月", "五月")
