"""Which device a name means. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audiocoach.errors import DeviceError


def find_device(
    wanted: str,
    systems: Mapping[str, Sequence[str]],
    option: str = "--device",
    kind: str = "playback device",
) -> tuple[str, str]:
    """Return the system and the name of the one device that `wanted` means.

    `systems` are the names of each sound system's devices, the preferred system
    first. A part of the name is enough, in any case; the whole name goes before
    a part. The first system that has such a device decides: the same loudspeaker is
    in others under other names. DeviceError, which lists the names, if there
    is none or more than one; it says `option` and `kind`.
    """
    if not wanted.strip():
        raise DeviceError(f"{option}: must be part of a device's name, not {wanted!r}")
    for system, names in systems.items():
        for matches in (_whole(wanted, names), _part(wanted, names)):
            if len(matches) == 1:
                return system, matches[0]
            if matches:
                raise DeviceError(f"{option}: {wanted!r} could be {', '.join(matches)}; say more")
    there = [name for names in systems.values() for name in names]
    raise DeviceError(
        f"{option}: no {kind} has {wanted!r} in its name; "
        f"there {'are' if there else 'is'}: {', '.join(there) or 'none'}"
    )


def _whole(wanted: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if name.casefold() == wanted.casefold()]


def _part(wanted: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if wanted.casefold() in name.casefold()]
