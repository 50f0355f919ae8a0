"""The work itself: reps and their phases, each on its beat.

Hold time belongs to the body, not to the voice: phases last what the routine
says, to the millisecond, and words fit in or are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.counting import Counting, count_down, count_up, first_number_ms
from audiocoach.coach.metronome import beats, lay_ticks, ticks
from audiocoach.coach.number_pauses import begins_with_number
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.quick_reps import known_sounds, lay_known
from audiocoach.coach.reminders import lay_breath, lay_reminders
from audiocoach.coach.rest_updates import warn_of_end
from audiocoach.coach.score import Where
from audiocoach.coach.time_cues import lay_calls, lay_timed_cues
from audiocoach.coach.timeline import CLOSE_MS, MARGIN_MS
from audiocoach.routine.cues import USUAL_CUES, Count, Cues
from audiocoach.routine.model import Exercise, Phase
from audiocoach.tone_spec import Tone
from audiocoach.units import seconds_to_ms

WORD_BEAT_MS = 500
"""No word stands on a metronome's beat in place of its tick where beats are as quick as this."""

TIMED_MS = 10_000
"""From this length on a phase is bounded by tones, and counted down."""

CHANGED_MS = 5000
"""From this length on a phase begins with a tone, also where its word is said."""

COUNT_IN_REST_MS = 4000
"""A rest of this length or more ends in a count-in; after a shorter one the
movement goes straight on."""

APART_MS = 2000
"""Least time between a rep's number and a second's, where no tone or phase's word stands
between them: else the one would be heard as the other."""

BREATHER_MS = 1000
"""Least rest between two sets: room for the end tone."""


@dataclass(frozen=True)
class Rep:
    """One repetition that is about to be laid down."""

    phases: tuple[Phase, ...]
    """What is done, in order."""
    place: str
    """Where the routine file has them."""
    where: Where
    """Set, rep and side."""
    counted_in: bool
    """A go tone stands on the first beat."""
    number: str | None
    """The number still to be said, after the first phase's word."""
    word_said: bool
    """Whether the first phase's word was said before the count-in: it has no room after it."""
    first: bool
    """The first of its set and side: there the cues of quick phases are said."""
    joins: bool
    """The rep before goes over into this one at the end of a bounded phase."""
    leads_on: bool
    """The next rep follows without a rest, and begins with a bounded phase."""
    upcoming: str | None
    """The number of a next rep that follows without a rest, said before its first beat."""
    upcoming_where: Where
    """Set, rep and side of the next rep."""
    room_ms: int | None = None
    """The rest after it, where that can't grow for an end tone; None: as much as that needs."""
    upcoming_position: tuple[str, ...] = ()
    """The position of that rep's own side, where that has not been said."""
    cues: Cues = USUAL_CUES
    """What is said and counted within its phases."""
    beat_ms: float | None = None
    """From one tick of a metronome to the next; None without one."""
    heads_ms: tuple[int, ...] = ()
    """When the word of each phase is over in every rep of the set, in milliseconds from the
    phase's start: its count begins no earlier."""
    known: bool = False
    """The movement is quick, and known by now: its sounds yield to others."""
    wordless: bool = False
    """Its first word is known, too: its number stands for it, or a tick for its only word."""


def is_bounded(phase: Phase) -> bool:
    """Return whether tones bound `phase`, and its last seconds are counted: a hold, or long."""
    return phase.hold or seconds_to_ms(phase.seconds) >= TIMED_MS


def counted(phase: Phase, cues: Cues) -> Count | None:
    """Return how the seconds of `phase` are counted aloud; None where they aren't.

    A phase that says itself that it isn't counted never is.
    """
    if cues.count == "none":
        return None
    left_open = "count_aloud" not in phase.model_fields_set
    if phase.count_aloud or (cues.count and is_bounded(phase) and left_open):
        return cues.count or "up"
    return None


def end_room_ms(context: ComposeContext) -> int:
    """Return the least rest after an end tone, where there is a rest at all."""
    return context.timeline.lasts("end") + MARGIN_MS


