"""Former names, for plug-ins: each is found where it was, with a warning."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from audiocoach.old_names import MODULES, NAMES

RENAMED = [(module, old, new) for module, names in NAMES.items() for old, new in names.items()]


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """Forget what was imported by a former name, so that the next import warns again."""
    yield
    for old in {*MODULES} - {*PACKAGES}:
        sys.modules.pop(f"audiocoach.{old}", None)


PACKAGES = ("play.device", "play.display", "sound.mp3")
"""What was a module, and is a package now."""


@pytest.mark.parametrize("old", sorted({*MODULES} - {*PACKAGES}))
def test_a_module_is_found_where_it_was(old: str) -> None:
    now = importlib.import_module(f"audiocoach.{MODULES[old]}")
    says = f"^audiocoach.{old} is now audiocoach.{MODULES[old]}; .* next major version$"
    with pytest.warns(DeprecationWarning, match=says):
        module = importlib.import_module(f"audiocoach.{old}")
    same = {name for name, value in vars(now).items() if getattr(module, name) is value}
    assert same >= {name for name in vars(now) if not name.startswith("__")}


@pytest.mark.parametrize(("module", "old", "new"), RENAMED)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_is_in_it_is_found_by_the_name_it_had(module: str, old: str, new: str) -> None:
    now = importlib.import_module(f"audiocoach.{MODULES.get(module, module)}")
    before = importlib.import_module(f"audiocoach.{module}")
    assert getattr(before, old) is getattr(now, new)


@pytest.mark.parametrize(
    "module", [each for each in NAMES if each in PACKAGES or each not in MODULES]
)
def test_a_name_in_a_module_that_stays_comes_with_a_warning(module: str) -> None:
    old = next(iter(NAMES[module]))
    with pytest.warns(DeprecationWarning, match=f"^audiocoach.{module}.{old} is now audiocoach."):
        getattr(importlib.import_module(f"audiocoach.{module}"), old)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = importlib.import_module(f"audiocoach.{module}").nothing


def test_the_warning_names_the_line_that_imports() -> None:
    with pytest.warns(DeprecationWarning, match="is now") as warned:
        from audiocoach.voice.entry import Entry  # type: ignore[import-untyped]  # noqa: F401
    assert warned[0].filename == __file__


def test_a_module_that_never_was_is_not_found() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'audiocoach\.nothing'$"):
        importlib.import_module("audiocoach.nothing")


def test_no_start_pays_for_former_names() -> None:
    code = (
        "import sys; sys.argv = ['audiocoach', 'list']; from audiocoach.cli import main\n"
        "try: main()\n"
        "finally: print('audiocoach.old_names' in sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr == "False\n"
