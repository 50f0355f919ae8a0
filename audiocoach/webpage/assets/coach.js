"use strict";
// What a page shows of a session, for a player in the page and for a remote alike.
const Coach = (() => {
  // Index of the last of `list` that has begun at `ms`; -1 before the first.
  const begun = (list, ms) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].start_ms <= ms) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const clock = (seconds) => {
    const two = (n) => String(n).padStart(2, "0");
    const [minutes, rest] = [Math.floor(seconds / 60), two(seconds % 60)];
    return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
  };

  const MOST_FRAMES = 3;  // more would be too small to be seen
  const DIGITS_UP_TO = 99;  // seconds; a longer time is shown in minutes

  class Display {
    constructor(root, timeline) {
      this.root = root;
      this.timeline = timeline;
      this.part = (name) => root.querySelector(`.${name}`);
      this.shown = {};
      root.hidden = false;
    }

    write(name, text) {
      if (this.shown[name] === text) return;
      this.shown[name] = text;
      this.part(name).textContent = text;
    }

    // Show the frames of the exercise's picture; the place for it stays free where there is none.
    draw(index = -1) {
      const { pictures } = this.timeline;
      if (!pictures || this.shown.picture === index) return;
      this.shown.picture = index;
      const part = this.part("picture");
      part.hidden = false;
      const frames = index < 0 ? [] : pictures[index].frames.slice(0, MOST_FRAMES);
      part.innerHTML = frames.join("");
      part.style.setProperty("--frames", Math.max(1, frames.length));
    }

    // `ahead` stands for the step of a count-in, which is no part of the session.
    show(ms, ahead) {
      const { steps, title } = this.timeline;
      const step = ahead || steps[Math.max(0, begun(steps, ms))];
      if (!step) return;
      const left_ms = Math.max(0, step.end_ms - ms);
      const seconds = Math.ceil(left_ms / 1000);
      this.write("title", step.exercise || title);
      this.write("which", step.number || "");
      this.write("doing", step.doing);
      this.write("left", seconds > DIGITS_UP_TO ? clock(seconds) : String(seconds));
      this.part("left").classList.toggle("long", seconds > DIGITS_UP_TO);
      this.draw(step.picture);
      this.write("count", step.count || "");
      this.write("next", step.next || "");
      if (this.shown.kind !== step.kind) this.root.dataset.kind = this.shown.kind = step.kind;
      const part = left_ms / Math.max(1, step.end_ms - step.start_ms);
      this.root.style.setProperty("--left", Math.min(1, part).toFixed(4));
    }
  }

  // For each tone its colour, how often it flashes, and how it vibrates (ms on, off, on, …).
  const SIGNS = {
    count_in: ["#8fb8d8", 1, [60]],
    go: ["#2fb457", 1, [400]],
    phase: ["#3f88c5", 1, [130]],
    tick: ["#9aa7b4", 1, [25]],
    warning: ["#ffd23f", 2, [80, 80, 80]],
    end: ["#f0803c", 1, [300, 120, 300]],
    side: ["#a06cd5", 2, [200, 100, 60, 100, 200]],
    rest_over: ["#1fb5b5", 2, [60, 60, 60, 60, 300]],
    finish: ["#ffffff", 3, [500, 200, 500, 200, 500]],
  };
  const LEAST_APART_MS = 340;  // at most three flashes in a second: more can bring on a seizure
  const LEAP_MS = 1000;  // so much in one look was passed over, not heard

  class Signs {
    constructor(root) {
      this.veil = document.getElementById("flash");
      this.ticks = {};
      this.free_at = 0;
      for (const name of ["flash", "vibrate"]) {
        const tick = root.querySelector(`input[name=${name}]`);
        if (!tick) continue;
        const can = name !== "vibrate" || typeof navigator.vibrate === "function";
        tick.closest("label").hidden = !can;
        tick.checked = kept(name) === "yes";
        tick.addEventListener("change", () => keep(name, tick.checked ? "yes" : "no"));
        this.ticks[name] = tick;
      }
    }

    wants(name) { return Boolean(this.ticks[name] && this.ticks[name].checked); }

    show(tone) {
      const [colour, times, buzz] = SIGNS[tone] || SIGNS.tick;
      if (this.wants("vibrate")) navigator.vibrate(buzz);
      const now = performance.now();
      if (!this.wants("flash") || now < this.free_at) return;
      this.free_at = now + times * LEAST_APART_MS;
      this.veil.dataset.tone = tone;
      this.veil.style.setProperty("--flash", colour);
      this.veil.style.background = colour;
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      document.documentElement.classList.toggle("unmoved", still);
      const frames = still ? [{ opacity: 1 }, { opacity: 1 }] : [{ opacity: 0.85 }, { opacity: 0 }];
      this.veil.animate(frames, { duration: LEAST_APART_MS, iterations: still ? 1 : times });
    }

    // Show the tones of `timeline` that begin after `from` and at `to` at the latest.
    heard(timeline, from, to) {
      if (to < from || to - from > LEAP_MS) return;
      const { tones } = timeline;
      const last = begun(tones, to);
      if (last > begun(tones, from)) this.show(tones[last].tone);
    }
  }

  // Put the picture that shows an exercise best on the button `place` that leads to its chapter,
  // which may begin before it.
  function adorn(place, timeline, { title, start_ms }) {
    const after = timeline.steps.slice(Math.max(0, begun(timeline.steps, start_ms)));
    const step = after.find((each) => each.exercise === title);
    if (!timeline.pictures || !step || step.picture === undefined) return;
    const { frames, key } = timeline.pictures[step.picture];
    const small = document.createElement("span");
    small.className = "picture small";
    small.setAttribute("aria-hidden", "true");
    small.innerHTML = frames[key];
    place.append(small);
  }

  // What this browser keeps; a page of a file, or a private window, may keep nothing.
  function kept(name) {
    try { return localStorage.getItem(`audiocoach:${name}`); } catch { return null; }
  }

  function keep(name, value) {
    try { localStorage.setItem(`audiocoach:${name}`, value); } catch { /* then it isn't kept */ }
  }

  function enlarge(root, is_large) {
    root.classList.toggle("large", is_large);
    for (const button of root.querySelectorAll("[data-do=large]")) button.hidden = is_large;
    for (const button of root.querySelectorAll("[data-do=close]")) button.hidden = !is_large;
    const other = root.querySelector(`[data-do=${is_large ? "close" : "large"}]`);
    if (other) other.focus();
  }

  return { adorn, begun, clock, Display, Signs, kept, keep, enlarge };
})();
