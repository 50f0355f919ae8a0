"""The load script: it takes minutes, so that only its small form runs always (tests/serve)."""

import pytest
from pound import main


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_two_hundred_phones_and_ten_thousand_malformed_requests() -> None:
    assert main([]) == 0
