"""The stand-in for Google, for every test that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.voice.engines.service import Clock, Service
from tests.voice.loopback import served


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    """Stand between the library and the world, as its proxy."""
    with served(Service()) as service:
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{service.port}")
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        service.authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
        yield service
        service.ended.set()


@pytest.fixture
def clock() -> Clock:
    return Clock()
