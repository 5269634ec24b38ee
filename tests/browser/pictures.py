"""``make pictures``: the guides' pictures, made afresh in both languages.

Most are taken from the practice page: each is what a newcomer would see who has done the same.
Cards and papers of a year are drawn by :mod:`tests.browser.papers`. See ``docs/`` for where they
stand.
"""

import argparse
import asyncio
import base64
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, expect

from tests.browser.papers import NAMES, draw
from tests.browser.visiting import (
    LOCALES,
    ROOT,
    Visit,
    browsing,
    chromium,
    practising,
    visiting,
)

FOLDER = ROOT / "docs" / "pictures"
_ROW = """
div { display: inline-flex; gap: 20px; padding: 12px; }
img { width: 360px; border: 1px solid #b8c4bd; border-radius: 18px; }
"""
_PHONE = {"width": 390, "height": 760, "device_scale_factor": 2}
_LONG = {**_PHONE, "height": 1400}
_SLIM = {"width": 360, "height": 780, "device_scale_factor": 1.5}
# Wide and high enough for a whole text, which is shown without the rest of the page.
_TABLET = {"width": 640, "height": 1100, "device_scale_factor": 1.5}
_DESK = {"width": 1280, "height": 760}
_REPLY = {"zh": "回复", "en": "Reply"}
_NOTE = {
    "zh": "今天去看了腿脚不便的张大爷，帮他把水缸挑满了。",
    "en": "Called on old Mr Zhang today and carried his water in for him.",
}
_READ = {"zh": "我学了", "en": "I've read it"}
_SET_A_TEST = {"zh": "出一份小测", "en": "Set a test"}
_MEMBERS, _SOMEBODY = {"zh": "名单", "en": "Members"}, {"zh": "周德福", "en": "Fred Jordan"}

Shot = Callable[[Visit], Awaitable[Locator | None]]
"""Brings a page to where its picture is taken; what of it is shown, None for the whole."""


async def day(visit: Visit) -> Locator | None:
    """Four phones side by side: a member's morning, noon and evening, and the secretary's view."""
    phones = []
    await visit.be("wang")
    await visit.open("group")
    await visit.press("post")
    await _tap_below(visit, "[data-post=morning]", _READ[visit.language])
    phones.append(await _phone(visit))
    await visit.press("post")
    await _vote(visit, -1)
    phones.append(await _phone(visit))
    await _evening(visit)
    await _answer(visit, "[data-post=evening]", _NOTE[visit.language])
    phones.append(await _phone(visit))
    await visit.be("li")
    await _ask(visit, "/status")
    phones.append(await _phone(visit))
    return await _side_by_side(visit, phones)


async def morning(visit: Visit) -> Locator | None:
    """The morning's post alone, its button counting."""
    await visit.be("wang")
    await visit.open("group")
    await visit.press("post")
    return visit.messages("[data-post=morning]")


async def noon(visit: Visit) -> Locator | None:
    """The question after a wrong answer: who chose what, and the explanation."""
    await visit.be("zhang")
    await visit.open("group")
    for _ in range(2):
        await visit.press("post")
    return await _vote(visit, 0)


async def today(visit: Visit) -> Locator | None:
    """/today on the second day, the first one missed; the four keys below."""
    await visit.be("liu")
    await visit.press("day")
    await visit.open("group")
    await visit.press("post")
    await _tap_below(visit, "[data-post=morning]", _READ[visit.language])
    await visit.press("post")
    await _ask(visit, "/today")
    return visit.page.locator("#main")


async def status(visit: Visit) -> Locator | None:
    """The secretary's /status in the evening."""
    await visit.be("li")
    await visit.press("day")
    await _evening(visit, days=2)
    await _ask(visit, "/status")
    return visit.messages(".theirs").last


async def behalf(visit: Visit) -> Locator | None:
    """The page of a member without Telegram, from the list."""
    await visit.be("li")
    await visit.press("post")
    await _ask(visit, "/status")
    await _tap(visit, _MEMBERS[visit.language])
    await _tap(visit, _SOMEBODY[visit.language])
    return visit.messages(".theirs").last


async def organiser(visit: Visit) -> Locator | None:
    """The organiser's /status: branches, those that need somebody first."""
    await _evening(visit)
    await visit.be("ma")
    await _ask(visit, "/status")
    return visit.messages(".theirs").last


async def test(visit: Visit) -> Locator | None:
    """What an organiser settles about a test."""
    await visit.press("day")
    await visit.be("ma")
    await _ask(visit, "/test")
    await _tap(visit, _SET_A_TEST[visit.language])
    return visit.messages(".theirs").last


