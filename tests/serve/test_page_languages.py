"""All pages in every language: nothing stays English, nothing is too wide, nothing is a barrier."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from audiocoach.coach.phrases import languages
from audiocoach.serve.remote import Remote, routes
from audiocoach.serve.served import Offer
from audiocoach.webpage.words import words
from tests.browser import NARROW, TOO_WIDE, Open, barriers
from tests.serve.live import Live
from tests.serve.serving import OFFER, Waiting, serving

QUICK = ("de", "hi", "ja")
"""Those of every run: long words, another script, no spaces."""
LANGUAGES = [
    pytest.param(each, marks=() if each in QUICK else pytest.mark.nightly)
    for each in languages()
    if each != "en"
]

SAID = """
() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), said = [];
  while (walk.nextNode()) said.push(walk.currentNode.textContent);
  const names = ["aria-label", "title", "alt", "placeholder", "data-play", "data-pause",
    "data-lost", "data-over", "data-says", "data-failed", "data-preparing", "data-spoken"];
  for (const name of names) {
    for (const each of document.querySelectorAll(`[${name}]`)) said.push(each.getAttribute(name));
  }
  return said.map((each) => each.trim()).filter((each) => /[A-Za-z]{3}/.test(each));
}
"""
"""Returns what a page says, or will say."""


OWN = {"Back care", "Wall sit", "Row", "Back", "Hold", "builtin", "pico", "gPodder, Kasts"}
OWN |= {"MP3", "M4B", "ZIP"}
"""What isn't the pages' to say: the session's own texts, and names."""


class Numbered(Waiting):
    """Offers a routine whose texts are numbers, so that all words are the pages'."""

    language = "en"

    def offers(self) -> list[Offer]:
        own = replace(OFFER, title="7", about="1", exercises=("2", "3"), needs=("4",))
        return [replace(own, language=self.language)]


def said(opened: Open, folder: Path, language: str) -> set[str]:
    """Open every page in `language`; return what they say in Latin letters."""
    served = Numbered()
    served.language = language
    shown = {"title": "7", "length_ms": 9, "chapters": [], "steps": [], "tones": []}
    remote = Remote("7", language, shown, lambda _: None)
    application = serving(served, folder / language, local=True, more=routes(remote))
    with Live(application) as address, opened("about:blank", size=NARROW) as page:
        page.goto(address)
        found = seen(page, language)
        served.composing.clear()
        page.goto(f"{address}s/back-care")
        found |= seen(page, language)
        served.composing.set()
        page.wait_for_selector(".files")
        for path in ("s/back-care", "remote"):
            page.goto(address + path)
            page.wait_for_selector("html[data-ready]")
            found |= seen(page, language)
            page.get_by_role("button", name=words(language)["large"]).click()
            found |= seen(page, language)
    return found


def seen(page: Page, language: str) -> set[str]:
    """Return what the page says as it is now; it must fit, and have no barrier."""
    assert page.get_attribute("html", "lang") == language
    assert page.evaluate(TOO_WIDE) == []
    assert barriers(page) == []
    return set(page.evaluate(SAID))


@pytest.fixture(scope="module")
def english(opened: Open, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return said(opened, tmp_path_factory.mktemp("english"), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_in_english_too_wide_or_a_barrier_in_another_language(
    opened: Open, tmp_path: Path, english: set[str], language: str
) -> None:
    alike = {"normal", *(each for each in words(language).values() if " " not in each)}  # Pause
    assert said(opened, tmp_path, language) & english - OWN - alike == set()
    assert len(english - OWN) > 40
