"""The outlet to a file: MP3 or WAV."""

from audiocoach.export.files import Exported, check_target, export_track, write_file
from audiocoach.export.targets import make_folder, targets

__all__ = ["Exported", "check_target", "export_track", "make_folder", "targets", "write_file"]
