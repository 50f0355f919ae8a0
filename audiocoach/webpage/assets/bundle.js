"use strict";
// What only a page with everything in it has: its sound as a part of it, and a diary that it keeps.
(() => {
  const sound = document.getElementById("sound");

  // Some browsers play no sound from an address that holds it, but do from their own memory.
  function from_memory() {
    if (!sound.src.startsWith("data:")) return;
    const bytes = Uint8Array.from(atob(sound.src.slice(sound.src.indexOf(",") + 1)), (c) => c.charCodeAt(0));
    sound.src = URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" }));
  }
  sound.addEventListener("error", from_memory);
  if (sound.error) from_memory();

  const diary = document.getElementById("diary");
  const name = `diary:${diary.dataset.of}`;
  const fields = [...diary.querySelectorAll("input, select")];
  const value = (field) => (field.type === "checkbox" ? field.checked : field.value);
  try {
    JSON.parse(Coach.kept(name) || "[]").forEach((each, index) => {
      const field = fields[index];
      if (!field) return;
      if (field.type === "checkbox") field.checked = each === true; else field.value = String(each);
    });
  } catch { /* not ours: begin with an empty one */ }
  diary.addEventListener("change", () => Coach.keep(name, JSON.stringify(fields.map(value))));
})();
