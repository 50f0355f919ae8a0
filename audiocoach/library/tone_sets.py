"""The tones of a command's sessions: sets that come with the program, and folders."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import ToneError
from audiocoach.text import did_you_mean
from audiocoach.tone_spec import HOUSE_SETS, Tone, ToneSet

if TYPE_CHECKING:
    from audiocoach.routine.plan import Plan
    from audiocoach.sound.own_tones import OwnTones
    from audiocoach.track import Sound


class ToneSets:
    """Finds sets of tones, each folder read once."""

    def __init__(self) -> None:
        """Begin with no folder read."""
        self._own: dict[Path, OwnTones] = {}

    def find(self, written: str, beside: Path) -> ToneSet:
        """Find the set that is `written` in a file in `beside`; ToneError if it can't be used."""
        if written in HOUSE_SETS:
            return HOUSE_SETS[written]
        folder = located(written, beside)
        if not folder.exists():
            hint = did_you_mean(written, HOUSE_SETS)
            rule = hint or f"; must be one of {', '.join(HOUSE_SETS)}, or a folder of sound files"
            raise ToneError(f"tones {written}: there is no such set or folder{rule}")
        return self._read(folder, written).tones

    def sound(self, tone: Tone, name: str, folders: Iterable[str]) -> Sound:
        """Return the sound of `tone` in the set `name`: of one of `folders`, or of ours."""
        from audiocoach.track import house_tone

        for folder in folders:
            own = self._read(Path(folder), folder)
            if own.tones.name == name:
                return own.clips[tone]
        return house_tone(tone, name)

    def folders(self, names: Collection[str]) -> tuple[str, ...]:
        """Return the folders whose sets are called `names`."""
        return tuple(str(path) for path, own in self._own.items() if own.tones.name in names)

    def _read(self, folder: Path, name: str) -> OwnTones:
        if folder not in self._own:
            from audiocoach.sound.own_tones import own_tones

            self._own[folder] = own_tones(folder, name)
        return self._own[folder]


def located(written: str, beside: Path) -> Path:
    """Return the folder that is `written` in a file in `beside`."""
    return (beside / Path(written).expanduser()).absolute()


def with_tones(plan: Plan, asked: str | None, sets: ToneSets, beside: Path) -> Plan:
    """Return `plan` with its tones: those `asked` for, else as a routine file in `beside` says."""
    if asked is not None:
        return replace(plan, tones=sets.find(asked, Path.cwd()))
    steps = []
    for step in plan.steps:
        own = step.exercise.tones
        steps.append(step if own is None else replace(step, tones=sets.find(own, beside)))
    whole = sets.find(plan.voice_settings.choices.tones or "standard", beside)
    return replace(plan, steps=tuple(steps), tones=whole)


def names_of(plan: Plan) -> set[str]:
    """Return what the sets of `plan` are called."""
    return {plan.tones.name, *(step.tones.name for step in plan.steps if step.tones)}
