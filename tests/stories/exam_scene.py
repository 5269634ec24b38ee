"""What the stories about tests share: a programme to ask from, and people who set and sit them."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from bot.practice.records import User
from bot.practice.views import MessageView
from tests.stories.house import Branch, House
from tests.stories.sayings import ZH

RIGHT = "对的"
QUESTIONS = """\
// [id:f1] [tag:消防]
着火先做什么？{=对的 ~错的 ~都不是 ####先报警，再离开。}

// [id:f2] [tag:消防]
灭火器怎么用？{=对的 ~错的 ~都不是}

// [id:f3] [tag:消防]
烟里怎么走？{=对的 ~错的 ~都不是}

// [id:e1] [tag:用电]
插座湿了怎么办？{=对的 ~错的 ~都不是}

// [id:e2] [tag:用电]
哪些做法对？{~%50%对的甲 ~%50%对的乙 ~%-100%错的}
"""


class Says(Struct, frozen=True):
    """What is tapped and heard, in one language."""

    set_a_test: str
    announce: str
    announced: str
    begin: str
    is_open: str
    question: str
    later: str
    hand_in: str
    go_on: str
    wrong: str
    handed_in: str
    time_over: str
    late: str
    none: str
    list_of: str


ZH_SAYS = Says(
    set_a_test="出一份小测",
    announce="发出去",
    announced="发出去了",
    begin="开始做",
    is_open="前都可以做",
    question="第 {} 题",
    later="先放一放",
    hand_in="交卷",
    go_on="接着做",
    wrong="看看错的",
    handed_in="交上了",
    time_over="时间到了",
    late="没算上",
    none="现在没有要您做的小测",
    list_of="名单",
)
EN_SAYS = Says(
    set_a_test="Set a test",
    announce="Announce",
    announced="Announced",
    begin="Begin",
    is_open="is open until",
    question="Question {} of",
    later="Later",
    hand_in="Hand in",
    go_on="Go on",
    wrong="See what was wrong",
    handed_in="handed in",
    time_over="The time is over",
    late="isn't counted",
    none="no test for you",
    list_of="List",
)
SAYS = {"zh": ZH_SAYS, "en": EN_SAYS}


def asking(folder: Path, questions: str = QUESTIONS) -> Path:
    """A programme with these questions, and a week of items."""
    for name in ("items", "quizzes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "programme.toml").write_text('key = "asking"\nlanguages = ["zh"]\n', "utf-8")
    for number in range(1, 15):
        text = f"---\ntitle: 第{number}课\n---\n今天第{number}课。\n"
        (folder / "items" / f"{number:02}.md").write_text(text, "utf-8")
    (folder / "quizzes" / "questions.gift").write_text(questions, "utf-8")
    return folder


async def met(h: House, *people: User) -> None:
    """Everybody has opened the private chat."""
    for each in people:
        h.server.start_private(each)
    await h.settle()


async def with_test(h: House, *members: str) -> Branch:
    """A branch whose members have opened the private chat, and its secretary has set a test."""
    branch = await h.branch("b", ZH.branch, ZH.secretary, members)
    await met(h, *(branch[name] for name in members))
    await set_test(h, branch.secretary, ZH_SAYS)
    await announce(h, branch.secretary, ZH_SAYS)
    return branch


async def choose(h: House, who: User, *labels: str) -> MessageView:
    """Tap one button after the other, each below the last message; what stands there then."""
    for label in labels:
        await h.tap(who, h.last(who), label)
    return h.last(who)


async def set_test(h: House, who: User, says: Says, *changes: Sequence[str]) -> MessageView:
    """Set a test by taps, with some things changed; the page before it is announced."""
    await h.ask(who, "/test")
    await choose(h, who, says.set_a_test)
    for labels in changes:
        await choose(h, who, *labels)
    return h.last(who)


async def announce(h: House, who: User, says: Says) -> MessageView:
    """Announce the test whose summary stands there; the message that says that it is done."""
    page = h.last(who)
    await h.tap(who, page, says.announce)
    told = h.server.message(who, page.message_id)
    assert says.announced in told.text
    return told


async def answer(h: House, who: User, *, right: bool = True) -> MessageView:
    """Answer the question that stands there, rightly or not; what comes next."""
    asked = h.last(who)
    options = {line[0]: line[3:] for line in asked.text.splitlines() if line[1:3] == ". "}
    meant = [at for at, text in options.items() if text.startswith(RIGHT) == right]
    if any("对的甲" in text for text in options.values()):
        for letter in meant:
            await h.tap(who, h.last(who), letter)
        label = next(b.label for b in h.last(who).buttons if (b.data or "").count(":a:"))
        await h.tap(who, h.last(who), label)
    else:
        await h.tap(who, asked, meant[0])
    return h.last(who)


async def sit(h: House, who: User, says: Says, right: int, wrong: int) -> MessageView:
    """Begin, and answer so many questions; what stands there then."""
    await h.tap(who, h.last(who), says.begin)
    for number in range(right + wrong):
        await answer(h, who, right=number < right)
    return h.last(who)


def said_in_group(h: House, branch: Branch, words: str) -> bool:
    """Whether the group has read these words."""
    return any(words in text for text in h.texts(branch.group))
