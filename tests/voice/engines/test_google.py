from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from audiocoach.coach.score import Score
from audiocoach.errors import VoiceError
from audiocoach.export import export_track
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.session import Session, SessionRequest, compose_all, prepare
from audiocoach.sound.clip import Clip
from audiocoach.sound.meter import integrated_lufs
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.engines.google import GoogleVoice
from audiocoach.voice.reply_timeout import ReplyTimeout
from audiocoach.voice.synthesizer import Synthesizer
from tests.coach.making import HOLD_10, exercise, plan
from tests.conftest import Run
from tests.small import SMALL
from tests.voice.engines.service import Answer, Clock, Service, audio, google, mp3_of, reply, spoken

LINE = "Slide down until your knees are bent, and hold."
LONG = "Pull your abs tight, and lift your hips slowly. " * 3


def too_many(after: str, *headers: str) -> Answer:
    answer = reply(b"slowly!", "429 Too Many Requests", f"Retry-After: {after}", *headers)
    return lambda _: answer


def server_error(_: str) -> bytes:
    return reply(b"<html>oops</html>", "500 Internal Server Error")


def dropped(_: str) -> bytes:
    return b""


def broken(text: str) -> bytes:
    return reply(spoken(text)[:500], missing=5000)


def cut_in_a_frame(text: str) -> bytes:
    return audio(spoken(text)[:-300])


