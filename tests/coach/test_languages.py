import ctypes
import itertools
import json
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import espeakng_loader
import pytest

import audiocoach.coach
from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import Phrases, languages, load_phrases, read_phrases
from audiocoach.coach.timeline import MARGIN_MS
from audiocoach.errors import LanguageError
from audiocoach.routine.reader import read_routines, shipped_routines
from audiocoach.spoken_form.sentences import sentences
from audiocoach.voice.engines import espeak
from audiocoach.voice.engines.espeak import EspeakVoice
from tests.coach.making import DOWN, UP, exercise, one_second, plan
from tests.tools import measured, write_wav

TWELVE = ["de", "en", "es", "fr", "hi", "it", "ja", "nl", "pl", "pt", "tr", "zh"]
FOLDER = Path(audiocoach.coach.__file__).parent / "languages"
NUMBERS = (1, 2, 5, 22)
RUNNING = ("tone_end", "into_hands_and_knees", "turn_to_lying_face_down", "up_from_lying")

every_language = pytest.mark.parametrize("language", TWELVE)


def entries(language: str) -> dict[str, Any]:
    """Read a shipped file as plain values."""
    whole: dict[str, Any] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return whole


def leaves(value: Any) -> Iterator[str]:
    """Return every text in a value of a file, however deep."""
    if isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(leaves, value.values()))
    else:
        yield value


def faults(folder: Path, language: str, **changes: object) -> list[str]:
    """Return the faults of a shipped file with `changes`; None takes a phrase out."""
    changed = {**entries(language), **changes}
    kept = {name: value for name, value in changed.items() if value is not None}
    path = folder / f"{language}.json"
    path.write_text(json.dumps(kept), encoding="utf-8")
    try:
        read_phrases(path)
    except LanguageError as error:
        return list(error.lines)
    return []


def sample(phrases: Phrases, place: str, n: int) -> object:
    """Return something to stand at `place`: a number, a duration, a thing."""
    return {
        "n": n,
        "total": n,
        "minutes": phrases.duration("minute", n),
        "seconds": phrases.duration("second", n),
        "time": phrases.duration("minute", n),
        "exercises": phrases.number("exercises", n),
    }.get(place, phrases.say("a_free_wall"))


def spoken(phrases: Phrases) -> Iterator[str]:
    """Return every phrase but the titles, which are only shown, with every sample number."""
    for n in NUMBERS:
        said = [name for name in phrases.plurals if not name.startswith("title_")]
        yield from (phrases.number(name, n) for name in said if name != "remaining")
        yield from (phrases.left(seconds) for seconds in (n, 60 * n))
        yield from (phrases.duration("minute", n), phrases.duration("second", n))
        for name, template in phrases.sentences.items():
            if name.startswith("title_"):
                continue
            places = {place for _, place, _, _ in string.Formatter().parse(template) if place}
            yield phrases.say(name, **{place: sample(phrases, place, n) for place in places})


def own_texts(language: str) -> Iterator[str]:
    """Return what the shipped exercises in `language` say; nothing where there are none."""
    for name, each in read_routines(shipped_routines()).exercises.items():
        if name.endswith(f"-{language}"):
            yield from (
                each.title,
                each.cue,
                *each.equipment,
                *sentences(each.instructions, language),
            )
            for phase in each.phases:
                yield from (phase.name, *phase.cue_texts)


