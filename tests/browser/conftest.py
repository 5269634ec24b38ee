"""One browser for all tests of a process, and a visitor's page for each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.visiting import Visit, browsing, chromium, visiting

Visitor = Callable[..., Awaitable[Visit]]
"""Brings a visitor: ``await visitor("zh", width=360)``."""


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium; without it, the tests are left out, and the end of the run says so."""
    program = chromium()
    if program is None:
        pytest.skip("there is no Chromium here")
    async with browsing(program) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser, tmp_path: Path) -> AsyncIterator[Visitor]:
    """Brings visitors, each with a bot of their own; all are gone at the end."""
    async with AsyncExitStack() as stack:

        async def come(language: str, **how: Any) -> Visit:
            return await stack.enter_async_context(visiting(browser, language, tmp_path, **how))

        yield come
