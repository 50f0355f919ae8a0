"""The outlet to a file: one session or its tracks, and what lies beside them."""

from audiocoach.export.filenames import missing_folders, new_folders, targets
from audiocoach.export.files import (
    ExportedFile,
    Item,
    check_target,
    estimated_bytes,
    export_items,
    export_track,
)

__all__ = [
    "ExportedFile",
    "Item",
    "check_target",
    "estimated_bytes",
    "export_items",
    "export_track",
    "missing_folders",
    "new_folders",
    "targets",
]
