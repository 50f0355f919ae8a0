"""Chromium as a phone would open our pages, driven by playwright."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.tools import program

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 568}
"""The narrowest a page must fit (WCAG 1.4.10)."""

TOO_WIDE = """
() => [document.documentElement, ...document.querySelectorAll("button, .button, .chips a, p, h1")]
  .filter((each) => each.clientWidth && each.scrollWidth > each.clientWidth
    && !each.matches(".hidden-text"))
  .map((each) => each.outerHTML.slice(0, 100))
"""
"""Returns what is wider than there is room for it."""

Open = Callable[..., AbstractContextManager[Page]]
"""Opens a page of its own, closed at the end: `with opened(address, dark=True) as page`."""

FLAGS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
"""CI is root, in a container; and a test has no finger."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium; none is downloaded."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program("chromium"), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def opener(browser: Browser) -> Open:
    """Return what opens pages in `browser`; whatever a page complains of fails the test."""

    @contextmanager
    def opened(
        address: str,
        *,
        size: Any = PHONE,
        dark: bool = False,
        scripts: bool = True,
        still: bool = False,
        offline: bool = False,
    ) -> Iterator[Page]:
        context = browser.new_context(
            viewport=size,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce" if still else "no-preference",
            offline=offline,
            accept_downloads=True,
        )
        page, faults = context.new_page(), list[str]()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(address)
        if scripts and page.locator("#coach").count():
            page.wait_for_selector("html[data-ready]")
        yield page
        assert faults == []
        context.close()

    return opened


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds in `page`, a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def until(page: Page, condition: str) -> None:
    """Wait until `condition`, JavaScript, holds in `page`, whose policy lets no text be run."""
    look = f"if ({condition}) {{ clearInterval(timer); done(); }}"
    page.evaluate(
        f"() => new Promise((done) => {{ const timer = setInterval(() => {{ {look} }}, 10); }})"
    )
