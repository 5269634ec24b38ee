"""The page is there for everybody: looked through by axe, and as a screen reader has it.

axe-core knows the rules of WCAG 2, levels A and AA, that a program can judge: names, roles,
contrast, languages, sizes. That a day needs no mouse is in :mod:`tests.browser.test_newcomer`.
"""

import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.conftest import Visitor
from tests.browser.visiting import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = {"zh": "light", "en": "dark"}
LOG = {"zh": "新消息", "en": "New messages"}
BUTTONS = {"zh": "按钮", "en": "Buttons"}
READ = {"zh": "我学了", "en": "I've read it"}
BOT = {"zh": "三学", "en": "Sanxue"}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_axe_finds_nothing_against_wcag(visitor: Visitor, language: str) -> None:
    visit = await visitor(language, color_scheme=COLOURS[language])
    page = visit.page
    await visit.open("group")
    await page.locator("#calls-toggle").click()
    for _ in range(2):
        await visit.press("post")
    await visit.messages("[data-post=noon]").locator("label.option").first.wait_for()
    await _look_through(visit, "the group, with a button and an open poll")

    await page.locator("#calls-close").click()
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.locator("#settings-toggle").click()
    await page.locator("[name=size][value=largest]").check()
    await _look_through(visit, "the settings, on a phone with the largest letters")
    await page.keyboard.press("Escape")
    await visit.messages("[data-post=noon]").locator("label.option").first.click()
    await visit.messages("[data-post=noon]").locator(".explanation").wait_for()
    await _look_through(visit, "the poll's result, on a phone with the largest letters")

    await visit.open("private")
    await visit.write("/status")
    await visit.messages(".theirs").last.get_by_role("group").wait_for()
    await _look_through(visit, "the private chat, with buttons and keys")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_screen_reader_is_told_what_comes_and_what_can_be_done(
    visitor: Visitor, language: str
) -> None:
    visit = await visitor(language)
    page = visit.page
    await visit.open("group")
    log = page.get_by_role("log", name=LOG[language])
    await expect(log).to_have_attribute("aria-live", "polite")
    await visit.press("post")
    morning = visit.messages("[data-post=morning]")
    title = await morning.locator(".text b").first.inner_text()
    await expect(log).to_contain_text(f"{BOT[language]}: {title}")

    said = re.compile(rf"^{BOT[language]}, \d\d:\d\d$")
    await expect(morning.get_by_role("article", name=said)).to_have_count(1)
    buttons = morning.get_by_role("group", name=BUTTONS[language])
    await buttons.get_by_role("button", name=READ[language]).click()
    # What the bot answers a tap with, it says in a status.
    await expect(page.locator("#toast")).to_have_role("status")
    await expect(page.locator("#toast")).not_to_be_empty()

    await visit.press("post")
    asked = visit.messages("[data-post=noon]").get_by_role("article")
    question = await asked.locator("legend").inner_text()
    await expect(log).to_contain_text(question)
    await expect(asked.get_by_role("group", name=question).get_by_role("radio")).not_to_have_count(
        0
    )


async def _look_through(visit: Visit, view: str) -> None:
    """Let axe judge all that is shown."""
    found = await Axe().run(visit.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert not found.violations_count, f"{view}: {found.generate_report()}"
