import pytest

from audiocoach.text import (
    count,
    did_you_mean,
    hyphenated,
    in_json,
    megabytes,
    nearest,
    quoted,
    size_text,
)

COMMANDS = ["play", "export", "preview", "list", "show", "history", "devices", "check", "voices"]
EXERCISES = ["wall-sit", "partial-crunch", "press-up-extension", "wall-sit-de", "bent-over-row"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lst", "list"),
        ("lits", "list"),
        ("shwo", "show"),
        ("SHOW", "show"),
        ("chekc", "check"),
        ("hist", "history"),
        ("voice", "voices"),
        ("preveiw", "preview"),
        ("exports", "export"),
    ],
)
def test_a_slip_of_the_fingers_or_a_beginning_finds_the_command(typed: str, meant: str) -> None:
    assert nearest(typed, COMMANDS) == meant


@pytest.mark.parametrize("typed", ["", "-", "x", "ls", "plank", "start", "stop", "help", "record"])
def test_what_is_like_no_command_finds_none(typed: str) -> None:
    assert nearest(typed, COMMANDS) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wall_sit", "wall-sit"),
        ("Wall sit", "wall-sit"),
        ("wallsit", "wall-sit"),
        ("wall-sit-d", "wall-sit-de"),
        ("wall", "wall-sit"),
        ("crunch", "partial-crunch"),
        ("press-up", "press-up-extension"),
        ("crunsh", None),
        ("squat", None),
    ],
)
def test_other_signs_or_one_of_the_words_finds_the_exercise(typed: str, meant: str | None) -> None:
    assert nearest(typed, EXERCISES) == meant


def test_an_abbreviation_finds_the_key() -> None:
    assert nearest("secs", ["name", "seconds", "hold"]) == "seconds"


def test_the_name_stands_in_the_hint_as_it_is_written() -> None:
    assert did_you_mean("--Level", ["--level"]) == ', did you mean "--level"?'
    assert did_you_mean("--bogus", ["--level"]) == ""


def test_a_very_long_word_is_compared_with_nothing() -> None:
    assert nearest("wall-sit" * 100_000, EXERCISES) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [("Hold", "'Hold'"), ("two\nlines", r"'two\nlines'"), ("x" * 60, repr("x" * 60)),
     ("x" * 61, repr("x" * 59 + "…")), ("\x1b[2J", r"'\x1b[2J'")],
)  # fmt: skip
def test_a_quoted_text_is_one_line_of_bounded_length(text: str, written: str) -> None:
    assert quoted(text) == written


def test_a_value_is_written_as_the_routine_file_has_it() -> None:
    assert in_json("Rücken „gerade“") == '"Rücken „gerade“"'


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0 more faults"), (1, "1 more fault"), (2, "2 more faults")]
)
def test_a_noun_follows_its_number(number: int, written: str) -> None:
    assert count(number, "more fault") == written


@pytest.mark.parametrize(
    ("size", "written"),
    [(0, "0.0 kB"), (49_999, "50.0 kB"), (50_000, "0.1 MB"), (999_999_999, "1000.0 MB")],
)
def test_a_size_is_written_for_people(size: int, written: str) -> None:
    assert megabytes(size) == size_text(size) == written


def test_many_gigabytes_are_written_as_such() -> None:
    assert size_text(2_500_000_000) == "2.5 GB"


@pytest.mark.parametrize(
    ("text", "written"), [("Wall sit", "wall-sit"), ("¡Übung!", "ubung-"), ("仰卧", ""), ("", "")]
)
def test_a_text_is_hyphenated_in_plain_letters(text: str, written: str) -> None:
    assert hyphenated(text) == written
