"use strict";
// A player elsewhere: its events are the clock, and its keys are buttons here.
(async () => {
  const root = document.getElementById("coach");
  if (!root) return;
  const { base, lost, over } = root.dataset;
  const timeline = await (await fetch(`${base}remote/timeline.json`)).json();
  const display = new Coach.Display(root.querySelector(".now"), timeline);
  const signs = new Coach.Signs(root);
  const said = root.querySelector(".said");
  const volume = root.querySelector(".volume");
  const main = root.querySelector("[data-key=pause]");
  let state = { at_ms: 0 }, since = performance.now(), seen = 0, ended = false;

  function write(text) {
    if (said.textContent !== text) said.textContent = text;
  }

  function look() {
    const gone = performance.now() - since;
    const ms = Math.min(state.at_ms + (state.playing ? gone : 0), timeline.length_ms);
    const now = timeline.steps[Math.max(0, Coach.begun(timeline.steps, ms))];
    if (state.doing) {
      const left = Math.max(0, state.left_ms - gone);
      const lasts = Math.max(state.lasts, left);
      const ahead = { ...now, kind: "change", doing: state.doing, count: "", start_ms: ms - lasts + left,
        end_ms: ms + left };
      display.show(ms, ahead);
    } else {
      display.show(ms);
    }
    if (state.playing) signs.heard(timeline, seen, ms);
    seen = ms;
    if (!ended) requestAnimationFrame(look);
  }

  function take(event) {
    const before = state;
    state = { at_ms: 0, ...JSON.parse(event.data) };
    state.lasts = state.doing && before.doing === state.doing ? before.lasts : state.left_ms || 0;
    since = performance.now();
    if (state.tone) signs.show(state.tone);
    volume.textContent = state.volume || "";
    const sign = main.querySelector(".when-paused");
    sign.toggleAttribute("hidden", !state.paused);
    main.querySelector(".when-playing").toggleAttribute("hidden", Boolean(state.paused));
    main.setAttribute("aria-label", state.paused ? main.dataset.play : main.dataset.pause);
    write(state.over ? over : state.notice || state.said || "");
    root.dataset.state = state.over ? "over" : state.paused ? "paused" : "playing";
    if (state.over) { ended = true; source.close(); }
  }

  const source = new EventSource(`${base}remote/events`);
  source.addEventListener("message", take);
  source.addEventListener("error", () => {
    if (ended) return;
    state = { ...state, playing: false };
    root.dataset.state = "lost";
    write(lost);
  });

  for (const form of root.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      fetch(form.action, { method: "POST", headers: { accept: "application/json" } }).catch(() => write(lost));
    });
  }
  for (const button of root.querySelectorAll("[data-do]")) {
    const is_close = button.dataset.do === "close";
    button.closest(".keys").hidden = false;
    button.hidden = is_close;
    button.addEventListener("click", () => Coach.enlarge(root, !is_close));
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.classList.contains("large")) Coach.enlarge(root, false);
  });
  look();
  document.documentElement.dataset.ready = "yes";
})();
