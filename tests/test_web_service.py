"""The web service of the documentation, run as it stands there."""

from __future__ import annotations

import json
import re
import sys
import time
import types
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.small import SMALL

PAGE = Path(__file__).parent.parent / "docs" / "web-service.md"
[SOURCE] = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    """Run the page's module beside a small routine file."""
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    module = types.ModuleType("service")
    monkeypatch.setitem(sys.modules, "service", module)
    exec(compile(SOURCE, str(PAGE), "exec"), module.__dict__)
    yield module
    module.workers.shutdown()


@pytest.fixture
def ask(service: types.ModuleType) -> Iterator[Ask]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), service.Handler)
    Thread(target=server.serve_forever).start()

    def ask(method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=60)
        connection.request(method, path, json.dumps(body) if body is not None else None)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        is_json = answer.headers["Content-Type"] == "application/json"
        return answer.status, json.loads(data) if is_json else data

    yield ask
    server.shutdown()
    server.server_close()


def ended(ask: Ask, job: int) -> tuple[int, Any]:
    """Ask for a job until it has ended; return what is answered then."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        status, body = ask("GET", f"/{job}")
        if status != 200 or isinstance(body, bytes):
            return status, body
        assert 0 <= body["done"] <= 1
    raise AssertionError("it never ended")


def started(ask: Ask, path: str, body: object = None) -> int:
    status, answer = ask("POST", path, body)
    assert status == 202
    return int(answer["job"])


def test_a_routine_is_sent_as_mp3(ask: Ask) -> None:
    status, sound = ended(ask, started(ask, "/small", {"talk": "brief"}))
    assert (status, sound[:3]) == (200, b"ID3")


LEVELS = "level: must be one of easy, normal, hard, not 'x'"


@pytest.mark.parametrize(
    ("path", "body", "status", "figure"),
    [
        ("/smal", {}, 404, ("nearest", "small")),
        ("/small", {"level": "x"}, 400, ("error", LEVELS)),
        ("/small", {"fit": "10h"}, 422, ("asked_ms", 36_000_000)),
    ],
)
def test_an_error_has_its_status_and_its_figures(
    ask: Ask, path: str, body: object, status: int, figure: tuple[str, object]
) -> None:
    found, answer = ended(ask, started(ask, path, body))
    assert (found, answer[figure[0]]) == (status, figure[1])


def test_a_job_that_is_not_wanted_any_more_ends(ask: Ask, service: types.ModuleType) -> None:
    with service.routines._lock:  # so that it waits to be composed
        job = started(ask, "/small")
        assert ask("DELETE", f"/{job}") == (202, {})
    assert ended(ask, job) == (410, {"error": "cancelled"})


def test_what_names_a_file_of_the_machine_is_not_passed_on(ask: Ask) -> None:
    status, sound = ended(ask, started(ask, "/small", {"music": "/etc/passwd"}))
    assert (status, sound[:3]) == (200, b"ID3")


def test_a_job_there_never_was_is_not_found(ask: Ask) -> None:
    assert ask("GET", "/7") == (404, {"error": "no such job"})
    assert ask("DELETE", "/7")[0] == 404
