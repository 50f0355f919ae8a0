"""What a session shows while it is heard: plain lines, or nothing. The full screen is `screen`."""

from __future__ import annotations

from typing import Protocol

from audiocoach.coach.phrases import Phrases
from audiocoach.play.display.key_help import key_help
from audiocoach.play.display.now_playing import NowPlaying
from audiocoach.play.display.view_model import View
from audiocoach.play.transport import VOLUME_LEVELS
from audiocoach.terminal import visible
from audiocoach.units import clock

_JUST_BEGUN_MS = 500
"""A stretch seen this early is shown at its full length, a later one with what is left of it."""

_STEADY_MS = range(-1000, 2500)
"""Between two looks playback is never farther off, unless by a key: that goes 5 s."""


class Display(Protocol):
    """Something that shows views."""

    def show(self, view: View) -> None:
        """Show `view`, in place of the one before."""


class LineStream(Protocol):
    """Takes lines."""

    def write(self, text: str, /) -> int:
        """Take `text`."""

    def flush(self) -> None:
        """Have it seen."""


class NoDisplay:
    """Shows nothing."""

    def show(self, view: View) -> None:
        """Show nothing."""


class PlainLines:
    """Writes a plain line for each event: for a pipe or a screen reader."""

    def __init__(self, stream: LineStream, phrases: Phrases, *, bell: bool = False) -> None:
        """Write to `stream` in the words of `phrases`; with `bell`, ring it at each tone."""
        self._stream, self._phrases, self._bell = stream, phrases, bell
        self._shown: object = None
        self._notice = self._answer = ""
        self._helped = self._turned = self._at_ms = 0
        self._exercise: int | None = None

    def show(self, view: View) -> None:
        """Write a line if something new has begun and anything is left of it."""
        if self._bell and view.tones:
            self._stream.write("\a")
            self._stream.flush()
        if view.notice != self._notice and view.notice:
            self._write(view.notice)
        if view.turned != self._turned:
            self._write(volume(view, self._phrases))
        answer = view.caption.text if view.announcement == "time_left" else ""
        if answer not in {"", self._answer}:
            self._write(f"{clock(view.moment.elapsed_ms)}  {answer}")
        if view.helped != self._helped:  # here each press of the key is a question
            for each in key_help(self._phrases):
                self._write(f"{each.key}: {each.what}")
        self._notice, self._answer = view.notice, answer
        self._helped, self._turned = view.helped, view.turned
        self._show_stretch(view)

    def _show_stretch(self, view: View) -> None:
        moment = view.moment
        begun = None if view.announcement else moment.begun_ms
        stretch = (begun, moment.doing, view.paused and moment.elapsed_ms)
        jumped = moment.elapsed_ms - self._at_ms not in _STEADY_MS
        self._at_ms = moment.elapsed_ms
        if (
            (stretch == self._shown and not jumped)
            or not moment.remaining_ms
            or view.announcement == "time_left"
        ):
            return
        self._shown = stretch
        if view.paused:
            paused = self._phrases.say("title_paused")
            self._write(f"{clock(moment.elapsed_ms)}  {paused}: {_named(moment, self._phrases)}")
        else:
            self._write(line(moment, self._phrases, new=moment.number != self._exercise))
        self._exercise = moment.number

    def _write(self, line: str) -> None:
        self._stream.write(visible(line) + "\n")
        self._stream.flush()


def plain_display(
    stream: LineStream, phrases: Phrases, *, quiet: bool, bell: bool = False
) -> Display:
    """Return a display of lines on `stream`, or one that shows nothing."""
    return NoDisplay() if quiet else PlainLines(stream, phrases, bell=bell)


def line(moment: NowPlaying, phrases: Phrases, *, new: bool = False) -> str:
    """Write a moment's beginning: `0:12  Wall sit, Rep 2 of 3: Hold 15 s`.

    That of a `new` exercise begins with its number: `Exercise 2 of 6, Wall sit: Rest 20 s`.
    Of a stretch that has gone on for a while, as after a jump, what is left of it.
    """
    late = moment.elapsed_ms - moment.begun_ms >= _JUST_BEGUN_MS
    begun = moment.elapsed_ms if late else moment.begun_ms
    lasts = -(-moment.remaining_ms // 1000) * 1000 if late else moment.lasts_ms
    number = f"{numbered(moment, phrases)}, " if new and numbered(moment, phrases) else ""
    return f"{clock(max(begun, 0))}  {number}{_named(moment, phrases)} {seconds(lasts)}"


def _named(moment: NowPlaying, phrases: Phrases) -> str:
    place = where(moment, phrases)
    return f"{place}: {moment.doing}" if place not in {"", moment.doing} else moment.doing


def where(moment: NowPlaying, phrases: Phrases) -> str:
    """Write the place: `Side bridge, Set 1 of 2, Rep 3 of 5, left side`."""
    return ", ".join([moment.exercise, *counted(moment, phrases)] if moment.exercise else [])


def numbered(moment: NowPlaying, phrases: Phrases) -> str:
    """Write which exercise it is: `Exercise 3 of 6`; nothing where there is only one.

    Where an exercise comes again it is a step: `Step 3 of 6`.
    """
    if moment.number is None or moment.exercises == 1:
        return ""
    name = "title_step_of" if moment.repeats else "title_exercise_of"
    return phrases.say(name, n=moment.number, total=moment.exercises)


def volume(view: View, phrases: Phrases) -> str:
    """Write how loud it is: `Volume 8 of 10`."""
    return phrases.say("title_volume", n=view.volume, total=VOLUME_LEVELS)


def counted(moment: NowPlaying, phrases: Phrases) -> list[str]:
    """Write rounds, set, rep and side, each where there is one, or one of several."""
    parts = list(moment.rounds)
    if moment.set and moment.sets and moment.sets > 1:
        parts.append(phrases.say("title_set_of", n=moment.set, total=moment.sets))
    if moment.rep:
        parts.append(phrases.say("title_rep_of", n=moment.rep, total=moment.reps))
    if moment.side:
        parts.append(phrases.say(f"title_{moment.side}_side"))
    return parts


def seconds(ms: int) -> str:
    """Write a length in seconds: `15 s`, `2.5 s`, `22 s`.

    Lengths that people wrote are exact; one with milliseconds comes of how long words take.
    """
    return f"{ms / 1000:g} s" if ms % 100 == 0 else f"{max(1, (ms + 500) // 1000)} s"