async def practice(visit: Visit) -> Locator | None:
    """The whole page on a desk, with what the bot calls."""
    await visit.be("li")
    await visit.open("group")
    for _ in range(2):
        await visit.press("post")
    await visit.page.locator("#calls-toggle").click()
    return None


_SHOTS: tuple[tuple[Shot, Mapping[str, Any]], ...] = (
    (day, _SLIM),
    (morning, _TABLET),
    (noon, _PHONE),
    (today, _PHONE),
    (status, _LONG),
    (behalf, _PHONE),
    (organiser, _PHONE),
    (test, _LONG),
    (practice, _DESK),
)


async def take(
    folder: Path, browser: Browser, address: str, only: str | None = None
) -> AsyncIterator[Path]:
    """Take the pictures, in both languages, or those of one name."""
    for shot, size in _SHOTS:
        if only not in (None, shot.__name__):
            continue
        for language in LOCALES:
            async with _visit(browser, address, language, size) as visit:
                shown = await shot(visit)
                # A button under the mouse would look pressed.
                await visit.page.mouse.move(0, 0)
                file = folder / f"{shot.__name__}.{language}.png"
                await (shown or visit.page).screenshot(path=file)
                yield file


@asynccontextmanager
async def _visit(
    browser: Browser, address: str, language: str, size: Mapping[str, Any]
) -> AsyncIterator[Visit]:
    async with visiting(browser, address, language, **size) as visit:
        close = visit.page.locator("#guide button").last
        if await close.is_visible():
            await close.click()
        yield visit


async def _evening(visit: Visit, days: int = 1) -> None:
    """Press on until the evening prompt of this day, counted from the first, is there."""
    await visit.open("group")
    prompts = visit.messages("[data-post=evening]")
    for _ in range(6):
        if await prompts.count() >= days:
            return
        await visit.press("post")


async def _vote(visit: Visit, option: int) -> Locator:
    """Choose an answer to the first noon's question, of which the last is right; the question."""
    asked = visit.messages("[data-post=noon]").last
    await asked.locator("label.option").nth(option).click()
    await asked.locator(".results").wait_for()
    return asked


async def _tap_below(visit: Visit, which: str, label: str) -> None:
    """Tap a button below a post, and let what it answers come and go."""
    await visit.messages(which).last.get_by_role("button", name=label).click()
    await visit.page.locator("#toast.shown").wait_for()
    await visit.page.locator("#toast.shown").wait_for(state="detached")


async def _phone(visit: Visit) -> bytes:
    """The open chat as it stands."""
    await visit.page.mouse.move(0, 0)
    return await visit.page.locator("#main").screenshot()


async def _side_by_side(visit: Visit, phones: Sequence[bytes]) -> Locator:
    """Pictures in a row, on a page of their own."""
    data = (base64.b64encode(each).decode() for each in phones)
    images = "".join(f'<img src="data:image/png;base64,{each}">' for each in data)
    page = await visit.page.context.new_page()
    await page.set_viewport_size({"width": 1600, "height": 900})
    await page.set_content(f"<style>{_ROW}</style><div>{images}</div>")
    return page.locator("div")


async def _answer(visit: Visit, which: str, text: str) -> None:
    await visit.messages(which).last.locator("article").focus()
    await visit.page.keyboard.press("Enter")
    reply = visit.page.locator("#actions").get_by_role("button", name=_REPLY[visit.language])
    await reply.first.click()
    await visit.write(text)
    await visit.messages(".own").last.locator(".chip").wait_for()


async def _ask(visit: Visit, command: str) -> None:
    await visit.open("private")
    start = visit.page.locator("#start")
    if await start.is_visible():
        await start.click()
        await visit.messages(".theirs").first.wait_for()
    before = await visit.messages(".theirs").count()
    await visit.write(command)
    await visit.messages(".theirs").nth(before).wait_for()


async def _tap(visit: Visit, label: str) -> None:
    last = visit.messages(".theirs").last
    before = await last.inner_text()
    await last.get_by_role("button", name=label).first.click()
    await expect(last).not_to_have_text(before, use_inner_text=True)


async def _main(only: str | None) -> None:
    program = chromium()
    if program is None:
        sys.exit("没有 Chromium，拍不了。There is no Chromium: install it first.")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        async with browsing(program) as browser, practising(Path(place)) as address:
            async for file in take(FOLDER, browser, address, only):
                _tell(file)
    async for file in draw(FOLDER, only):
        _tell(file)


def _tell(file: Path) -> None:
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument(
        "only", nargs="?", choices=[shot.__name__ for shot, _ in _SHOTS] + list(NAMES)
    )
    asyncio.run(_main(parser.parse_args().only))
