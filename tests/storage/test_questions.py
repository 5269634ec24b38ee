"""Revisions of questions: an import adds one only for new words, and undoes no correction."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from storage.database import Database, Transaction
from storage.programmes import add_version
from storage.questions import askable, bodies, correct, same_options, store_questions
from storage.values.days import QuestionId
from storage.values.programme_files import ProgrammeSettings
from storage.values.questions import Question, QuestionKind, QuestionText

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
OURS = ProgrammeSettings("ours", {"zh": "我们的"}, ("zh",))


def question(
    key: str = "q1", stem: str = "几年一次？", right: int = 1, tags: str = "a"
) -> Question:
    text = QuestionText(stem, ("一年", "两年", "三年"), "见第三条")
    return Question(key, QuestionKind.ONE, {"zh": text}, (right,), (tags,))


async def imported(tx: Transaction, *questions: Question) -> list[tuple[int, Question]]:
    """Import these as a version; the number and body of each question's newest revision."""
    version = await add_version(tx, OURS, "hash", NOW)
    await store_questions(tx, OURS.key, version.id, questions, NOW)
    found = await askable(tx, version.id)
    assert [each.key for each in found] == [each.key for each in questions]
    kept = await bodies(tx, [(each.id, each.revision) for each in found])
    return [(each.revision, kept[each.id, each.revision]) for each in found]


async def only_id(tx: Transaction) -> QuestionId:
    version = await add_version(tx, OURS, "look", NOW)
    await store_questions(tx, OURS.key, version.id, [question()], NOW)
    return (await askable(tx, version.id))[0].id


async def test_the_same_words_make_no_revision(database: Database) -> None:
    async with database.writing() as tx:
        assert await imported(tx, question()) == [(1, question())]
        assert await imported(tx, question()) == [(1, question())]


async def test_new_words_make_a_revision(database: Database) -> None:
    async with database.writing() as tx:
        await imported(tx, question(), question("q2"))
        changed = question("q2", stem="多久一次？", tags="b")
        assert await imported(tx, changed, question()) == [(2, changed), (1, question())]


async def test_the_same_import_again_leaves_a_correction_alone(database: Database) -> None:
    async with database.writing() as tx:
        question_id = await only_id(tx)
        corrected = question(right=2)
        assert await correct(tx, question_id, corrected, NOW) == 2
        assert await imported(tx, question()) == [(2, corrected)]


async def test_new_words_keep_a_corrected_key_for_the_same_options(database: Database) -> None:
    async with database.writing() as tx:
        await correct(tx, await only_id(tx), question(right=2), NOW)
        reworded = question(stem="多久换届？", right=1)
        assert await imported(tx, reworded) == [(3, replace(reworded, correct=(2,)))]
        again = question(stem="多久换届一次？", right=1)
        assert await imported(tx, again) == [(4, replace(again, correct=(2,)))]


async def test_new_options_bring_their_own_key(database: Database) -> None:
    async with database.writing() as tx:
        await correct(tx, await only_id(tx), question(right=2), NOW)
        other = replace(question(), texts={"zh": QuestionText("几年一次？", ("五年", "四年"))})
        assert await imported(tx, other) == [(3, other)]


async def test_older_revisions_stay(database: Database) -> None:
    async with database.writing() as tx:
        question_id = await only_id(tx)
        await imported(tx, question(stem="改过"))
        found = await bodies(tx, [(question_id, 1), (question_id, 2), (question_id, 3)])
    assert [number for _, number in found] == [1, 2]
    assert found[question_id, 1] == question()


async def test_a_programme_keeps_its_questions_apart(database: Database) -> None:
    async with database.writing() as tx:
        await imported(tx, question())
        theirs = ProgrammeSettings("theirs", {"zh": "他们的"}, ("zh",))
        version = await add_version(tx, theirs, "hash", NOW)
        stored = await store_questions(tx, theirs.key, version.id, [question()], NOW)
    assert (stored.added, stored.changed) == (1, 0)


TEXTS = st.dictionaries(
    st.sampled_from(["zh", "en"]),
    st.builds(QuestionText, st.text(), st.tuples(st.text(), st.text()), st.text()),
    min_size=1,
)


@given(texts=TEXTS, stem=st.text())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_other_words_around_them_do_not_make_other_options(
    texts: dict[str, QuestionText], stem: str
) -> None:
    one = Question("q", QuestionKind.ONE, texts, (0,))
    other = replace(one, texts={each: replace(t, stem=stem) for each, t in texts.items()})
    assert same_options(one, other)
    swapped = {each: replace(t, options=(*t.options, "more")) for each, t in texts.items()}
    assert not same_options(one, replace(one, texts=swapped))


def test_other_partners_are_other_options() -> None:
    text = QuestionText("配对", ("甲", "乙"), partners=("1", "2"))
    one = Question("m", QuestionKind.MATCHING, {"zh": text}, ())
    text = replace(text, stem="请配对")
    assert same_options(one, replace(one, texts={"zh": text}))
    assert not same_options(one, replace(one, texts={"zh": replace(text, partners=("2", "1"))}))
