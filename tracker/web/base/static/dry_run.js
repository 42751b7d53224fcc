// Shows what a form would change while its days are typed. The server calculates; nothing is
// recorded, and typed values stay untouched. The button shows the same preview; with this script
// it does not reload the page, so chosen files stay chosen.
"use strict";

(() => {
  const form = document.querySelector("form[data-dry-run]");
  if (!form) return;
  const place = form.querySelector("[data-dry-run-told]");
  const around = document.getElementById("dry-run");
  const PAUSE = 600;
  let timer = 0;
  let asked = null;
  let shown = "";
  let failed = "";

  // Days and choices only: text and files do not affect a calculation.
  const counts = (field) =>
    field.name && !field.disabled && !field.matches("textarea, button, [type=text], [type=file]") &&
    (!field.matches("[type=radio], [type=checkbox]") || field.checked);
  const typed = () => {
    const told = new URLSearchParams([["dry_run", "fragment"]]);
    for (const field of form.elements) if (counts(field)) told.append(field.name, field.value);
    return told.toString();
  };

  const show = (...found) => {
    place.replaceChildren(...found);
    around.hidden = found.length === 0;
  };

  const ask = async () => {
    const now = typed();
    if (now === shown) return;
    asked?.abort();
    asked = new AbortController();
    shown = now;
    const day = form.elements.namedItem("on");
    if (!day || !day.value) {
      show();
      return;
    }
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body: new URLSearchParams(now),
        redirect: "error",
        signal: asked.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      const words = await answer.text();
      if (now !== shown) return;
      show(...new DOMParser().parseFromString(words, "text/html").body.childNodes);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      shown = "";
      failed = now;
      show(form.dataset.dryRun);
    }
  };

  // Remove the errors of the fields that were changed since the page said them, and the summary
  // with the last of them. The server checks every field again when the form is submitted.
  const chosen = (options) => (options.find((each) => each.defaultSelected) ?? options[0])?.value;
  const changed = (field) =>
    field.matches("select") ? field.value !== chosen([...field.options]) :
    field.matches("[type=radio], [type=checkbox]") ? field.checked !== field.defaultChecked :
    field.value !== field.defaultValue;
  const corrected = (id) => {
    const found = document.getElementById(id);
    const around = found?.closest(".field, fieldset, td") ?? found;
    return around && [...around.querySelectorAll("input, select, textarea")].some(changed) && around;
  };
  const settle = () => {
    const summary = document.querySelector(".error-summary");
    for (const link of summary?.querySelectorAll("li > a") ?? []) {
      const around = corrected(link.hash.slice(1));
      if (!around) continue;
      for (const said of around.querySelectorAll(".wrong")) said.remove();
      for (const bad of around.querySelectorAll("[aria-invalid]")) bad.removeAttribute("aria-invalid");
      around.classList.remove("bad");
      link.parentElement.remove();
    }
    if (!summary || summary.querySelector("li > a")) return;
    summary.remove();
    document.title = document.title.replace(form.dataset.error, "").trim();
  };

  const later = (event) => {
    if (!event.target.matches || !event.target.name) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  // Without a day, or if the request failed, submit the form so that the page itself reports it.
  form.addEventListener("submit", async (event) => {
    const day = form.elements.namedItem("on");
    if (event.submitter?.name !== "dry_run" || !day?.value || failed === typed()) return;
    event.preventDefault();
    clearTimeout(timer);
    shown = "";
    await ask();
    settle();
    around.scrollIntoView({ block: "nearest" });
  });
  form.addEventListener("input", later);
  form.addEventListener("change", later);
})();
