"""The table of handlers: which update goes where. The first that fits takes it."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import (
    bank_lists,
    banks,
    behalf,
    branch_pause,
    calendars,
    cards,
    catch_up,
    deciding,
    drill,
    exam_setting,
    exams,
    exports,
    groups,
    invites,
    joining,
    leave,
    leaving,
    me,
    members,
    notebook,
    notes,
    nudging,
    offers,
    offices,
    own_data,
    private_text,
    programmes,
    questions,
    replies,
    settings,
    settling,
    sharing,
    standings,
    starting,
    status,
    taps,
    today,
    topics,
    unbinding,
    unit_settings,
    wall_sheets,
    year_papers,
)
from handlers.digest import digest as digests
from handlers.digest import tree
from handlers.duties import deadlines, matters, reminders, ruling, why
from handlers.meetings import buttons as meeting_buttons
from handlers.meetings import front, own, signing
from handlers.problems import buttons as problem_buttons
from handlers.records import buttons as record_buttons
from handlers.records import deeds
from handlers.records import start as records
from handlers.turn import Turn
from reports.keyboard import Key, texts_of

TurnHandler = Callable[[Turn], Awaitable[None]]
AnyHandler = BaseHandler[Any, Any, Any]
PlainHandler = Callable[[Update, Any], Coroutine[Any, Any, None]]

COMMANDS: dict[str, TurnHandler] = {
    "start": starting.start,
    "help": starting.help_,
    "today": today.today,
    "note": notes.note,
    "notebook": notebook.notebook,
    "drill": drill.drill,
    "test": exams.exams,
    "meeting": front.meeting,
    "me": me.me,
    "card": cards.card,
    "review": year_papers.review,
    "standings": standings.show_standings,
    "record": records.record,
    "deed": deeds.deed,
    "status": status.status,
    "digest": digests.digest,
    "overview": tree.overview,
    "members": members.members,
    "matters": matters.matters,
    "deadlines": deadlines.deadlines,
    "why": why.why,
    "calendar": calendars.calendar,
    "bind": starting.bind_group,
    "join": joining.join,
    "invite": invites.invite,
    "language": starting.language,
    "settings": settings.settings,
    "here": topics.here,
    "leave": leave.leave,
    "pause": branch_pause.pause,
    "programme": programmes.programme,
    "questions": questions.questions,
    "standin": offices.stand_in,
    "handover": offices.handover,
    "cancel": notes.cancel,
    "mydata": own_data.my_data,
    "forgetme": own_data.forget_me,
}

# What a button's data begins with.
BUTTONS: dict[str, TurnHandler] = {
    "today:show": taps.show_today,
    "today:read:": taps.read_today,
    "today:item:": taps.show_item,
    "today:question:": taps.show_question,
    "item:read:": taps.read_item,
    "catchup:show": catch_up.show_missed,
    "catchup:read:": catch_up.read_missed,
    "catchup:answer:": catch_up.answer_missed,
    "catchup:note:": catch_up.write_missed,
    "pick:": taps.pick,
    "answer:": taps.give_answer,
    "undo:": taps.undo,
    "drill:": drill.drill_button,
    "exam:": exams.exam_button,
    "exam-set:": exam_setting.setting_button,
    "record:": record_buttons.record_button,
    "deed:": deeds.deed_button,
    "meet:here:": signing.here_button,
    "meet:own:": own.own_button,
    "meet:": meeting_buttons.meeting_button,
    "note:write": notes.ask_for_note,
    "note:show:": notebook.show_note,
    "note:share:": sharing.share_note,
    "note:unshare:": sharing.take_note_back,
    "note:delete:": notebook.ask_to_delete,
    "note:keep:": notebook.keep_note_after_all,
    "note:erase:": notebook.erase_note,
    "offer:": offers.take_offer,
    "bank:": banks.bank_button,
    "banks:": bank_lists.banks_button,
    "export:pdf:": exports.export,
    "export:markdown:": exports.export,
    "export:": exports.choose_span,
    "forget:": own_data.forget_button,
    "notebook:": notebook.turn_page,
    "standings:": standings.other_period,
    "matter:": matters.matters_button,
    "due:": deadlines.due_button,
    "why:": why.why_button,
    "calendar:": calendars.calendar_button,
    "problem:": problem_buttons.problem_button,
    "remind:": reminders.remind_button,
    "rule:": ruling.rule_button,
    "status:": status.status_button,
    "digest:": digests.digest_button,
    "overview:": tree.overview_button,
    "members:": members.members_button,
    "member:": members.member_button,
    "wall:": wall_sheets.wall_sheet_button,
    "card:": cards.card_button,
    "review:": year_papers.review_button,
    "scores:": year_papers.scores_button,
    "consent:": year_papers.consent_button,
    "poster:": year_papers.poster_button,
    "pocket:": year_papers.pocket_button,
    "behalf:": behalf.behalf_button,
    "leave:": leave.leave_button,
    "pause:": branch_pause.pause_button,
    "programme:": programmes.programme_button,
    "questions:": questions.questions_button,
    "question:": questions.question_button,
    "standin:": offices.stand_in_button,
    "handover:": offices.handover_button,
    "nudge:": nudging.nudge_button,
    "join:yes:": deciding.decide_button,
    "join:no:": deciding.decide_button,
    "join:undo:": deciding.decide_button,
    "join:waiting:": joining.waiting_button,
    "join:": joining.join_button,
    "invite:": invites.invite_button,
    "left:": leaving.left_button,
    "unbind:": unbinding.unbind_button,
    "language:": starting.language_button,
    "settings:": settings.settings_button,
    "unit-settings:": unit_settings.unit_settings_button,
    "settle:": settling.answer_settling,
}

# The keys below the private chat: each sends its own words, in whatever language it stands there.
KEYS: dict[Key, TurnHandler] = {
    Key.TODAY: today.today,
    Key.NOTE: notes.ask_for_note,
    Key.BRANCH: matters.matters,
    Key.OWN: me.me,
    Key.HELP: starting.help_,
}

_NEW = filters.UpdateType.MESSAGE


class _InAlbum(filters.MessageFilter):
    """Lets the messages of albums through."""

    def filter(self, message: Message) -> bool:
        return message.media_group_id is not None


_IN_ALBUM = _InAlbum()


def handlers(adapt: Callable[[TurnHandler], PlainHandler]) -> Sequence[AnyHandler]:
    """python-telegram-bot's handlers for the table, each handler made plain by ``adapt``."""
    commands: list[AnyHandler] = [
        CommandHandler(name, adapt(handler), filters=_NEW) for name, handler in COMMANDS.items()
    ]
    buttons: list[AnyHandler] = [
        CallbackQueryHandler(adapt(handler), pattern=f"^{prefix}")
        for prefix, handler in BUTTONS.items()
    ]
    keys: list[AnyHandler] = [
        MessageHandler(filters.ChatType.PRIVATE & _NEW & filters.Text(texts_of(key)), adapt(do))
        for key, do in KEYS.items()
    ]
    return [
        ChatMemberHandler(adapt(groups.own_membership), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE & _NEW, adapt(groups.moved)),
        MessageHandler(filters.StatusUpdate.NEW_CHAT_TITLE & _NEW, adapt(groups.renamed)),
        MessageHandler(filters.StatusUpdate.LEFT_CHAT_MEMBER & _NEW, adapt(leaving.somebody_left)),
        *commands,
        *keys,
        MessageHandler(
            filters.ChatType.PRIVATE & _NEW & filters.COMMAND, adapt(starting.unknown_command)
        ),
        *buttons,
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, adapt(notes.edited)),
        MessageHandler(
            filters.ChatType.GROUPS & filters.REPLY & _NEW & ~filters.COMMAND,
            adapt(replies.reply_to_post),
        ),
        MessageHandler(filters.ChatType.GROUPS & _IN_ALBUM & _NEW, adapt(replies.rest_of_album)),
        MessageHandler(
            filters.ChatType.PRIVATE & _NEW & ~filters.COMMAND & ~filters.StatusUpdate.ALL,
            adapt(private_text.private_text),
        ),
    ]
