"""All voices by name, each with the languages it speaks and what it needs.

A voice's module is imported when that voice is chosen, and not before.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import MissingVoiceError, OutputError, UnspokenLanguageError, VoiceError
from audiocoach.langtags import check_form, is_among
from audiocoach.suggested_commands import command, installs
from audiocoach.voice.spec import VoiceSpec

if TYPE_CHECKING:
    from audiocoach.voice.voice import Voice

BUILTIN = "builtin"
"""The voice that is always there."""


def _builtin(language: str, variant: str) -> Voice:
    from audiocoach.voice.engines.espeak import choose

    return choose(language, variant)


def _builtin_languages() -> list[str]:
    from audiocoach.voice.engines.espeak import languages

    return languages()


def _builtin_variants() -> list[str]:
    from audiocoach.voice.engines.espeak import variants

    return variants()


def _natural(language: str, variant: str) -> Voice:
    from audiocoach.voice.engines.natural import NaturalVoice

    return NaturalVoice(language, variant)


def _natural_languages() -> list[str]:
    from audiocoach.voice.engines.natural_models import LANGUAGES

    return [*LANGUAGES]


def _natural_variants() -> list[str]:
    from audiocoach.voice.engines.natural_models import models

    with suppress(VoiceError):
        return [name for name, model in models().items() if model.is_there]
    return []


def _natural_files() -> list[Path]:
    from audiocoach.voice.engines.natural_models import files

    return files()


def _natural_offers() -> list[str]:
    from audiocoach.voice.engines.natural_models import models

    with suppress(VoiceError):
        away = [str(model) for model in models().values() if not model.is_there]
        return [f"to be fetched with voices get: {', '.join(away)}"] if away else []
    return []


def _google(language: str, variant: str) -> Voice:
    from audiocoach.voice.engines.google import GoogleVoice

    return GoogleVoice(language, variant or "com")


def _google_languages() -> list[str]:
    from audiocoach.voice.engines.google import languages

    return languages()


def _piper(language: str, variant: str) -> Voice:
    from audiocoach.paths import find_voices
    from audiocoach.voice.engines.piper import PiperVoice

    return PiperVoice(find_voices(os.environ), language, variant)


def _piper_languages() -> list[str]:
    from audiocoach.voice.engines.piper_folder import languages

    folder = _fetched()
    return languages(folder) if folder else []


def _piper_models() -> list[str]:
    from audiocoach.voice.engines.piper_folder import models

    folder = _fetched()
    return [str(model) for model in models(folder)] if folder else []


def _fetched() -> Path | None:
    """Find the folder of fetched voices; a user without a home has fetched none."""
    from audiocoach.paths import find_voices

    with suppress(OutputError):
        return find_voices(os.environ)
    return None


def _pico(language: str, variant: str) -> Voice:
    from audiocoach.voice.engines.pico import PicoVoice

    if variant:
        raise VoiceError(f"voice pico:{variant}: has no variants; leave out the colon")
    return PicoVoice(language)


def _pico_languages() -> list[str]:
    from audiocoach.voice.engines.pico_languages import LANGUAGES

    return [*LANGUAGES]


def _openai(language: str, variant: str) -> Voice:
    from audiocoach.voice.engines.speech_server import choose

    return choose(language, variant)


def _openai_notice() -> str:
    from audiocoach.voice.engines.speech_server import notice

    return notice()


def _openai_server() -> list[str]:
    from audiocoach.voice.engines.speech_server import described

    return described()


def _openai_unset() -> str:
    from audiocoach.voice.engines.speech_server import unset

    return unset()


def _recorded(language: str, variant: str) -> Voice:
    from audiocoach.voice.engines.recorded import RecordedVoice

    if not variant:
        raise VoiceError("voice recorded: must name the folder, such as recorded:takes")
    return RecordedVoice(language, _path(variant))


def _recorded_unset() -> str:
    return "name a folder of recordings, such as recorded:takes"


def _path(variant: str) -> Path:
    """Return a variant as a path; `~` is the user's folder, where there is one of that name."""
    try:
        return Path(variant).expanduser()
    except RuntimeError:
        return Path(variant)


