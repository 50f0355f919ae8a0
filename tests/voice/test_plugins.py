"""Voices from other packages, installed for real."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from array import array
from pathlib import Path

import pytest

from audiocoach.errors import UnspokenLanguageError, VoiceError
from audiocoach.sound.meter import RUNNING_LUFS, integrated_lufs
from audiocoach.voice import plugins, registry
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.speed import PacedVoice
from audiocoach.voice.synthesizer import Synthesizer
from tests.conftest import Run
from tests.small import SMALL
from tests.tools import write_wav

PAGE = Path(__file__).parents[2] / "docs" / "voice-plugin.md"

WHOLE = """
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.spec import VoiceSpec

class Voice(EspeakVoice):
    name = NAME

    def __init__(self, language, variant):
        if variant == "broken":
            raise ZeroDivisionError("no such\\nvariant")
        super().__init__(language)
        if variant == "misnamed":
            self.name = "builtin"

ENTRY = VoiceSpec(NAME, "", "", "", "", Voice, lambda: ["en", "tlh"])
"""


@pytest.fixture(scope="module")
def duet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the documentation's plug-in and unpack its wheel, as an installer does."""
    text = PAGE.read_text(encoding="utf-8")
    source, site = tmp_path_factory.mktemp("duet"), tmp_path_factory.mktemp("site")
    for name, language in {"pyproject.toml": "toml", "audiocoach_duet.py": "python"}.items():
        (block,) = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        (source / name).write_text(block, encoding="utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(site)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    with zipfile.ZipFile(next(site.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    return site


def install(site: Path, name: str, module: str, points: str = "") -> None:
    """Put a package of one module and its metadata into `site`."""
    info = site / f"audiocoach_{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: audiocoach-{name}\nVersion: 1\n")
    points = points or f"{name} = audiocoach_{name}:ENTRY"
    (info / "entry_points.txt").write_text(f"[{plugins.GROUP}]\n{points}\n")
    (site / f"audiocoach_{name}.py").write_text(f"NAME = {name!r}\n{module}")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder where packages can be installed."""
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path / "site"


def test_the_documentations_plugin_is_short() -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:toml|python)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len([line for block in blocks for line in block.splitlines() if line]) < 30


def test_the_documentations_plugin_is_installed_and_exports(
    duet: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(duet))
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    sounds = set()
    for voice in ("duet", "builtin:m3", "builtin:f3"):
        assert run("export", "small", "--voice", voice, "-o", "x.wav", "--force").code == 0
        sounds.add((tmp_path / "x.wav").read_bytes())
    assert len(sounds) == 3


def test_the_documentations_ways_to_a_clip_make_one(tmp_path: Path) -> None:
    (block,) = re.findall(
        r"^```\n(from .*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    imports, _, calls = block.partition("\n\n")
    second = array("h", ([9000] * 20 + [-9000] * 20) * 600).tobytes()
    space = {"data": write_wav(tmp_path / "a.wav", second).read_bytes(), "samples": second}
    exec(imports, space)
    made = [eval(call, space) for call in calls.splitlines()]
    assert [clip.ms for clip in made] == [pytest.approx(1000, abs=50), pytest.approx(544, abs=50)]


def test_a_plugin_without_variants_lists_none(site: Path, run: Run) -> None:
    install(site, "plain", WHOLE.replace('NAME, "", ""', 'NAME, "nothing", "plain"'))
    assert re.search(r"^plain  usable now\n  plain\n", run("voices").out, re.MULTILINE)


def test_a_plugin_by_the_former_names_still_speaks(site: Path) -> None:
    former = WHOLE.replace("voice.engines.espeak", "voice.espeak")
    install(
        site, "former", former.replace("voice.spec", "voice.entry").replace("VoiceSpec", "Entry")
    )
    with pytest.warns(DeprecationWarning, match=r"audiocoach\.voice\.(espeak|entry) is now"):
        entries, broken = plugins.load_all(registry.VOICES)
    assert ([entry.name for entry in entries], broken) == (["former"], [])


def test_each_fault_of_a_plugin_is_named_and_hurts_no_one_else(site: Path) -> None:
    install(site, "good", WHOLE)
    install(site, "absent", "ENTRY = 1", "absent = audiocoach_nowhere:ENTRY")
    install(site, "raises", "raise RuntimeError('no\\nluck')")
    install(site, "leaves", "raise SystemExit('bye')")
    install(site, "number", "ENTRY = 7")
    install(site, "misnamed", WHOLE.replace("VoiceSpec(NAME", "VoiceSpec('other'"))
    install(site, "mute", WHOLE.replace('lambda: ["en", "tlh"]', "list"))
    install(site, "odd", WHOLE.replace('"tlh"])', '"tlh"], variants=lambda: [7])'))
    install(site, "path", WHOLE.replace("NAME", "'../x'"), "../x = audiocoach_path:ENTRY")
    install(site, "thief", WHOLE, "builtin = audiocoach_thief:ENTRY")
    entries, broken = plugins.load_all(registry.VOICES)
    assert [entry.name for entry in entries] == ["good"]
    assert {each.name: each.reason for each in broken} == {
        "absent": "ModuleNotFoundError: No module named 'audiocoach_nowhere'",
        "builtin": "there is a voice of that name already",
        "leaves": "SystemExit: bye",
        "misnamed": "the VoiceSpec must have the entry point's name, not 'other'",
        "mute": "its languages must be named by texts, not []",
        "number": "audiocoach_number:ENTRY must be a VoiceSpec, not int",
        "odd": "its variants must be named by texts, not ['', 7]",
        "../x": "the name must hold letters, digits, _, . and - only, not '../x'",
        "raises": "RuntimeError: no luck",
    }
    assert {each.package for each in broken if each.name == "builtin"} == {"audiocoach-thief"}


def test_of_two_plugins_with_one_name_the_first_package_speaks(site: Path) -> None:
    install(site, "ann", WHOLE, "ann = audiocoach_ann:ENTRY")
    install(site, "bob", "raise RuntimeError", "ann = audiocoach_bob:ENTRY")
    assert registry.voice("ann", "en").name == "ann"
    assert [each.package for each in plugins.load_all(registry.VOICES)[1]] == ["audiocoach-bob"]


def test_a_plugin_takes_no_voices_name(site: Path) -> None:
    install(site, "thief2", WHOLE, "builtin = audiocoach_thief2:ENTRY")
    assert registry.find("builtin") is registry.VOICES["builtin"]


@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("gone", r"^voice 'gone': its plug-in \(package audiocoach-gone\) can't be used: Module"),
        ("fine:broken", "^voice 'fine': its plug-in failed: ZeroDivisionError: no such variant$"),
        ("fine:misnamed", "^voice 'fine': its plug-in failed: the voice is called 'builtin'$"),
        ("nobody", "^voice 'nobody': must be one of natural, builtin, .*fine, gone$"),
    ],
)
def test_what_goes_wrong_with_a_plugin_is_one_line(site: Path, name: str, reported: str) -> None:
    install(site, "gone", "", "gone = audiocoach_nowhere:ENTRY")
    install(site, "fine", WHOLE)
    with pytest.raises(VoiceError, match=reported):
        registry.voice(name, "en")


def test_what_goes_wrong_while_a_plugin_speaks_is_one_line(site: Path, tmp_path: Path) -> None:
    speak = """
    def speak(self, text):
        return b"" if text == "Rest" else {}[text]

    def __init__("""
    install(site, "hoarse", WHOLE.replace("\n    def __init__(", speak))
    speech = Synthesizer(registry.voice("hoarse", "en"), ClipCache(tmp_path / "clips"))
    with pytest.raises(VoiceError, match=r"^text 'Go': the plug-in of the voice 'hoarse' fai"):
        speech.measure("Go")
    with pytest.raises(VoiceError, match=r"failed: speak must return a Clip, not bytes$"):
        registry.voice("hoarse", "en").speak("Rest")


@pytest.mark.parametrize(("says", "lufs"), [("None", RUNNING_LUFS), ("True", RUNNING_LUFS - 12)])
def test_a_plugin_is_levelled_unless_it_says_that_it_levels_itself(
    site: Path, tmp_path: Path, says: str, lufs: float
) -> None:
    quiet = f"""
    is_levelled = {says}

    def speak(self, text):
        from audiocoach.sound.clip import Clip, turned
        return Clip.from_pcm(turned(super().speak(text).pcm, -12))

    def __init__("""
    name = f"says{says}"
    install(site, name, WHOLE.replace("\n    def __init__(", quiet))
    speech = Synthesizer(registry.voice(name, "en"), ClipCache(tmp_path / "clips"))
    line = "Slide down until your knees are bent, and hold."
    assert integrated_lufs(speech.clip(line).pcm) == pytest.approx(lufs, abs=1)


def test_a_plugin_that_paces_itself_does_so(site: Path) -> None:
    install(site, "swift", WHOLE)
    own = registry.voice("swift", "en")
    assert isinstance(own, PacedVoice)
    assert own.at_speed(1.2).identity == EspeakVoice("en").at_speed(1.2).identity


LIMITS = """
    def has(self, text):
        return text.startswith("H")

    def missing(self, texts):
        return [f"none: {text}" for text in texts]

    def faults(self, texts):
        return {}[tuple(texts)]

    def __init__("""


@pytest.mark.parametrize("speed", [1, 1.2])
def test_a_plugin_that_has_some_texts_only_is_asked_which(
    site: Path, tmp_path: Path, speed: float
) -> None:
    install(site, "few", WHOLE.replace("\n    def __init__(", LIMITS))
    speech = Synthesizer(registry.voice("few", "en"), ClipCache(tmp_path / "clips"), speed)
    assert [speech.lacks(text) for text in ("Hold", "Rest")] == [False, True]
    assert speech.missing(["Hold", "Rest"]) == ["none: Rest"]
    with pytest.raises(VoiceError, match=r"^voice 'few': its plug-in failed: KeyError: \('Hold',"):
        speech.prepare(["Hold"])


def test_a_language_only_a_plugin_speaks_is_reported_with_its_name(site: Path) -> None:
    install(site, "kling", WHOLE)
    with pytest.raises(UnspokenLanguageError, match=r"'tlh'.*; voices that do: kling$"):
        registry.voice("google", "tlh")
    with pytest.raises(
        UnspokenLanguageError, match=r"'de'.*; it speaks en, tlh; voices .*builtin, pico, goo"
    ):
        registry.voice("kling", "de")


def test_nothing_of_plugins_is_loaded_for_our_own_voices() -> None:
    code = (
        "import sys; from audiocoach.voice import registry; registry.voice('builtin', 'en');"
        "print([m for m in sys.modules if m in ('importlib.metadata', 'audiocoach.voice.plugins')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
