"""The stand-in for Google, for every test that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.voice.engines.service import Clock, Service, proxied


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    """Stand between the library and the world, as its proxy."""
    with proxied(monkeypatch, tmp_path) as service:
        yield service


@pytest.fixture
def clock() -> Clock:
    return Clock()
