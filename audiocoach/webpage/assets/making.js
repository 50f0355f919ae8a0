"use strict";
// Shows how far a session has come that is made for the first time, and opens it when it is there.
(() => {
  const bar = document.getElementById("making");
  if (!bar) return;
  async function look() {
    try {
      const state = await (await fetch(bar.dataset.progress)).json();
      if (state.digest || state.fault) return location.reload();
      bar.value = state.done;
    } catch { /* the network is away: look again */ }
    setTimeout(look, 400);
  }
  look();
})();
