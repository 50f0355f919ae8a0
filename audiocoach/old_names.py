"""Former names of modules and of what is in them, for plug-ins that still use them.

They work throughout this major version, each with a DeprecationWarning. Nothing of ours uses
them, and this is loaded only when a name isn't found, so that no start pays for it. Modules of
the command line and behind the face aren't here: a plug-in has no use for them.
"""

from __future__ import annotations

import importlib
import warnings
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec

MODULES = {
    "advance": "progress",
    "cores": "workers",
    "home": "paths",
    "recall": "session_cache",
    "remedy": "suggested_commands",
    "script": "recording_script",
    "signals": "tone_spec",
    "coach.alive": "coach.keepalive",
    "coach.calls": "coach.time_cues",
    "coach.compose": "coach.composer",
    "coach.exact": "coach.exact_rests",
    "coach.fit": "coach.fitting",
    "coach.lead": "coach.rests",
    "coach.packed": "coach.score_json",
    "coach.scene": "coach.compose_context",
    "coach.sources": "coach.text_sources",
    "coach.taste": "coach.preview",
    "coach.unheard": "coach.unheard_texts",
    "coach.waiting": "coach.rest_updates",
    "coach.work": "coach.reps",
    "export.frames": "export.mp3.frame_store",
    "export.label": "export.metadata",
    "export.leftovers": "export.stale_files",
    "export.order": "export.job",
    "export.page": "export.sheet_html",
    "export.parts": "export.mp3.parallel",
    "export.picture": "export.cover_art",
    "export.placing": "export.transaction",
    "export.speakers": "export.smart_speakers",
    "export.splice": "export.mp3.splice",
    "export.targets": "export.filenames",
    "export.tracks": "export.split",
    "history.done": "history.completion",
    "history.entry": "history.record",
    "history.place": "paths",
    "history.spot": "history.bookmark",
    "history.store": "history.database",
    "library.asked": "library.option_checks",
    "library.fetching": "library.voice_fetching",
    "library.lengths": "library.durations",
    "library.made": "library.ready_session",
    "library.tones": "library.tone_sets",
    "library.unheard": "library.author_remarks",
    "library.voicelist": "library.voice_listing",
    "library.wanted": "library.selection",
    "library.wishes": "library.options",
    "library.writing": "library.session_files",
    "play.asides": "play.announcements",
    "play.backends": "play.device.backends",
    "play.beginning": "play.head_start",
    "play.calm": "play.gc_pause",
    "play.captions": "play.display.captions",
    "play.device": "play.device.miniaudio_device",
    "play.display": "play.display.plain_lines",
    "play.feed": "play.device.buffer",
    "play.gain": "play.device.volume_ramp",
    "play.handed": "play.device.playback_clock",
    "play.hush": "play.device.quiet_stderr",
    "play.later": "play.deferred_announcements",
    "play.letters": "play.display.block_letters",
    "play.moment": "play.display.now_playing",
    "play.names": "play.device.device_names",
    "play.picture": "play.display.layout",
    "play.places": "play.seek",
    "play.program": "play.render",
    "play.screen": "play.fullscreen",
    "play.simpleaudio_device": "play.device.simpleaudio_device",
    "play.start": "play.start_position",
    "play.time_limit": "play.device.time_limit",
    "play.view": "play.display.view_model",
    "routine.called": "routine.localized_names",
    "routine.foreign": "routine.foreign_files",
    "routine.jsoncures": "routine.json_fixes",
    "routine.jsonscan": "routine.json_reader",
    "routine.jsontext": "routine.json_document",
    "routine.jsonvalues": "routine.json_values",
    "routine.language": "routine.localization",
    "routine.names": "text",
    "routine.suggestions": "text",
    "routine.place": "paths",
    "routine.reps": "routine.rep_range",
    "routine.resolve": "routine.effective_values",
    "routine.rules": "routine.value_rules",
    "routine.tags": "langtags",
    "sound.beat": "sound.p_center",
    "sound.evenness": "sound.word_levels",
    "sound.form": "sound.pcm_format",
    "sound.infoframe": "sound.mp3.info_frame",
    "sound.lame": "sound.mp3.lame",
    "sound.lufs": "sound.meter",
    "sound.mp3": "sound.mp3.frame_encoder",
    "sound.mpeg": "sound.frame_header",
    "sound.ongoing": "sound.music_stream",
    "sound.profile": "sound.level_profile",
    "sound.speech": "sound.vad",
    "sound.whole": "sound.truncation",
    "spoken_form.rules": "spoken_form.notation",
    "voice.alone": "storage",
    "voice.cache": "voice.clip_cache",
    "voice.default": "voice.default_voice",
    "voice.engine": "voice.engines.engine_client",
    "voice.engine_process": "voice.engines.engine_server",
    "voice.entry": "voice.spec",
    "voice.espeak": "voice.engines.espeak",
    "voice.espeakengine": "voice.engines.espeak_library",
    "voice.estimate": "voice.duration_estimate",
    "voice.google": "voice.engines.google",
    "voice.level": "voice.normalize",
    "voice.lines": "voice.line_codes",
    "voice.natural": "voice.engines.natural",
    "voice.natural_engine": "voice.engines.natural_process",
    "voice.naturalmodels": "voice.engines.natural_models",
    "voice.naturalstore": "voice.engines.natural_store",
    "voice.notice": "voice.first_use",
    "voice.pace": "voice.speed",
    "voice.patience": "voice.reply_timeout",
    "voice.pico": "voice.engines.pico",
    "voice.pico_engine": "voice.engines.pico_process",
    "voice.picolanguages": "voice.engines.pico_languages",
    "voice.piper": "voice.engines.piper",
    "voice.piperfolder": "voice.engines.piper_folder",
    "voice.piperstore": "voice.engines.piper_store",
    "voice.pipersuggested": "voice.engines.piper_suggested",
    "voice.pipertags": "voice.engines.piper_tags",
    "voice.place": "paths",
    "voice.plausible": "voice.engines.plausibility",
    "voice.recommended": "voice.recommendation",
    "voice.recorded": "voice.engines.recorded",
    "voice.shortname": "voice.short_names",
    "voice.speaker": "voice.configured_voice",
    "voice.speech": "voice.synthesizer",
    "voice.speechserver": "voice.engines.speech_server",
    "voice.tags": "langtags",
    "voice.turns": "voice.rate_limit",
    "voice.voicing": "voice.parallel_speech",
    "voice.web": "voice.web_client",
    "voice.wording": "voice.pronunciation",
}
"""Where modules are now, by where they were, below `audiocoach`."""

