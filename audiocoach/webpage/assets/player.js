"use strict";
// The player in a page: its sound is the clock, and everything shown follows it.
(async () => {
  const root = document.getElementById("coach");
  const sound = document.getElementById("sound");
  if (!root || !sound) return;
  const inside = document.getElementById("timeline");
  const timeline = inside
    ? JSON.parse(inside.textContent)
    : await (await fetch(sound.dataset.timeline)).json();
  const display = new Coach.Display(root.querySelector(".now"), timeline);
  const signs = new Coach.Signs(root);
  const { chapters } = timeline;
  const buttons = [...root.querySelectorAll("[data-at]")];
  const main = root.querySelector("[data-do=play]");
  let seen = -1, chapter = -1;

  const now = () => sound.currentTime * 1000;

  function look() {
    const ms = now();
    display.show(ms);
    if (!sound.paused) signs.heard(timeline, seen, ms);
    seen = ms;
    const here = Coach.begun(chapters, ms + 1);
    if (here !== chapter) enter(here);
  }

  function enter(here) {
    chapter = here;
    buttons.forEach((each, index) => each.setAttribute("aria-current", String(index === here)));
    if ("mediaSession" in navigator && chapters[here]) {
      navigator.mediaSession.metadata = new MediaMetadata({
        title: chapters[here].title,
        artist: timeline.title,
        artwork: sound.dataset.cover ? [{ src: new URL(sound.dataset.cover, location.href).href }] : [],
      });
    }
  }

  // A session that is heard while it is made is a stream, in which one can go nowhere else.
  function take_file(ms, goes_on) {
    const { file } = sound.dataset;
    if (!file) return;
    delete sound.dataset.file;
    sound.src = file;
    sound.currentTime = ms / 1000;
    if (goes_on) sound.play();
  }

  function to(ms) {
    take_file(ms, !sound.paused);
    sound.currentTime = Math.max(0, Math.min(ms, timeline.length_ms - 1)) / 1000;
    look();
  }

  const commands = {
    play: () => (sound.paused ? sound.play() : sound.pause()),
    next: () => chapter + 1 < chapters.length && to(chapters[chapter + 1].start_ms),
    previous: () => to(chapters[Math.max(0, chapter - 1)].start_ms),
    again: () => to(chapters[Math.max(0, chapter)].start_ms),
    large: () => Coach.enlarge(root, true),
    close: () => Coach.enlarge(root, false),
    print: () => window.print(),
  };

  for (const button of document.querySelectorAll("[data-do]")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.hidden = button.dataset.do === "close";
    button.addEventListener("click", () => commands[button.dataset.do]());
  }
  buttons.forEach((button, index) => Coach.adorn(button, timeline, chapters[index]));
  for (const button of buttons) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      to(Number(button.dataset.at));
      sound.play();
    });
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.classList.contains("large")) commands.close();
  });

  if ("mediaSession" in navigator) {
    const handlers = {
      play: () => sound.play(),
      pause: () => sound.pause(),
      nexttrack: commands.next,
      previoustrack: commands.previous,
      seekbackward: () => to(now() - 5000),
      seekforward: () => to(now() + 5000),
      seekto: (details) => to(details.seekTime * 1000),
    };
    for (const [name, handler] of Object.entries(handlers)) {
      try { navigator.mediaSession.setActionHandler(name, handler); } catch { /* not in this browser */ }
    }
  }

  // The screen stays on while a session plays, where a browser allows it: on a page of a file,
  // or of HTTPS, and not of plain HTTP.
  let lock = null;
  async function hold() {
    try { lock = await navigator.wakeLock.request("screen"); } catch { lock = null; }
  }

  function turned() {
    main.setAttribute("aria-label", sound.paused ? main.dataset.play : main.dataset.pause);
    main.querySelector(".when-paused").toggleAttribute("hidden", !sound.paused);
    main.querySelector(".when-playing").toggleAttribute("hidden", sound.paused);
    if (sound.paused) { lock?.release(); lock = null; } else if (navigator.wakeLock) hold();
  }

  sound.addEventListener("pause", () => sound.ended || take_file(now(), false));
  sound.addEventListener("error", () => take_file(now(), true));
  if (sound.error) take_file(now(), true);

  let frame = 0;
  function follow() {
    look();
    frame = sound.paused ? 0 : requestAnimationFrame(follow);
  }
  for (const name of ["play", "pause", "ended"]) sound.addEventListener(name, turned);
  sound.addEventListener("play", () => { frame = frame || requestAnimationFrame(follow); });
  for (const name of ["seeked", "timeupdate", "pause"]) sound.addEventListener(name, look);
  turned();
  follow(); // what was streamed plays already
  document.documentElement.dataset.ready = "yes";
})();
