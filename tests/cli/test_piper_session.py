"""Piper from the command line: fetched, listed, and heard in whole sessions."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.small import SMALL
from tests.tools import measured
from tests.voice.engines.shop import Fault, Shop
from tests.voice.loopback import served

US, GB = "en_US-tones-medium", "en_GB-two-low"


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    with served(Shop()) as shop:
        shop.offer_model(US)
        shop.offer_model(GB, speakers=2)
        shop.offer_model("de_DE-tones-low")
        monkeypatch.setenv("AUDIOCOACH_PIPER_URL", shop.address)
        yield shop


@pytest.fixture
def small(tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")


def piper(listed: str) -> list[str]:
    """Return the lines of the list of voices that are Piper's."""
    lines = listed.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("piper  "))
    end = (i for i, line in enumerate(lines) if i > start and not line.startswith(" "))
    return lines[start : next(end, len(lines))]


def test_voices_shows_the_command_that_fetches_one_until_one_is_there(run: Run, shop: Shop) -> None:
    before = piper(run("voices", "list").out)
    run("voices", "get", US, GB)
    after = piper(run("voices", "list").out)
    assert before[0] == "piper  no voice fetched yet: audiocoach voices get en_US-lessac-medium"
    assert after[0] == "piper  usable now"
    assert after[-3:] == [
        "  2 languages: en-GB, en-US",
        "  en_GB-two-low (en-GB, 2 speakers)",
        "  en_US-tones-medium (en-US)",
    ]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", [US, f"{GB}/1"])
def test_a_fetched_voice_is_known_by_its_own_name(run: Run, shop: Shop, name: str) -> None:
    run("voices", "get", US, GB)
    shown = [run("show", "--json", "--voice", voice) for voice in (name, f"piper:{name}")]
    assert (shown[0].code, shown[0]) == (0, shown[1])


def test_it_learns_how_much_is_fetched_from_where_and_under_which_licence(
    run: Run, shop: Shop, tmp_path: Path
) -> None:
    first, again = run("voices", "get", US), run("voices", "get", US)
    card = f"{shop.address}/en/en_US/tones/medium/MODEL_CARD"
    assert first.out.splitlines() == [
        f"{US}: 4.2 kB from {shop.address}; its licence: {card}",
        f"{US}: is in {tmp_path / 'voices'}; speak with --voice piper:{US}",
    ]
    assert (again.out, len(shop.asked)) == (
        f"{US}: is already there; speak with --voice piper:{US}\n",
        3,
    )


def test_a_language_fetches_its_best_voice_which_speaks_it_from_then_on(
    run: Run, shop: Shop, tmp_path: Path, usual_voice: None
) -> None:
    german = {"small": {**SMALL["routines"]["small"], "language": "de"}}
    written = json.dumps({**SMALL, "routines": german})
    (tmp_path / "routines.json").write_text(written, encoding="utf-8")
    before = run("show", "small").code
    ran = run("voices", "get", "de")
    name = "de_DE-tones-low"
    told = f"{name}: is in {tmp_path / 'voices'}; it speaks de from now on, where no other voice"
    assert (before, ran.code, ran.out.splitlines()[1]) == (0, 0, f"{told} is asked for")
    run("--cache", tmp_path / "clips", "export", "small")
    assert {path.parent.parent.name for path in tmp_path.glob("clips/*/*/*.wav")} == {"piper"}


def test_a_language_no_voice_speaks_is_named_with_those_there_are(run: Run, shop: Shop) -> None:
    ran = run("voices", "get", "xh")
    told = "audiocoach: language 'xh': Piper has no voice for it; it has some for de, en\n"
    assert (ran.code, ran.err) == (1, told)


def test_english_needs_no_voice_to_be_fetched(run: Run) -> None:
    ran = run("voices", "get", "en")
    assert (ran.code, ran.out) == (0, "natural:heart: comes with the program\n")


def test_no_voice_is_fetched_if_one_name_is_unknown(run: Run, shop: Shop) -> None:
    ran = run("voices", "get", US, "tone")
    message = "audiocoach: voice 'tone': there is no such Piper voice, did you mean"
    assert (ran.code, ran.out, ran.err) == (1, "", f'{message} "de_DE-tones-low"?\n')
    assert shop.asked == []


def test_voices_are_listed_by_language(run: Run, shop: Shop) -> None:
    assert run("voices", "get", "--list", "en").out.splitlines() == [
        "natural:emma                              7.9 MB  en-GB",
        "natural:fenrir                            8.0 MB  en-US",
        "natural:fable                             7.9 MB  en-GB",
        "natural:kore                              7.9 MB  en-US",
        "en-GB  English (Great Britain)",
        f"  {GB:<36}    4.2 kB  2 speakers",
        "en-US  English (United States)",
        f"  {US:<36}    4.2 kB",
    ]


