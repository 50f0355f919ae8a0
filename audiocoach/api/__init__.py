"""The face of the library: what `import audiocoach` offers.

Nothing here prints, needs a terminal, or keeps global state. Errors are `CoachError` and its
subclasses. The command line and this stand on the same library.
"""

from audiocoach.api.composed_session import Session
from audiocoach.api.export_many import export_many
from audiocoach.api.inventory import (
    cache,
    devices,
    fetch_voice,
    import_file,
    past_sessions,
    past_sessions_csv,
    schema,
    voice_offers,
    voices,
)
from audiocoach.api.own_recordings import split_take
from audiocoach.api.player_control import PlayerControl
from audiocoach.api.routines import Routines, load
from audiocoach.api.spoken_text import say

__all__ = [
    "PlayerControl",
    "Routines",
    "Session",
    "cache",
    "devices",
    "export_many",
    "fetch_voice",
    "import_file",
    "load",
    "past_sessions",
    "past_sessions_csv",
    "say",
    "schema",
    "split_take",
    "voice_offers",
    "voices",
]
