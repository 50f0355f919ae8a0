import hashlib
import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from audiocoach.voice.engines.natural_models import models
from audiocoach.voice.engines.natural_store import find
from tests.conftest import Run
from tests.voice.engines.shop import Fault, Shop
from tests.voice.loopback import served

MODEL = bytes(range(256)) * 400


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Shop]:
    """Serve a small `emma`, which stands in hibari's list in place of the real one."""
    package = tmp_path / "packages" / "hibari"
    (package / "assets").mkdir(parents=True)
    (package / "__init__.py").touch()
    known = json.loads((_real() / "assets" / "voices.json").read_bytes())
    known["emma"] |= {"bytes": len(MODEL), "sha256": hashlib.sha256(MODEL).hexdigest()}
    (package / "assets" / "voices.json").write_text(json.dumps(known))
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.delitem(sys.modules, "hibari", raising=False)
    with served(Shop()) as shop:
        shop.files["bf_emma.int8.onnx"] = MODEL
        monkeypatch.setenv("AUDIOCOACH_NATURAL_URL", shop.address)
        yield shop


def _real() -> Path:
    found = find_spec("hibari")
    assert found
    assert found.origin
    return Path(found.origin).parent


@pytest.mark.parametrize("name", ["natural:emma", "emma", "en-GB"])
def test_a_voice_is_fetched_once_and_is_there_then(run: Run, shop: Shop, name: str) -> None:
    first, again = run("voices", "get", name), run("voices", "get", name)
    assert (first.code, again.code, len(shop.asked)) == (0, 0, 1)
    assert models()["emma"].path.read_bytes() == MODEL
    assert again.out.startswith("emma: is already there; ")


def test_what_was_cut_off_goes_on_where_it_was(run: Run, shop: Shop) -> None:
    shop.faults = [Fault(cut=65_536)]
    assert run("voices", "get", "emma").code == 0
    assert [asked for _, asked in shop.asked] == ["", "bytes=65536-"]
    assert models()["emma"].path.read_bytes() == MODEL


def test_another_file_than_the_one_that_was_promised_is_never_kept(run: Run, shop: Shop) -> None:
    shop.files["bf_emma.int8.onnx"] = MODEL[:-1] + b"x"
    ran = run("voices", "get", "emma")
    assert (ran.code, models()["emma"].is_there) == (1, False)
    assert "is not the file that was promised (SHA-256 " in ran.err


def test_names_languages_and_what_is_none_of_ours_are_distinguished() -> None:
    names = ["heart", "natural:kore", "en", "en-gb", "de", "en_US-lessac-medium"]
    found = [model.name if (model := find(name)) else None for name in names]
    assert found == ["heart", "kore", "heart", "emma", None, None]
