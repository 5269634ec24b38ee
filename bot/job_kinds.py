"""The kinds of jobs that a bot has, and who does each."""

from collections.abc import Mapping

from bot.bank_jobs import BankJobs
from bot.batcher import Batcher
from bot.calendars import Calendars
from bot.card_jobs import CardJobs
from bot.cleaning import CLEAN_UP_JOB, clean_up
from bot.digest_jobs import DigestJobs
from bot.exam_jobs import ExamJobs
from bot.meeting_jobs import MeetingJobs
from bot.menus import MENUS_JOB, set_menus
from bot.page_jobs import PageJobs
from bot.paper_jobs import PaperJobs
from bot.question_jobs import QuestionJobs
from bot.worker import Doing
from bot.workshop import Workshop
from bot.year_paper_jobs import YearPaperJobs
from handlers.own_data import TRACES_JOB
from programme.digest.calling import REMIND_JOB
from programme.digest.telling import DIGEST_JOB
from programme.digest.tree import OVERVIEW_JOB
from programme.enrolment import SHIPPED_JOB, bring_shipped
from programme.exam_sheet import SHEET_JOB
from programme.key_alarms import FIGURES_JOB
from programme.meetings.planning import DAY_JOB
from programme.remarking import REMARK_JOB
from programme.unit_standings import STANDINGS_JOB
from reports.calendars.replies import CALENDAR_JOB
from reports.cards.pages import CARD_JOB, PAPER_JOB
from reports.exports import EXPORT_JOB
from reports.my_data import DATA_JOB
from reports.quiz_offer import READ_JOB, STORE_JOB
from reports.wall_sheet import WALL_SHEET_JOB
from storage.duty_counts import mark_closed
from storage.erasing import forget_chat
from storage.jobs import Job
from storage.letters import RETRY_JOB, LetterId
from storage.months import SUM_UP_JOB, sum_up
from storage.values.people import ChatId


def job_kinds(workshop: Workshop, batcher: Batcher) -> Mapping[str, Doing]:
    """What is done for each kind of job. Done twice, each comes to the same."""
    database, clock, defaults = workshop.database, workshop.clock, workshop.defaults
    papers, questions = PaperJobs(workshop), QuestionJobs(workshop)
    tests, banks = ExamJobs(workshop), BankJobs(workshop)
    digests, pages = DigestJobs(workshop), PageJobs(workshop)
    days, calendars = MeetingJobs(workshop), Calendars(workshop)
    cards, year_papers = CardJobs(workshop), YearPaperJobs(workshop)

    async def clean(_job: Job) -> None:
        await clean_up(database, workshop.bot_id, clock.now())

    async def add_up(_job: Job) -> None:
        now = clock.now()
        await sum_up(database, now)
        async with database.writing() as tx:
            await mark_closed(tx, now.date())

    async def retry(job: Job) -> None:
        await batcher.retry(LetterId(job.payload["letter"]))

    async def bring(job: Job) -> None:
        await bring_shipped(database, job, clock.now(), defaults)

    async def menus(_job: Job) -> None:
        await set_menus(database, workshop.bot, defaults.language)

    async def forget_traces(job: Job) -> None:
        async with database.writing() as tx:
            await forget_chat(tx, workshop.bot_id, ChatId(job.payload["chat"]))

    return {
        RETRY_JOB: retry,
        CLEAN_UP_JOB: clean,
        SUM_UP_JOB: add_up,
        REMARK_JOB: questions.remark,
        FIGURES_JOB: questions.figures,
        SHEET_JOB: tests.sheet,
        MENUS_JOB: menus,
        EXPORT_JOB: papers.notebook,
        DATA_JOB: papers.my_data,
        WALL_SHEET_JOB: papers.wall_sheet,
        CALENDAR_JOB: calendars.file,
        READ_JOB: banks.read,
        STORE_JOB: banks.store,
        TRACES_JOB: forget_traces,
        DAY_JOB: days.day,
        DIGEST_JOB: digests.digest,
        REMIND_JOB: digests.remind,
        OVERVIEW_JOB: pages.overview,
        STANDINGS_JOB: pages.standings,
        CARD_JOB: cards.card,
        PAPER_JOB: year_papers.paper,
        SHIPPED_JOB: bring,
    }
