"""What a routine file's author is to know, though it is no fault: words without room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from audiocoach.errors import CoachError, RoutineFileError

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.coach.timeline import Measure, Rise
    from audiocoach.library.library import Library, VoiceChoice
    from audiocoach.routine.choices import Level
    from audiocoach.routine.model import RoutineFile
    from audiocoach.routine.plan import Plan
    from audiocoach.voice.synthesizer import Synthesizer

_LEAST_PERCENT = 65
"""So much of its guessed length a sentence takes at least."""
_MOST_COMPOSED = 3000
"""So many phases of a file's sessions are composed as they are, which takes a few seconds."""
_MOST_SPOKEN = 200
"""Words that are spoken to know how long they take; of any others that is guessed."""


def unheard(library: Library, file: RoutineFile) -> Iterator[str]:
    """Say what of `file` can't be heard, and where the body has no time to move, a line each.

    A voice that is slow, or isn't here, is not asked: unless it has said a word before, how
    long that takes is guessed.
    """
    from audiocoach.coach.flow_remarks import flow_remarks
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.coach.tempo_words import with_words
    from audiocoach.coach.unheard_texts import (
        phase_count_within,
        probes,
        way_probes,
        way_remarks,
    )
    from audiocoach.voice.duration_estimate import estimate

    timing = _Timing(library)
    plans = list(map(with_words, _plans(file)))
    for plan in plans:
        yield from flow_remarks(plan, load_phrases(plan.language))
    for probe in probes(plans, estimate):
        yield from _unheard_at_work(timing, probe)
    left = _MOST_COMPOSED
    for plan in plans:
        phases = phase_count_within(plan, left)
        if phases is not None:
            left -= phases
            yield from _unheard_in_whole(timing, plan)
            continue
        for probe in way_probes([plan]):
            yield from way_remarks(_composed(timing, probe, "normal", alone=True, at_best=True))
        yield f"{plan.id}: is too long to look for every text without room: export says which"


def _unheard_at_work(timing: _Timing, probe: Plan) -> Iterator[str]:
    """Say what is written and has no room, or may have none, within the sets of `probe`."""
    from audiocoach.coach.unheard_texts import has_work_remarks, work_remarks

    score = _composed(timing, probe, "normal", alone=True)
    if has_work_remarks(score):
        yield from work_remarks(score, _composed(timing, probe, "normal", alone=True, at_best=True))


def _unheard_in_whole(timing: _Timing, plan: Plan) -> Iterator[str]:
    """Say what has no room on the ways of `plan`, or of the coach's words, and what may have none.

    What is written and said within sets is probed for.
    """
    from audiocoach.coach.grown_rests import grown_rests
    from audiocoach.coach.unheard_texts import (
        coach_remarks,
        doubtful_remarks,
        levels_of,
        way_remarks,
    )
    from audiocoach.routine.plan import plan_at_level

    for level in levels_of(plan):
        score = _composed(timing, plan, level)
        grown = grown_rests(plan_at_level(plan, level), score) if level == "normal" else ()
        lacking = (*way_remarks(score), *coach_remarks(score.dropped), *grown)
        if not lacking:
            continue  # with room for all, there is room where texts take less
        best = _composed(timing, plan, level, at_best=True)
        yield from way_remarks(best)
        yield from coach_remarks(best.dropped)
        yield from doubtful_remarks(score, best)
        if level == "normal":
            yield from grown_rests(plan_at_level(plan, level), best)


def _composed(
    timing: _Timing, plan: Plan, level: Level, *, alone: bool = False, at_best: bool = False
) -> Score:
    """Compose `plan`; `at_best` a guessed text takes the least that it may."""
    from audiocoach.coach.composer import compose
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.coach.style import Style

    measure, rise = timing.of(plan, _LEAST_PERCENT if at_best else 100)
    style = Style(talk=plan.voice_settings.choices.talk or "full", level=level, alone=alone)
    return compose(plan, load_phrases(plan.language), measure, style, rise)


def unreadable(file: RoutineFile) -> Iterator[str]:
    """Say of what the built-in voice can't read how much there is, a line each session."""
    from audiocoach.text import count, quoted
    from audiocoach.voice.engines.espeak import cannot_read

    for plan in _plans(file):
        texts = [text for text in _builtins_texts(plan) if cannot_read(plan.language, text)]
        if texts:
            yield (
                f"{plan.id}: the built-in voice can't read kanji, and refuses "
                f"{count(len(texts), 'text')}, such as {quoted(texts[0])}: write them in kana, "
                "have say_as do so, or take another voice"
            )


