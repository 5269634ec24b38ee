"""The page's own words, by the keys under which its scripts ask for them.

A place such as ``{name}`` is filled in by the page.
"""

from reports.wording import Words


def page_words(words: Words) -> dict[str, str]:
    """All words of the page in one language."""
    return _frame(words) | _chat(words) | _polls(words) | _guide(words)


def _frame(words: Words) -> dict[str, str]:
    return {
        "skip": words("Skip to writing"),
        "practice": words("practice chat"),
        "clock": words("The branch's clock"),
        "clock-zone": words(
            "Local time, {zone}. It stands still until you move it.", zone="{zone}"
        ),
        "next-post": words("Next post"),
        "next-day": words("Next day"),
        "next-week": words("Next week"),
        "calls": words("What the bot calls"),
        "calls-hint": words("What the bot asks of Telegram, as it happens."),
        "settings": words("Page settings"),
        "text-size": words("Text size"),
        "size-normal": words("Normal"),
        "size-large": words("Large"),
        "size-largest": words("Largest"),
        "life": words("The others live their day"),
        "life-hint": words(
            "When the clock moves, they read, answer and write by themselves, except the one "
            "you are."
        ),
        "start-again": words("Start again"),
        "restart-hint": words("Everything said here is forgotten, and the first day begins."),
        "bot-speaks": words("The people and the bot speak"),
        "begin-with": words("Begin with"),
        "begin-bound": words("the group ready, the bot in it"),
        "begin-unbound": words("the invitation: the secretary brings the bot in"),
        "starting": words("Starting afresh …"),
        "guide-show": words("Show the first steps"),
        "offline": words("The practice server doesn't answer. Trying again …"),
        "not-reached": words("The practice server doesn't answer. Is it still running?"),
        "own-fault": words("Something in Sanxue itself went wrong. Please look at the terminal."),
        "people-and-chats": words("Chats and people"),
        "chats": words("Chats"),
        "you-are": words("You are"),
        "without-telegram": words(
            "Without Telegram: {names}. The secretary notes it for them.", names="{names}"
        ),
        "has-news": words("has something new"),
        "part-secretary": words("secretary"),
        "part-organiser": words("organiser"),
        "part-member": words("member"),
        "ok": words("OK"),
        "cancel": words("Cancel"),
        "close": words("Close"),
        "create": words("Create"),
        "send": words("Send"),
        "copy": words("Copy"),
        "copied": words("Copied."),
    }