def rep_rest_ms(context: ComposeContext, exercise: Exercise) -> int:
    """Return the milliseconds from one rep to the next: as written, or what an end tone needs."""
    written = seconds_to_ms(exercise.rest_between_reps_seconds)
    grows = exercise.rests != "exact" and is_bounded(exercise.phases[-1])
    return max(written, end_room_ms(context)) if written and grows else written


def end_tone(context: ComposeContext, room_ms: int | None) -> Tone | None:
    """Choose the tone that ends work before a rest of `room_ms`: a short one where it must be.

    None of the room's length means as much as the end tone needs. In a shorter rest than the
    shortest tone's the next start tone says it.
    """
    tones: tuple[Tone, ...] = ("end", "phase", "tick")
    lasts = context.timeline.lasts
    fits = (tone for tone in tones if room_ms is None or lasts(tone) + MARGIN_MS <= room_ms)
    return next(fits, None)


def start_tone(
    context: ComposeContext,
    phase: Phase,
    beat_ms: float | None = None,
    *,
    joined: bool,
    counted_in: bool,
    speaks: bool = True,
) -> Tone | None:
    """Choose the tone on the first beat of `phase`, if it has one: a short one where it must be.

    Where a bounded phase is `joined` to one before, a single tone ends that and starts this.
    """
    is_long = seconds_to_ms(phase.seconds) >= CHANGED_MS
    tones: tuple[Tone, ...] = ()
    if is_bounded(phase):
        tones = ("phase", "tick") if joined else ("go", "phase", "tick")
    elif counted_in:
        tones = ("go", "phase", "tick")
    elif beat_ms and not joined:
        tones = ("phase", "tick") if beats(phase, beat_ms) > 1 else ("tick",)
    elif not joined and (is_long or not speaks):
        tones = ("phase", "tick")
    room, lasts = _beat_room(phase, beat_ms), context.timeline.lasts
    return next((tone for tone in tones if lasts(tone) + CLOSE_MS <= room), None)


def _beat_room(phase: Phase, beat_ms: float | None) -> int:
    """Return the milliseconds from the first beat of `phase` to the next beat, or its end."""
    length = seconds_to_ms(phase.seconds)
    return length if beat_ms is None else min(length, int(beat_ms))


def word_start_ms(
    context: ComposeContext,
    phase: Phase,
    beat_ms: float | None = None,
    *,
    joined: bool,
    counted_in: bool,
) -> int:
    """Return how long after its first beat the word of `phase` begins: after the tone there."""
    tone = start_tone(context, phase, beat_ms, joined=joined, counted_in=counted_in)
    if tone is None and joined:
        tone = "end"  # of the phase before
    return context.timeline.lasts(tone) + MARGIN_MS if tone else 0


def word_fits(
    context: ComposeContext, phase: Phase, after_tone: Tone | None, beat_ms: float | None = None
) -> bool:
    """Return whether the word of `phase` has room in it, after a tone on its first beat."""
    taken = context.timeline.lasts(after_tone) + MARGIN_MS if after_tone else 0
    length = context.timeline.measure(phase.name) if context.speaks else 0
    return taken + length + MARGIN_MS <= _beat_room(phase, beat_ms)


def number_after_ms(context: ComposeContext, phase: Phase) -> int:
    """Return the least silence between the word of `phase` and a number after it."""
    number = context.phrases.say("rep", n=1)
    return context.timeline.silence_ms(phase.name, number, MARGIN_MS)


def first_count_ms(context: ComposeContext, phase: Phase, cues: Cues, head: int) -> int | None:
    """Return how long after the start of `phase` its count is first heard; None without one."""
    way, length = counted(phase, cues), seconds_to_ms(phase.seconds)
    if way:
        return first_number_ms(context, length, head, None, up=way == "up")
    last = cues.countdown if is_bounded(phase) else 0
    return first_number_ms(context, length, head, last, up=False) if last else None


def ends_counted(phase: Phase, cues: Cues) -> bool:
    """Return whether the last seconds of `phase` are counted."""
    is_due = counted(phase, cues) is not None or (is_bounded(phase) and cues.countdown > 0)
    return is_due and phase.seconds >= 1


