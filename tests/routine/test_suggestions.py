import pytest

from audiocoach.routine.suggestions import did_you_mean, nearest

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