def _builtins_texts(plan: Plan) -> Sequence[str]:
    """Return what the built-in voice has to say of a session; none where another speaks."""
    from audiocoach.coach.composer import compose
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.voice.default_voice import default_voice
    from audiocoach.voice.duration_estimate import estimate
    from audiocoach.voice.pronunciation import Pronunciation
    from audiocoach.voice.registry import BUILTIN
    from audiocoach.voice.short_names import full_name

    voice = full_name(plan.voice_settings.voice or default_voice(plan.language))
    if voice.partition(":")[0] != BUILTIN or not _may_be_unreadable(plan.language):
        return []
    score = compose(plan, load_phrases(plan.language), estimate)
    wording = Pronunciation(dict(plan.voice_settings.say_as))
    return [*dict.fromkeys(wording(cue.text) for cue in score.cues if cue.text)]


def _may_be_unreadable(language: str) -> bool:
    """Return whether it is worth composing a session in `language` to look at its texts."""
    from audiocoach.voice.engines.espeak import cannot_read

    return cannot_read(language, "\u8179")


def _plans(file: RoutineFile) -> Iterator[Plan]:
    """Plan every routine, then every exercise that none of them uses."""
    from audiocoach.routine.localized_names import in_languages
    from audiocoach.routine.plan import plan_exercise, plan_routine

    unused = dict.fromkeys(file.exercises)
    for name in file.routines:
        plan = plan_routine(file, name)
        for step in plan.steps:
            unused.pop(step.exercise_id, None)
        yield plan
        _, *further = in_languages(file, "routine", name)
        for called in further:
            with suppress(RoutineFileError):  # texts lack, as another remark says
                yield plan_routine(file, called.name)
    yield from (plan_exercise(file, name) for name in unused)


class _Timing:
    """How long texts take, and when they are felt to begin, as far as that is known.

    Each text is asked for once, however many compositions it is in.
    """

    def __init__(self, library: Library) -> None:
        """Ask the voices of `library`."""
        self._library = library
        self._speech = cache(library.speech)
        self._known: dict[tuple[VoiceChoice, str], tuple[int, Synthesizer]] = {}
        self._unknown: set[tuple[VoiceChoice, str]] = set()

    def of(self, plan: Plan, percent: int) -> tuple[Measure, Rise]:
        """Return both for the session of `plan`; of a length that is guessed `percent` are taken.

        What the session's voice has said before is known. The built-in voice is asked for the
        words of phases where it is that voice, or where that is only the usual one.
        """
        from audiocoach.routine.effective_values import phase_words
        from audiocoach.voice.default_voice import default_voice
        from audiocoach.voice.duration_estimate import estimate
        from audiocoach.voice.registry import BUILTIN
        from audiocoach.voice.short_names import full_name

        voice_settings = plan.voice_settings
        exercises = [step.whole or step.exercise for step in plan.steps]
        words = {word for each in exercises for word in phase_words(each)}
        is_ours = (voice_settings.voice or BUILTIN).partition(":")[0] == BUILTIN
        own = _speaker(plan, voice_settings.voice or full_name(default_voice(plan.language)))
        builtin = _speaker(plan, voice_settings.voice or BUILTIN)

        @cache
        def known(text: str) -> tuple[int, Synthesizer] | None:
            said = self._kept(own, text)
            if said is None and is_ours and text in words and len(words) <= _MOST_SPOKEN:
                said = self._spoken(builtin, text)
            return said

        @cache
        def measure(text: str) -> int:
            said = known(text)
            return said[0] if said else estimate(text, voice_settings.speed) * percent // 100

        @cache
        def rise(text: str) -> int:
            said = known(text)
            return said[1].rise_ms(text) if said else 0

        return measure, rise

    def _kept(self, speaker: VoiceChoice, text: str) -> tuple[int, Synthesizer] | None:
        """Return how long a text takes that the voice has said before, and the voice."""
        asked = speaker, text
        if asked not in self._known and asked not in self._unknown:
            self._unknown.add(asked)
            with suppress(CoachError):  # `check` names what is wrong with the voice
                speech = self._speech(speaker)
                length = speech.known_ms(text)
                if length is not None:
                    self._known[asked] = length, speech
        return self._known.get(asked)

    def _spoken(self, speaker: VoiceChoice, text: str) -> tuple[int, Synthesizer] | None:
        """Return how long a text takes, which is spoken for it; None if it can't be."""
        if (speaker, text) not in self._known:
            with suppress(CoachError):
                speech = self._speech(speaker)
                self._known[speaker, text] = speech.measure(text), speech
        return self._known.get((speaker, text))


def _speaker(plan: Plan, voice: str) -> VoiceChoice:
    from audiocoach.library.library import VoiceChoice

    voice_settings = plan.voice_settings
    return VoiceChoice(voice, plan.language, voice_settings.speed, voice_settings.say_as)
