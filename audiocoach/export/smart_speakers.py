"""Smart speakers: what the audio tags of Alexa and of Google take, and the SSML that plays files.

Figures, each from the maker's own pages, as they stood when this was written:

- Alexa: "SSML Reference", tag `audio` (developer.amazon.com): MP3 of MPEG version 2, 48 kbit/s,
  16,000, 22,050 or 24,000 Hz, 240 s; at most five files a response, 240 s together; HTTPS with a
  trusted certificate. "Response format": `outputSpeech` has at most 8,000 characters.
- Google: "SSML", element `audio` (developers.google.com/assistant/conversational/ssml and
  cloud.google.com/text-to-speech/docs/ssml): MP3 of MPEG version 2, 24,000 Hz, 24 to 96 kbit/s at
  a fixed rate, 240 s, 5 MB; HTTPS. "Quotas" of Cloud Text-to-Speech: 5,000 bytes a request.

Neither page forbids an ID3 tag or an Info frame, and the FFmpeg command on Amazon's page writes
both. Still only short texts are left in the tag: a speaker shows no cover, lyrics or chapters,
and a picture of one's own could by itself exceed Google's 5 MB.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

from audiocoach.errors import OutputError
from audiocoach.export.metadata import Metadata
from audiocoach.sound.frame_header import read_stream
from audiocoach.sound.mp3.info_frame import DECODER_DELAY, ENCODER_DELAY
from audiocoach.text import hyphenated
from audiocoach.units import clock, ms_to_samples

PLACEHOLDER = "https://your-server.invalid"
"""Stands where no base URL is set; `.invalid` is never a real domain (RFC 2606)."""

_FRAME_SAMPLES, _FRAME_MS = 576, 24
_MOST_URL = 1000
_MOST_TITLE = 64
_UNFIT_FOR_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class SmartSpeaker:
    """What one maker's audio tag takes."""

    name: str
    """Whose rules these are."""
    rates: frozenset[int]
    """Samples a second that are taken."""
    kilobits: range
    """Bit rates that are taken, in kbit/s; within a file it is constant."""
    most_ms: int = 240_000
    """Longest file in milliseconds."""
    most_bytes: int | None = None
    """Largest file in bytes, if that is limited."""
    most_files: int | None = None
    """Most audio tags in one response, if that is limited."""
    most_response_ms: int | None = None
    """Longest that all files of a response may last together, if that is limited."""
    most_ssml_bytes: int = 8000
    """Longest SSML of one response, in bytes of UTF-8 (Alexa counts characters: never more)."""
    described: bool = False
    """The tag may hold a title to show."""
    remark: str | None = None
    """What a user who chooses these rules needs to know."""

    @property
    def longest_ms(self) -> int:
        """Most milliseconds of sound in a file: its frames, with Info and padding, are longer."""
        return self.most_ms - 4 * _FRAME_MS


SPEAKERS = {
    "alexa": SmartSpeaker(
        "Alexa",
        frozenset({16_000, 22_050, 24_000}),
        range(48, 49),
        most_files=5,
        most_response_ms=240_000,
    ),
    "google": SmartSpeaker(
        "Google",
        frozenset({24_000}),
        range(24, 97),
        most_bytes=5_000_000,
        most_ssml_bytes=5000,
        described=True,
        remark="Google's Assistant has taken no voice apps since 13 June 2023; its rules for audio"
        " still hold for Google's Cloud Text-to-Speech",
    ),
}