def phonemes(language: str, text: str) -> str:
    """Return the phonemes (IPA) of the language loaded; one of language stands in brackets."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    rest = ctypes.c_char_p(espeak.as_read(language, text))
    parts = []
    while rest.value:
        parts.append(library.espeak_TextToPhonemes(ctypes.byref(rest), 1, 2).decode())
    return " ".join(parts)


def test_the_coach_speaks_twelve_languages() -> None:
    assert languages() == TWELVE


@every_language
def test_every_language_has_every_phrase(language: str) -> None:
    phrases, english = load_phrases(language), load_phrases("en")
    assert phrases.sentences.keys() == english.sentences.keys()
    assert phrases.plurals.keys() - {"minutes", "seconds"} == english.plurals.keys()


@every_language
def test_every_phrase_is_spoken_by_the_built_in_voice(language: str) -> None:
    voice = EspeakVoice(language)
    texts = sorted(set(spoken(load_phrases(language))))
    assert [text for text in texts if voice.speak(text).is_silent] == []


@every_language
def test_seconds_can_be_counted_to_twelve_with_the_built_in_voice(language: str) -> None:
    voice, phrases = EspeakVoice(language), load_phrases(language)
    lengths = {n: voice.speak(phrases.say("count", n=n)).ms for n in range(1, 13)}
    assert {n: ms for n, ms in lengths.items() if ms + MARGIN_MS > 1000} == {}


@every_language
def test_no_phrase_is_read_in_another_language(language: str) -> None:
    """espeak-ng read the French "dos" as the English "DOS"."""
    EspeakVoice(language).speak("1")  # loads the language into the one engine
    texts = {*spoken(load_phrases(language)), *own_texts(language)}
    assert [text for text in texts if "(" in phonemes(language, text)] == []


@every_language
def test_the_words_are_at_minus_19_lufs(language: str, tmp_path: Path) -> None:
    voice, phrases = EspeakVoice(language), load_phrases(language)
    pcm = b"".join(voice.speak(phrases.say(name)).pcm + bytes(24_000) for name in RUNNING)
    assert measured(write_wav(tmp_path / "a.wav", pcm))[0] == pytest.approx(-19, abs=1)


@every_language
def test_left_and_right_are_distinguished(language: str) -> None:
    words = load_phrases(language).sentences
    sided = [name.removesuffix("left") for name in words if name.endswith("_left")]
    assert sided == [
        *("rep_", "rep_of_", "side_", "dose_", "now_", "then_", "same_", "title_rep_"),
    ]
    assert [name for name in sided if words[f"{name}left"] == words[f"{name}right"]] == []


def test_what_is_spoken_in_japanese_is_written_in_kana() -> None:
    texts = [
        text
        for name, value in entries("ja").items()
        if not name.startswith("title_") and name != "furniture"
        for text in leaves(value)
    ]
    assert [text for text in texts if any("\u4e00" <= each <= "\u9fff" for each in text)] == []


TIMES = {
    "en": ["Once.", "2 times.", "5 times.", "22 times."],
    "de": ["Einmal.", "2 Mal.", "5 Mal.", "22 Mal."],
    "pl": ["Jeden raz.", "2 razy.", "5 razy.", "22 razy."],
    "ja": ["いっかい。", "にかい。", "ごかい。", "にじゅうにかい。"],
}


@pytest.mark.parametrize(("language", "forms"), TIMES.items())
def test_a_number_takes_its_plural_form(language: str, forms: list[str]) -> None:
    assert [load_phrases(language).number("times", n) for n in NUMBERS] == forms


SECONDS = {
    "en": ["1 second", "2 seconds", "5 seconds", "22 seconds"],
    "pl": ["jedna sekunda", "dwie sekundy", "5 sekund", "dwadzieścia dwie sekundy"],
    "fr": ["une seconde", "2 secondes", "5 secondes", "22 secondes"],
    "zh": ["1秒钟", "两秒钟", "5秒钟", "22秒钟"],
    "ja": ["いちびょう", "にびょう", "ごびょう", "にじゅうにびょう"],
}


@pytest.mark.parametrize(("language", "seconds"), SECONDS.items())
def test_durations_are_cldrs_but_where_a_file_has_its_own(
    language: str, seconds: list[str]
) -> None:
    assert [load_phrases(language).duration("second", n) for n in NUMBERS] == seconds


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_minutes_are_written_without_a_mark_at_the_thousands(language: str) -> None:
    unit = {"en": " minutes", "ja": "ふん", "zh": "分钟"}[language]
    assert load_phrases(language).duration("minute", 1500) == f"1500{unit}"


@every_language
def test_any_missing_phrase_is_named(language: str, tmp_path: Path) -> None:
    for name, english in entries("en").items():
        reported = f"{language}.json: {name}: is missing; in English {json.dumps(english)}"
        assert faults(tmp_path, language, **{name: None}) == [reported]


def test_a_shipped_file_has_no_faults(tmp_path: Path) -> None:
    found = itertools.chain.from_iterable(faults(tmp_path, language) for language in TWELVE)
    assert list(found) == []


@pytest.mark.parametrize(
    ("changes", "reported"),
    [
        ({"rests": "Pauza."}, "rests: is not a phrase of the coach"),
        ({"rest_for": "Przerwa."}, "rest_for: must have {seconds}, not no place"),
        ({"rest_for": "{n} przerwy."}, "rest_for: must have {seconds}, not {n}"),
        (
            {"rest_for": "{seconds:feminine}"},
            "rest_for: must have {seconds}, not {seconds:feminine}",
        ),
        ({"rep": "{n:femin}"}, "rep: must have {n}, not {n:femin}"),
        (
            {"numerals_of_durations": "femin"},
            'numerals_of_durations: must be one of the numerals, not "femin"',
        ),
        ({"set_of": "{n} z {n}"}, "set_of: must have {n}, {total}, not {n}, {n}"),
        ({"rest": "{"}, 'rest: must be a sentence, with each brace closed, not "{"'),
        ({"rest": " "}, 'rest: must be a sentence, with each brace closed, not " "'),
        ({"rest": 3}, "rest: must be a sentence, with each brace closed, not 3"),
        ({"sets": "{n} serii"}, 'sets: must be a table of plural forms, not "{n} serii"'),
    ],
)
def test_a_wrong_phrase_is_named(tmp_path: Path, changes: dict[str, Any], reported: str) -> None:
    assert faults(tmp_path, "pl", **changes) == [f"pl.json: {reported}"]


@pytest.mark.parametrize(
    ("form", "text", "reported"),
    [
        ("few", None, 'the plural form "few" is missing'),
        ("two", "{n} serie.", '"two" is no plural form'),
        ("many", "Serii.", 'the plural form "many" must have {n}, and only that'),
        ("one", "{total} seria.", 'the plural form "one" must have {n}, and only that'),
    ],
)
def test_a_wrong_plural_form_is_named(
    tmp_path: Path, form: str, text: str | None, reported: str
) -> None:
    table = {**entries("pl")["sets"], form: text}
    table = {name: value for name, value in table.items() if value is not None}
    (line,) = faults(tmp_path, "pl", sets=table)
    assert line.startswith(f"pl.json: sets: {reported}")


def test_a_form_for_several_numbers_must_name_them(tmp_path: Path) -> None:
    """Russian's "one" is 1, 21, 31 and so on."""
    path = tmp_path / "ru.json"
    table = {"one": "Раз.", "few": "{n}", "many": "{n}", "other": "{n}"}
    path.write_text(json.dumps({"times": table}), encoding="utf-8")
    reported = 'ru.json: times: the plural form "one" must have {n}, and only that'
    with pytest.raises(LanguageError) as fault:
        read_phrases(path)
    assert reported in fault.value.lines


