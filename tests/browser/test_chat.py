"""What people know a chat to be: keys, reactions, files, topics, another language, days that go by,
and beside it what the bot calls."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visitor
from tests.browser.visiting import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_page_is_the_chat_that_people_know(visitor: Visitor) -> None:
    visit = await visitor("zh")
    page = visit.page
    # Nobody has done anything yet: with the page's language the bot's own changes.
    await page.locator("#language").click()
    await expect(page.locator("#chat-title")).to_have_text("Riverside branch")
    await expect(page.locator("html")).to_have_attribute("lang", "en")

    await page.locator("#calls-toggle").click()
    await visit.press("post")
    await expect(page.locator("#call-list [data-method=sendMessage]").last).to_be_visible()

    morning = visit.messages("[data-post=morning]")
    await morning.locator("article").focus()
    await page.keyboard.press("Enter")
    await page.locator("#actions .emoji").get_by_role("button").first.click()
    await expect(morning.locator(".reactions .chip")).to_have_attribute("aria-pressed", "true")

    await page.locator("#chat-menu-toggle").click()
    await page.get_by_role("button", name="Turn into a forum with topics").click()
    await page.get_by_role("button", name="New topic").first.click()
    await page.get_by_role("textbox", name="Name of the topic").fill("Garden")
    await page.keyboard.press("Enter")
    await page.locator("#topics").get_by_role("button", name="Garden").click()
    await visit.write("Who waters on Sunday?")
    await expect(visit.messages(".own").last).to_contain_text("Sunday")
    await page.locator("#topics").get_by_role("button").first.click()
    await expect(page.locator("#messages")).not_to_contain_text("Sunday")

    await visit.open("private")
    await page.locator("#keys").get_by_role("button", name="Today's three").click()
    await expect(visit.messages(".theirs").last).to_contain_text("Your three today")
    await visit.write("/note")
    await expect(visit.messages(".own").last).to_contain_text("/note")
    await page.locator("#attach").click()
    async with page.expect_file_chooser() as asked:
        await page.locator("[data-attach=photo]").click()
    await (await asked.value).set_files(ROOT / "docs" / "pictures" / "morning.en.png")
    await page.locator("#dialog").get_by_role("button", name="Send").click()
    await expect(visit.messages(".own").last.locator("img")).to_be_visible()
    await expect(visit.messages(".theirs").last).to_contain_text("Saved")

    before = await page.locator("#now").get_attribute("datetime")
    await visit.press("day")
    await expect(page.locator("#now")).not_to_have_attribute("datetime", before or "")
    await expect(page.locator("#now")).to_contain_text("Wed")
