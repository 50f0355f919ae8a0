"""Independent programs that check our sound: ffmpeg, mpg123, mp3val."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest


def program(name: str) -> str:
    """Return the path of `name`; where it is missing, skip (in CI: fail)."""
    path = shutil.which(name)
    if path is None:
        stop = pytest.fail if os.environ.get("CI") else pytest.skip
        stop(f"{name} is not installed")
    return path


def run(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run the program `name`; its output is kept."""
    return subprocess.run([program(name), *arguments], capture_output=True, check=True)


def decoded(path: Path, *options: str) -> bytes:
    """Decode `path` with ffmpeg, to 16 bits at its own rate; `options` are for its demuxer."""
    return run("ffmpeg", "-v", "error", *options, "-i", path, "-f", "s16le", "-").stdout


def decoded_by_mpg123(path: Path) -> bytes:
    """Decode `path` with mpg123, to 16 bits at its own rate."""
    return run("mpg123", "-q", "-s", "-e", "s16", path).stdout


def decoded_length(path: Path) -> int:
    """Return the samples that mpg123 decodes `path` to; none of them are kept."""
    command = [program("mpg123"), "-q", "-s", "-e", "s16", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        pipe = process.stdout
        assert pipe is not None
        return sum(map(len, iter(lambda: pipe.read(2**20), b""))) // 2


def accepted(path: Path) -> tuple[bytes, bytes]:
    """Decode `path` with ffmpeg and mpg123; neither they nor mp3val may complain."""
    told = run("mp3val", path).stdout
    assert b"WARNING" not in told
    assert b"CBR" in told
    strict: list[str | Path] = ["-v", "warning", "-xerror", "-i", path, "-f", "s16le", "-"]
    by_ffmpeg, by_mpg123 = run("ffmpeg", *strict), run("mpg123", "-s", path)
    assert by_ffmpeg.stderr == b""
    assert b"finished" in by_mpg123.stderr
    assert re.findall(rb"(?i)note:.*|warning:.*|error.*", by_mpg123.stderr) == []
    return by_ffmpeg.stdout, by_mpg123.stdout


def encode_whole(pcm: bytes, path: Path) -> None:
    """Encode 16-bit mono at 24,000 Hz with ffmpeg and LAME, 48 kbit/s, in one piece."""
    source = ["-f", "s16le", "-ar", "24000", "-ac", "1", "-i", "pipe:"]
    target = ["-codec:a", "libmp3lame", "-b:a", "48k", str(path)]
    command = [program("ffmpeg"), "-v", "error", "-y", *source, *target]
    subprocess.run(command, input=pcm, check=True)


def measured(path: Path) -> tuple[float, float]:
    """Measure `path` with ffmpeg: integrated LUFS, true peak in dBTP."""
    report = run("ffmpeg", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = report.stderr.decode().rpartition("Summary:")[2]
    loudness, peak = (re.search(rf"{key}:\s+(\S+)", summary) for key in ("I", "Peak"))
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def write_wav(path: Path, pcm: bytes) -> Path:
    """Write 16-bit mono at 24,000 Hz to `path`."""
    import wave

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(pcm)
    return path


def made_music(path: Path, source: str, *options: str) -> Path:
    """Write `source`, in the words of ffmpeg's lavfi, to `path`; its ending says the format."""
    run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source, *options, path)
    return path


def in_terminal(command: list[str]) -> tuple[int, bytes]:
    """Run `command` in a terminal of its own; return its exit status, and what it wrote."""
    import pty  # there is none on Windows

    ours, its = pty.openpty()
    written: list[bytes] = []
    environment = {**os.environ, "TERM": "xterm-256color"}
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment) as process:
        os.close(its)
        with suppress(OSError):  # so Linux says that the other end is closed
            while part := os.read(ours, 65_536):
                written.append(part)
        os.close(ours)
    return process.returncode, b"".join(written)
