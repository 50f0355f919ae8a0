"""The work itself: reps and their phases, each on its beat.

Hold time belongs to the body, not to the voice: phases last what the routine
says, to the millisecond, and words fit in or give way.
"""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.score import Where
from audiocoach.coach.style import Talk
from audiocoach.coach.timeline import MARGIN_MS, Timeline
from audiocoach.routine.model import Phase
from audiocoach.signals import TONE_MS, Tone
from audiocoach.units import seconds_to_ms

LAST_SECONDS = 3
"""Seconds counted down before the end: the most asked-for thing of interval timers."""

TIMED_MS = 10_000
"""From this length on a phase is bounded by tones, called halfway and counted down."""

CHANGED_MS = 5000
"""From this length on a phase begins with a tone, also where its word is said."""

BREATHER_MS = 1000
"""Least rest between two sets: room for the end tone."""

END_ROOM_MS = TONE_MS["end"] + MARGIN_MS
"""Least rest after an end tone, where there is a rest at all."""


@dataclass(frozen=True)
class Scene:
    """What every part of the composer writes with."""

    timeline: Timeline
    """Where sounds are laid down."""
    phrases: Phrases
    """The coach's words."""
    talk: Talk
    """How much is said."""

    @property
    def speaks(self) -> bool:
        """Tell whether anything at all is said."""
        return self.talk != "tones"


@dataclass(frozen=True)
class Rep:
    """One repetition that is about to be laid down."""

    phases: tuple[Phase, ...]
    """What is done, in order."""
    where: Where
    """Set, rep and side."""
    counted_in: bool
    """A go tone stands on the first beat."""
    number: str | None
    """The number still to be said, if any."""
    short_number: str | None
    """What to say instead where the number would crowd out the phase's word."""
    first: bool
    """The first of its set and side: there the cues of quick phases are said."""
    joins: bool = False
    """The rep before goes over into this one at the end of a bounded phase."""
    leads_on: bool = False
    """The next rep follows without a rest, and begins with a bounded phase."""


def is_bounded(phase: Phase) -> bool:
    """Tell whether tones bound `phase`, and its last seconds are counted: a hold, or long."""
    return phase.hold or seconds_to_ms(phase.seconds) >= TIMED_MS


def lay_rep(scene: Scene, rep: Rep) -> None:
    """Lay down one rep from now on, phase by phase."""
    timeline = scene.timeline
    timeline.turn_page()
    start = timeline.now
    for number, phase in enumerate(rep.phases):
        _lay_phase(scene, phase, rep, number)
    timeline.span("rep", _rep_title(scene.phrases, rep.where), start, rep.where)


def _rep_title(phrases: Phrases, where: Where) -> str:
    name = f"title_rep_{where.side}" if where.side else "title_rep"
    return phrases.say(name, n=where.rep)


def _lay_phase(scene: Scene, phase: Phase, rep: Rep, number: int) -> None:
    timeline, is_first = scene.timeline, number == 0
    start, end = timeline.now, timeline.now + seconds_to_ms(phase.seconds)
    joined = rep.joins if is_first else is_bounded(rep.phases[number - 1])
    tone = _start_tone(scene, phase, joined=joined, counted_in=is_first and rep.counted_in)
    if tone:
        timeline.tone(tone, start, rep.where)
    following = rep.phases[number + 1 :]
    leads_on = is_bounded(following[0]) if following else rep.leads_on
    if is_bounded(phase) and not leads_on:
        timeline.tone("end", end, rep.where)
    words_end = _lay_counts(scene, phase, start, end, rep.where)
    said = _fitting_number(scene, phase, rep, words_end) if is_first else None
    _lay_beat(scene, phase, rep, words_end, said)
    if scene.talk == "full" or end - start >= TIMED_MS:
        _lay_cues(scene, phase, rep, start, words_end)
    timeline.now = end
    timeline.span("hold" if phase.hold else "phase", phase.name, start, rep.where)


def _start_tone(scene: Scene, phase: Phase, *, joined: bool, counted_in: bool) -> Tone | None:
    """Choose the tone on the first beat of `phase`, if it has one.

    Where a bounded phase is `joined` to one before, a single tone ends that and starts this.
    """
    if is_bounded(phase):
        return "phase" if joined else "go"
    if counted_in:
        return "go"
    is_long = seconds_to_ms(phase.seconds) >= CHANGED_MS
    return "phase" if not joined and (is_long or not scene.speaks) else None


