"""Makes what is measured: routine files, and the pieces that the contenders join.

A program of its own, `material.py FOLDER SHIPPED TALK PERSONALISED MINUTES...`, because
it needs the coach itself, and the process that measures must stay small.
"""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect_right
from itertools import cycle, islice
from pathlib import Path
from typing import Any, cast

from audiocoach.coach.phrases import languages
from audiocoach.coach.score import Cue
from audiocoach.coach.style import Style, Talk
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.session import Session, prepare
from audiocoach.sound.mp3.frame_encoder import encode_frames
from audiocoach.units import ms_to_bytes
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.registry import voice
from audiocoach.voice.synthesizer import Synthesizer

Fields = dict[str, Any]

FRAME_MS = 24
SETTLED = 8
"""From this frame on, silence encodes to one constant frame."""
LEAST_FRAMES = 2
"""ffmpeg refuses a piece of a single frame; the next silence makes up for it."""


class Maker:
    """Makes the material in one folder, from the shipped exercises."""

    def __init__(self, folder: Path, shipped: Path, talk: Talk) -> None:
        """Use `folder`, which is there, and the exercises of `back-care` in `shipped`."""
        self.style = Style(talk=talk)
        self.folder = folder
        self.exercises: Fields = json.loads(shipped.read_bytes())["exercises"]
        self.steps: list[Fields] = json.loads(shipped.read_bytes())["routines"]["back-care"][
            "steps"
        ]
        self.speech = Synthesizer(voice("builtin", "en"), ClipCache(folder / "cache"))
        silence = bytes(ms_to_bytes(2 * SETTLED * FRAME_MS))
        self.silent_frame = encode_frames(silence)[SETTLED]

    def write_routines(self, name: str, routines: Fields) -> Path:
        """Write a routine file of `routines` and all exercises."""
        path = self.folder / name
        path.write_text(json.dumps({"exercises": self.exercises, "routines": routines}))
        return path

    def session(self, path: Path, name: str) -> Session:
        """Compose the routine `name` of the file at `path`."""
        return prepare(
            plan_routine(read_routines(path, languages()), name), self.speech, self.style
        )

    def length_ms(self, routine: Fields) -> int:
        """Compose `routine` and return its length."""
        return self.session(self.write_routines("trial.json", {"r": routine}), "r").score.length_ms

    def routine(self, minutes: float) -> Fields:
        """Return a routine just as long as `minutes` or little less.

        As many steps as fit, repeated in order; longer rests fill it up.
        """
        wanted = round(minutes * 60_000)
        most = min(200, 2 * round(minutes))
        count = bisect_right(
            range(1, most + 1), wanted, key=lambda count: self.length_ms(self._routine(count, 0))
        )
        if not count:
            raise SystemExit(f"no session of the shipped exercises is as short as {minutes} min")
        rest = bisect_right(
            range(1, 601), wanted, key=lambda rest: self.length_ms(self._routine(count, rest))
        )
        return self._routine(count, rest)

    def _routine(self, count: int, rest: int) -> Fields:
        steps = islice(cycle(self.steps), count)
        return {
            "title": "Measured",
            "steps": [{**step, "rest_after_seconds": rest} for step in steps],
        }

    def personalised(self, number: int) -> Fields:
        """Return a routine of about 15 minutes with a title, reps and rests of its own."""
        chance = random.Random(number)  # noqa: S311 - the same sessions in every run
        steps = [self._step(step, chance) for step in self.steps]
        return {"title": f"Back care for number {number + 1}", "steps": steps}

    def _step(self, step: Fields, chance: random.Random) -> Fields:
        reps = step.get("reps", self.exercises[step["exercise"]].get("reps", 1))
        if isinstance(reps, dict):
            low, high = reps["min"], reps.get("max", reps["min"] + 2)
            step = {**step, "reps": chance.choice([low, (low + high) // 2, high])}
        return {**step, "rest_after_seconds": chance.randint(20, 60)}

    def write_pieces(self, session: Session, minutes: str) -> None:
        """Write each sound once, as WAV and as MP3, and the order they come in.

        `order-MINUTES.txt` holds a name or a silence's milliseconds on each line,
        `waves-MINUTES.txt` the WAV files, `copy-MINUTES.txt` the list for ffmpeg.
        """
        order, copied = Order(self), Copied(self)
        for cue in session.score.cues:
            order.silence_until(cue.start_ms)
            copied.silence_until(cue.start_ms)
            name = self._piece(session, cue)
            order.sound(name, cue)
            copied.sound(name)
        order.silence_until(session.score.length_ms)
        copied.silence_until(session.score.length_ms)
        (self.folder / f"order-{minutes}.txt").write_text("\n".join(order.lines))
        (self.folder / f"waves-{minutes}.txt").write_text("\n".join(order.waves))
        (self.folder / f"copy-{minutes}.txt").write_text("\n".join(copied.lines))

    def _piece(self, session: Session, cue: Cue) -> str:
        """Return the name of the cue's piece, written if it is not there yet."""
        name = f"tone-{cue.tone}" if cue.text is None else f"clip-{_hex(cue.text)}"
        if not (self.folder / f"{name}.wav").exists():
            pcm = session.track.sound(cue)
            self.write_wav(name, pcm)
            (self.folder / f"{name}.mp3").write_bytes(b"".join(encode_frames(pcm)))
        return name

    def write_wav(self, name: str, pcm: bytes) -> None:
        """Write `pcm` as `name`.wav."""
        import wave

        with wave.open(str(self.folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, 24_000, 0, "NONE", ""))
            file.writeframes(pcm)


class Order:
    """The pieces of a session in order, as sound."""

    def __init__(self, maker: Maker) -> None:
        """Begin at 0."""
        self.maker, self.at_ms = maker, 0
        self.lines: list[str] = []
        self.waves: list[str] = []

    def silence_until(self, ms: int) -> None:
        """Add the silence from here to `ms`, if any."""
        gap, self.at_ms = ms - self.at_ms, ms
        if gap > 0:
            name = f"silence-{gap}"
            if not (self.maker.folder / f"{name}.wav").exists():
                self.maker.write_wav(name, bytes(ms_to_bytes(gap)))
            self.lines.append(str(gap))
            self.waves.append(f"{name}.wav")

    def sound(self, name: str, cue: Cue) -> None:
        """Add the sound of `cue`."""
        self.lines.append(name)
        self.waves.append(f"{name}.wav")
        self.at_ms = cue.end_ms


class Copied:
    """The same as MP3 pieces of whole frames; their silences keep the sounds from drifting."""

    def __init__(self, maker: Maker) -> None:
        """Begin at 0."""
        self.maker, self.at_frame = maker, 0
        self.lines: list[str] = []

    def silence_until(self, ms: int) -> None:
        """Add the whole frames of silence from here to about `ms`, if any."""
        count = round(ms / FRAME_MS) - self.at_frame
        if count >= LEAST_FRAMES:
            path = self.maker.folder / f"frames-{count}.mp3"
            if not path.exists():
                path.write_bytes(self.maker.silent_frame * count)
            self.lines.append(f"file '{path.name}'")
            self.at_frame += count

    def sound(self, name: str) -> None:
        """Add the piece `name`."""
        path = self.maker.folder / f"{name}.mp3"
        self.lines.append(f"file '{path.name}'")
        self.at_frame += path.stat().st_size // len(self.maker.silent_frame)


def _hex(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode(), digest_size=8).hexdigest()


def main(folder: str, shipped: str, talk: str, personalised: str, *minutes: str) -> None:
    """Make it all, and write the sessions' lengths in ms to `lengths.json`."""
    maker = Maker(Path(folder), Path(shipped), cast("Talk", talk))
    routines = {f"minutes-{each}": maker.routine(float(each)) for each in minutes}
    path = maker.write_routines("long.json", routines)
    many = {f"for-{number + 1}": maker.personalised(number) for number in range(int(personalised))}
    maker.write_routines("many.json", many)
    lengths = {}
    for each in minutes:
        session = maker.session(path, f"minutes-{each}")
        maker.write_pieces(session, each)
        lengths[each] = session.score.length_ms
    (Path(folder) / "lengths.json").write_text(json.dumps(lengths))


if __name__ == "__main__":
    main(*sys.argv[1:])
