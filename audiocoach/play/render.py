"""A transport's program as sound: asides, then the session. Its volume is the speaker's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from audiocoach.play.transport import Transport
from audiocoach.tone_spec import UNHEARD

if TYPE_CHECKING:
    from audiocoach.mix import Mix
    from audiocoach.track import Track

BLOCKS_A_SECOND = 10
"""Small blocks: the first one is soon made."""

UNDER_GO_DB = -3
"""What sounds where the go tone after a count-in is laid over it: a word is at most
-1 dBFS and the tone -13, so that both together stay below -1."""


def render(transport: Transport, track: Track | Mix) -> Iterator[bytes]:
    """Return the program in blocks: 16-bit samples, as long as `transport` says."""
    start, size = transport.aside_from_ms, track.rate // BLOCKS_A_SECOND
    for announcement in transport.announcements:
        yield from announcement.track.blocks(track.sample_at(start), size)
        start = 0
    if transport.paused:
        return
    playing = track.with_music_from(transport.music_ms)
    session = playing.blocks(track.sample_at(transport.head_ms), size)
    if transport.counted_in and not _tone_is_near(transport):
        session = _with_go(session, track.tone_pcm("go", transport.score.tones.name))
    yield from session


def _tone_is_near(transport: Transport) -> bool:
    """Return whether a tone of the session's own falls where the go tone would."""
    head, tones = transport.head_ms, transport.score.tones
    return any(
        cue.tone not in (None, *UNHEARD)
        and cue.start_ms < head + tones.ms["go"]
        and cue.end_ms > head
        for cue in transport.score.cues
    )


def _with_go(session: Iterator[bytes], tone: bytes) -> Iterator[bytes]:
    """Lay the go tone over the beginning, so that it marks the moment work goes on."""
    from audiocoach.sound.clip import mixed

    beginning = b""
    while len(beginning) < len(tone):
        block = next(session, b"")
        if not block:
            break
        beginning += block
    yield mixed(beginning, tone, UNDER_GO_DB)
    yield from session
