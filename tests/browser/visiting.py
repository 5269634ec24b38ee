"""Visiting the practice page as a newcomer does: ``sanxue practice`` as a program of its own, and a
real browser that opens the address it prints."""

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from playwright.async_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    async_playwright,
    expect,
)

ROOT = Path(__file__).parents[2]
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
_PATIENCE = 30.0


def chromium() -> str | None:
    """Where Debian's Chromium is; None when it is not there."""
    return shutil.which("chromium")


@asynccontextmanager
async def browsing(program: str) -> AsyncIterator[Browser]:
    """The browser at work, without a window."""
    async with async_playwright() as playwright:
        # Run as root, and in containers, Chromium's own sandbox can't be set up; it sees nothing
        # but our own page.
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = await playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        await browser.close()


@asynccontextmanager
async def practising(folder: Path) -> AsyncIterator[str]:
    """``sanxue practice`` in an empty folder; the address that it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.command_line", "practice", "--no-show"),
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield await _address(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(_PATIENCE):
        while line := (await process.stdout.readline()).decode():
            said += line
            found = _ADDRESS.search(line)
            if found:
                return found[0]
    raise AssertionError(f"sanxue practice printed no address:\n{said}")


class Visit(Struct, frozen=True):
    """Somebody at the practice page, in one language."""

    page: Page
    language: str

    async def press(self, move: str) -> None:
        """Move the clock (``post``, ``day``, ``week``) and wait until it stands again."""
        await self.page.locator(f"[data-move={move}]").click()
        await self.clock_stands()

    async def clock_stands(self) -> None:
        """Return when the clock has come to where it was moved."""
        await expect(self.page.locator("#clock")).not_to_have_attribute(
            "aria-busy", "true", timeout=_PATIENCE * 1000
        )

    async def be(self, key: str) -> None:
        """Be somebody else of the sample's people."""
        await self._list()
        await self.page.locator(f"[data-person={key}]").click()

    async def open(self, chat: str) -> None:
        """Open the ``group`` or the ``private`` chat."""
        await self._list()
        row = self.page.locator(f".chat[data-chat={chat}]")
        await row.click()
        await expect(row).to_have_attribute("aria-current", "true")

    async def write(self, text: str) -> None:
        """Write a message in the open chat."""
        await self.page.locator("#text").fill(text)
        await self.page.locator("#send").click()

    def messages(self, which: str = "") -> Locator:
        """The open chat's messages that fit a selector such as ``[data-post=noon]``."""
        return self.page.locator(f"#messages > li[data-message]{which}")

    async def _list(self) -> None:
        # On a phone's width the list lies behind the chat.
        back = self.page.locator("#back")
        if await back.is_visible():
            await back.click()


@asynccontextmanager
async def visiting(
    browser: Browser, address: str, language: str, width: int = 1280, height: int = 800, **how: Any
) -> AsyncIterator[Visit]:
    """A new visitor's page, on a branch begun afresh in their language. What the page's scripts
    meet in the way of faults fails it."""
    async with AsyncExitStack() as stack:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale=LOCALES[language],
            reduced_motion="reduce",
            **how,
        )
        stack.push_async_callback(context.close)
        await _begin_afresh(context, address, language)
        page = await context.new_page()
        page.set_default_timeout(_PATIENCE * 1000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda it: faults.append(it.text) if it.type == "error" else None)
        await page.goto(address)
        await page.locator("body[data-ready=yes]").wait_for()
        yield Visit(page, language)
        assert not faults, f"the page met faults: {faults}"


async def _begin_afresh(context: BrowserContext, address: str, language: str) -> None:
    """What the page's “start again” does: a fifth of what starting the program anew would take."""
    answer = await context.request.post(
        f"{address}restart",
        data={"language": language, "bound": True},
        headers={"Origin": address.rstrip("/")},
    )
    assert answer.ok, await answer.text()
