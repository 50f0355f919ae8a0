"""Texts to clips: through the cache when it can, through the voice when it must."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path

from audiocoach.errors import ImplausibleClipError, VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.units import SAMPLES_PER_MS
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.configured_voice import ConfiguredVoice
from audiocoach.voice.duration_estimate import estimate
from audiocoach.voice.pronunciation import Pronunciation
from audiocoach.voice.voice import ForeseesLength, LooksAhead, Voice

_KEPT = 64
"""Clips held in memory: a coach says the same few words again and again."""

_PATIENCE = 4
"""Texts in a row that a slow voice may fail at: as many as Google is asked for at once. One
of them may be wrong; where all are, its service is down."""

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Opens a display for the voice of that name and so many texts; it yields what takes
the number done so far."""


@contextmanager
def unseen(_voice: str, _total: int) -> Iterator[Callable[[int], None]]:
    """Show no progress."""
    yield lambda _done: None


@dataclass(frozen=True)
class StandIn:
    """Who speaks what a voice produces no plausible sound for."""

    voice: Callable[[], Voice]
    """Makes the voice, when it is needed."""
    report: Callable[[VoiceError], None]
    """Receives what was wrong with a text's sound."""


class Synthesizer:
    """A voice with its cache. What `measure` has said, `clip` keeps to.

    Texts come in as they are written; voice and cache see them as they are spoken.
    A second voice may say what the first hasn't got. Each keeps its clips under its
    own name and identity: none is spoken again because the other voice has changed.
    """

    def __init__(
        self,
        voice: Voice,
        cache: ClipCache,
        speed: float = 1.0,
        say_as: Mapping[str, str] | None = None,
        fill: Voice | None = None,
        stand_in: StandIn | None = None,
    ) -> None:
        """Speak with `voice`, what it hasn't got with `fill`; keep all of it in `cache`.

        `speed` is a factor, 0.8 to 1.5; VoiceError for another. `say_as` has the
        spoken forms of words. What a voice has no plausible sound for is said by `fill`,
        else by the `stand_in`; without either it is a fault.
        """
        self._wording = Pronunciation(say_as or {})
        voices = [voice] if fill is None else [voice, fill]
        self._speakers = [ConfiguredVoice.of(each, speed, self._wording, cache) for each in voices]
        self._stand_in = stand_in
        self._instead: dict[str, ConfiguredVoice] = {}
        self._lock = threading.Lock()
        self._speed = speed
        self._cache = cache
        self.measured: dict[str, int] = {}
        """Lengths of texts in milliseconds, as far as they were asked for."""
        self._rises: dict[str, int] = {}
        self._clips: OrderedDict[str, Clip] = OrderedDict()

    def _speaker(self, text: str) -> ConfiguredVoice:
        """Return the one who says `text`: where no one has it, the last."""
        if text in self._instead:
            return self._instead[text]
        having = (speaker for speaker in self._speakers if speaker.has(text))
        return next(having, self._speakers[-1])

    def _replace_speaker(self, text: str, fault: VoiceError | None) -> bool:
        """Have another voice say `text` from now on; return whether there is one.

        `fault` is what the first voice's was, None where that is known from before.
        """
        with self._lock:
            if text in self._instead:
                return False
            other = self._other_speaker(text)
            if other is not None:
                self._instead[text] = other
        if other and fault and self._stand_in:
            self._stand_in.report(fault)
        return other is not None

    def _other_speaker(self, text: str) -> ConfiguredVoice | None:
        first = self._speaker(text)
        for each in self._speakers[1:]:
            if each is not first and each.has(text):
                return each
        if self._stand_in is None:
            return None
        return ConfiguredVoice.of(self._stand_in.voice(), self._speed, self._wording, self._cache)

    def _is_refused(self, text: str) -> bool:
        """Whether another voice says `text`, as its own produced nothing plausible before."""
        if text in self._instead or (self._stand_in is None and len(self._speakers) == 1):
            return False
        speaker = self._speaker(text)
        known = self._cache.is_refused(speaker.voice, speaker.form(text))
        return known and self._replace_speaker(text, None)

    @property
    def is_instant(self) -> bool:
        """Whether any text can be spoken here and now: nothing slow, nothing missing."""
        first = self._speakers[0]
        return first.limits is None and not first.voice.is_slow

    @property
    def is_limited(self) -> bool:
        """Whether there may be texts that no voice can say."""
        return self._speakers[-1].limits is not None

    def lacks(self, text: str) -> bool:
        """Whether no voice is there that could say `text`."""
        return not self._speaker(text).has(text)

    def is_at_hand(self, text: str) -> bool:
        """Whether `text` can be spoken without asking a slow voice."""
        return not self._speaker(text).voice.is_slow and not self.lacks(text)

    def missing(self, texts: Collection[str]) -> list[str]:
        """Report to the user which of `texts` no voice can say, and the remedy; a line each."""
        limits = self._speakers[-1].limits
        return limits.missing([text for text in texts if self.lacks(text)]) if limits else []

    def measure(self, text: str) -> int:
        """Return the length of `text`, spoken, in milliseconds. Raises VoiceError."""
        if self._kept_ms(text) is None:
            self.measured[text] = self._made(text).ms
        return self.measured[text]

    def rise_ms(self, text: str) -> int:
        """Return how many milliseconds after its start `text`, spoken, is felt to begin.

        Nothing is spoken for it: of a text that has not been said yet, 0.
        """
        if text not in self._rises:
            from audiocoach.sound.p_center import perceived_ms

            clip = self._kept(text)
            if clip is None and self._kept_ms(text) is not None and self.is_at_hand(text):
                clip = self._made(text)  # it is damaged: that must not move what is heard
            if clip is None:
                return 0
            self._rises[text] = perceived_ms(clip)
        return self._rises[text]

    def known_ms(self, text: str) -> int | None:
        """Return the length of `text` if it has been spoken, at any speed; asks no voice."""
        known = self._kept_ms(text)
        needs_no_voice = known is None and self._speaker(text).needs_no_voice(text)
        return self.measure(text) if needs_no_voice else known

    def guessed_ms(self, text: str) -> int:
        """Guess the length of `text` at this speed; nothing is spoken."""
        return estimate(self._speaker(text).form(text), self._speed)

    @property
    def foresight(self) -> float:
        """By which part all that `foreseen_ms` says together may be wrong, too little or too much.

        That is of many lines, once it is brought to the pace of a few that were spoken: lines of a
        voice that foresees came within 2 %, those of a Piper voice within 5.5 % by the built-in
        voice's lengths, and the built-in voice's own within 6.2 % by their letters.
        """
        if isinstance(self._speakers[0].voice, ForeseesLength):
            return 0.03
        return 0.05 if self._speakers[0].voice.is_slow else 0.09

    def foreseen_ms(self, text: str) -> int:
        """Return how long `text` will take, but for the pace of a voice that doesn't foresee it.

        Raises VoiceError where the voice can't be loaded.
        """
        speaker = self._speaker(text)
        voice, form = speaker.voice, speaker.form(text)
        if isinstance(voice, ForeseesLength):
            return voice.foreseen_ms(form)
        taken = None
        if voice.is_slow:  # else to speak it costs no more
            from audiocoach.voice.engines.plausibility import reference_ms

            taken = reference_ms(form, voice.language)
        return taken or self.guessed_ms(text)

    def has(self, text: str) -> bool:
        """Whether `text` need not be spoken before a session begins, or can't be.

        What takes long to speak, or to record, is read whole; a damaged clip of a quick
        voice is made again when it comes up.
        """
        if self.lacks(text):
            return True
        return (self._kept_ms(text) if self.is_instant else self._kept(text)) is not None

    def prepare(
        self,
        texts: Collection[str],
        progress: Progress | None = None,
        jobs: int | None = None,
        faults: dict[str, VoiceError] | None = None,
    ) -> None:
        """Have all of `texts` spoken that can be and are not kept yet, several side by side.

        At most `jobs` at once; None: as many as the voice takes. Ends with the first
        VoiceError or OutputError, or when interrupted; what was spoken by then is kept.
        With `faults` it goes on after the VoiceError of a text, and puts that there; a slow
        voice is abandoned after some in a row, and all it has not said has the last one's.
        """
        for speaker in self._speakers:
            own = {
                speaker.form(text): text
                for text in texts
                if self._speaker(text) is speaker and speaker.has(text)
            }
            unspoken = [
                text
                for text in own.values()
                if self._kept(text) is None and not speaker.needs_no_voice(text)
            ]
            if unspoken:
                speaker.check(unspoken)
                patience = _PATIENCE if speaker.voice.is_slow else inf
                with (progress or unseen)(speaker.voice.name, len(unspoken)) as advance:
                    failed = self._speak_all(
                        speaker.voice, unspoken, advance, jobs, 0 if faults is None else patience
                    )
                if faults is not None and failed:
                    # Two texts may have one spoken form.
                    forms = {speaker.form(text): fault for text, fault in failed.items()}
                    alike = [text for text in texts if self._speaker(text) is speaker]
                    found = {text: forms.get(speaker.form(text)) for text in alike}
                    faults.update((text, fault) for text, fault in found.items() if fault)

    def look_ahead(self, texts: Callable[[], Iterable[str]]) -> None:
        """Have a voice that is being loaded do what it can for `texts`, which it will be asked."""
        first = self._speakers[0]
        if isinstance(first.voice, LooksAhead) and first.voice.is_loading:
            first.voice.look_ahead([first.form(text) for text in texts()])

    def kept_at(self, text: str) -> Path:
        """Return the file where `text` is kept once it has been spoken."""
        speaker = self._speaker(text)
        return self._cache.path(speaker.voice, speaker.form(text))

    def _kept_ms(self, text: str) -> int | None:
        """Return the length of `text` if it has been spoken at this speed."""
        if text not in self.measured:
            speaker = self._speaker(text)
            known = self._cache.length_ms(speaker.voice, speaker.form(text))
            if known is None:
                return self._kept_ms(text) if self._is_refused(text) else None
            self.measured[text] = known
        return self.measured[text]

    def _kept(self, text: str) -> Clip | None:
        """Return `text` from the cache, if that has it whole."""
        speaker = self._speaker(text)
        clip = self._cache.get(speaker.voice, speaker.form(text))
        if clip is None and self._is_refused(text):
            return self._kept(text)
        return None if clip is None or clip.is_silent else clip

    def _speak_all(
        self,
        voice: Voice,
        texts: Sequence[str],
        advance: Callable[[int], None],
        jobs: int | None,
        patience: float,
    ) -> dict[str, VoiceError]:
        """Have `texts` spoken, and return the faults of those that can't be.

        After `patience` faults in a row no more is asked for; at 0 the first is raised.
        """
        from audiocoach.voice.parallel_speech import ParallelSpeech

        voicing = ParallelSpeech(voice, self._make, patience)
        voicing.speak(texts, advance, jobs)
        # What was not asked for after all has the last fault.
        last = [*voicing.faults.values()][-1:]
        return {
            text: voicing.faults.get(text, each)
            for each in last
            for text in texts
            if self._kept(text) is None
        }

    def _make(self, text: str) -> None:
        self.measured[text] = self._made(text).ms

    def level(self, texts: Iterable[str]) -> None:
        """Find how loud each voice is that doesn't level itself, by what it says of `texts`.

        Those of the first session it speaks, all of them spoken: what is found then is
        kept. Raises VoiceError, and OutputError if it can't be kept.
        """
        said = list(texts)
        for speaker in self._speakers:
            if speaker.level and not speaker.level.is_settled:
                own = (text for text in said if self._speaker(text) is speaker)
                speaker.level.settle(self._found(text) for text in own)
                self.release()

    @property
    def needs_level(self) -> bool:
        """Whether a voice doesn't level itself, and its loudness isn't known yet."""
        levels = [each.level for each in self._speakers if each.level is not None]
        return any(not each.is_settled and each.kept() is None for each in levels)

    def made_files(self, text: str) -> list[Path]:
        """Return the files that are kept since `text` was spoken, the loudness among them."""
        speaker = self._speaker(text)
        refused = [
            self._cache.path(each.voice, each.form(text)).with_suffix(".refused")
            for each in self._speakers
        ]
        levels = [each.level.path for each in self._speakers if each.level is not None]
        kept = self._cache.path(speaker.voice, speaker.form(text))
        return [path for path in (kept, *refused, *levels) if path.exists()]

    def clip(self, text: str) -> Clip:
        """Return `text`, spoken and levelled, just as long as measured. Raises VoiceError."""
        clips = self._clips  # another thread may release them
        clip = clips.pop(text, None) or self._levelled(text)
        clips[text] = clip
        if len(clips) > _KEPT:
            clips.popitem(last=False)
        return clip

    def release(self) -> None:
        """Release the clips held in memory, some megabytes: they are read again when needed."""
        self._clips = OrderedDict()

    def _levelled(self, text: str) -> Clip:
        clip, level = self._found(text), self._speaker(text).level
        if level is None:
            return clip
        if level.gain_db is None:
            level.settle([clip])
        return level.apply(clip)

    def _found(self, text: str) -> Clip:
        """Read the clip or make it; see that it can be heard and fits."""
        clip = self._kept(text) or self._made(text)
        expected = self.measured.setdefault(text, clip.ms)
        if clip.ms != expected:
            raise VoiceError(
                f"text {text!r}: is {clip.ms} ms long, was {expected} ms when measured;"
                " run it again"
            )
        return clip

    def _made(self, text: str) -> Clip:
        """Have it spoken, and keep it."""
        speaker = self._speaker(text)
        voice, form = speaker.voice, speaker.form(text)
        try:
            clip = voice.speak(form)
        except ImplausibleClipError as fault:
            if not self._replace_speaker(text, fault):
                raise
            self._cache.refuse(voice, form)
            return self._kept(text) or self._made(text)
        if clip.is_silent:
            raise VoiceError(f"text {text!r}: the voice {voice.name!r} made no sound for it")
        if clip.samples % SAMPLES_PER_MS:
            raise VoiceError(
                f"text {text!r}: the voice {voice.name!r} made {clip.samples} samples for it,"
                f" which are no whole milliseconds ({SAMPLES_PER_MS} samples)"
            )
        self._cache.put(voice, form, clip)
        return clip