NAMES = {
    "sound.mp3": {"encode_frames": "encode_frames", "encoder": "encoder", "by_lame": "by_lame"},
    "cores": {"Crew": "WorkerPool", "lent": "shared_pool"},
    "recall": {"Recall": "SessionCache"},
    "script": {"Line": "ScriptLine"},
    "session": {"Wish": "SessionRequest"},
    "mix": {"Nothing": "NoMusic"},
    "coach.lead": {"Words": "WordsBefore"},
    "coach.packed": {"pack": "pack_score", "unpack": "unpack_score"},
    "coach.scene": {"Scene": "ComposeContext"},
    "coach.score": {"Dropped": "DroppedCue"},
    "export.files": {"Exported": "ExportedFile"},
    "export.label": {"Label": "Metadata", "label": "metadata", "Line": "TimedText"},
    "export.order": {"Order": "ExportJob"},
    "export.speakers": {"Speaker": "SmartSpeaker", "Clip": "HostedFile"},
    "history.entry": {"Entry": "SessionRecord"},
    "history.spot": {"Spot": "Bookmark", "spot_at": "bookmark_at"},
    "history.store": {"Store": "Database"},
    "library.made": {"Made": "ReadySession", "made_apart": "standalone_session"},
    "library.wanted": {"Wanted": "Selection", "Spoken": "CatalogEntry"},
    "library.wishes": {
        "Coaching": "CoachingOptions",
        "Wishes": "SessionOptions",
        "RoutineWishes": "RoutineOptions",
        "MusicWishes": "MusicOptions",
        "ScriptWishes": "ScriptOptions",
    },
    "play.asides": {"Aside": "Announcement", "Asides": "Announcements"},
    "play.beginning": {"Beginning": "HeadStart"},
    "play.calm": {"calm": "gc_paused"},
    "play.device": {"playbacks": "playbacks", "Speaker": "MiniaudioSpeaker"},
    "play.display": {
        "Display": "Display",
        "plain_display": "plain_display",
        "line": "line",
        "where": "where",
        "numbered": "numbered",
        "volume": "volume",
        "counted": "counted",
        "seconds": "seconds",
        "Quiet": "NoDisplay",
        "Lines": "PlainLines",
    },
    "play.feed": {"Feed": "PlaybackBuffer"},
    "play.gain": {"Gain": "VolumeRamp"},
    "play.handed": {"Handed": "PlaybackClock", "Watch": "StallWatch"},
    "play.hush": {"hushed": "quiet_stderr"},
    "play.later": {"Later": "DeferredAnnouncements"},
    "play.moment": {"Moment": "NowPlaying", "moment": "now_playing"},
    "play.names": {"chosen": "find_device"},
    "play.picture": {"picture": "layout"},
    "play.player": {"Plays": "SoundDevice", "Nobody": "NullListener", "Ended": "PlaybackEnd"},
    "play.program": {"sound": "render"},
    "routine.called": {"Called": "LocalizedName"},
    "routine.jsonscan": {"Misread": "JsonSyntaxError"},
    "routine.jsonvalues": {"Flawed": "FlawedValue"},
    "routine.language": {"Speaking": "Localization"},
    "routine.plan": {"Manner": "VoiceSettings"},
    "routine.reps": {"Written": "WrittenReps"},
    "sound.form": {"Form": "PcmFormat"},
    "sound.ongoing": {"Ongoing": "MusicStream"},
    "sound.own_tones": {"likeness": "fingerprint", "picture": "spectrum"},
    "spoken_form.rules": {"Rules": "Notation", "rules": "notation"},
    "voice.default": {"VARIABLE": "VOICE_VARIABLE"},
    "voice.place": {"VARIABLE": "CACHE_VARIABLE"},
    "voice.alone": {"alone": "try_lock", "in_turn": "wait_for_lock"},
    "voice.engine_process": {"Speaks": "SpeakingEngine"},
    "voice.entry": {"Entry": "VoiceSpec"},
    "voice.level": {"Level": "VoiceGain"},
    "voice.notice": {"tell_once": "notify_once"},
    "voice.pace": {"Paced": "StretchedVoice", "PacesItself": "PacedVoice", "paced": "stretched"},
    "voice.patience": {"Patience": "ReplyTimeout"},
    "voice.speaker": {"Speaker": "ConfiguredVoice"},
    "voice.speech": {"Speech": "Synthesizer"},
    "voice.turns": {"Turns": "RateLimit"},
    "voice.voice": {"Foresees": "ForeseesLength"},
    "voice.voicing": {"Voicing": "ParallelSpeech"},
    "voice.wording": {"Wording": "Pronunciation"},
}
"""What is in them now, by what it was called there; for a module that hasn't moved, by its name."""


