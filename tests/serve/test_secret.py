"""The secret in every address."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from audiocoach.errors import OutputError
from audiocoach.serve.secret import token


def test_it_stays_from_one_start_to_the_next(tmp_path: Path) -> None:
    first = token(tmp_path / "data")
    assert token(tmp_path / "data") == first
    assert len(first) == 26
    assert token(tmp_path / "other") != first


def test_it_is_renewed_when_asked_for(tmp_path: Path) -> None:
    first = token(tmp_path)
    second = token(tmp_path, renewed=True)
    assert second != first
    assert token(tmp_path) == second


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_this_user_can_read_it(tmp_path: Path) -> None:
    token(tmp_path)
    file = tmp_path / "serve-token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    token(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage", ["", "short", "../../../../etc/passwd/aaa", "\xe9" * 26, "A" * 26]
)
def test_a_damaged_one_is_made_again(damage: str, tmp_path: Path) -> None:
    first = token(tmp_path)
    (tmp_path / "serve-token").write_text(damage, encoding="utf-8")
    assert token(tmp_path) not in {first, damage}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="serve-token: can't be written"):
        token(tmp_path / "file")
