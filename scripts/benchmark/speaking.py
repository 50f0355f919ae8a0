"""Speaks lines with the natural voice, on all cores: `speaking.py LINES.json CACHE`.

What a batch with new lines is measured against: nothing else is done with them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.registry import voice
from audiocoach.voice.synthesizer import Synthesizer
from audiocoach.workers import cores


def main() -> None:
    """Speak all of them."""
    lines, cache = json.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])
    Synthesizer(voice("natural", "en"), ClipCache(cache)).prepare(lines, jobs=cores())


if __name__ == "__main__":
    main()
