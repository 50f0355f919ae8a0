"""The outlet to a file: one session or its tracks, and what lies beside them."""

from audiocoach.export.files import (
    Exported,
    Item,
    check_target,
    estimated_bytes,
    export_items,
    export_track,
)
from audiocoach.export.targets import missing_folders, new_folders, targets

__all__ = [
    "Exported",
    "Item",
    "check_target",
    "estimated_bytes",
    "export_items",
    "export_track",
    "missing_folders",
    "new_folders",
    "targets",
]
