"""Wang's practice for stories: what is heard in both languages, and a question of each kind."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from sqlalchemy import func, select

from bot.practice.views import MessageView
from storage.banks import add_to_bank
from storage.values.questions import (
    AcceptedNumber,
    Question,
    QuestionKind,
    QuestionText,
    Spelling,
)
from tests.stories.house import Branch, House


class Says(Struct, frozen=True):
    """What is heard in one language."""

    language: str
    nothing_yet: str
    nothing_due: str
    tomorrow: str
    head: str
    water: str
    low: str
    right: str
    wrong: str
    why: str
    again: str
    finished: str
    row: str
    next: str
    stop: str
    stopped: str
    go_on: str
    spent: str
    below: str
    submit: str
    turn: str
    knew: str
    cat: str
    anew: str
    number: str
    no_number: str
    in_private: str


ZH = Says(
    language="zh",
    nothing_yet="现在还没有可练的题。",
    nothing_due="今天没有要练的。",
    tomorrow="下一批题明天来。",
    head="练一练：第 {} 题，共 {} 题",
    water="水往哪里流？",
    low="低处",
    right="答对了！",
    wrong="这题再看看，应选 {}。",
    why="水往低处流。",
    again="这题明天再来一遍。",
    finished="今天的练完了，真好！",
    row="已连续练了 {} 天。",
    next="下一题",
    stop="先到这儿",
    stopped="先到这儿。今天还剩 {} 题，什么时候想练都可以接着来。",
    go_on="接着练",
    spent="这题已经答过了，发 /drill 接着练。",
    below="题目就在下面。",
    submit="选好了",
    turn="看答案",
    knew="记得",
    cat="猫，该配哪个字母？（第 1 个，共 2 个）",
    anew="重新配",
    number="把数字写在这里，发给我就行。",
    no_number="请只发数字，比如 12 或 3.5。",
    in_private="请私下给我发 /drill",
)
EN = Says(
    language="en",
    nothing_yet="There is nothing to practise yet.",
    nothing_due="Nothing is due today.",
    tomorrow="The next ones come tomorrow.",
    head="Practice: question {} of {}",
    water="Where does water run?",
    low="down",
    right="Right!",
    wrong="Look again: it's {}.",
    why="Water runs down.",
    again="This one comes again tomorrow.",
    finished="That was all for today. Well done!",
    row="{} days of practice in a row.",
    next="Next question",
    stop="Enough for now",
    stopped="Enough for now. {} questions are left for today: go on whenever you like.",
    go_on="Go on practising",
    spent="This one is answered already. /drill goes on from where you are.",
    below="The question stands below.",
    submit="Submit",
    turn="Turn it over",
    knew="I knew it",
    cat="cat: which letter belongs to it? (1 of 2)",
    anew="Begin anew",
    number="Write the number here and send it.",
    no_number="Please send just the number, such as 12 or 3.5.",
    in_private="please write /drill to me in private",
)


class Drilling:
    """A branch in which Wang practises."""

    def __init__(self, house: House, says: Says, branch: Branch) -> None:
        self.house = house
        self.says = says
        self.branch = branch
        self.wang = branch["Wang"]

    @property
    def last(self) -> MessageView:
        """What the bot has said to her last, as it stands now."""
        return self.fresh(self.house.last(self.wang))

    def fresh(self, message: MessageView) -> MessageView:
        """A message as it stands now."""
        return self.house.server.message(message.chat_id, message.message_id)

    async def ask(self) -> MessageView:
        """She writes /drill; what she is told."""
        return await self.house.ask(self.wang, "/drill")

    async def tap(self, button: str, message: MessageView | None = None) -> str:
        """She taps a button below what was said last, or another message; what the toast says."""
        return await self.house.tap(self.wang, message or self.last, button)

    def letter_of(self, option: str) -> str:
        """The letter at which an option stands in the question asked last."""
        lines = self.last.text.splitlines()
        return next(line[0] for line in lines if line[1:] == f". {option}")

    async def bank(self, questions: Sequence[Question]) -> None:
        """Give her branch a bank of its own."""
        async with self.house.database.writing() as tx:
            unit, now = self.branch.unit.id, self.house.clock.now()
            await add_to_bank(tx, unit, "Own", questions, now)

    async def count(self, table: object) -> int:
        """How many rows a table has."""
        async with self.house.database.reading() as tx:
            return int(await tx.scalar(select(func.count()).select_from(table)))  # type: ignore[call-overload]


def _text(zh: QuestionText, en: QuestionText) -> dict[str, QuestionText]:
    return {"zh": zh, "en": en}


SHORT = Question(
    "capital",
    QuestionKind.SHORT,
    _text(
        QuestionText("首都是哪里？", spellings=(Spelling("北京"),)),
        QuestionText("Which is the capital?", spellings=(Spelling("Beijing"),)),
    ),
    (),
)
NUMBER = Question(
    "hours",
    QuestionKind.NUMERICAL,
    _text(QuestionText("一天几小时？"), QuestionText("How many hours has a day?")),
    (),
    numbers=(AcceptedNumber(Decimal(24), Decimal(24), Decimal(24)),),
)
MATCHING = Question(
    "sounds",
    QuestionKind.MATCHING,
    _text(
        QuestionText("各自怎么叫？", ("猫", "狗"), partners=("喵", "汪", "哞")),
        QuestionText("Who says what?", ("cat", "dog"), partners=("miaow", "bow-wow", "moo")),
    ),
    (),
)
CARD = Question(
    "card",
    QuestionKind.CARD,
    _text(QuestionText("正面", back="背面"), QuestionText("front", back="the back")),
    (),
)
SEVERAL = Question(
    "several",
    QuestionKind.SEVERAL,
    _text(
        QuestionText("哪些是水？", ("冰", "汽", "火")),
        QuestionText("What is water?", ("ice", "steam", "fire")),
    ),
    (0, 1),
)


def shown(message: MessageView, question: Question) -> bool:
    return any(text.stem in message.text for text in question.texts.values())


async def until(drilling: Drilling, question: Question) -> MessageView:
    """Answer until it is a question's turn, whatever comes before it."""
    for _ in range(9):
        if shown(drilling.last, question):
            return drilling.last
        await skip(drilling)
    raise AssertionError(f"{question.key} never came")


async def skip(drilling: Drilling) -> None:
    """Leave a question behind, by whatever answer it takes, and go on."""
    h, says, labels = drilling.house, drilling.says, [b.label for b in drilling.last.buttons]
    if labels == [says.stop]:
        await h.write(drilling.wang, drilling.wang, "1")
    elif says.turn in labels:
        await drilling.tap(says.turn)
        await drilling.tap(says.knew)
    else:
        await drilling.tap("A")
        for _ in range(2):
            labels = [b.label for b in drilling.last.buttons]
            if says.submit in labels or says.anew in labels:
                await drilling.tap(says.submit if says.submit in labels else "A")
    await drilling.tap(says.next)
