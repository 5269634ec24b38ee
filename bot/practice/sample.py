"""The sample branch: who lives there and what they do, as data for whoever plays it.

Nothing here runs or prints. :mod:`bot.practice.sample_days` holds the play,
:mod:`bot.practice.sample_stage` lets it happen, :mod:`bot.practice.show` shows it.
"""

from msgspec import Struct

from storage.values.days import SlotKind
from storage.values.people import Role


class Both(Struct, frozen=True):
    """What is said in the sample, in either language: its people's words, not the bot's."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The words in ``language``; Chinese ones for any but English."""
        return self.en if language == "en" else self.zh


class Place(Struct, frozen=True):
    """A unit of the sample's organisation."""

    code: str
    parent: str | None
    level: Both
    name: Both


TOWN = Place("QH", None, Both("镇", "town"), Both("清河镇", "Clearwater"))
BRANCH = Place("QH-01", "QH", Both("支部", "branch"), Both("红星村支部", "Riverside branch"))
# A second branch, without a group yet, so that the organiser sees one that needs her.
QUIET_BRANCH = Place("QH-02", "QH", Both("支部", "branch"), Both("东风社区支部", "Hill branch"))
PLACES = (TOWN, BRANCH, QUIET_BRANCH)


class Somebody(Struct, frozen=True):
    """A person of the sample. ``about`` is what a stranger should know of them.

    ``has_met_bot``: they have opened the private chat with the bot before the play begins.
    """

    key: str
    name: Both
    about: Both
    role: Role = Role.MEMBER
    place: Place = BRANCH
    has_telegram: bool = True
    has_met_bot: bool = False


OVERSEER = Somebody(
    "ma",
    Both("马晓燕", "Olivia March"),
    Both("镇里的组织员", "the town's organiser"),
    Role.ORGANISER,
    TOWN,
    has_met_bot=True,
)
NEIGHBOUR = Somebody(
    "he",
    Both("何平", "Ned Hall"),
    Both("另一个支部的书记", "secretary of another branch"),
    Role.SECRETARY,
    QUIET_BRANCH,
    has_telegram=False,
)
PEOPLE = (
    Somebody(
        "li",
        Both("李红梅", "Helen Lee"),
        Both("书记", "the secretary"),
        Role.SECRETARY,
        has_met_bot=True,
    ),
    Somebody("wang", Both("王秀英", "Maggie King"), Both("67 岁，爱回“收到”", "67, replies “ok”")),
    Somebody("sun", Both("孙丽", "Susan Hill"), Both("手最快", "always first")),
    Somebody(
        "zhao",
        Both("赵磊", "Leo Carter"),
        Both("怕没点上，总点两下", "taps twice to be sure"),
        has_met_bot=True,
    ),
    Somebody("zhang", Both("张建国", "John Miller"), Both("有时答错", "is wrong at times")),
    Somebody("chen", Both("陈小敏", "Amy Chen"), Both("爱发语音", "prefers to speak")),
    Somebody("liu", Both("刘强", "Peter Lewis"), Both("上白班，来得晚", "works days, comes late")),
    Somebody(
        "zhou",
        Both("周德福", "Fred Jordan"),
        Both("没有 Telegram", "has no Telegram"),
        has_telegram=False,
    ),
)
EVERYBODY = (OVERSEER, NEIGHBOUR, *PEOPLE)


class BringsBot(Struct, frozen=True):
    """Somebody follows the branch's link and so adds the bot to the group."""

    who: str


class Settles(Struct, frozen=True):
    """The secretary answers, in private, what the bot asks once the group is bound."""

    who: str
    answer: Both


class Taps(Struct, frozen=True):
    """Somebody taps the button below the morning's post."""

    who: str


class Votes(Struct, frozen=True):
    """Somebody answers the noon's question, rightly or not."""

    who: str
    is_right: bool = True


class Writes(Struct, frozen=True):
    """Somebody writes: in reply to one of the day's posts, to the group, or to the bot alone."""

    who: str
    text: Both
    reply_to: SlotKind | None = None
    in_private: bool = False


class Speaks(Struct, frozen=True):
    """Somebody sends a voice message in reply to one of the day's posts."""

    who: str
    reply_to: SlotKind


class Likes(Struct, frozen=True):
    """Somebody puts a reaction on another's last message in the group."""

    who: str
    whose: str
    emoji: str


Act = BringsBot | Settles | Taps | Votes | Writes | Speaks | Likes


class Beat(Struct, frozen=True):
    """Acts that come together, at a local time (HH:MM)."""

    at: str
    acts: tuple[Act, ...]


class Scene(Struct, frozen=True):
    """A stretch of a day (counted from 1) under a heading; it begins at ``at``, local time.

    ``told`` is said to whoever watches. ``is_brief``: they have seen the like already.
    """

    day: int
    at: str
    heading: Both
    told: Both | None = None
    beats: tuple[Beat, ...] = ()
    is_brief: bool = False
