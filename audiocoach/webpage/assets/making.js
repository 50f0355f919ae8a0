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

  const bar = document.getElementById("making");
  if (bar) {
    const spoken = document.getElementById("spoken");
    follow(bar.dataset.events, (state) => {
      if (state.digest) location.reload();
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
