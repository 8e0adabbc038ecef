"""One browser and one demo for all tests here, and tabs that go from test to test."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.chromium import MISSING, chromium, find_chromium
from tests.browser.demo_process import serving_demo
from tests.browser.evidence import folder_of, gather
from tests.browser.page_hands import Visitor
from tests.browser.showcase.stage import showing
from tests.browser.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Sequence

    from playwright.async_api import Browser, Page
    from typing_extensions import Unpack

    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Screen, Visit

HERE = Path(__file__).parent
INSIDE = f"{HERE}{os.sep}"
"""How the paths of these tests begin; to ask each of thousands for its folders takes long."""
EXPECT_MS = 30_000
"""A busy machine is slow, not wrong."""
TRIES = 10
"""How many ports to try: another process may have taken one between two tests."""
FAILED = pytest.StashKey[bool]()

expect.set_options(timeout=EXPECT_MS)


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Let these tests share one event loop, as they share the browser in it."""
    for item in items:
        if str(item.path).startswith(INSIDE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="package"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note a failure for those who gather evidence, and say where it will be."""
    report = yield
    if report.failed and HERE in item.path.parents:
        item.stash[FAILED] = True
        report.sections.append(("The browser", f"see {folder_of(item.name)}"))
    return report


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    path = find_chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail(MISSING)
    if path is None:
        pytest.skip(MISSING)
    async with chromium(path) as running:
        yield running


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def demo(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, nursery: Path
) -> AsyncIterator[str]:
    """The address of the real demo; its tests tell their messages apart by their prompts."""
    folder = tmp_path_factory.mktemp("demo")
    async with serving_demo(folder, "--speed", "20", nursery=nursery) as address:
        yield address


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def port() -> int:
    """Where stand-ins listen one after the other: a tab keeps the page's files by their address."""
    async with showing() as stage:
        return stage.port


@pytest_asyncio.fixture(loop_scope="package")
async def showcase(browser: Browser, port: int) -> AsyncIterator[Showcase]:
    """A stand-in of the test's own, without the real bot and without messages."""
    async with showing(port, TRIES) as stage:
        yield stage


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page whose scripts are tried one by one, and which know people and channels."""
    async with showing() as stage:
        opened = await browser.new_page()
        await opened.goto(stage.address)
        await opened.get_by_role("textbox", name="Message").wait_for()
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


@pytest_asyncio.fixture(loop_scope="package")
async def visit(tabs: Tabs, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Opens a page in a tab; afterwards nothing may have gone wrong in any of them."""
    visitors: list[Visitor] = []

    async def open_tab(
        address: str, person: str = "mira", channel: str = "general", **screen: Unpack[Screen]
    ) -> Visitor:
        visitors.append(visitor := Visitor(await tabs.take(**screen), address))
        await visitor.open(person, channel)
        return visitor

    yield open_tab
    complaints = [each for visitor in visitors for each in visitor.witness.complaints()]
    went_wrong = bool(complaints) or request.node.stash.get(FAILED, False)
    if went_wrong:
        await gather(request.node.name, visitors)
    for visitor in visitors:
        await tabs.give_back(visitor.page, is_marked=went_wrong or visitor.is_marked)
        visitor.witness.leave()
    if complaints:
        pytest.fail("\n".join([*complaints, f"see {folder_of(request.node.name)}"]))
