import shlex
import subprocess
import sys

import pytest

from audiocoach.remedy import installs


@pytest.mark.skipif(sys.platform == "win32", reason="Windows quotes otherwise")
def test_what_is_installed_goes_into_the_python_that_runs_us() -> None:
    command = [*shlex.split(installs("x")), "--help"]
    assert command[:2] == [sys.executable, "-m"]
    assert (
        "pip install" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    )
