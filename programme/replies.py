"""Which replies to the morning post say no more than "read it", and so check in.

The rule reads a reply as a person would: width, case, punctuation, spaces, skin tones and friendly
emoji do not matter, and a word may come twice or with thanks. Whatever says more is a note.
"""

import re
import unicodedata

# Longer than any bare confirmation; what is longer says something of its own.
_LONGEST = 60

_CONFIRMING = (
    # Received, understood.
    "收到",
    "收到了",
    "已收到",
    "知道了",
    "明白",
    "明白了",
    "好",
    "好的",
    "好嘞",
    "好滴",
    "嗯",
    "行",
    "可以",
    "是",
    # Read, studied, done.
    "学了",
    "我学了",
    "已学",
    "我已学",
    "学完",
    "学完了",
    "学过了",
    "学好了",
    "学习了",
    "已学习",
    "我已学习",
    "学习完毕",
    "学习完成",
    "已学完",
    "看了",
    "看过了",
    "看完了",
    "已看",
    "读了",
    "我读了",
    "读过了",
    "读完了",
    "已读",
    "已阅",
    "阅",
    "完成",
    "已完成",
    "完毕",
    "打卡",
    "签到",
    "學了",
    "我學了",
    "已學",
    "學完了",
    "學習了",
    "已學習",
    "讀了",
    "讀完了",
    "已讀",
    "已閱",
    "1",
    "ok",
    "okay",
    "okey",
    "okie",
    "yes",
    "yep",
    "done",
    "alldone",
    "finished",
    "read",
    "readit",
    "readthis",
    "iread",
    "ireadit",
    "haveread",
    "ihaveread",
    "ihavereadit",
    "iveread",
    "ivereadit",
    "gotit",
    "noted",
    "received",
    "roger",
    "understood",
    "studied",
    "checked",
    "check",
)
# What may stand beside a confirming word, and says nothing by itself.
_POLITE = ("谢谢", "感谢", "谢谢大家", "辛苦了", "了", "啦", "哈", "呀", "thanks", "thankyou")

_CONFIRMING_SIGNS = frozenset("👍👌✅✔☑✓√🆗🫡💯")
_FRIENDLY_SIGNS = _CONFIRMING_SIGNS | frozenset(
    "🙏🌹💐🌷🌸🌺🌻🤝💪👏❤🧡💛💚💙💜🎉🎊😊😄😀😁🙂☺😃🥰🔥⭐🌟✨☀"
)


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# Possessive, the longest word first: the time is linear whatever is written.
_CONFIRMATION = re.compile(
    f"(?:{_any_of(_POLITE)})*+(?:{_any_of(_CONFIRMING)})(?:{_any_of(_CONFIRMING + _POLITE)})*+"
)


def is_check_in(text: str) -> bool:
    """Whether a reply to the morning post is a bare confirmation, in Chinese or English."""
    if len(text) > _LONGEST:
        return False
    bare = [letter for letter in unicodedata.normalize("NFKC", text).casefold() if _counts(letter)]
    words = "".join(letter for letter in bare if letter not in _FRIENDLY_SIGNS)
    if words:
        return _CONFIRMATION.fullmatch(words) is not None
    return bool(bare) and _CONFIRMING_SIGNS.issuperset(bare)


def _counts(letter: str) -> bool:
    """Whether a character is more than white space, punctuation or a variation of the last."""
    category = unicodedata.category(letter)
    return category[0] not in "ZPCM" and category != "Sk" and letter not in "+~"
