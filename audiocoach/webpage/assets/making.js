"use strict";
// Shows how far a session has come, or a file of it, that is made for the first time.
(() => {
  // Follow the states at `address`; `show` takes each, and returns whether it is the last.
  function follow(address, show) {
    const source = new EventSource(address);
    let is_over = false;
    source.addEventListener("message", (event) => {
      is_over = show(JSON.parse(event.data));
      if (is_over) source.close();
    });
    source.addEventListener("error", () => {
      if (is_over || source.readyState !== EventSource.CLOSED) return;  // else it asks again itself
      setTimeout(() => follow(address, show), 3000);
    });
  }

  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

  // Who listens already goes on listening: the session's page takes the place of this one around
  // the sound, which isn't touched. It must stay in the document, or it would fall silent.
  async function go_on(sound) {
    const text = await (await fetch(location.href)).text();
    const next = new DOMParser().parseFromString(text, "text/html");
    const silent = next.getElementById("sound");
    if (!silent) return location.reload();
    const has_focus = document.activeElement === sound;
    sound.id = "sound";
    Object.assign(sound.dataset, silent.dataset, { file: silent.getAttribute("src") });
    const body = document.importNode(next.body, true);
    body.querySelector("#sound").replaceWith(sound);
    document.body.replaceChildren(...body.childNodes);
    document.head.append(...[...next.head.querySelectorAll("style")].map((each) => document.importNode(each, true)));
    for (const { src } of next.head.querySelectorAll("script")) {
      document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
    }
    document.getElementById("coach").scrollIntoView();
    if (has_focus) sound.focus();
  }

  const bar = document.getElementById("making");
  if (bar) {
    const spoken = document.getElementById("spoken");
    const early = document.getElementById("early"), live = document.getElementById("live");
    follow(bar.dataset.events, (state) => {
      if (state.begun && early.hidden) {
        early.hidden = false;
        early.querySelector("p").textContent = live.dataset.says;
      }
      if (state.digest) live.played.length || !live.paused ? go_on(live) : location.reload();
      if (state.fault) {
        spoken.setAttribute("role", "alert");
        spoken.textContent = `${bar.dataset.failed} ${state.fault}`;
      }
      if (state.digest || state.fault) return true;
      bar.value = Math.max(bar.value, state.done);
      if (state.lines) spoken.textContent = fill(bar.dataset.spoken, { done: state.spoken, total: state.lines });
    });
  }

  // A file that can't be sent while it is made is downloaded once it is there.
  for (const link of document.querySelectorAll(".files a[data-events]")) {
    const { preparing, failed } = link.closest(".files").dataset;
    const about = link.querySelector("span"), usual = about.textContent;
    let is_ready = false, is_waiting = false, bar = null;
    link.addEventListener("click", (event) => {
      if (is_ready) return;
      event.preventDefault();
      if (is_waiting) return;
      is_waiting = true;
      about.setAttribute("role", "status");
      follow(link.dataset.events, (state) => {
        if (!bar && !state.ready) {
          bar = document.createElement("progress");
          bar.setAttribute("aria-label", usual);
          link.after(bar);
        }
        if (bar) bar.value = state.done;
        about.textContent = fill(preparing, { percent: Math.floor(100 * state.done) });
        if (!state.ready && !state.fault) return false;
        if (bar) bar.remove();
        bar = null;
        is_waiting = false;
        about.textContent = state.fault ? `${failed} ${state.fault}` : usual;
        if (state.fault) return true;
        is_ready = true;
        link.click();
        is_ready = false;
        return true;
      });
    });
  }
})();
