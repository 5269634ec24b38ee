"""Who speaks, as a person that rows can name."""

from handlers.turn import Turn
from storage.known import known_by_telegram
from storage.people import add_person
from storage.values.people import Person, PersonId


async def own_person(turn: Turn) -> PersonId:
    """The speaker's id; the owner may not be in any roster and becomes a person here."""
    speaker = turn.telegram_id
    known = await known_by_telegram(turn.tx, [speaker], turn.now, turn.defaults)
    person = known[speaker].person
    if person is None:
        new = Person(PersonId(0), telegram_name(turn), speaker)
        person = await add_person(turn.tx, new)
        turn.known_anew = True
    return person.id


def telegram_name(turn: Turn) -> str:
    """What Telegram calls the speaker."""
    user = turn.update.effective_user
    return user.full_name.strip() if user else ""