def lay_rep(context: ComposeContext, rep: Rep) -> bool:
    """Lay down one rep from now on; return whether the number of the next was said."""
    timeline = context.timeline
    timeline.turn_page()
    start, said, first = timeline.now, False, len(timeline.cues)
    for number, phase in enumerate(rep.phases):
        said = _lay_phase(context, phase, rep, number)
    if rep.known or rep.beat_ms:
        laid = timeline.cues[first:]
        timeline.known.update(known_sounds(laid) if rep.known else ticks(laid))
    timeline.span("rep", _rep_title(context.phrases, rep.where), start, rep.where)
    return said


def _rep_title(phrases: Phrases, where: Where) -> str:
    name = f"title_rep_{where.side}" if where.side else "title_rep"
    return phrases.say(name, n=where.rep)


def _lay_phase(context: ComposeContext, phase: Phase, rep: Rep, number: int) -> bool:
    """Lay down a phase; return whether the number of the next rep was said at its end.

    What the body does comes first, then the rep's number, then the seconds: the first of
    them that find no room are left out.
    """
    timeline, is_first, is_last = context.timeline, number == 0, number + 1 == len(rep.phases)
    start, end = timeline.now, timeline.now + seconds_to_ms(phase.seconds)
    _lay_tones(context, phase, rep, number)
    if rep.wordless and (len(rep.phases) == 1 or (is_first and rep.number)):
        lay_known(context, rep.number, end, rep.where)
    elif context.speaks:
        if not (is_first and rep.word_said):
            _lay_word(context, phase, rep, end, f"{rep.place}.{phase.place(number)}")
        if is_first and rep.number:
            _lay_number(context, rep, phase, end)
    place = f"{rep.place}.{phase.place(number)}"
    words_end = _lay_counts(context, phase, rep, number, place)
    said = False
    if is_last:
        said = _lay_upcoming(context, rep, phase, end)
    if context.speaks:
        lay_timed_cues(context, phase, start, rep.where, place)
    if counted(phase, rep.cues) is None:
        lay_calls(context, rep.cues, start, end, words_end, rep.where, first=rep.first)
    _lay_reminders(context, phase, rep, start, words_end, place)
    if not is_bounded(phase):
        warn_of_end(context, start, end, rep.where)
    timeline.now = end
    timeline.span("hold" if phase.hold else "phase", phase.name, start, rep.where)
    return said


def _lay_upcoming(context: ComposeContext, rep: Rep, phase: Phase, end: int) -> bool:
    """Say at the end of `phase` what belongs to the next rep; return whether there was room."""
    timeline, position, number = context.timeline, rep.upcoming_position, rep.upcoming
    is_counted = not rep.beat_ms and ends_counted(phase, rep.cues)
    earliest = end if is_counted else timeline.free_from(timeline.now)
    return timeline.say_last(position, number, earliest, end, rep.upcoming_where)


def _lay_tones(context: ComposeContext, phase: Phase, rep: Rep, number: int) -> None:
    """Lay down the tones on the first and after the last beat of a phase, and a metronome's."""
    timeline, is_first, following = context.timeline, number == 0, rep.phases[number + 1 :]
    start, end = timeline.now, timeline.now + seconds_to_ms(phase.seconds)
    joined = rep.joins if is_first else is_bounded(rep.phases[number - 1])
    counted_in = is_first and rep.counted_in
    tone = start_tone(
        context, phase, rep.beat_ms, joined=joined, counted_in=counted_in, speaks=context.speaks
    )
    if tone and (counted_in or not _takes_beat(context, phase, rep, tone)):
        timeline.tone(tone, start, rep.where)
    leads_on = is_bounded(following[0]) if following else rep.leads_on
    ending = end_tone(context, _beat_room(following[0], rep.beat_ms) if following else rep.room_ms)
    if is_bounded(phase) and not leads_on and ending:
        timeline.tone(ending, end, rep.where)
    lay_ticks(context, phase, rep.beat_ms, rep.where)


def _takes_beat(context: ComposeContext, phase: Phase, rep: Rep, tone: Tone) -> bool:
    """Return whether the word of `phase` stands on a metronome's beat, in place of its `tone`.

    That is where it has no room after the tone, while it is still said at all.
    """
    is_long = is_bounded(phase) or seconds_to_ms(phase.seconds) >= CHANGED_MS
    if is_long or not _has_slow_beat(rep) or not context.speaks:
        return False
    fits_after, fits = (word_fits(context, phase, each, rep.beat_ms) for each in (tone, None))
    return fits and not fits_after


