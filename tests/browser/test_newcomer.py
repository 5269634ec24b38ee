"""A newcomer opens the page and lives a whole day: as secretary, as member, in both languages."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visitor
from tests.browser.visiting import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = {
    "zh": {
        "read": "我学了",
        "noted": "记上了",
        "note": "把本子放在窗台上，天天看得见。",
        "reply": "回复",
        "read_line": "早一学",
        "asked": "还没顾上",
        "running": "连续第 1 天",
        "received": "收到",
        "kept": "记好了",
    },
    "en": {
        "read": "I've read it",
        "noted": "Noted",
        "note": "My notebook lies on the window sill, where I see it.",
        "reply": "Reply",
        "read_line": "Morning: read",
        "asked": "Not yet",
        "running": "1 day running",
        "received": "ok",
        "kept": "Saved",
    },
}
BOTH = pytest.mark.parametrize("language", ["zh", "en"])


async def _until_evening(visit: Visit) -> None:
    """The result and the evening's prompt come within two presses of the button."""
    for _ in range(3):
        if await visit.messages("[data-post=evening]").count():
            return
        await visit.press("post")


@BOTH
async def test_a_secretary_lives_the_day_and_asks_how_the_branch_stands(
    visitor: Visitor, language: str
) -> None:
    words = WORDS[language]
    visit = await visitor(language)
    page = visit.page
    await expect(page.locator("#guide")).to_be_visible()

    await visit.press("post")
    morning = visit.messages("[data-post=morning]")
    await morning.get_by_role("button", name=words["read"]).click()
    await expect(page.locator("#toast")).to_contain_text(words["noted"])
    await expect(morning.get_by_role("button", name=words["read"])).to_contain_text("·")

    await visit.press("post")
    noon = visit.messages("[data-post=noon]")
    await noon.locator("label.option").first.click()
    await expect(noon.locator(".results .own")).to_have_count(1)
    await expect(noon.locator(".explanation")).not_to_be_empty()

    await _until_evening(visit)
    evening = visit.messages("[data-post=evening]").last
    await evening.locator("article").focus()
    await page.keyboard.press("Enter")
    await page.locator("#actions").get_by_role("button", name=words["reply"], exact=True).click()
    await visit.write(words["note"])
    mine = visit.messages(".own").last
    await expect(mine).to_contain_text(words["note"])
    await expect(mine.locator(".chip")).to_have_count(1)

    await visit.open("private")
    await visit.write("/status")
    status = visit.messages(".theirs").last
    await expect(status).to_contain_text(words["read_line"])
    await expect(status).to_contain_text(words["asked"])
    assert page.url.startswith("http://127.0.0.1:")


@BOTH
async def test_a_member_on_a_phone_lives_the_day(visitor: Visitor, language: str) -> None:
    words = WORDS[language]
    visit = await visitor(language, width=360, height=740)
    page = visit.page
    await visit.be("wang")
    await visit.open("group")

    await visit.press("post")
    morning = visit.messages("[data-post=morning]")
    await morning.locator("article").focus()
    await page.keyboard.press("Enter")
    await page.locator("#actions").get_by_role("button", name=words["reply"], exact=True).click()
    await visit.write(words["received"])
    await expect(visit.messages(".own").last.locator(".chip")).to_have_count(1)

    await visit.press("post")
    await visit.messages("[data-post=noon]").locator("label.option").last.click()
    await expect(visit.messages("[data-post=noon]").locator(".results .own")).to_have_count(1)

    await visit.open("private")
    start = page.locator("#start")
    if await start.is_visible():
        await start.click()
    await visit.write("/note")
    await visit.write(words["note"])
    await expect(visit.messages(".theirs").last).to_contain_text(words["kept"])
    await visit.write("/me")
    await expect(visit.messages(".theirs").last).to_contain_text(words["running"])


async def test_nothing_sticks_out_on_a_small_phone_with_the_largest_letters(
    visitor: Visitor,
) -> None:
    # English words are the longer ones.
    visit = await visitor("en", width=360, height=640)
    page = visit.page
    await page.locator("#settings-toggle").click()
    await page.locator("[name=size][value=largest]").check()
    await page.keyboard.press("Escape")
    for _ in range(2):
        await visit.press("post")
    for view in ("chat", "list"):
        if view == "list":
            await page.locator("#back").click()
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, f"{wide} px wide in the {view}"


async def test_the_whole_day_needs_no_mouse(visitor: Visitor) -> None:
    visit = await visitor("zh")
    page = visit.page
    await _tab_to(visit, "[data-move=post]")
    await page.keyboard.press("Enter")
    await visit.messages("[data-post=morning]").wait_for()
    await visit.clock_stands()
    await _tab_to(visit, "[data-post=morning] .inline button")
    await page.keyboard.press("Enter")
    await expect(page.locator("#toast")).to_contain_text("记上了")
    await _tab_to(visit, "[data-move=post]")
    await page.keyboard.press("Enter")
    await visit.messages("[data-post=noon]").wait_for()
    await visit.clock_stands()
    await _tab_to(visit, "[data-post=noon] input")
    await page.keyboard.press("ArrowDown")
    await _tab_to(visit, "[data-post=noon] .vote")
    await page.keyboard.press("Enter")
    await expect(visit.messages("[data-post=noon]").locator(".results .own")).to_have_count(1)
    await _tab_to(visit, "#text")
    await page.keyboard.type("/status")
    await page.keyboard.press("Enter")
    await expect(visit.messages(".theirs").last).to_contain_text("早一学")


async def _tab_to(visit: Visit, selector: str) -> None:
    """Press Tab until what fits the selector has the focus, and its focus can be seen."""
    found = "s => document.activeElement?.matches(s) ?? false"
    for _ in range(80):
        await visit.page.keyboard.press("Tab")
        if await visit.page.evaluate(found, selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")