@dataclass(frozen=True)
class HostedFile:
    """One file that is to be played."""

    address: str
    """Where the speaker fetches it."""
    title: str
    """What it is."""
    length_ms: int
    """How long its sound lasts."""

    @property
    def played_ms(self) -> int:
        """How long all its frames last: what a service may count that reads no Info frame."""
        samples = ms_to_samples(self.length_ms) + ENCODER_DELAY + DECODER_DELAY
        return (1 - -samples // _FRAME_SAMPLES) * _FRAME_MS


def find_speaker(name: str | None, *, tracks: bool, ending: str) -> SmartSpeaker | None:
    """Return the rules for the speaker called `name`; OutputError where they can't be met."""
    if name is None:
        return None
    speaker = SPEAKERS.get(name.lower())
    if speaker is None:
        raise OutputError(f"--for: must be one of {', '.join(SPEAKERS)}, not {name!r}")
    if not tracks:
        raise OutputError(f"--for {name}: needs --tracks, for {clock(speaker.most_ms)} is the most"
                          " that a file may last")  # fmt: skip
    if ending != ".mp3":
        raise OutputError(f"--for {name}: needs --format mp3, not {ending[1:]}")
    return speaker


def base_url(text: str | None, *, speaker: SmartSpeaker | None) -> str:
    """Return the address below which the files will be; OutputError where it can't be one."""
    if text is None:
        return PLACEHOLDER
    if speaker is None:
        raise OutputError("--base-url: needs --for alexa or --for google")
    if len(text) > _MOST_URL:
        raise OutputError(f"--base-url: must have at most {_MOST_URL} characters, not {len(text)}")
    try:
        return _address_of_folder(text)
    except ValueError as fault:
        raise OutputError(f"--base-url: must be https://HOST/FOLDER, not {text}") from fault


def _address_of_folder(text: str) -> str:
    """Return the URL `text` in ASCII, without a slash at its end; ValueError if it is no such."""
    parts = urlsplit(text)
    # A password would stand in every file; a query or fragment can't have a folder below it.
    if parts.scheme != "https" or re.search(r"[@\s?#\\\x00-\x20\x7f]", text):
        raise ValueError(text)
    host = (parts.hostname or "").encode("idna").decode()
    if not re.fullmatch(r"[a-z0-9.-]+", host):
        raise ValueError(text)
    port = f":{parts.port}" if parts.port else ""
    path = quote(parts.path.rstrip("/"), safe="/:%!$&'()*+,;=~")
    return f"https://{host}{port}{path}"


def address(base: str, folder: str, name: str) -> str:
    """Return the address of the file `name` in `folder`, where the folder is below `base`."""
    return f"{base}/{quote(folder)}/{quote(name)}"


def plain_stem(title: str) -> str:
    """Return `title` in letters that need no escape in an address; nothing if there are none."""
    return hyphenated(title).strip("-")[:60].strip("-")


def bare(written: Metadata) -> Metadata:
    """Return `written` without what a speaker has no use for."""
    return replace(written, cover=None, lines=(), chapters=())


def checker(speaker: SmartSpeaker, target: Path) -> Callable[[Path], None]:
    """Return what refuses, with OutputError, a written file that the speaker wouldn't play."""

    def check(part: Path) -> None:
        data = part.read_bytes()
        stream = read_stream(data)
        kinds = f"MPEG-{stream.version}, {stream.rate} Hz, {sorted(stream.kilobits)} kbit/s"
        fits = stream.version == 2 and stream.rate in speaker.rates  # noqa: PLR2004
        if not fits or len(stream.kilobits) != 1 or not stream.kilobits <= set(speaker.kilobits):
            raise OutputError(f"{target}: {speaker.name} doesn't play {kinds}")
        if stream.length_ms > speaker.most_ms:
            raise OutputError(f"{target}: {speaker.name} plays at most {speaker.most_ms} ms,"
                              f" not {stream.length_ms}")  # fmt: skip
        if speaker.most_bytes and len(data) > speaker.most_bytes:
            raise OutputError(f"{target}: {speaker.name} takes at most {speaker.most_bytes} bytes,"
                              f" not {len(data)}")  # fmt: skip

    return check


def responses(speaker: SmartSpeaker, clips: Sequence[HostedFile]) -> Iterator[str]:
    """Return the SSML of as many responses as the rules ask for, each as full as they allow."""
    group: list[HostedFile] = []
    for clip in clips:
        if group and not _fits(speaker, [*group, clip]):
            yield _ssml(speaker, group)
            group = []
        group.append(clip)
    if group:
        yield _ssml(speaker, group)


def _fits(speaker: SmartSpeaker, group: Sequence[HostedFile]) -> bool:
    together = sum(clip.played_ms for clip in group)
    return (
        len(group) <= (speaker.most_files or len(group))
        and together <= (speaker.most_response_ms or together)
        and len(_ssml(speaker, group).encode()) <= speaker.most_ssml_bytes
    )


def _ssml(speaker: SmartSpeaker, clips: Sequence[HostedFile]) -> str:
    return "\n".join(["<speak>", *(_tag(speaker, clip) for clip in clips), "</speak>", ""])


def _tag(speaker: SmartSpeaker, clip: HostedFile) -> str:
    source = f'"{escape(clip.address)}"'
    if not speaker.described:
        return f"<audio src={source}/>"
    title = escape(_UNFIT_FOR_XML.sub("", clip.title)[:_MOST_TITLE])
    return f"<audio src={source}><desc>{title}</desc></audio>"


def remarks(speaker: SmartSpeaker, base: str, name: str, count: int) -> Iterator[str]:
    """Yield, a line each, what remains to be done to publish the session `name`.

    It is played by `count` responses.
    """
    if base == PLACEHOLDER:
        yield f"the SSML says {PLACEHOLDER}: say --base-url https://… where the files will be"
    if count > 1:
        limits = [f"{speaker.most_files} files"] if speaker.most_files else []
        limits += [f"{clock(speaker.most_response_ms)}"] if speaker.most_response_ms else []
        limits = limits or [f"{speaker.most_ssml_bytes} bytes of SSML"]
        yield (
            f"{name}: {count} responses, numbered, since {speaker.name} takes at most"
            f" {' and '.join(limits)} in one: between two it waits for the user or your program"
        )
    if speaker.remark:
        yield speaker.remark
