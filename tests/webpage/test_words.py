"""The words of the pages: in every language the coach speaks, each of them."""

from __future__ import annotations

from string import Formatter

import pytest

from audiocoach.coach.phrases import languages
from audiocoach.webpage.words import LANGUAGES, words

ENGLISH = words("en")


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_there_is_a_file_for_each_language_of_the_coach() -> None:
    assert sorted(file.stem for file in LANGUAGES.iterdir()) == sorted(languages())


@pytest.mark.parametrize("language", languages())
def test_every_language_has_all_words_with_their_places(language: str) -> None:
    found = words(language)
    assert {key: places(text) for key, text in found.items()} == {
        key: places(text) for key, text in ENGLISH.items()
    }
    assert all(text.strip() for text in found.values())


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_no_sentence_was_left_in_english(language: str) -> None:
    same = [key for key, text in words(language).items() if text == ENGLISH[key] and " " in text]
    assert same == []


@pytest.mark.parametrize("tag", ["en-GB", "sv", "../de", "", "de/../en"])
def test_a_tag_without_a_file_has_english_words(tag: str) -> None:
    assert words(tag) == ENGLISH


def test_a_region_has_the_words_of_its_language() -> None:
    assert words("pt-BR") == words("pt")
