"""What speaks one text with Pico, in a process of its own (see `pico.py`), as a script.

Reads the text from the standard input; writes `L` once the engine is loaded, then the
sound. It imports nothing of ours: it is started for each text, and must be quick.
"""

import os
import signal
import sys
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location

LOADED = b"L"


def main(library: str, data: str, voice: str) -> None:
    """Speak the text with `voice` of the folder `data`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what C prints must not stand in the sound
    loader = ExtensionFileLoader("_nanotts", library)
    spec = spec_from_file_location("_nanotts", library, loader=loader)
    assert spec
    engine = module_from_spec(spec)
    loader.exec_module(engine)
    answers.write(LOADED)
    answers.flush()
    text = sys.stdin.buffer.read().decode()
    answers.write(engine.speak(text=text, voice=voice, lingware_path=data))
    answers.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