VOICES = {
    entry.name: entry
    for entry in (
        VoiceSpec(
            "natural",
            "one of its voices, such as heart",
            "a natural voice for English, neural, offline",
            "hibari",
            installs("hibari-tts"),
            _natural,
            _natural_languages,
            variants=_natural_variants,
            parts=_natural_offers,
            is_steady=True,
            stands_on=("onnxruntime", "numpy"),
            files=_natural_files,
        ),
        VoiceSpec(
            BUILTIN,
            "a variant of espeak-ng, a pitch from 0 to 99, or both, such as f3,pitch=60",
            "espeak-ng, offline",
            "espeakng_loader",
            installs("espeakng-loader"),
            _builtin,
            _builtin_languages,
            variants=_builtin_variants,
            is_steady=True,
        ),
        VoiceSpec(
            "pico",
            "",
            "SVOX Pico, small, offline",
            "py_nanotts",
            installs("py-nanotts"),
            _pico,
            _pico_languages,
            is_steady=True,
        ),
        VoiceSpec(
            "google",
            "the end of Google's host name, for the accent, such as co.uk",
            "Google Translate's voice, online",
            "gtts",
            installs("gTTS"),
            _google,
            _google_languages,
            "the voice google sends the texts of a session to Google (translate.google.com)"
            " to have them spoken; this is said once",
        ),
        VoiceSpec(
            "piper",
            "a voice that was fetched, such as en_US-lessac-medium, and a speaker of it after"
            " a slash",
            "Piper, neural, offline",
            "piper",
            installs("piper-tts"),
            _piper,
            _piper_languages,
            parts=_piper_models,
            more=command("voices", "get", "en_US-lessac-medium"),
        ),
        VoiceSpec(
            "openai",
            "one of the server's voices, such as alloy",
            "any server that speaks OpenAI's protocol, named by AUDIOCOACH_SPEECH_URL",
            "requests",
            installs("requests"),
            _openai,
            list,
            notices=_openai_notice,
            parts=_openai_server,
            unset=_openai_unset,
        ),
        VoiceSpec(
            "recorded",
            "the folder with the recordings, such as takes",
            f"your own voice, recorded line by line ({command('record')}), offline",
            "av",
            installs("av"),
            _recorded,
            list,
            unset=_recorded_unset,
            is_in_place=True,
        ),
    )
}
"""Every voice of ours by its name."""


_NO_OTHER = f"no other voice here does; languages are listed by: {command('voices', 'list')}"


def find(name: str) -> VoiceSpec:
    """Return the entry for `NAME` or `NAME:VARIANT`; raises VoiceError if there is none.

    Plug-ins are looked for only where it is none of ours.
    """
    entry = VOICES.get(name.partition(":")[0])
    return entry or _plugin(name)


def _plugin(name: str) -> VoiceSpec:
    from audiocoach.voice import plugins

    there = plugins.names()
    wanted = name.partition(":")[0]
    if wanted not in there:
        from audiocoach.text import did_you_mean

        known = dict.fromkeys([*VOICES, *there])
        near = did_you_mean(wanted, known)
        raise VoiceError(f"voice {name!r}: must be one of {', '.join(known)}{near}")
    return plugins.load(name.partition(":")[0])


def located(name: str, folder: Path) -> str:
    """Return `NAME:VARIANT` as it stands in a file in `folder`, for use anywhere.

    Raises VoiceError if there is no such voice.
    """
    voice_name, colon, variant = name.partition(":")
    if not variant or not find(name).is_in_place:
        return name
    return f"{voice_name}{colon}{folder / _path(variant)}"


def voice(name: str, language: str) -> Voice:
    """Make the voice `NAME` or `NAME:VARIANT` for `language`.

    Raises VoiceError; for a language it doesn't speak, with the voices that do;
    MissingVoiceError where only something is to be installed or fetched for it.
    """
    check_form(language)
    entry = find(name)
    if not entry.is_usable:
        raise MissingVoiceError(
            f"voice {name!r}: is not installed; install it with: {entry.remedy}"
        )
    try:
        return entry.make(language, name.partition(":")[2])
    except UnspokenLanguageError as fault:
        raise type(fault)(f"{fault}; {_others_who_speak(language, entry)}") from fault


def _others_who_speak(language: str, entry: VoiceSpec) -> str:
    """Name the voices beside `entry` that speak `language` and are usable now."""
    from audiocoach.voice import plugins

    names = [
        each.name
        for each in (*VOICES.values(), *plugins.load_all(VOICES)[0])
        if each.name != entry.name and each.is_usable and is_among(language, each.languages())
    ]
    return f"voices that do: {', '.join(names)}" if names else _NO_OTHER