def _has_slow_beat(rep: Rep) -> bool:
    """Return whether words come before the ticks of a metronome: it is slow, and they are new."""
    return rep.beat_ms is not None and rep.beat_ms > WORD_BEAT_MS and not rep.known


def _lay_word(context: ComposeContext, phase: Phase, rep: Rep, end: int, place: str) -> None:
    """Say the phase's word on its first beat, or right after the tone there.

    Where the word finds no room, a tone says that the phase begins. Of a movement that is known
    a metronome's tick says so.
    """
    timeline, start, where = context.timeline, context.timeline.now, rep.where
    tones = [cue for cue in timeline.since(start) if cue.tone and cue.start_ms == start]
    # Without a tone there, a word that came late would leave the beat unmarked; and one that
    # came later than after that tone, behind a metronome's ticks, would seem to be the next.
    at = max((cue.end_ms + MARGIN_MS for cue in tones), default=start)
    if timeline.say_on_beat(phase.name, at, end, where) or any(
        timeline.say_close(phase.name, each, end, where) for each in (start, at)
    ):
        return
    if _has_slow_beat(rep) and timeline.say_at_moment(phase.name, at, end, where):
        return
    if not (rep.known and rep.beat_ms):
        needs_ms = at - start + timeline.measure(phase.name) + MARGIN_MS
        timeline.drop(phase.name, start, where, place, needs_ms)
        tone_end = start + timeline.lasts("phase")
        # A word that has only just ended is no reason to begin without a sign.
        if tone_end + CLOSE_MS <= end and timeline.is_clear(start, tone_end + CLOSE_MS):
            timeline.tone("phase", start, where)


def _lay_number(context: ComposeContext, rep: Rep, phase: Phase, end: int) -> None:
    """Say the number of `rep` after the word of `phase`, well before a count begins there."""
    timeline, start = context.timeline, context.timeline.now
    head = rep.heads_ms[0] if rep.heads_ms else 0
    count = None if rep.beat_ms else first_count_ms(context, phase, rep.cues, head)
    number, at = rep.number or "", timeline.free_from(start)
    if count is not None and begins_with_number(context.phrases, number):
        end = min(end, start + count - APART_MS + MARGIN_MS)
    at += number_after_ms(context, phase) - MARGIN_MS
    if not timeline.say_near(number, at, end, rep.where):
        timeline.drop_number(number, start, rep.where, "rep")


def _lay_counts(context: ComposeContext, phase: Phase, rep: Rep, number: int, place: str) -> int:
    """Lay down the count aloud, or the last seconds; return where other words must end.

    There is one count at a time: a metronome's ticks are one.
    """
    timeline, way = context.timeline, counted(phase, rep.cues)
    start, end = timeline.now, timeline.now + seconds_to_ms(phase.seconds)
    if rep.beat_ms:
        if way and context.speaks:
            timeline.drop_number(context.phrases.say("count", n=1), start, rep.where, "beat", place)
        return end
    head = rep.heads_ms[number] if number < len(rep.heads_ms) else 0
    # A number may follow its phase's word closely: it is not taken for a part of it.
    clear = max(timeline.free_from(start) - MARGIN_MS + CLOSE_MS, start + head)
    counting = Counting(start, end, clear, rep.where)
    if way == "up":
        return count_up(context, counting)
    last = rep.cues.countdown if is_bounded(phase) else 0
    return count_down(context, counting, None if way else last) if way or last else end


def _lay_reminders(
    context: ComposeContext, phase: Phase, rep: Rep, start: int, until: int, place: str
) -> None:
    """Say how one breathes, and the phase's own reminders, where they are due."""
    lay_breath(context, phase, rep.phases, until, rep.where)
    if rep.first or phase.hold or seconds_to_ms(phase.seconds) >= TIMED_MS:
        is_counted = counted(phase, rep.cues) is not None
        lay_reminders(context, phase, start, until, rep.where, place, counted=is_counted)
