"""The face of the library: what `import audiocoach` offers.

Nothing here prints, needs a terminal, or keeps global state. Errors are `CoachError` and its
subclasses. The command line and this stand on the same library.
"""

from audiocoach.api.composed_session import Session as Session
from audiocoach.api.export_many import export_many as export_many
from audiocoach.api.inventory import cache as cache
from audiocoach.api.inventory import devices as devices
from audiocoach.api.inventory import fetch_voice as fetch_voice
from audiocoach.api.inventory import import_file as import_file
from audiocoach.api.inventory import past_sessions as past_sessions
from audiocoach.api.inventory import past_sessions_csv as past_sessions_csv
from audiocoach.api.inventory import schema as schema
from audiocoach.api.inventory import voice_offers as voice_offers
from audiocoach.api.inventory import voices as voices
from audiocoach.api.own_recordings import split_take as split_take
from audiocoach.api.player_control import PlayerControl as PlayerControl
from audiocoach.api.routines import Routines as Routines
from audiocoach.api.routines import load as load
from audiocoach.api.spoken_text import say as say