def cut_in_a_word(text: str) -> bytes:
    pcm = EspeakVoice().speak(text).pcm
    return audio(mp3_of(pcm[: len(pcm) * 3 // 10 * 2]))


def too_short_for_the_text(_: str) -> bytes:
    return audio(spoken("Hold"))


def html(_: str) -> bytes:
    return reply(b"<html>Before you continue to Google</html>", "200 OK", "Content-Type: text/html")


def bytes_that_are_no_text(_: str) -> bytes:
    return reply(b"\xff\xfejQ1olc\n")


def no_sound_in_it(_: str) -> bytes:
    return reply(b'[["wrb.fr","jQ1olc",null,null,null,[3],"generic"]]')


def not_mp3(_: str) -> bytes:
    return audio(b"<html>this is not the sound you are looking for</html>")


def empty(_: str) -> bytes:
    return reply(b"")


def empty_sound(_: str) -> bytes:
    return audio(b"")


def silent(_: str) -> bytes:
    return audio(mp3_of(Clip.silence(3000).pcm))


def missing(_: str) -> bytes:
    return reply(b"", "404 Not Found")


PASSING = [
    too_many("1"),
    server_error,
    dropped,
    broken,
    cut_in_a_frame,
    cut_in_a_word,
    too_short_for_the_text,
]
FINAL = [
    html,
    bytes_that_are_no_text,
    no_sound_in_it,
    not_mp3,
    empty,
    empty_sound,
    silent,
    missing,
]


def test_what_is_fetched_is_what_the_service_says(service: Service, clock: Clock) -> None:
    expected, clip = EspeakVoice().speak(LINE), google(clock).speak(LINE)
    assert (service.texts, service.langs) == ([LINE], ["en"])
    assert abs(clip.ms - expected.ms) <= 30
    assert integrated_lufs(clip.pcm) == pytest.approx(integrated_lufs(expected.pcm), abs=0.5)


def test_a_long_text_is_fetched_in_parts(service: Service, clock: Clock) -> None:
    clip = google(clock).speak(LONG)
    assert (len(service.texts), clock.waits) == (2, [0.25])
    parts = sum(EspeakVoice().speak(text).ms for text in service.texts)
    assert abs(clip.ms - parts) < 60


@pytest.mark.parametrize("text", ["Lift your chest. Hold!", "Rest. Next, the first: Mr. Smith's."])
def test_a_text_is_asked_for_as_it_stands(text: str, service: Service, clock: Clock) -> None:
    google(clock).speak(text)
    assert service.texts == [text]


def test_the_accent_is_the_end_of_the_host_name(service: Service, clock: Clock) -> None:
    british = google(clock, "co.uk", "en-GB")
    british.speak("Hold")
    assert (service.hosts, service.langs) == (["translate.google.co.uk"], ["en"])
    assert british.identity != google(clock).identity


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_tried_again(service: Service, clock: Clock, fault: Answer) -> None:
    service.answers = [fault, fault]
    assert google(clock).speak(LINE).ms > 2000
    assert (service.texts, clock.waits) == ([LINE] * 3, [1, 2])


@pytest.mark.parametrize("fault", PASSING)
def test_after_the_last_try_one_line_offers_the_builtin_voice(
    service: Service, clock: Clock, fault: Answer
) -> None:
    service.answers = [fault] * 5
    with pytest.raises(VoiceError) as failed:
        google(clock).speak(LINE)
    (line,) = failed.value.lines
    assert (len(service.texts), clock.waits, "--voice builtin" in line) == (5, [1, 2, 4, 8], True)
    assert LINE in line


@pytest.mark.parametrize("fault", FINAL)
def test_what_is_no_speech_is_a_failure_at_once(
    service: Service, clock: Clock, fault: Answer
) -> None:
    service.answers = [fault]
    with pytest.raises(VoiceError, match="--voice builtin"):
        google(clock).speak(LINE)
    assert service.texts == [LINE]


def test_a_reply_that_never_comes_is_abandoned(service: Service, clock: Clock) -> None:
    service.answers = [service.never, *[server_error] * 3, service.never]
    voice = GoogleVoice("en", patience=ReplyTimeout(2), clock=clock.time, wait=clock.wait)
    with pytest.raises(VoiceError, match="no answer within 2 seconds"):
        voice.speak(LINE)
    assert len(service.texts) == 5


def test_a_reply_that_drips_is_abandoned_and_tried_again(service: Service, clock: Clock) -> None:
    service.answers = [service.dripped]
    patience = ReplyTimeout(30, whole_seconds=1)
    voice = GoogleVoice("en", patience=patience, clock=clock.time, wait=clock.wait)
    assert (voice.speak(LINE).ms > 2000, service.texts) == (True, [LINE] * 2)


def test_a_text_is_sent_to_google_alone_and_without_a_login(
    service: Service, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    service.answers = [
        lambda _: reply(b"", "307 Temporary Redirect", "Location: https://translate.google.co.uk/")
    ]
    with pytest.raises(VoiceError, match="307 Temporary Redirect, and what was asked is sent no"):
        google(clock).speak(LINE)
    assert (service.hosts, service.logins) == (["translate.google.com"], [""])


def test_a_service_out_of_reach_is_reported(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(VoiceError, match="can't be reached"):
        google(clock).speak(LINE)


def test_a_service_no_one_vouches_for_is_not_believed(
    service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(VoiceError, match=r"certificate can't be trusted.*REQUESTS_CA_BUNDLE"):
        google(clock).speak(LINE)
    assert (service.texts, clock.waits) == ([], [])


def test_a_certificate_of_another_host_is_not_believed(service: Service, clock: Clock) -> None:
    service.certify("translate.example.com")
    with pytest.raises(VoiceError, match="certificate can't be trusted"):
        google(clock).speak(LINE)
    assert (service.texts, clock.waits) == ([], [])


def test_a_bundle_that_is_not_there_is_reported(
    service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    with pytest.raises(VoiceError, match=r"can't be asked: .*/nowhere\.pem"):
        google(clock).speak(LINE)
    assert (service.texts, clock.waits) == ([], [])


@pytest.mark.parametrize(
    "fault",
    [
        too_many("7"),
        too_many("Mon, 23 Nov 2026 12:00:07 GMT", "Date: Mon, 23 Nov 2026 12:00:00 GMT"),
    ],
)
def test_the_wait_the_service_asks_for_is_kept(
    service: Service, clock: Clock, fault: Answer
) -> None:
    service.answers = [fault]
    google(clock).speak(LINE)
    assert clock.waits == [7]


def test_a_wait_no_one_would_sit_through_is_a_failure(service: Service, clock: Clock) -> None:
    service.answers = [too_many("3600")]
    with pytest.raises(VoiceError, match="429 Too Many Requests, and asks to wait 3600 seconds"):
        google(clock).speak(LINE)


def test_nothing_to_say_asks_no_one(service: Service, clock: Clock) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        google(clock).speak("…!")
    assert service.texts == []


@pytest.mark.parametrize("tld", ["", "com.evil.org", "com/x", "evil.org", "com@evil", "co.uk\n"])
def test_a_host_that_is_not_googles_is_refused(tld: str) -> None:
    with pytest.raises(VoiceError, match="must end as Google's host names do"):
        GoogleVoice("en", tld)


def test_a_language_google_lacks_is_reported_with_those_it_has() -> None:
    with pytest.raises(VoiceError, match=r"'tlh'.*, en, .*, nb, "):
        GoogleVoice("tlh")


def small(tmp_path: Path, clock: Clock) -> Session:
    """Prepare a session of one short hold, as often as asked."""
    path = tmp_path / "routines.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    speech = Synthesizer(google(clock), ClipCache(tmp_path / "clips"))
    return prepare(plan_routine(read_routines(path), "small"), speech)


def exported(session: Session, path: Path) -> bytes:
    """Export a session; return the file's bytes."""
    export_track(session.track, path, force=False, progress=lambda _: None)
    return path.read_bytes()


def test_a_cold_run_asks_once_a_line_and_a_warm_one_never(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    cold = exported(small(tmp_path, clock), tmp_path / "cold.mp3")
    asked = list(service.texts)
    warm = exported(small(tmp_path, clock), tmp_path / "warm.mp3")
    assert (len(asked), len(service.texts), cold == warm) == (len(set(asked)), len(asked), True)
    assert service.most <= 4
    assert {cue.text for cue in small(tmp_path, clock).score.cues if cue.text} <= set(asked)


def test_several_sessions_together_ask_once_a_line_and_never_more_than_four_at_once(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    speech = Synthesizer(google(clock), ClipCache(tmp_path))
    titles = ("Wall sit", "Plank", "Bridge", "Wall sit")
    scores = compose_all(
        [SessionRequest(plan(exercise(HOLD_10, title=each)), speech) for each in titles], jobs=9
    )
    said = {cue.text for each in scores if isinstance(each, Score) for cue in each.cues}
    assert (len(service.texts), service.most <= 4) == (len(set(service.texts)), True)
    assert said - {None} <= set(service.texts)
    assert not [each for each in scores if not isinstance(each, Score)]


def test_a_line_without_an_answer_costs_its_own_session_alone(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    own = "First: Plank."

    def answer(text: str) -> bytes:
        return reply(b"<html>no</html>") if text == own else audio(spoken(text))

    service.answers = [answer] * 100
    speech = Synthesizer(google(clock), ClipCache(tmp_path))
    session_options = [
        SessionRequest(plan(exercise(HOLD_10, title=each)), speech) for each in ("Plank", "Bridge")
    ]
    fault, score = compose_all(session_options, jobs=1)
    assert (own in service.texts, isinstance(score, Score)) == (True, True)
    assert str(fault).startswith("voice google: the reply is not audio (text 'First: Plank.')")


def test_four_lines_are_fetched_side_by_side(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    together = threading.Barrier(4)

    def waits_for_three_more(text: str) -> bytes:
        together.wait(30)
        return audio(spoken(text))

    service.answers = [waits_for_three_more] * 8
    Synthesizer(google(clock), ClipCache(tmp_path)).prepare([f"Line {n}" for n in range(8)])
    assert service.most == 4


def test_what_was_fetched_before_a_failure_stays(
    service: Service, clock: Clock, tmp_path: Path
) -> None:
    service.answers = [lambda text: audio(spoken(text))] * 3 + [missing] * 100
    with pytest.raises(VoiceError, match="404"):
        small(tmp_path, clock)
    before, service.answers = list(service.texts), []
    small(tmp_path, clock)
    assert set(before[:3]).isdisjoint(service.texts[len(before) :])


def test_a_failure_does_not_wait_for_lines_that_would_be_tried_again(
    service: Service, tmp_path: Path
) -> None:
    together = threading.Barrier(2)

    def refused(text: str) -> bytes:
        together.wait(30)
        return too_many("100")(text) if text == "One." else missing(text)

    service.answers = [refused, refused]
    began = time.monotonic()
    with pytest.raises(VoiceError, match="404"):
        Synthesizer(GoogleVoice("en"), ClipCache(tmp_path)).prepare(["One.", "Two."])
    assert (time.monotonic() - began < 50, len(service.texts)) == (True, 2)


def test_a_stopped_voice_does_not_try_again(service: Service, clock: Clock) -> None:
    service.answers = [too_many("100")] * 2
    voice = google(clock)
    voice.stop()
    with pytest.raises(VoiceError, match="429"):
        voice.speak("One.")
    assert len(service.texts) == 1


def test_show_and_list_ask_no_one_and_mark_what_they_guess(
    service: Service, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    cues = json.loads(run("show", "small", "--voice", "google", "--json").out)["cues"]
    assert [cue["kind"] == "say" for cue in cues] == ["estimated" in cue for cue in cues]
    assert "  ~0." in run("show", "small", "--voice", "google").out
    assert " ~0:" in run("list", "--voice", "google").out
    assert service.texts == []


def test_where_texts_go_is_reported_once(service: Service, run: Run, tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    export = ("--cache", "new", "-q", "export", "small", "--force", "--talk", "brief", "--voice")
    first = run(*export, "google")
    second = run(*export, "google:co.uk")
    assert ("sends the texts of a session to Google" in first.err, second.err) == (True, "")
    assert set(service.hosts) == {"translate.google.com", "translate.google.co.uk"}
    assert (tmp_path / "data" / "told-google").exists()


def test_a_failed_export_leaves_no_file(service: Service, run: Run, tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    service.answers = [html] * 100
    ran = run("--cache", "new", "export", "small", "--voice", "google")
    assert (ran.code, "Traceback" in ran.err, list(tmp_path.glob("*.mp3"))) == (1, False, [])
    assert "the reply is not audio" in ran.err.splitlines()[-1]
