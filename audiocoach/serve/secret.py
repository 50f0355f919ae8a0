"""The secret in every address: kept from one start to the next, so that a subscription lives on."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from audiocoach.errors import OutputError
from audiocoach.storage import replacing

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Thirty-two that aren't mistaken for one another when an address is typed."""
_LENGTH = 26
"""130 bits: too many to be found by trying."""
_SECRET = re.compile(f"[{_LETTERS}]{{{_LENGTH}}}")
_NAME = "serve-token"


def token(folder: Path, *, renewed: bool = False) -> str:
    """Return the secret kept in `folder`, or a new one where there is none, or if `renewed`.

    Only this user can read its file. Raises OutputError.
    """
    kept = None if renewed else _kept(folder / _NAME)
    return kept if kept is not None else keep(folder, new_token())


def new_token() -> str:
    """Return a secret that is kept nowhere yet."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def keep(folder: Path, secret: str) -> str:
    """Keep `secret` in `folder`, in place of another, and return it. Raises OutputError."""
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(path, secret)
    except OSError as fault:
        raise OutputError(f"{path}: can't be written: {fault.strerror or fault}") from fault
    return secret


def _kept(path: Path) -> str | None:
    """Return the secret in the file at `path`; None where there is none, or it is damaged."""
    try:
        kept = path.read_text("ascii").strip()
        if os.name != "nt" and path.stat().st_mode & 0o077:
            path.chmod(0o600)  # copied by hand, or back from an archive
    except (OSError, ValueError):
        return None
    return kept if _SECRET.fullmatch(kept) else None


def _write(path: Path, text: str) -> None:
    with replacing(path) as part:
        # Made for this user alone: never readable for others, not even for a moment.
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as opened:
            opened.write(f"{text}\n")
