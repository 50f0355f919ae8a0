"""The one command that lets a phone through this system's firewall.

For most users of such tools whose phone finds nothing, it is the firewall: so when no one has
come after a while, the command for just this system is named.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PATIENCE_SECONDS = 20.0
"""So long is waited for the first phone."""

_UFW = Path("/etc/ufw/ufw.conf")
_FIREWALLD = Path("/run/firewalld")


def opening(
    port: int,
    platform: str = sys.platform,
    finds: Callable[[str], object] = shutil.which,
    python: str = sys.executable,
) -> str:
    """Return the command that opens `port`; nothing where no firewall is known here."""
    if platform == "win32":
        rule = "name=audiocoach dir=in action=allow protocol=TCP"
        return f"netsh advfirewall firewall add rule {rule} localport={port}"
    if platform == "darwin":
        tool = "/usr/libexec/ApplicationFirewall/socketfilterfw"
        return f'sudo {tool} --unblockapp "{python}"'
    return _on_linux(port, finds)


def _on_linux(port: int, finds: Callable[[str], object]) -> str:
    if finds("firewall-cmd") and (_FIREWALLD.exists() or not finds("ufw")):
        return f"sudo firewall-cmd --add-port={port}/tcp"
    if finds("ufw") and (_is_enabled() or not finds("iptables")):
        return f"sudo ufw allow {port}/tcp"
    if finds("nft") and not finds("iptables"):
        return f"sudo nft insert rule inet filter input tcp dport {port} accept"
    if finds("iptables"):
        return f"sudo iptables -I INPUT -p tcp --dport {port} -j ACCEPT"
    return ""


def _is_enabled() -> bool:
    """Whether ufw is switched on, as far as its settings can be read; if they can't, it may be."""
    with suppress(OSError):
        return "ENABLED=yes" in _UFW.read_text("utf-8", errors="replace")
    return True


def advice(port: int, command: str) -> list[str]:
    """Return what helps someone whose phone hasn't come, a line each."""
    lines = ["No phone has come yet. It must be in this network's Wi-Fi, and in no guest network."]
    if command:
        where = " (as administrator)" if command.startswith("netsh") else ""
        lines.append(f"If a firewall keeps it out, this opens port {port}{where}: {command}")
    return lines
