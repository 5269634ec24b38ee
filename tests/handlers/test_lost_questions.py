"""A question is open in private, and what it was about goes away before it is answered."""

from sqlalchemy import delete

from storage.tables.duties import rulings
from tests.handlers.duties_of_north import LECTURE, named
from tests.handlers.stage import PRIVATE, Heard, Stage

_GONE = "What I asked about isn't there any more. Please send {command} for what there is."


async def played(stage: Stage, *acts: tuple[str, str]) -> Heard:
    """What the last of some taps (their data begins in lower case and has a colon) and messages
    leads to."""
    updates = []
    for role, said in acts:
        if ":" in said:
            updates.append(("callback_query", stage.query(role, PRIVATE, said)))
        else:
            updates.append(("message", stage.message(role, PRIVATE, text=said)))
    return await stage.play(updates, delete(rulings))


async def test_somebody_else_deletes_the_record_that_is_typed_about(stage: Stage) -> None:
    kept = stage.cast.records["kept"]
    acts = [
        ("secretary", f"record:{kept}:text"),
        ("stand-in", f"record:{kept}:delete:yes"),
        ("secretary", "A visit in the rain"),
    ]
    heard = await played(stage, *acts)
    assert heard.refused == _GONE.format(command="/record")
    # It is said once: what is written next is taken for what it is.
    heard = await played(stage, *acts, ("secretary", "A note of mine"))
    assert not heard.refused and "note" in " ".join(heard.here)


async def test_what_can_be_put_right_is_asked_for_again(stage: Stage) -> None:
    back = f"rule:excuse:{named(LECTURE, stage.cast.units['north'].id)}"
    heard = await played(stage, ("organiser", back), ("organiser", "x" * 301))
    assert heard.refused.startswith("That is a long reason.")
    heard = await played(
        stage, ("organiser", back), ("organiser", "x" * 301), ("organiser", "They were away")
    )
    assert not heard.refused and "They were away" not in heard.refused
