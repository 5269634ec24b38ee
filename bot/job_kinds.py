"""The kinds of jobs that a bot has, and who does each."""

from collections.abc import Mapping

from telegram import Bot

from bot.bank_jobs import BankJobs
from bot.batcher import Batcher
from bot.cleaning import CLEAN_UP_JOB, clean_up
from bot.clock import Clock
from bot.exam_jobs import ExamJobs
from bot.menus import MENUS_JOB, set_menus
from bot.outbox import Outbox
from bot.paper_jobs import PaperJobs
from bot.question_jobs import QuestionJobs
from bot.worker import Doing
from handlers.own_data import TRACES_JOB
from programme.enrolment import SHIPPED_JOB, bring_shipped
from programme.exam_sheet import SHEET_JOB
from programme.key_alarms import FIGURES_JOB
from programme.remarking import REMARK_JOB
from reports.exports import EXPORT_JOB
from reports.my_data import DATA_JOB
from reports.quiz_offer import READ_JOB, STORE_JOB
from reports.wall_sheet import WALL_SHEET_JOB
from storage.database import Database
from storage.erasing import forget_chat
from storage.jobs import Job
from storage.letters import RETRY_JOB, LetterId
from storage.units import Defaults
from storage.values.people import BotId, ChatId, TelegramId


def job_kinds(
    database: Database,
    bot: Bot,
    clock: Clock,
    defaults: Defaults,
    owner: TelegramId | None,
    out: Outbox,
    batcher: Batcher,
) -> Mapping[str, Doing]:
    """What is done for each kind of job. Done twice, each comes to the same."""
    bot_id = BotId(bot.id)
    papers = PaperJobs(database, bot, clock, defaults, out)
    questions = QuestionJobs(database, bot_id, clock, defaults, owner, out)
    tests = ExamJobs(database, bot_id, clock, defaults, owner, out)
    banks = BankJobs(database, bot, clock, defaults, out)

    async def clean(_job: Job) -> None:
        await clean_up(database, bot_id, clock.now())

    async def retry(job: Job) -> None:
        await batcher.retry(LetterId(job.payload["letter"]))

    async def bring(job: Job) -> None:
        await bring_shipped(database, job, clock.now(), defaults)

    async def menus(_job: Job) -> None:
        await set_menus(database, bot, defaults.language)

    async def forget_traces(job: Job) -> None:
        async with database.writing() as tx:
            await forget_chat(tx, bot_id, ChatId(job.payload["chat"]))

    return {
        RETRY_JOB: retry,
        CLEAN_UP_JOB: clean,
        REMARK_JOB: questions.remark,
        FIGURES_JOB: questions.figures,
        SHEET_JOB: tests.sheet,
        MENUS_JOB: menus,
        EXPORT_JOB: papers.notebook,
        DATA_JOB: papers.my_data,
        WALL_SHEET_JOB: papers.wall_sheet,
        READ_JOB: banks.read,
        STORE_JOB: banks.store,
        TRACES_JOB: forget_traces,
        SHIPPED_JOB: bring,
    }
