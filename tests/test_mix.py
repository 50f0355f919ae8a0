"""Music under a session, measured by ffmpeg and mpg123 in what was exported."""

from __future__ import annotations

import json
import math
import random
import time
from array import array
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from audiocoach.coach.score import Cue, Score
from audiocoach.errors import MusicError, OutputError, VoiceError
from audiocoach.export.files import export_track
from audiocoach.mix import DOWN_MS, DUCKED_DB, Mix, at_sample, gains, spoken
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, play
from audiocoach.sound.clip import Clip, pack
from audiocoach.sound.ffmpeg import limit
from audiocoach.sound.meter import integrated_lufs
from audiocoach.sound.music import find_music
from audiocoach.track import Track
from audiocoach.units import ms_to_samples
from tests.conftest import Run
from tests.play.sessions import announcements
from tests.small import SMALL
from tests.tools import decoded, decoded_by_mpg123, made_music, measured, run

RATE = 44_100
SPEECH = (14_000, 22_000)
"""When the coach speaks in the sessions below, in ms."""


@cache
def voice(text: str) -> Clip:
    """Return noise of as many ms as `text` says, at -19 LUFS, in bursts as speech has them."""
    chance, length = random.Random(text), ms_to_samples(int(text))
    burst = [0.5 - 0.5 * math.cos(math.tau * n / 6000) for n in range(6000)]
    pcm = pack([int(burst[n % 6000] * chance.gauss(0, 3000)) for n in range(length)])
    return Clip.from_pcm(limit(pcm, -2.5, -19 - integrated_lufs(pcm)))


def mute(text: str) -> Clip:
    return Clip.silence(int(text))


def track(*places: tuple[int, int], length_ms: int, says: object = voice) -> Track:
    cues = tuple(Cue(start, end, text=str(end - start)) for start, end in places)
    return Track(Score("r", "R", "en", length_ms, cues, ()), says)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make eleven seconds of pink noise, another on each side."""
    folder = tmp_path_factory.mktemp("music")
    sides = ["anoisesrc=d=11:c=pink:r=44100:a=0.5:seed=" + seed for seed in "12"]
    return made_music(folder / "noise.flac", f"{sides[0]}[a];{sides[1]}[b];[a][b]amerge")


def export(mix: Mix, path: Path) -> Path:
    return export_track(mix, path, force=False, progress=lambda _: None).path


def loudness(path: Path, start_ms: int, end_ms: int) -> float:
    """Measure what lies between two times."""
    part = path.with_name(f"part-{start_ms}.wav")
    cut = f"atrim={start_ms / 1000}:{end_ms / 1000}"
    run("ffmpeg", "-v", "error", "-y", "-i", path, "-af", cut, part)
    return measured(part)[0]


@pytest.fixture(scope="module")
def bed(noise: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Export the bed of a session in which nothing is said aloud."""
    mix = Mix(track(SPEECH, length_ms=36_000, says=mute), find_music(noise))
    return export(mix, tmp_path_factory.mktemp("bed") / "bed.wav")