def _chat(words: Words) -> dict[str, str]:
    return {
        "chat": words("Chat"),
        "back": words("Back to the chats"),
        "messages": words("Messages"),
        "new-messages": words("New messages"),
        "chat-menu": words("About this chat"),
        "members": words("{count} members", count="{count}"),
        "bot-private": words("bot"),
        "blocked": words("blocked"),
        "private": words("private"),
        "bot": words("bot"),
        "you": words("You"),
        "unread": words("{count} new", count="{count}"),
        "nothing-yet": words("Nothing here yet"),
        "topics": words("Topics"),
        "general": words("General"),
        "make-forum": words("Turn into a forum with topics"),
        "new-topic": words("New topic"),
        "topic-name": words("Name of the topic"),
        "pinned": words("Pinned"),
        "silent": words("without a sound"),
        "edited": words("edited"),
        "gone": words("a message that is gone"),
        "to-end": words("To the newest message"),
        "composer": words("Write a message"),
        "write-as": words("Write as {name}", name="{name}"),
        "attach": words("Attach"),
        "commands": words("The bot's commands"),
        "keys": words("The bot's keys"),
        "start": words("START"),
        "photo": words("Photo"),
        "photo-open": words("Open the photo"),
        "voice": words("Voice message"),
        "audio": words("Sound"),
        "video": words("Video"),
        "document": words("File"),
        "file": words("File"),
        "caption": words("A few words to go with it"),
        "too-large": words("The file is larger than 20 MB."),
        "not-a-picture": words("That file is no picture that can be shown. Please choose another."),
        "no-microphone": words("There is no microphone here: please choose a sound file."),
        "recording": words("Recording …"),
        "recording-hint": words("Speak now. “Send” ends it."),
        "actions": words("What to do with the message"),
        "actions-for": words("Actions for the message of {name}", name="{name}"),
        "buttons": words("Buttons"),
        "react": words("React"),
        "react-with": words("React with {emoji}", emoji="{emoji}"),
        "reactions": words("Reactions"),
        "reaction-by": words("{emoji} by {names}", emoji="{emoji}", names="{names}"),
        "reply": words("Reply"),
        "reply-to": words("Reply to {name}: {text}", name="{name}", text="{text}"),
        "reply-to-name": words("Reply to {name}", name="{name}"),
        "edit": words("Change"),
        "editing": words("Changing your message"),
        "delete": words("Delete"),
        "delete-sure": words("Delete this message for everybody?"),
        "choose-group": words("Choose a group"),
        "no-group": words("There is no group that you are in."),
        "share": words("Send it on"),
        "share-hint": words("Telegram would now ask whom to send this to."),
        "share-text": words("What is sent"),
        "link-outside": words("This would open {url} in Telegram.", url="{url}"),
        "service-added": words("{who} added {whom}", who="{who}", whom="{whom}"),
        "service-joined": words("{who} joined the group", who="{who}"),
        "service-left": words("{who} left the group", who="{who}"),
        "service-removed": words("{who} removed {whom}", who="{who}", whom="{whom}"),
        "service-pinned_message": words("{who} pinned a message", who="{who}"),
        "service-forum_topic_created": words(
            "{who} opened the topic “{whom}”", who="{who}", whom="{whom}"
        ),
        "service-migrate_to_chat_id": words("The group has become a supergroup"),
        "service-migrate_from_chat_id": words("The group has become a supergroup"),
    }


def _polls(words: Words) -> dict[str, str]:
    return {
        "poll": words("Poll"),
        "quiz": words("Quiz"),
        "several": words("more than one may be right"),
        "poll-closed": words("The quiz is over"),
        "vote": words("Vote"),
        "vote-back": words("Take my vote back"),
        "answered": words("{count} answered", count="{count}"),
        "answered-none": words("Nobody has answered yet"),
        "closes": words("until {time}", time="{time}"),
        "right": words("right"),
        "right-own": words("right, your choice"),
        "wrong-own": words("not right, your choice"),
        "own-choice": words("your choice"),
    }


def _guide(words: Words) -> dict[str, str]:
    return {
        "guide": words("First steps"),
        "guide-close": words("Close the first steps"),
        "guide-you": words(
            "You are {name} ({about}) of {branch}.",
            name="{name}",
            about="{about}",
            branch="{branch}",
        ),
        "open-invitation": words("Open the invitation"),
        "guide-invite": words("The unit above has sent you a link. Open it and choose the group."),
        "guide-answer-three": words(
            "The bot is in the group. Answer its three questions in the private chat with {bot}.",
            bot="{bot}",
        ),
        "guide-first-post": words("Press “Next post”, and the day begins."),
        "guide-read": words("The study is here. Have you read it? Then tap its button."),
        "guide-noon": words("Press “Next post” again for the noon question."),
        "guide-vote": words("Choose an answer: one tap."),
        "guide-evening": words("“Next post” once more: the noon's result, and the evening."),
        "guide-note": words("Write a line in reply to the evening's message."),
        "guide-status": words(
            "Open the private chat with {bot} and send /status: who has not come to it yet?",
            bot="{bot}",
        ),
        "guide-be-another": words(
            "That is a branch's whole day. Now be somebody else: choose under “You are”."
        ),
        "guide-end": words(
            "“Next day” and “Next week” go faster. In the settings you can start again, also with "
            "the bot's arrival."
        ),
    }
