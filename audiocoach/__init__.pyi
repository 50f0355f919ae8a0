from audiocoach import errors as errors
from audiocoach.api import PlayerControl as PlayerControl
from audiocoach.api import Routines as Routines
from audiocoach.api import Session as Session
from audiocoach.api import cache as cache
from audiocoach.api import devices as devices
from audiocoach.api import export_many as export_many
from audiocoach.api import fetch_voice as fetch_voice
from audiocoach.api import import_file as import_file
from audiocoach.api import load as load
from audiocoach.api import past_sessions as past_sessions
from audiocoach.api import past_sessions_csv as past_sessions_csv
from audiocoach.api import say as say
from audiocoach.api import schema as schema
from audiocoach.api import split_take as split_take
from audiocoach.api import voice_offers as voice_offers
from audiocoach.api import voices as voices
from audiocoach.errors import CoachError as CoachError

__version__: str
__all__: list[str]
