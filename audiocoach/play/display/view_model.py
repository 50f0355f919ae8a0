"""What a display shows: the moment, and what the hands have made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from audiocoach.coach.phrases import load_phrases
from audiocoach.play.announcements import Kind
from audiocoach.play.display.captions import SILENCE, Caption, caption
from audiocoach.play.display.now_playing import NowPlaying, now_playing
from audiocoach.play.transport import Place, Transport


@dataclass(frozen=True)
class View:
    """Everything a display shows at one look."""

    moment: NowPlaying
    """What goes on; while a count-in is spoken, that."""
    paused: bool
    """Whether the session stands still until a key is pressed."""
    announcement: Kind | None
    """What is being said while the session stands still."""
    notice: str
    """A fault to show, such as a device that has gone; else empty."""
    volume: int
    """How loud all is that is played, 1 to VOLUME_LEVELS."""
    tones: tuple[str, ...]
    """Tones that have begun since the last look."""
    volume_db: int = 0
    """The same in decibels, LEAST_VOLUME_DB to 0."""
    caption: Caption = SILENCE
    """What is being said, or was just now."""
    helped: int = 0
    """How often the keys were to be explained."""
    turned: int = 0
    """How often the volume was to be changed, were it the most or the least already."""
    code: tuple[str, ...] = ()
    """The notice as a QR code, in rows to be shown black on white; empty where it isn't shown."""


def view(
    transport: Transport,
    place: Place,
    notice: str,
    tones: tuple[str, ...],
    *,
    helped: int = 0,
    turned: int = 0,
    code: tuple[str, ...] = (),
) -> View:
    """Return what to show while the ear is at `place`."""
    now = now_playing(transport.score, place.at_ms)
    kind = place.announcement.kind if place.announcement else None
    if place.announcement is not None and kind == "count_in":
        now = _counting_in(
            now, transport.score.language, place.announcement_ms, place.announcement.length_ms
        )
    return View(
        moment=now,
        paused=transport.paused,
        announcement=kind,
        notice=notice,
        volume=transport.volume,
        tones=tones,
        volume_db=transport.volume_db,
        caption=_caption(transport, place),
        helped=helped,
        turned=turned,
        code=code,
    )


def _caption(transport: Transport, place: Place) -> Caption:
    """Return what is said at `place`: of the session, or while it stands still."""
    if place.announcement is not None:
        return caption(place.announcement.track.score, place.announcement_ms)
    return SILENCE if transport.paused else caption(transport.score, place.at_ms)


def _counting_in(now: NowPlaying, language: str, gone_ms: int, length_ms: int) -> NowPlaying:
    """Return the moment as "Get ready", with what stood still as the next thing."""
    return replace(
        now,
        doing=load_phrases(language).say("title_get_ready"),
        begun_ms=now.elapsed_ms - gone_ms,
        remaining_ms=length_ms - gone_ms,
        next=now.doing,
    )