def test_get_alone_is_wrong_usage(run: Run) -> None:
    ran = run("voices", "get")
    assert (ran.code, "name a voice, or use --list" in ran.err) == (1, True)


def test_a_failed_download_is_one_line_and_status_1(run: Run, shop: Shop) -> None:
    shop.faults = [Fault(404)]
    ran = run("voices", "get", US)
    assert (ran.code, ran.err.count("\n"), "404 Not Found" in ran.err) == (1, 1, True)


@pytest.mark.usefixtures("small")
def test_without_a_voice_a_session_names_the_command_that_fetches_one(run: Run) -> None:
    ran = run("show", "small", "--voice", "piper")
    command = "get one with: audiocoach voices get en_US-lessac-medium"
    others = "voices that do: natural, builtin, pico, google"
    message = f"audiocoach: voice piper: no voice for 'en' is there; {command}; {others}\n"
    assert (ran.code, ran.out, ran.err) == (1, "", message)


def test_programs_learn_whether_a_voice_was_fetched_too(run: Run, shop: Shop) -> None:
    def piper() -> dict[str, object]:
        voices: list[dict[str, object]] = json.loads(run("voices", "--json").out)
        (known,) = [voice for voice in voices if voice["name"] == "piper"]
        return {key: known.get(key) for key in ("name", "usable", "remedy")}

    get = "audiocoach voices get en_US-lessac-medium"
    assert piper() == {"name": "piper", "usable": False, "remedy": get}
    run("voices", "get", US)
    assert piper() == {"name": "piper", "usable": True, "remedy": None}


@pytest.mark.usefixtures("small")
def test_a_session_with_piper_is_exported_twice_the_same(
    run: Run, shop: Shop, tmp_path: Path
) -> None:
    run("voices", "get", US)
    for cache in ("a", "b"):
        speak = ("export", "small", "--talk", "brief", "--voice", f"piper:{US}")
        assert run("--cache", tmp_path / cache, *speak, "-o", f"{cache}.wav").err == ""
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    loudness, peak = measured(tmp_path / "a.wav")
    assert loudness == pytest.approx(-19, abs=2.5)
    assert peak <= -2


@pytest.mark.usefixtures("small")
def test_each_voice_and_speaker_is_heard_as_itself(run: Run, shop: Shop, tmp_path: Path) -> None:
    run("voices", "get", US, GB)
    names = ["builtin", f"piper:{US}", f"piper:{GB}/7", "piper"]
    for number, name in enumerate(names):
        run("export", "small", "--talk", "brief", "--voice", name, "-o", f"{number}.wav")
    *sounds, usual = [(tmp_path / f"{number}.wav").read_bytes() for number in range(len(names))]
    assert (len(set(sounds)), sounds.index(usual)) == (3, names.index(f"piper:{US}"))


@pytest.mark.usefixtures("small")
def test_show_estimates_what_piper_has_not_spoken_yet(run: Run, shop: Shop, tmp_path: Path) -> None:
    run("voices", "get", US)
    with_piper = ("small", "--talk", "brief", "--voice", "piper")
    at = ("--cache", tmp_path / "clips")
    before = json.loads(run(*at, "show", *with_piper, "--json").out)
    run(*at, "export", *with_piper, "-o", "small.wav")
    after = json.loads(run(*at, "show", *with_piper, "--json").out)
    assert [each.get("estimated", False) for each in (before, after)] == [True, False]


@pytest.mark.usefixtures("small")
def test_once_fetched_no_network_is_used(run: Run, shop: Shop) -> None:
    run("voices", "get", US)
    shop.asked.clear()
    shop.files.clear()
    assert run("export", "small", "--talk", "brief", "--voice", "piper", "-o", "x.wav").code == 0
    assert shop.asked == []


def test_for_programs_the_offers_are_objects(run: Run, shop: Shop) -> None:
    offers = json.loads(run("voices", "get", "--list", "en", "--json").out)
    piper = {each["name"]: each for each in offers if each["name"].startswith("piper:")}
    assert list(piper) == [f"piper:{GB}", f"piper:{US}"]
    assert (piper[f"piper:{GB}"]["language"], piper[f"piper:{GB}"]["speakers"]) == ("en-GB", 2)
    assert run("voices", "get", US, "--json").err == "audiocoach: voices get: --json needs --list\n"