@pytest.mark.parametrize("text", ["", "[]", "{", '"rest"'])
def test_a_file_that_holds_no_phrases_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pl.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LanguageError, match=r"^pl\.json: "):
        read_phrases(path)


def test_a_language_cldr_does_not_know_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tlh.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(LanguageError, match=r'^tlh\.json: .* CLDR knows, not "tlh"$'):
        read_phrases(path)


def test_babel_is_not_imported_before_a_language_is_loaded() -> None:
    code = "import sys, audiocoach.session; print('babel' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_the_titles_on_the_screen_are_in_the_routines_language() -> None:
    quick = exercise(UP, DOWN, sets=2, reps=2, sides="each", rest_between_sets_seconds=20)
    score = compose(plan(quick, quick, rest=20), load_phrases("de"), one_second)
    titles = {(span.kind, span.title) for span in score.spans if span.kind not in ("phase", "hold")}
    assert titles == {
        ("exercise", "Wall sit"),
        ("change", "Mach dich bereit"),
        ("change", "Seitenwechsel"),
        ("rest", "Pause"),
        *(("set", f"Satz {n}") for n in (1, 2)),
        *(("rep", f"Wiederholung {n}, {side}") for n in (1, 2) for side in ("links", "rechts")),
    }


def test_a_danda_ends_a_sentence() -> None:
    assert sentences("दीवार से सटें। साँस लें।", "hi") == ["दीवार से सटें।", "साँस लें।"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ["Quedan 20 segundos.", "Queda un minuto.", "Quedan 2 minutos."]),
        ("pt", ["Faltam 20 segundos.", "Falta 1 minuto.", "Faltam 2 minutos."]),
        ("en", ["20 seconds left.", "1 minute left.", "2 minutes left."]),
    ],
)
def test_what_is_left_is_no_more_to_do_and_its_verb_agrees(language: str, said: list[str]) -> None:
    assert [load_phrases(language).left(seconds) for seconds in (20, 60, 120)] == said


def test_a_form_of_what_is_left_has_its_length(tmp_path: Path) -> None:
    table = entries("es")["remaining"] | {"one": "Queda {n}."}
    (line,) = faults(tmp_path, "es", remaining=table)
    assert line == 'es.json: remaining: the plural form "one" must have {time}, and only that'


@every_language
def test_less_than_two_minutes_are_one_number(language: str) -> None:
    phrases = load_phrases(language)
    for seconds in (61, 75, 90, 119):
        assert phrases.length(seconds) == phrases.duration("second", seconds)
    assert phrases.length(60) == phrases.duration("minute", 1)
    assert phrases.duration("minute", 2) in phrases.length(150)


@pytest.mark.parametrize(
    ("language", "mark"), [("pl", ": "), ("tr", ": "), ("hi", ": "), ("ja", "、")]
)
def test_equipment_stands_apart_where_the_language_would_inflect_it(
    language: str, mark: str
) -> None:
    assert {
        name: text for name, text in _about_equipment(language).items()
        if not text.rstrip(".。।").endswith(f"{mark}{{things}}")
    } == {}  # fmt: skip


def test_german_names_equipment_in_the_case_in_which_it_is_written() -> None:
    spoken = _about_equipment("de").items()
    assert {name: text for name, text in spoken if "rauchst du" not in text} == {}


def _about_equipment(language: str) -> dict[str, str]:
    sentences = load_phrases(language).sentences
    return {name: text for name, text in sentences.items() if "{things}" in text}
