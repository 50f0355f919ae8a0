"""One page with everything in it, as a browser opens it."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from audiocoach.coach.score import Cue, Score, Span, Where
from audiocoach.export.files import export_items
from audiocoach.export.job import ExportJob, items
from audiocoach.illustrations import illustrations
from audiocoach.sound.clip import Clip
from audiocoach.tone_spec import TONE_MS, UNHEARD
from audiocoach.track import Track
from audiocoach.units import ms_to_samples
from tests.browser import NARROW, Open, barriers, until

START_MS = (2000, 5000, 8500)
LENGTH_MS = 10_000


def beep(ms: int) -> Clip:
    """Return a loud tone that begins at once."""
    wave = [round(20_000 * math.sin(math.pi * n / 24)) for n in range(ms_to_samples(ms))]
    return Clip.from_pcm(struct.pack(f"<{len(wave)}h", *wave))


def beeping(language: str = "en") -> Track:
    """Return a session whose exercises each begin with a beep, and are silent else."""
    names = ("Wall sit", "Bridge", "Plank")
    ends = (*START_MS[1:], 9500)
    cues = tuple(Cue(at, at + 400, text="beep") for at in START_MS)
    spans = tuple(
        Span("exercise", name, start, end, Where(name))
        for name, start, end in zip(names, START_MS, ends, strict=True)
    )
    tones = (Cue(9600, 9850, tone="go"),)
    score = Score("beeps", "Beeps", language, LENGTH_MS, (*cues, *tones), spans)
    score = replace(score, pictures=(("wall-sit",), ("bridge",), ()))
    return Track(score, lambda _: beep(400))


def written(folder: Path, track: Track) -> str:
    shown = partial(illustrations, folder=None)
    order = ExportJob(ending=".html", bundle=True, pictures=shown)
    export_items(items(track, folder / "a.html", order), force=True, progress=lambda _: None)
    return (folder / "a.html").as_uri()


LISTEN = """
async () => {
  const sound = document.getElementById("sound"), heard = [], seen = [];
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 256 });
  context.createMediaElementSource(sound).connect(analyser).connect(context.destination);
  const title = document.querySelector(".now .title"), wave = new Float32Array(256);
  let loud = false;
  const ears = setInterval(() => {
    analyser.getFloatTimeDomainData(wave);
    const now_loud = wave.some((each) => Math.abs(each) > 0.1);
    if (now_loud && !loud) heard.push(performance.now());
    loud = now_loud;
  }, 3);
  const eyes = new MutationObserver(() => seen.push([performance.now(), title.textContent]));
  eyes.observe(title, { childList: true, characterData: true, subtree: true });
  await context.resume();
  sound.currentTime = 1;
  await sound.play();
  await new Promise((done) => {
    sound.addEventListener("timeupdate", () => sound.currentTime > 9 && done());
  });
  sound.pause(); clearInterval(ears);
  return { heard, seen };
}
"""
"""Note when a beep is heard, on the way to the loudspeaker, and when the display changes."""


@pytest.mark.realtime
def test_the_display_changes_within_a_tenth_of_a_second_of_the_sound(
    opened: Open, tmp_path: Path
) -> None:
    with opened(written(tmp_path, beeping())) as page:
        noted: Any = page.evaluate(LISTEN)
    assert [title for _, title in noted["seen"]] == ["Wall sit", "Bridge", "Plank"]
    late = [at - heard for (at, _), heard in zip(noted["seen"], noted["heard"], strict=True)]
    assert max(map(abs, late)) < 100


def test_the_countdown_is_what_is_left_at_every_place(opened: Open, tmp_path: Path) -> None:
    with opened(written(tmp_path, beeping())) as page:
        shown = {}
        for second in (2.1, 4.9, 5.5, 8.6):
            page.evaluate(
                "at => new Promise((done) => {"
                " sound.onseeked = () => done(); sound.currentTime = at; })",
                second,
            )
            shown[second] = page.inner_text(".now .title"), page.inner_text(".now .left")
    assert shown == {
        2.1: ("Wall sit", "3"), 4.9: ("Wall sit", "1"), 5.5: ("Bridge", "3"), 8.6: ("Plank", "1")
    }  # fmt: skip


def test_each_exercise_is_seen_while_it_is_done(opened: Open, tmp_path: Path) -> None:
    with opened(written(tmp_path, beeping())) as page:
        frames = []
        for name in ("Wall sit", "Bridge", "Plank"):
            page.get_by_role("button", name=name).click()
            until(page, f"document.querySelector('.now .title').textContent === '{name}'")
            frames.append(page.locator(".now .picture svg:visible").count())
        assert [count > 1 for count in frames] == [True, True, False]
        assert page.locator(".chapters .picture svg:visible").count() == 2


def test_a_chapters_button_plays_from_its_start(opened: Open, tmp_path: Path) -> None:
    with opened(written(tmp_path, beeping())) as page:
        page.click(".chapters >> text=Bridge")
        at, playing = page.evaluate("[sound.currentTime, !sound.paused]")
        assert playing
        assert at == pytest.approx(5, abs=0.3)
        assert page.get_attribute(".chapters li:nth-child(2) button", "aria-current") == "true"


def test_all_buttons_do_what_they_say_by_keyboard(opened: Open, tmp_path: Path) -> None:
    places = []
    with opened(written(tmp_path, beeping())) as page:
        for name in ("Next exercise", "Next exercise", "Previous exercise", "Repeat exercise"):
            page.get_by_role("button", name=name).press("Enter")
            places.append(round(page.evaluate("sound.currentTime"), 1))
        page.get_by_role("button", name="Play", exact=True).press("Space")
        page.get_by_role("button", name="Pause").press("Space")
        assert page.evaluate("sound.paused")
    assert places == [5.0, 8.5, 5.0, 5.0]


def test_the_lock_screen_knows_the_exercise(opened: Open, tmp_path: Path) -> None:
    with opened(written(tmp_path, beeping())) as page:
        page.click(".chapters >> text=Plank")
        shown = page.evaluate(
            "[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]"
        )
    assert shown == ["Plank", "Beeps"]


def test_offline_it_loads_and_plays(opened: Open, tmp_path: Path) -> None:
    with opened(written(tmp_path, beeping()), offline=True) as page:
        page.click(".chapters >> text=Bridge")
        assert page.evaluate("sound.duration") == pytest.approx(LENGTH_MS / 1000, abs=0.1)


def test_without_javascript_sound_and_sheet_are_there(opened: Open, tmp_path: Path) -> None:
    with opened(written(tmp_path, beeping()), scripts=False) as page:
        assert page.locator("audio[controls]").is_visible()
        assert page.get_by_role("heading", name="Wall sit").is_visible()
        assert page.locator("noscript p").is_visible()
        assert page.locator("button:visible").count() == 0


def test_the_diary_is_kept_on_this_device(opened: Open, tmp_path: Path) -> None:
    with opened(written(tmp_path, beeping())) as page:
        page.get_by_label("Notes").first.fill("a little stiff")
        page.get_by_label("Done").first.check()
        page.get_by_label("Pain 0–10").first.select_option("3")
        page.reload()
        kept = page.evaluate(
            "[...diary.querySelectorAll('input, select')].slice(1, 4)"
            ".map((each) => each.type === 'checkbox' ? each.checked : each.value)"
        )
    assert kept == [True, "3", "a little stiff"]


FLASHES = """
async (tones) => {
  const veil = document.getElementById("flash"), root = document.getElementById("coach");
  for (const name of ["flash", "vibrate"]) root.querySelector(`input[name=${name}]`).click();
  const felt = [];
  navigator.vibrate = (pattern) => felt.push(pattern);
  const signs = new Coach.Signs(root), seen = [];
  for (const tone of tones) {
    signs.free_at = 0;
    signs.show(tone);
    seen.push([veil.style.background, veil.getAnimations().at(-1).effect.getTiming().iterations]);
  }
  const many = veil.getAnimations().length, vibrations = [...felt];
  for (let n = 0; n < 20; n++) signs.show("tick");
  return { seen, vibrations, more: veil.getAnimations().length - many };
}
"""
TONES = [tone for tone in TONE_MS if tone not in UNHEARD]


def test_each_kind_of_tone_has_a_flash_and_a_vibration_of_its_own_and_none_comes_too_fast(
    opened: Open, tmp_path: Path
) -> None:
    with opened(written(tmp_path, beeping())) as page:
        flashes: Any = page.evaluate(FLASHES, TONES)
    for each in ("seen", "vibrations"):
        assert len({json.dumps(sign) for sign in flashes[each]}) == len(TONES), each
    assert flashes["more"] == 0


@pytest.mark.parametrize("still", [False, True])
def test_a_tone_that_is_heard_flashes_and_stays_a_frame_where_motion_is_unwanted(
    opened: Open, tmp_path: Path, *, still: bool
) -> None:
    with opened(written(tmp_path, beeping()), still=still) as page:
        page.get_by_label("Flash at each tone").check()
        page.evaluate("sound.currentTime = 9.4; sound.play()")
        page.wait_for_selector("#flash[data-tone=go]", state="attached")
        assert page.evaluate("document.documentElement.classList.contains('unmoved')") is still


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_a_reader_of_screens_meets_no_barrier(
    opened: Open, tmp_path: Path, *, dark: bool, large: bool
) -> None:
    with opened(written(tmp_path, beeping()), dark=dark, size=NARROW) as page:
        if large:
            page.get_by_role("button", name="Large display").click()
        assert barriers(page) == []


@pytest.mark.parametrize("language", ["de", "ja", "pl", "hi"])
def test_nothing_is_wider_than_the_narrowest_phone(
    opened: Open, tmp_path: Path, language: str
) -> None:
    track = beeping(language)
    titled = replace(
        track, score=replace(track.score, title="Donaudampfschifffahrtsgesellschaft" * 2)
    )
    with opened(written(tmp_path, titled), size=NARROW) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_it_prints_as_the_sheet_with_its_diary(opened: Open, tmp_path: Path) -> None:
    with opened(written(tmp_path, beeping())) as page:
        page.emulate_media(media="print")
        shown = {
            name: page.locator(name).first.is_visible()
            for name in ("#coach", "main", "#diary", "h1")
        }
    assert shown == {"#coach": False, "main": True, "#diary": True, "h1": True}
