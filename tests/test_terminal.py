import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from audiocoach.terminal import visible, visible_json, visible_lines, without_login

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Texts of all characters there are, lone surrogates too."""

REORDERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def obeyed(text: str) -> list[str]:
    """Return the characters of `text` that a terminal may obey, or no encoding has."""
    return [
        each
        for each in text
        if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(each) in REORDERING
    ]


@given(ANY_TEXT)
def test_nothing_that_a_terminal_obeys_is_left_in_a_line(text: str) -> None:
    assert obeyed(visible(text)) == []
    assert visible(visible(text)) == visible(text)


@given(ANY_TEXT)
def test_several_lines_keep_their_ends_and_nothing_else_that_a_terminal_obeys(text: str) -> None:
    shown = visible_lines(text)
    assert obeyed(shown.replace("\n", "")) == []
    assert shown.count("\n") == text.count("\n")


@given(st.dictionaries(ANY_TEXT, ANY_TEXT))
def test_json_made_visible_holds_the_same_values(value: dict[str, str]) -> None:
    written = visible_json(json.dumps(value, ensure_ascii=False, indent=2))
    assert obeyed(written.replace("\n", "")) == []
    assert json.loads(written) == value


def test_what_is_escaped_reads_as_in_python() -> None:
    assert visible("a\x1b[2J\x9b\t\n\r\u202e\ud800") == r"a\x1b[2J\x9b\t\n\r\u202e\ud800"


def test_a_byte_of_a_file_name_that_is_no_text_is_shown_as_that_byte() -> None:
    assert visible(b"r\xe4ume".decode("utf-8", "surrogateescape")) == r"r\xe4ume"


def test_letters_of_every_script_and_emoji_stay() -> None:
    text = "Knöchel 膝 колено \u05d1\u05e8\u05da 👩\u200d⚕️ می\u200cخواهم C:\\temp"
    assert visible(text) == visible_lines(text) == text


def test_no_url_keeps_its_login() -> None:
    text = "https://me:s3c@ret@example.org:8080/a@b, ftp://you@host, me@example.org"
    assert without_login(text) == "https://example.org:8080/a@b, ftp://host, me@example.org"
