// Shows how strong a new password is while it is typed. The server of this site estimates it;
// nothing is saved, and no other site is asked.
"use strict";

(() => {
  const field = document.querySelector("[data-password]");
  const place = document.querySelector("[data-strength]");
  if (!field || !place) return;
  const PAUSE = 600;
  let timer = 0;
  let asked = null;

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const typed = new URLSearchParams([
      ["dry_run", "fragment"],
      ["csrf_token", field.form.elements.namedItem("csrf_token").value],
      ["password", field.value],
    ]);
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body: typed,
        redirect: "error",
        signal: asked.signal,
      });
      const words = answer.ok ? await answer.text() : "";
      const found = new DOMParser().parseFromString(words, "text/html");
      // Another page is one that asks who is there: then nothing is shown.
      const told = found.getElementById("strength")?.parentElement;
      place.replaceChildren(...(told ? [told] : []));
    } catch (problem) {
      if (problem.name !== "AbortError") place.replaceChildren();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  // Once the password is sent, its strength is not asked for any more.
  field.form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked?.abort();
  });
})();
