"""A real PulseAudio server with a null sink: what its monitor records is what is heard."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from audiocoach.coach.preview import shorten
from audiocoach.coach.score import Cue, Score, Span, SpanKind, Where
from audiocoach.coach.style import Style
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, play
from audiocoach.play.transport import Key
from audiocoach.routine.plan import plan_exercise
from audiocoach.routine.reader import read_routines, shipped_routines
from audiocoach.session import prepare
from audiocoach.track import Track
from audiocoach.units import ms_to_bytes
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.synthesizer import Synthesizer
from tests.play.sessions import Pcm, announcements, track
from tests.small import one_hold
from tests.tools import in_terminal, program

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="PulseAudio is for Unix"),
    pytest.mark.realtime,
]

ONSETS_MS = [3000, 3600, 4233, 5000, 6501]
SESSION = track(*ONSETS_MS, length_ms=6901)
"""Five end tones of 400 ms, the last one up to the very end. The silence before is
for the idle null sink, which stalls for up to two seconds after its first sound."""


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    folder: Path


def private(folder: Path) -> dict[str, str]:
    """Return the variables that lead to our own server, and nowhere else."""
    return {
        "PULSE_SERVER": f"unix:{folder / 'socket'}",
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(folder / "run"),
        "HOME": str(folder),
    }


def wait_until(ready: Callable[[], bool], what: str) -> None:
    """Look every hundredth of a second until `ready`; fail after 20 seconds."""
    end = time.monotonic() + 20
    while not ready():
        assert time.monotonic() < end, what
        time.sleep(0.01)


@contextmanager
def running(command: list[str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (
        output.open("wb") as out,
        output.with_suffix(".log").open("wb") as log,
        subprocess.Popen(command, stdout=out, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


@cache
def allowed(*command: str) -> list[str]:
    """Return `command`, which runs another one in its own way; nothing where it may not."""
    if shutil.which(command[0]) is None:
        return []
    ran = subprocess.run([*command, "true"], check=False, capture_output=True)
    return [] if ran.returncode else [*command]


def soon() -> list[str]:
    """Return what runs a command in real time, as desktops run their sound server.

    A server that is late itself would tear what was played in time.
    """
    return allowed("chrt", "--rr", "20")


def as_others_are() -> list[str]:
    """Return what runs a command without the right to real time, which only few users have."""
    return [] if os.geteuid() else allowed("setpriv", "--bounding-set=-sys_nice")


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run a server whose socket stands in `folder`."""
    script = folder / "script.pa"
    script.write_text(
        "load-module module-null-sink sink_name=ear rate=24000 channels=1 format=s16le\n"
        f"load-module module-native-protocol-unix auth-anonymous=1 socket={folder / 'socket'}\n"
        "set-default-sink ear\n"
    )
    options = ["--daemonize=no", "--system=false", "--exit-idle-time=-1", "--disable-shm=yes"]
    command = [
        *soon(),
        program("pulseaudio"),
        *options,
        "--use-pid-file=no",
        "-n",
        "-F",
        str(script),
    ]
    with running(command, folder / "server") as process:
        wait_until((folder / "socket").exists, "the server makes no socket")
        yield Server(process, folder)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    (tmp_path / "run").mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    for name, value in private(tmp_path).items():
        monkeypatch.setenv(name, value)
    with serving(tmp_path) as started:
        yield started


@contextmanager
def recording(server: Server) -> Iterator[Path]:
    """Record what the sink plays, from before to after the body, into that file."""
    raw = server.folder / "heard.raw"
    what = ["--device=ear.monitor", "--rate=24000", "--channels=1", "--format=s16le", "--raw"]
    command = [*soon(), program("parec"), *what, "--latency-msec=20"]
    with running(command, raw):
        wait_until(lambda: raw.stat().st_size > 0, "nothing is recorded")
        yield raw
        size = raw.stat().st_size
        wait_until(lambda: raw.stat().st_size > size + 48_000, "the recording has stopped")


def sounding(raw: Path) -> list[tuple[float, float]]:
    """Return onset and end in ms of everything loud, apart by 10 ms of silence or more."""
    samples = array("h", raw.read_bytes())
    loud = [i for i, sample in enumerate(samples) if abs(sample) > 2000]
    starts = [b for a, b in zip([-1000, *loud], loud, strict=False) if b - a > 240]
    ends = [a for a, b in zip(loud, [*loud[1:], 10**12], strict=True) if b - a > 240]
    return [(a / 24, (b + 1) / 24) for a, b in zip(starts, ends, strict=True)]


def test_every_tone_is_heard_whole_and_at_its_distance(server: Server) -> None:
    with recording(server) as raw:
        play(Player(SESSION, MiniaudioSpeaker(), announcements(SESSION)), NoDisplay(), time.sleep)
    heard = sounding(raw)
    assert [round(end - start) for start, end in heard] == [400] * 5
    first = heard[0][0] - ONSETS_MS[0]
    assert [start - first for start, _ in heard] == pytest.approx(ONSETS_MS, abs=2)


