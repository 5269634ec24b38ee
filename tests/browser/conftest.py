"""One browser and one practice chat for all tests of a process, and a visitor for each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.visiting import Visit, browsing, chromium, practising, visiting

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


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address that ``sanxue practice`` has printed; only where there is a browser for it."""
    async with practising(tmp_path_factory.mktemp("practice")) as printed:
        yield printed


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser, address: str) -> AsyncIterator[Visitor]:
    """Brings a test's visitor, for whom the branch begins afresh."""
    async with AsyncExitStack() as stack:

        async def come(language: str, **how: Any) -> Visit:
            return await stack.enter_async_context(visiting(browser, address, language, **how))

        yield come