def _lay_counts(scene: Scene, phase: Phase, start: int, end: int, where: Where) -> int:
    """Lay down the count aloud, or the last seconds; give where other words must end."""
    if phase.count_aloud:
        beats = [(start + 1000 * n, n) for n in range(1, -(-(end - start) // 1000))]
    elif is_bounded(phase):
        beats = [(end - 1000 * n, n) for n in range(LAST_SECONDS, 0, -1)]
    else:
        return end
    clear = start + TONE_MS["go"] + MARGIN_MS
    beats = [(at, n) for at, n in beats if at >= clear]
    _count(scene, beats, end, where, up=phase.count_aloud)
    return beats[0][0] if beats else end


def _count(scene: Scene, beats: list[tuple[int, int]], end: int, where: Where, *, up: bool) -> None:
    """Say the numbers on their beats, and tick where they are too long for that.

    Counting up goes on in ticks from the first of those: a number after ticks would sound
    like a mistake. The last seconds are told in words or in ticks, not in both.
    """
    timeline = scene.timeline
    untils = [at for at, _ in beats[1:]] + [end]
    counts = [
        (scene.phrases.say("count", n=n), at, until)
        for (at, n), until in zip(beats, untils, strict=False)
    ]
    fits = [
        scene.speaks and at + timeline.measure(text) + MARGIN_MS <= until
        for text, at, until in counts
    ]
    spoken = fits.index(False) if False in fits else len(fits)
    # The very last may have less than a second: it alone changes nothing for the others.
    if not up and spoken < len(fits) - 1:
        spoken = 0
    for number, (text, at, until) in enumerate(counts):
        if number < spoken:
            timeline.say(text, at, where)
        elif at + TONE_MS["tick"] + MARGIN_MS <= until:
            timeline.tone("tick", at, where)


def _fitting_number(scene: Scene, phase: Phase, rep: Rep, until: int) -> str | None:
    """Give the rep's number, short where the phase's word would find no room beside it."""
    if not rep.number or not scene.speaks:
        return None
    timeline = scene.timeline
    free = timeline.free_from(timeline.now)
    both = sum(timeline.measure(word) + MARGIN_MS for word in (rep.number, phase.name))
    return rep.number if free + both <= until else rep.short_number


def _lay_beat(scene: Scene, phase: Phase, rep: Rep, until: int, number: str | None) -> None:
    """Mark the phase's first beat: the rep's number, the phase's word, or a tone."""
    timeline, at, where = scene.timeline, scene.timeline.now, rep.where
    words = [number] if number else []
    if scene.talk == "full" or (scene.talk == "brief" and rep.first):
        words.append(phase.name)
    taken = not timeline.is_free(at, at + TONE_MS["phase"])
    if not taken:
        taken = bool(words) and timeline.say_on_beat(words[0], at, until, where)
        if taken:
            words = words[1:]
        elif at + TONE_MS["phase"] + MARGIN_MS <= until:
            timeline.tone("phase", at, where)
    for word in words:
        if not timeline.say_near(word, at, until, where):
            timeline.drop(word, at, where)


def _lay_cues(scene: Scene, phase: Phase, rep: Rep, start: int, until: int) -> None:
    """Fit the halfway call, and the phase's own cues evenly over what is left."""
    timeline, length, where = scene.timeline, seconds_to_ms(phase.seconds), rep.where
    if length >= TIMED_MS and not phase.count_aloud and scene.speaks:
        middle, halfway = start + length // 2, scene.phrases.say("halfway")
        if not timeline.say_on_beat(halfway, middle, until, where):
            timeline.drop(halfway, middle, where)
    if scene.talk != "full" or not (rep.first or phase.hold or length >= TIMED_MS):
        return
    room = (until - start) // (len(phase.cues) + 1) if length >= TIMED_MS else 0
    for number, cue in enumerate(phase.cues, start=1):
        at = start + room * number
        if phase.count_aloud or not timeline.say_near(cue, at, until, where):
            timeline.drop(cue, at, where)
