from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import Open, chromium, opener


@pytest.fixture(scope="module")
def opened() -> Iterator[Open]:
    """Return what opens pages in a browser of this module's own."""
    with chromium() as browser:
        yield opener(browser)