@pytest.mark.nightly  # by day the test beside busy processes hears one, to the last sample
def test_a_spoken_session_is_found_in_the_recording(server: Server, clips: Path) -> None:
    plan = shorten(plan_exercise(read_routines(shipped_routines()), "scapular-squeeze"))
    speech = Synthesizer(EspeakVoice("en"), ClipCache(clips))
    session = prepare(plan, speech, Style(talk="brief", alone=True))
    (server.folder / "made.raw").write_bytes(b"".join(session.track.blocks()))
    with recording(server) as raw:
        play(
            Player(session.track, MiniaudioSpeaker(), announcements(session.track)),
            NoDisplay(),
            time.sleep,
        )
    made, heard = sounding(server.folder / "made.raw"), sounding(raw)
    late = heard[0][0] - made[0][0]
    assert len(made) > 20
    assert [start - late for start, _ in heard] == pytest.approx(
        [start for start, _ in made], abs=2
    )
    assert [end - late for _, end in heard] == pytest.approx([end for _, end in made], abs=2)


NOISE_MS = 24_000
NOISE = random.Random(5).randbytes(ms_to_bytes(NOISE_MS))
"""Sound of which every piece shows its place."""


KINDS: tuple[SpanKind, ...] = ("exercise", "rep")


def noise_track() -> Track:
    """Return a session of two exercises, a rep each, in which NOISE is said from end to end."""
    halves = [(0, NOISE_MS // 2, "one"), (NOISE_MS // 2, NOISE_MS, "two")]
    cues = tuple(Cue(start, end, text=name, where=Where(name)) for start, end, name in halves)
    spans = tuple(
        Span(kind, name, start, end, Where(name)) for start, end, name in halves for kind in KINDS
    )
    score = Score("n", "Noise", "en", NOISE_MS, cues, spans)
    sounds = {
        name: Pcm(NOISE[ms_to_bytes(start) : ms_to_bytes(end)]) for start, end, name in halves
    }
    return Track(score, sounds.__getitem__)


@dataclass(frozen=True)
class Piece:
    """A stretch of NOISE that was heard."""

    at_ms: float
    """Where in the recording it begins."""
    start_ms: float
    """Where in the session it begins."""
    end_ms: float
    """Where in the session it ends."""


def pieces(raw: Path, apart_ms: float = 40) -> list[Piece]:
    """Return what was heard of NOISE.

    A stall of the server, or a few milliseconds of two streams mixed, ends nothing; nor does
    anything after which it goes on less than `apart_ms` later in the session.
    """
    sound, at = raw.read_bytes(), 0
    found: list[Piece] = []
    while at < len(sound) - 64:
        start = NOISE.find(sound[at : at + 64]) if any(sound[at : at + 2]) else -1
        if start < 0:
            at += 2
            continue
        length = common(sound, at, start)
        piece = Piece(at / 48, start / 48, (start + length) / 48)
        if found and abs(found[-1].end_ms - piece.start_ms) < apart_ms:
            found[-1] = replace(found[-1], end_ms=piece.end_ms)
        else:
            found.append(piece)
        at += length
    return found


def common(sound: bytes, at: int, start: int) -> int:
    """Count how many bytes of `sound` from `at` on are those of NOISE from `start` on."""
    length, step = 0, 1 << 20
    while step >= 2:
        a, b = at + length, start + length
        piece = sound[a : a + step]
        if len(piece) == step and piece == NOISE[b : b + step]:
            length += step
        else:
            step //= 2
    return length


def length(piece: Piece) -> float:
    return piece.end_ms - piece.start_ms


def assert_mostly(late: list[float], most_ms: float) -> None:
    """Check that most came within `most_ms`; a loaded machine may be late with one of them."""
    assert sorted(late)[len(late) // 2] <= most_ms
    assert max(late) <= 250


def press(player: Player, key: Key) -> tuple[float, float]:
    """Press `key`; return the place shown just before and just after, in ms."""
    before = player.look().moment.elapsed_ms
    player.press(key)
    return before, player.look().moment.elapsed_ms


def after(player: Player, ms: int, *keys: Key) -> Iterator[tuple[float, float]]:
    """Press `keys` when `ms` more have been heard; in a pause at once."""
    start = player.look().moment.elapsed_ms
    wait_until(
        lambda: player.look().paused or player.look().moment.elapsed_ms >= start + ms,
        "nothing is played",
    )
    return (press(player, key) for key in keys)


def test_pauses_skips_and_a_restart_are_heard_where_they_are_shown(server: Server) -> None:
    session = noise_track()
    player = Player(session, MiniaudioSpeaker(), announcements(session))
    shown: list[tuple[float, float]] = []
    keys: list[tuple[Key, ...]] = [
        ("pause", "forth", "pause"), ("back",), ("next",), ("restart",),
        ("pause", "previous", "pause"), ("quit",),
    ]  # fmt: skip
    with recording(server) as raw:
        player.start()
        for number, pressed in enumerate(keys):
            shown.extend(after(player, 600 + 70 * number, *pressed))
    heard = pieces(raw)
    starts, stops = [2, 3, 4, 5, 8], [0, 3, 4, 5, 6, 9]
    # Where two streams meet the server mixes them for some milliseconds.
    first = [piece.start_ms for piece in heard[1:]]
    assert first == pytest.approx([shown[n][1] for n in starts], abs=40)
    stopped = [piece.end_ms - shown[n][0] for piece, n in zip(heard, stops, strict=True)]
    assert_mostly([abs(late) for late in stopped], 50)
    silent = [after.at_ms - before.at_ms - length(before) for before, after in pairwise(heard)]
    assert_mostly([stopped[n] + silent[n] for n in (1, 2, 3)], 100)  # the keys in no pause


def test_a_key_for_the_volume_is_heard_within_a_tenth_of_a_second(server: Server) -> None:
    """Softer and as loud as before, in turns: NOISE itself is heard only in between."""
    session = noise_track()
    player = Player(session, MiniaudioSpeaker(), announcements(session))
    shown: list[float] = []
    keys: list[Key] = ["softer", "louder"] * 4
    with recording(server) as raw:
        player.start()
        for number, key in enumerate(keys):
            shown.extend(before for before, _ in after(player, 700 + 37 * number, key))
        list(after(player, 500, "quit"))
    heard = pieces(raw, apart_ms=0.1)
    turned = [edge for one, two in pairwise(heard) for edge in (one.end_ms, two.start_ms)]
    late = [edge - at for edge, at in zip(turned, shown, strict=True)]
    assert min(late) >= 0
    assert_mostly(late, 100)


def test_a_server_that_dies_pauses_the_session_until_another_is_there(server: Server) -> None:
    session = noise_track()
    player = Player(session, MiniaudioSpeaker(waking_seconds=0.6), announcements(session))
    try:
        player.start()
        wait_until(lambda: player.look().moment.elapsed_ms > 500, "nothing is played")
        server.process.kill()
        server.process.wait()
        wait_until(lambda: player.look().paused, "no one has noticed")
        lost = player.look()
        (server.folder / "socket").unlink(missing_ok=True)
        with serving(server.folder):
            wait_until(lambda: not player.look().paused, "it does not go on")
            here = lost.moment.elapsed_ms
            wait_until(lambda: player.look().moment.elapsed_ms > here + 500, "it stands still")
    finally:
        player.stop()
    assert lost.notice.startswith("no sound device: ")


ROUTINES = one_hold(4)


@contextmanager
def busy(count: int) -> Iterator[None]:
    """Keep `count` processes busy."""
    with ExitStack() as stack:
        for _ in range(count):
            command = [sys.executable, "-c", "while True: pass"]
            process = stack.enter_context(subprocess.Popen(command))
            stack.callback(process.kill)
        yield


@pytest.fixture
def awake(server: Server) -> Iterator[None]:
    """Keep the sink from going idle, as others' sounds do: it would stall for up to two seconds."""
    command = [program("pacat"), "--raw", "--latency-msec=200", "/dev/zero"]
    with running(command, server.folder / "silence"):
        yield


@pytest.mark.usefixtures("awake")
@pytest.mark.parametrize("name", ["sit", pytest.param("short", marks=pytest.mark.nightly)])
def test_beside_busy_processes_every_sample_of_a_session_is_heard(
    name: str, server: Server, clips: Path, tmp_path: Path
) -> None:
    """One of two times: the server and what records it may be late too."""
    routines, made = tmp_path / "routines.json", tmp_path / "made.wav"
    routines.write_text(json.dumps(ROUTINES))
    coach = [
        *as_others_are(),
        sys.executable,
        "-m",
        "audiocoach",
        "--routines",
        str(routines),
        "--cache",
        str(clips),
    ]
    session_options = [name, "--talk", "brief"]
    subprocess.run(
        [*coach, "export", *session_options, "-o", str(made)], check=True, capture_output=True
    )
    sound = wav_pcm(made).strip(b"\0")
    torn: list[float | None] = []
    while None not in torn and len(torn) < 2:
        with recording(server) as raw, busy(os.cpu_count() or 1):
            assert in_terminal([*coach, "play", *session_options, "--no-log"])[0] == 0
        torn.append(torn_at(raw.read_bytes().lstrip(b"\0"), sound))
    assert torn[-1] is None, torn


def wav_pcm(path: Path) -> bytes:
    with wave.open(str(path), "rb") as file:
        return file.readframes(file.getnframes())


def torn_at(heard: bytes, sound: bytes) -> float | None:
    """Return the second of `sound` from which on something else was heard; None for all of it."""
    differ = (at for at in range(len(sound)) if heard[at : at + 1] != sound[at : at + 1])
    at = next(differ, None)
    return None if at is None else at / 48_000
