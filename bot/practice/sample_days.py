"""The play of the sample branch: one whole day, and a second one in short."""

from datetime import date

from bot.practice.sample import (
    Beat,
    Both,
    BringsBot,
    Likes,
    Scene,
    Settles,
    Speaks,
    Taps,
    Votes,
    Writes,
)
from storage.values.days import SlotKind

# A Tuesday: both days are in one week, so the week's standings hold them both.
FIRST_DAY = date(2026, 5, 19)

_OK = Both("收到", "ok")

FIRST = (
    Scene(
        1,
        "06:40",
        Both("请机器人进群", "The bot joins the group"),
        Both(
            "李红梅点开邀请链接，选了支部的群，再点三下。就这些。",
            "Helen Lee opens the invitation, picks her branch's group and taps three times. That "
            "is all it takes.",
        ),
        (
            Beat("06:40", (BringsBot("li"),)),
            Beat("06:41", (Settles("li", Both("中文", "English")),)),
            Beat("06:41", (Settles("li", Both("用投票", "As a poll")),)),
            Beat("06:42", (Settles("li", Both("响一声", "Ring once")),)),
        ),
    ),
    Scene(
        1,
        "07:30",
        Both("早一学", "Morning: read"),
        Both("一天里只有这一条会响。", "The only message of the day that sounds."),
        (
            Beat("07:32", (Taps("sun"), Taps("li"), Taps("zhao"), Taps("zhao"))),
            Beat("07:41", (Writes("wang", _OK, SlotKind.MORNING),)),
            Beat("07:55", (Taps("zhang"), Taps("chen"))),
        ),
    ),
    Scene(
        1,
        "12:00",
        Both("午一答", "Noon: answer"),
        None,
        (
            Beat("12:03", (Votes("sun"), Votes("li"), Votes("zhao"))),
            Beat("12:20", (Votes("zhang", is_right=False), Votes("wang"))),
        ),
    ),
    Scene(
        1,
        "18:40",
        Both("下班了", "After work"),
        Both("刘强这会儿才来，一样算数。", "Peter Lewis comes only now. It counts all the same."),
        (Beat("18:40", (Taps("liu"), Votes("liu"))),),
    ),
    Scene(
        1,
        "20:00",
        Both("晚一记", "Evening: note"),
        None,
        (
            Beat(
                "20:04",
                (
                    Writes(
                        "wang",
                        Both(
                            "天刚亮、鸡还没喂的时候最静，我戴上老花镜念给老伴听。",
                            "At daybreak, before the hens wake. I read it aloud to my husband.",
                        ),
                        SlotKind.EVENING,
                    ),
                ),
            ),
            Beat("20:09", (Likes("sun", "wang", "❤"), Speaks("chen", SlotKind.EVENING))),
            Beat(
                "20:15",
                (
                    Writes(
                        "zhang",
                        Both(
                            "/note 中午答错了，晚上又看了一遍，这回记住了。",
                            "/note Wrong at noon. Read it again tonight; now it has stuck.",
                        ),
                        in_private=True,
                    ),
                ),
            ),
        ),
    ),
)

SECOND = (
    Scene(
        2,
        "07:30",
        Both("早一学", "Morning: read"),
        Both("第二天，放得快一点。", "The second day, in short."),
        (
            Beat("07:33", (Taps("sun"), Taps("zhang"), Taps("li"), Taps("chen"))),
            Beat("07:40", (Writes("wang", _OK, SlotKind.MORNING),)),
        ),
        is_brief=True,
    ),
    Scene(
        2,
        "12:00",
        Both("午一答", "Noon: answer"),
        None,
        (
            Beat(
                "12:05",
                (Votes("sun"), Votes("zhang"), Votes("li"), Votes("wang"), Votes("zhao", False)),
            ),
        ),
        is_brief=True,
    ),
    Scene(
        2,
        "20:00",
        Both("晚一记", "Evening: note"),
        None,
        (
            Beat(
                "20:06",
                (
                    Writes(
                        "sun",
                        Both(
                            "跟隔壁小伙子聊了聊，他说也想写申请书。",
                            "I talked with the young man next door. He means to apply, too.",
                        ),
                        SlotKind.EVENING,
                    ),
                    Writes(
                        "wang",
                        Both("年轻时我也跑了三趟才交上去呢。", "It took me three tries, once."),
                        SlotKind.EVENING,
                    ),
                ),
            ),
        ),
        is_brief=True,
    ),
)

QUESTIONS = (
    Scene(
        2,
        "20:30",
        Both("大家怎么样了？", "How is everybody doing?"),
        Both(
            "书记问全支部，孙丽在群里看榜，张建国问自己，镇里的组织员马晓燕看各支部。",
            "The secretary asks about her branch, Susan Hill for the standings, John Miller "
            "about himself, and Olivia March, the town's organiser, about all branches.",
        ),
        (
            Beat("20:30", (Writes("li", Both("/status", "/status"), in_private=True),)),
            Beat("20:32", (Writes("sun", Both("/standings", "/standings")),)),
            Beat("20:34", (Writes("zhang", Both("/me", "/me"), in_private=True),)),
            Beat("20:36", (Writes("ma", Both("/status", "/status"), in_private=True),)),
        ),
    ),
)

PLAY = (*FIRST, *SECOND, *QUESTIONS)
