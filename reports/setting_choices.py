"""What a branch may choose, in words: the question, its answers, and how it stands."""

from collections.abc import Sequence

from msgspec import Struct

from programme.branch_choices import OFF, ON, Setting, values_of
from reports.wording import Words
from storage.values.branches import BranchSettings, QuizMode, StandingsMode


class Choice(Struct, frozen=True):
    """One answer: what its button carries, and what stands on it."""

    value: str
    label: str


def name_of(words: Words, what: Setting) -> str:
    """What something that can be settled is called, short enough for a button."""
    names = {
        Setting.LANGUAGE: words("Language"),
        Setting.ZONE: words("Time zone"),
        Setting.MORNING: words("Morning"),
        Setting.NOON: words("Noon"),
        Setting.EVENING: words("Evening"),
        Setting.QUIZ: words("Question"),
        Setting.SOUND: words("Sound"),
        Setting.STANDINGS: words("Standings"),
        Setting.TAKES_IN: words("New members"),
        Setting.PRIVATE: words("Private chats"),
        Setting.TOPIC: words("Topic"),
        Setting.BY_SIZE: words("By size"),
    }
    return names[what]


def asked_about(words: Words, what: Setting) -> str:
    """The question, with what each of its answers means."""
    asked = {
        Setting.QUIZ: words(
            "How is the noon question to be asked?\n\n"
            "As a poll: one tap, and everybody in the group sees who chose what.\n"
            "With buttons: whether an answer was right is shown only to the one who gave it."
        ),
        Setting.SOUND: words(
            "Shall the morning's post ring on the members' phones? All the others come silently."
        ),
        Setting.STANDINGS: words(
            "What do the standings show?\n\n"
            "Upper half: the upper half by name; the others stay unnamed.\n"
            "Bands: by name whoever comes nearly every day, without places.\n"
            "Oneself: each sees nothing but their own.\n"
            "None: there are no standings."
        ),
        Setting.TAKES_IN: words(
            "How do new members come onto the list?\n\n"
            "You say yes: they send me /join, and you let them in with one tap.\n"
            "By taking part: whoever taps, answers or writes in the group for the first time is "
            "on the list, under their Telegram name."
        ),
        Setting.PRIVATE: words(
            "This branch has no group. Shall I send the three studies to each member in private?"
        ),
    }
    return asked[what]


def choices_of(words: Words, what: Setting) -> Sequence[Choice]:
    """The answers to the question."""
    answers = {
        Setting.QUIZ: (
            Choice(QuizMode.POLL.value, words("As a poll")),
            Choice(QuizMode.BUTTONS.value, words("With buttons")),
        ),
        Setting.SOUND: (Choice(ON, words("Ring once")), Choice(OFF, words("Silent"))),
        Setting.STANDINGS: (
            Choice(StandingsMode.RANKED.value, words("Upper half")),
            Choice(StandingsMode.BANDS.value, words("Bands")),
            Choice(StandingsMode.SELF.value, words("Oneself")),
            Choice(StandingsMode.OFF.value, words("No standings")),
        ),
        Setting.TAKES_IN: (
            Choice(OFF, words("I say yes")),
            Choice(ON, words("By taking part")),
        ),
        Setting.PRIVATE: (
            Choice(ON, words("Send in private")),
            Choice(OFF, words("Don't send")),
        ),
    }
    return answers[what]


def in_words(words: Words, what: Setting, branch: BranchSettings) -> str:
    """How it stands."""
    said = {
        (Setting.QUIZ, QuizMode.POLL.value): words("as a poll"),
        (Setting.QUIZ, QuizMode.BUTTONS.value): words("with buttons"),
        (Setting.SOUND, ON): words("Sound: the morning's post rings once"),
        (Setting.SOUND, OFF): words("Sound: none"),
        (Setting.STANDINGS, StandingsMode.RANKED.value): words("Standings: the upper half by name"),
        (Setting.STANDINGS, StandingsMode.BANDS.value): words("Standings: in bands"),
        (Setting.STANDINGS, StandingsMode.SELF.value): words("Standings: each only oneself"),
        (Setting.STANDINGS, StandingsMode.OFF.value): words("Standings: none"),
        (Setting.TAKES_IN, ON): words("New members: by taking part"),
        (Setting.TAKES_IN, OFF): words("New members: the secretary says yes"),
        (Setting.PRIVATE, ON): words("Private chats: the three studies go to each member"),
        (Setting.PRIVATE, OFF): words("No group yet, so nothing is posted"),
    }
    return said[what, values_of(branch)[what]]
