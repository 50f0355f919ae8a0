"""The sessions of a routine file: found as they were composed before, or composed now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import (
    CoachError,
    MusicError,
    RoutineFileError,
    VoiceLoadError,
    gathered,
)
from audiocoach.library.kept_sessions import ComposedSession, KeptSessions, made_of
from audiocoach.library.library import Library, VoiceChoice
from audiocoach.library.options import (
    ExportOptions,
    MusicOptions,
    RoutineOptions,
    SessionOptions,
)
from audiocoach.library.ready import NAME, ready_file
from audiocoach.library.ready_session import Clips, Head, ReadySession, as_made
from audiocoach.library.selection import Selection
from audiocoach.library.tone_sets import ToneSets, names_of, with_tones
from audiocoach.routine.choices import Choices

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.coach.style import Style
    from audiocoach.mix import Mix
    from audiocoach.routine.plan import Plan
    from audiocoach.session import Outline, SessionRequest
    from audiocoach.track import Track
    from audiocoach.voice.synthesizer import Synthesizer


class Sessions(KeptSessions):
    """The sessions of a routine file, as one listener wants them."""

    def __init__(
        self, library: Library, session_options: SessionOptions, jobs: int | None = None
    ) -> None:
        """Make sessions as `session_options` say.

        `jobs` texts are spoken at once (None: as the voice takes).
        """
        super().__init__(library, session_options)
        self._jobs = jobs
        self._tones = ToneSets()

    @property
    def has_music(self) -> bool:
        """Whether music is asked for."""
        return self._music is not None

    @property
    def has_floor(self) -> bool:
        """Whether a floor of noise keeps headphones awake."""
        options = self._session_options
        return isinstance(options, RoutineOptions) and options.has_floor

    @property
    def session_options(self) -> SessionOptions:
        """What is asked of them."""
        return self._session_options

    def check_music(self) -> None:
        """Raise MusicError if there is no music where it is said to be."""
        self.laid  # noqa: B018 - looks for it

    def chosen(self, wanted: Selection) -> VoiceChoice:
        """Say who speaks what is wanted."""
        return self.library.chosen(self.plan(wanted), self._session_options)

    def expect(self, name: str | None) -> None:
        """Have the voice loaded that speaks what somebody calls `name`, where that is plain."""
        if self._session_options.language is None:
            self.library.expect(name, self._session_options.voice)

    def make(self, wanted: Selection, begin: Callable[[Head], None] | None = None) -> ReadySession:
        """Compose what is wanted with every text spoken, or find it composed.

        `begin` takes what it begins with, as far as that is certain while the rest is yet to be
        spoken: more each time.
        """
        faults: list[CoachError] = []
        for made in self.make_all([wanted], faults, begin):
            return made
        raise faults[0]

    def make_all(
        self,
        wanted: Sequence[Selection],
        faults: list[CoachError],
        begin: Callable[[Head], None] | None = None,
    ) -> list[ReadySession]:
        """Make all that is wanted and can be made; put into `faults` why others can't.

        What they lack is spoken together. Raises OutputError where clips can't be kept.
        """
        found = {each: kept for each in wanted if (kept := self.found(each))}
        missing = [each for each in wanted if each not in found]
        if missing:
            self.library.expect(missing[0].name, self._session_options.voice, unknown="en")
        found.update(self._composed(missing, faults, begin))
        made = []
        for each in wanted:
            with gathered(faults):
                made += [self._made(each, found[each])] if each in found else []
        return made

    def _composed(
        self,
        wanted: Iterable[Selection],
        faults: list[CoachError],
        begin: Callable[[Head], None] | None = None,
    ) -> Iterator[tuple[Selection, ComposedSession]]:
        """Compose sessions that can't be recalled."""
        session_options: dict[Selection, tuple[SessionRequest, VoiceChoice]] = {}
        for each in wanted:
            with gathered(faults):
                session_options[each] = self._request(each)
        if not session_options:
            return
        from audiocoach.session import compose_all

        if begin:
            for request, _ in session_options.values():
                self._begin(request, begin)
        scores = compose_all(
            [request for request, _ in session_options.values()], self.library.voicing, self._jobs
        )
        again = []
        for (each, (_, chosen)), score in zip(session_options.items(), scores, strict=True):
            if self._falls_back(chosen, score):
                again.append(each)
            elif isinstance(score, CoachError):
                faults.append(score)
            else:
                composed = self.composed(each, score, chosen)
                self.keep_session(each, composed)
                yield each, composed
        yield from self._composed(again, faults)

    def _begin(self, request: SessionRequest, begin: Callable[[Head], None]) -> None:
        """Have a session spoken from its first line on, and begin with what is certain of it."""
        from audiocoach.session_start import Start, speak_from_start
        from audiocoach.sound.meter import SPEECH_LUFS
        from audiocoach.track import Track

        if self._session_options.loudness not in (None, SPEECH_LUFS):
            return  # how much louder it gets shows only what all of it says
        levels = self._session_options.filled(request.plan.voice_settings.choices).levels()
        folders = self._tones.folders(names_of(request.plan))
        tone = partial(self._tones.sound, folders=folders)

        def begun(start: Start) -> None:
            track = Track(start.score, request.speech.clip, tone, levels)
            wholes = [replace(start.score, length_ms=each) for each in start.lengths_ms]
            laid = (self.laid(replace(track, score=each)) for each in wholes)
            mixed = [each for each in laid if not isinstance(each, Track)]
            begin(Head(track, mixed, start.foreseen))

        plan, speech, style = request.plan, request.speech, request.style
        speak_from_start(plan, speech, style, begun, self.library.voicing, self._jobs)

    def _falls_back(self, chosen: VoiceChoice, made: object) -> bool:
        """Whether the built-in voice is to speak instead, as the usual one can't be loaded."""
        if not isinstance(made, VoiceLoadError) or not chosen.is_default:
            return False
        if chosen.voice not in self.library.unloadable:
            self.library.fall_back(chosen, made)
        return True

    def _request(self, wanted: Selection) -> tuple[SessionRequest, VoiceChoice]:
        from audiocoach.session import SessionRequest

        speech, chosen = self.speaking(wanted)
        return SessionRequest(self.plan(wanted), speech, self.style(wanted)), chosen

    def speaking(self, wanted: Selection) -> tuple[Synthesizer, VoiceChoice]:
        """Make the voice ready that speaks what is wanted, or the one that stands in for it."""
        chosen = self.chosen(wanted)
        try:
            return self.library.speech(chosen), chosen
        except VoiceLoadError as fault:
            if not self._falls_back(chosen, fault):
                raise
            return self.speaking(wanted)

    def style(self, wanted: Selection) -> Style:
        """Return how to coach what is wanted."""
        session_options = self._session_options.filled(self.choices(wanted))
        return replace(session_options.style(alone=wanted.is_alone), sample=wanted.kind == "sample")

    def made_of(self, wanted: Selection) -> list[str]:
        """Name what may change under a session: its voices, and folders of tones."""
        return made_of(self.chosen(wanted), self._tones.folders(names_of(self.plan(wanted))))

    def composed(self, wanted: Selection, score: Score, chosen: VoiceChoice) -> ComposedSession:
        """Return `score`, in which `chosen` speaks, with all that it was made of."""
        folders = self._tones.folders(names_of(self.plan(wanted)))
        return ComposedSession(score, chosen, self.choices(wanted), folders)

    def choices(self, wanted: Selection) -> Choices:
        """Return how what is wanted is coached, by the options, else as the file says."""
        return self._session_options.filled(self.plan(wanted).voice_settings.choices).choices

    def _made(self, wanted: Selection, composed: ComposedSession) -> ReadySession:
        """Lay a score on a track."""
        from audiocoach.track import Track

        score, chosen, choices, folders = composed
        self.library.suggest(chosen)

        track = Track(
            score,
            lambda text: self.library.speech(chosen).clip(text),
            partial(self._tones.sound, folders=folders),
            self._session_options.filled(choices).levels().of(score),
        )
        track, louder = self._at_loudness(wanted, chosen, track)
        frames = partial(self.frames, wanted, chosen)
        return ReadySession(wanted.name, track, chosen, frames, louder, self.laid(track), choices)

    def _at_loudness(
        self, wanted: Selection, chosen: VoiceChoice, track: Track
    ) -> tuple[Track, Callable[[Clips], Clips]]:
        """Return `track` at the loudness asked for, and what brings other clips to it."""
        lufs = self._session_options.loudness
        if lufs is None:
            return track, as_made
        from audiocoach.loudness import at_gain, louder_clips, speech_gain
        from audiocoach.sound.meter import SPEECH_LUFS

        if lufs == SPEECH_LUFS:
            return track, as_made
        # Kept, because to find it all of what is measured must be at hand, and is turned often.
        gain_db = float(
            self.recalled(
                ["gain", *astuple(wanted)],
                lambda: (chosen.voices, speech_gain(track, lufs)),
            )
        )
        return at_gain(track, lufs, gain_db), partial(louder_clips, gain_db=gain_db)

    @cached_property
    def laid(self) -> Callable[[Track], Track | Mix]:
        """Lays the music, if any is asked for, under a track."""
        music = self._music
        if music is None:
            if not self._is_mixed:
                return _alone
            from audiocoach.mix import bare

            return partial(bare, has_floor=self.has_floor)
        if not music.strip():  # as a path it would be the folder one is in
            raise MusicError(f"--music: must be a file or a folder, not {music!r}")
        from audiocoach.mix import with_music

        loudness = self._session_options.loudness
        return with_music(Path(music), loudness, has_floor=self.has_floor)

    @property
    def form(self) -> tuple[int, int]:
        """How it sounds: samples a second of each channel, and channels."""
        if not self._is_mixed:
            from audiocoach.track import Track as Kind
        else:
            from audiocoach.mix import Mix as Kind  # type: ignore[assignment]
        return Kind.rate, Kind.channels

    @property
    def _is_mixed(self) -> bool:
        """Whether sessions are 44,100 Hz stereo, with music or without."""
        options = self._session_options
        asked = isinstance(options, ExportOptions) and options.rate is not None
        return asked or self.has_floor or self._music is not None

    @property
    def _music(self) -> str | None:
        return (
            self._session_options.music if isinstance(self._session_options, MusicOptions) else None
        )

    def outline(self, wanted: Selection) -> Outline:
        """Compose what is wanted to look at it, or find it composed; nothing slow is asked for."""
        from audiocoach.session import Outline, outline

        found = self.found(wanted)
        if found:
            return Outline(found.score, frozenset())
        plan, chosen = self.plan(wanted), self.chosen(wanted)
        style = self.style(wanted)
        try:
            seen = outline(plan, self.library.speech(chosen), style, self.library.voicing)
        except VoiceLoadError as fault:
            if not self._falls_back(chosen, fault):
                raise
            return self.outline(wanted)
        if not seen.estimated:
            self.keep_session(wanted, self.composed(wanted, seen.score, chosen))
        return seen

    def plan(self, wanted: Selection) -> Plan:
        """Plan what is wanted, as the routine file has it."""
        from audiocoach.coach.preview import sample, shorten
        from audiocoach.coach.tempo_words import with_words
        from audiocoach.routine.plan import plan_exercise, plan_routine

        file = ready_file(wanted) if wanted.is_ready else self.library.read()
        try:
            plan_part = plan_exercise if wanted.is_alone else plan_routine
            plan = with_words(plan_part(file, wanted.name))
        except RoutineFileError as error:  # texts lack in the language asked for
            where = NAME if wanted.is_ready else self.library.called
            raise RoutineFileError(*(f"{where}: {line}" for line in error.lines)) from None
        plan = with_tones(
            plan, self._session_options.tones, self._tones, self.library.file().parent
        )
        if wanted.is_alone:
            return shorten(plan) if wanted.kind == "preview" else plan
        return sample(plan) if wanted.kind == "sample" else plan


def _alone(track: Track) -> Track:
    return track