def find_spec(name: str) -> ModuleSpec | None:
    """Find the module that was called `name`, with a warning for who imports it."""
    from importlib.machinery import ModuleSpec

    if name.removeprefix("audiocoach.") not in MODULES:
        return None
    _warn(name, _now(name), 4)
    return ModuleSpec(name, cast("Loader", _OldLoader))


def named(module: str, name: str) -> object:
    """Return what was called `name` in a `module` that hasn't moved; AttributeError if nothing was.

    Or in one whose place a package has taken.
    """
    short = module.removeprefix("audiocoach.")
    now = NAMES[short].get(name)
    if now is None:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    home = _now(module) if short in MODULES else module
    _warn(f"{module}.{name}", f"{home}.{now}", 4)
    return getattr(importlib.import_module(home), now)


class _OldModule(ModuleType):
    """Stands at a module's former place: what is asked of it is the module's."""

    def __getattr__(self, name: str) -> object:
        """Return what is called `name` there, or was."""
        module = importlib.import_module(_now(self.__name__))
        return getattr(module, NAMES.get(self.__name__.partition(".")[2], {}).get(name, name))


class _OldLoader:
    """Makes what stands at a former place."""

    @staticmethod
    def create_module(spec: ModuleSpec) -> ModuleType:
        """Import the module itself first: what is wrong with it is seen here."""
        importlib.import_module(_now(spec.name))
        return _OldModule(spec.name)

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Do nothing: the module has been made."""


def _now(name: str) -> str:
    return f"audiocoach.{MODULES[name.removeprefix('audiocoach.')]}"


def _warn(old: str, now: str, level: int) -> None:
    text = f"{old} is now {now}; the old name goes with the next major version"
    warnings.warn(text, DeprecationWarning, stacklevel=level)