@pytest.fixture(scope="module")
def mp3(noise: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    mix = Mix(track(SPEECH, length_ms=36_000), find_music(noise))
    return export(mix, tmp_path_factory.mktemp("mix") / "mix.mp3")


def test_where_no_one_speaks_the_music_is_20_db_under_speech(bed: Path, mp3: Path) -> None:
    assert loudness(mp3, *SPEECH) == pytest.approx(-16, abs=1)
    for pause in ((4000, 13_000), (24_000, 30_000)):
        assert loudness(bed, *pause) == pytest.approx(-36, abs=1)
        assert loudness(mp3, *pause) == pytest.approx(-36, abs=1)


def test_under_speech_the_music_goes_down_further(bed: Path) -> None:
    assert loudness(bed, *SPEECH) == pytest.approx(-36 - DUCKED_DB, abs=1)


def test_the_bed_is_all_the_way_down_at_the_first_word_and_moves_smoothly() -> None:
    score = track(SPEECH, (22_500, 23_000), length_ms=36_000).score
    curve = array("f", b"".join(gains(score)))[::2]
    down, up = at_sample(SPEECH[0]), at_sample(23_000)
    low = 10 ** (-DUCKED_DB / 20)
    assert len(curve) == at_sample(36_000)
    assert max(curve[down:up]) == pytest.approx(low) == min(curve)
    assert curve[down - at_sample(DOWN_MS)] == curve[-1] == 1
    assert max(abs(a - b) for a, b in pairwise(curve)) < 1 / 4000


def test_the_bed_does_not_come_up_between_words_that_follow_soon() -> None:
    score = track((5000, 6000), (7500, 8000), (9700, 9900), length_ms=12_000).score
    assert spoken(score) == [(5000, 8300), (9700, 10_200)]


def test_gains_from_any_start_are_those_from_the_beginning() -> None:
    score = track((1000, 2000), (6000, 7000), length_ms=9000).score
    whole = b"".join(gains(score))
    for start_ms in (0, 610, 1500, 2500, 9000):
        assert b"".join(gains(score, start_ms)) == whole[at_sample(start_ms) * 8 :]


def test_the_music_fades_in_and_out(bed: Path) -> None:
    sound = array("h", decoded(bed))[::2]
    power = [
        sum(x * x for x in sound[at : at + 4410]) / 4410 for at in range(0, len(sound) - 4410, 4410)
    ]
    middle = sum(power[60:100]) / 40
    assert [power[n] < middle / 1000 for n in (0, -1)] == [True, True]
    assert max(map(abs, [*sound[:20], *sound[-20:]])) <= 1
    assert middle / 8 < power[15] < middle / 2


@pytest.mark.parametrize("decode", [decoded, decoded_by_mpg123])
def test_every_word_is_where_it_was(decode: object, mp3: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.wav"
    export_track(track(SPEECH, length_ms=36_000), alone, force=False, progress=lambda _: None)
    resampled = ["-ar", "44100", "-ac", "2"]
    run("ffmpeg", "-v", "error", "-i", alone, *resampled, tmp_path / "wanted.wav")
    wanted = array("h", decoded(tmp_path / "wanted.wav"))[::2]
    got = array("h", decode(mp3))[::2]  # type: ignore[operator]
    assert best_lag(wanted, got, at_sample(18_000)) == 0


def best_lag(wanted: array[int], got: array[int], at: int) -> int:
    """Return the lag in samples at which `got` is most like `wanted`, around `at`."""
    window = wanted[at : at + 8000]
    alike = {
        lag: sum(a * b for a, b in zip(window, got[at + lag : at + lag + 8000], strict=True))
        for lag in range(-20, 21)
    }
    return max(alike, key=lambda lag: alike[lag])


def test_speech_is_in_the_middle_and_as_clear_as_without(mp3: Path, bed: Path) -> None:
    sound, music = array("h", decoded(mp3)), array("h", decoded(bed))
    first, last = (2 * at_sample(ms) for ms in SPEECH)
    sides = [
        [a - b for a, b in zip(sound[n:last:2], music[n:last:2], strict=True)]
        for n in (first, first + 1)
    ]
    apart = sum((a - b) ** 2 for a, b in zip(*sides, strict=True))
    assert 10 * math.log10(sum(a * a for a in sides[0]) / apart) > 15


@pytest.mark.parametrize("length_ms", [500, 1499, 20_123])
def test_the_length_is_exact_and_no_one_warns(length_ms: int, noise: Path, tmp_path: Path) -> None:
    path = export(Mix(track(length_ms=length_ms), find_music(noise)), tmp_path / "a.mp3")
    done = run("ffmpeg", "-v", "warning", "-i", path, "-f", "s16le", "-")
    assert (len(done.stdout) // 4, done.stderr) == (at_sample(length_ms), b"")
    assert len(decoded_by_mpg123(path)) // 4 == at_sample(length_ms)
    report = run("mp3val", path).stdout
    assert (b"WARNING" in report, b"CBR" in report) == (False, True)


def test_the_true_peak_stays_below_minus_1_dbtp(noise: Path, tmp_path: Path) -> None:
    def loud(text: str) -> Clip:
        return Clip.from_pcm(limit(voice(text).pcm, -2.5, 20))

    laid = track((1000, 9000), length_ms=10_000, says=loud)
    path = export(Mix(laid, find_music(noise), -10), tmp_path / "a.mp3")
    assert -4 < measured(path)[1] <= -1


def test_the_same_session_with_the_same_music_makes_the_same_bytes(
    noise: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr("audiocoach.export.mp3.parallel.PART_FRAMES", 100)
    for name, cores in (("a", 1), ("b", 3)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        mix = Mix(track((2000, 4000), length_ms=14_000), find_music(noise))
        made.append(export(mix, tmp_path / f"{name}.mp3").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("start_ms", [0, 3000, 12_345])
def test_from_any_start_words_are_where_they_were(start_ms: int, noise: Path) -> None:
    mix = Mix(track((13_000, 15_000), length_ms=16_000), find_music(noise))
    start = at_sample(start_ms)
    whole, part = (array("h", b"".join(mix.blocks(at))) for at in (0, start))
    assert len(part) == len(whole) - 2 * start
    assert best_lag(whole[2 * start :: 2], part[::2], at_sample(14_000) - start) == 0


def test_blocks_are_as_long_as_asked(noise: Path) -> None:
    mix = Mix(track(length_ms=1111), find_music(noise))
    assert [len(block) for block in mix.blocks(100, 20_000)] == [80_000, 80_000, 35_580]
    with pytest.raises(ValueError, match="start_sample: must be 0 to 48995: 48996"):
        mix.blocks(48_996)


@pytest.mark.parametrize("name", ["a.mp3", "a.wav"])
@pytest.mark.parametrize("fault", [VoiceError("one: silent"), KeyboardInterrupt(), OSError(5, "x")])
def test_a_fault_of_a_clip_comes_through_and_leaves_no_file(
    name: str, fault: BaseException, noise: Path, tmp_path: Path
) -> None:
    def failing(_: str) -> Clip:
        raise fault

    mix = Mix(track((1000, 2000), length_ms=3000, says=failing), find_music(noise))
    with pytest.raises(type(fault)) as caught:
        export(mix, tmp_path / name)
    assert (caught.value, list(tmp_path.iterdir())) == (fault, [])


def test_music_that_fails_on_the_way_leaves_no_file(tmp_path: Path) -> None:
    short = made_music(tmp_path / "short.wav", "sine=d=0.2")
    with pytest.raises(MusicError, match="must last at least 1 s"):
        export(Mix(track(length_ms=3000), find_music(short)), tmp_path / "a.mp3")
    assert list(tmp_path.iterdir()) == [short]


def test_a_stereo_wav_file_beyond_4_gib_is_refused_before_any_work(
    noise: Path, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match=r"a WAV file holds at most 4 GiB, .*: use \.mp3"):
        export(Mix(track(length_ms=7 * 3_600_000), find_music(noise)), tmp_path / "a.wav")


def test_a_session_is_exported_with_music(run: Run, noise: Path, tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    ran = run("export", "small", "--music", noise, "-o", "a.mp3")
    assert (ran.code, ran.err) == (0, "")
    assert loudness(tmp_path / "a.mp3", 0, 33_000) == pytest.approx(-17, abs=2)
    quiet = array("h", decoded(tmp_path / "a.mp3"))[RATE : 2 * RATE]
    assert 20 < max(quiet) < 2000


def test_a_session_is_played_with_music_in_stereo(noise: Path) -> None:
    mix = Mix(track(length_ms=300), find_music(noise))
    speaker = MiniaudioSpeaker("null", rate=mix.rate, channels=mix.channels)
    player = Player(mix, speaker, announcements(mix.track))
    play(player, NoDisplay(), time.sleep)
    assert speaker.position() == at_sample(300)


@pytest.mark.parametrize("command", ["export", "play"])
def test_music_that_is_not_there_is_one_line_and_status_1(command: str, run: Run) -> None:
    ran = run(command, "back-care", "--music", "no-such.mp3")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "audiocoach: no-such.mp3: can't be read: No such file or directory\n"
