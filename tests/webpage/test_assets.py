"""The pages' styles: what browsers other than Chromium need."""

from __future__ import annotations

import re

from audiocoach.webpage import assets


def test_what_is_computed_for_a_stroke_has_a_unit() -> None:
    """Firefox (153 ESR) drops a number without one: its dial stood full to the end."""
    styles = "".join(assets.text(name) for name in assets.names() if name.endswith(".css"))
    computed = re.findall(r"stroke-[a-z]+: (calc\([^;]+)", styles)
    assert computed
    assert [each for each in computed if "px" not in each] == []
