"""A player's remote: what goes on in it, on a page of the server; and its buttons as keys.

Player and server are rooms side by side that know nothing of each other: here they meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

from audiocoach.api.program_library import ProgramLibrary
from audiocoach.api.served_routines import found_pictures
from audiocoach.api.web_server import Serving, Where, serving
from audiocoach.coach.phrases import load_phrases
from audiocoach.export.metadata import chapters
from audiocoach.library.options import MusicOptions
from audiocoach.play.desk import Desk
from audiocoach.play.display.view_model import View
from audiocoach.play.player import Player
from audiocoach.play.transport import VOLUME_LEVELS, Key
from audiocoach.serve.remote import Remote, State, routes
from audiocoach.webpage.session_json import timeline

__all__ = ["Desk", "Player", "Publisher", "remote_control", "remote_for"]


class Publisher:
    """Publishes what a player shows to its remote."""

    def __init__(self, remote: Remote, language: str, notice: str = "") -> None:
        """Publish to `remote`; `notice`, which says where that is, stays with the player."""
        self._remote, self._phrases, self._notice = remote, load_phrases(language), notice
        self._last = State()

    def show(self, view: View) -> None:
        """Publish `view`, if it is news."""
        now, announcement = view.moment, view.announcement
        self._last = State(
            at_ms=now.elapsed_ms,
            playing=not (view.paused or announcement),
            paused=view.paused,
            doing=now.doing if announcement == "count_in" else "",
            left_ms=now.remaining_ms if announcement == "count_in" else 0,
            tone=view.tones[-1] if view.announcement and view.tones else "",
            said=view.caption.text if announcement == "time_left" else "",
            volume=self._phrases.say("title_volume", n=view.volume, total=VOLUME_LEVELS),
            notice="" if view.notice == self._notice else view.notice,
        )
        self._remote.publish(self._last)

    def end(self) -> None:
        """Publish that the session is over, also where it was broken off."""
        self._remote.publish(replace(self._last, playing=False, over=True))


def remote_for(player: Player, desk: Desk, library: ProgramLibrary | None = None) -> Remote:
    """Return the remote of `player`: what is pressed there is put on `desk`.

    It shows the pictures that the routine file of `library` has; without one, none.
    """
    score = player.track.score
    pictures = found_pictures(score, library) if library else ()
    shown = timeline(score, chapters(score), pictures)
    return Remote(score.title, score.language, shown, lambda key: desk.put(cast("Key", key)))


@contextmanager
def remote_control(
    library: ProgramLibrary, options: MusicOptions, where: Where, player: Player
) -> Iterator[tuple[Serving, Desk]]:
    """Serve the page that shows and controls `player`, until the block ends.

    Yields the server, and the desk that the player has to be played with. All routines of
    `library` are served beside it. Raises CoachError as `serving` does.
    """
    desk = Desk()
    remote = remote_for(player, desk, library)
    with serving(library, options, (), where, more=routes(remote)) as at_work:
        address = f"{at_work.address}remote"
        player.invite(address, at_work.code_rows("remote"))
        publisher = Publisher(remote, player.track.score.language, address)
        desk.watch(publisher.show)
        try:
            yield at_work, desk
        finally:
            publisher.end()
            at_work.server.wait(0.2)  # so that the last word reaches the phones
