// Saves the draft while it is typed, by the same versioned saving as its button, and tells when.
// It stops where somebody else saved first: a person compares the two, and then decides.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const told = form.querySelector("[data-saved]");
  const version = form.elements.namedItem("version");
  const PAUSE = 3000;

  const typed = () => {
    const data = new FormData(form);
    data.delete("version");
    return new URLSearchParams(data).toString();
  };
  let kept = typed();
  let again = false;
  let timer = 0;
  let saving = null;
  let stopped = false;

  const say = (words) => {
    told.textContent = words;
  };

  const save = async () => {
    const now = typed();
    if (stopped || now === kept) return;
    const body = new URLSearchParams(new FormData(form));
    let answer, news;
    try {
      answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "error" });
      news = await answer.json();
    } catch (_) {
      // No network, or a page in place of an answer: the session may have ended.
      say("Not saved by itself: press “Save” to see why. What you typed is still here.");
      stopped = Boolean(answer);
      return;
    }
    kept = now;
    if (answer.ok) version.value = news.version;
    // Whoever saved first is not overwritten; the button shows both.
    stopped = answer.status === 409;
    say(answer.ok ? news.said : `Not saved by itself: ${news.said}`);
  };

  const start = () => {
    clearTimeout(timer);
    if (saving) {
      again = true;
      return;
    }
    saving = save().finally(() => {
      saving = null;
      if (again) later();
      again = false;
    });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(start, PAUSE);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") start();
  });

  // A button waits for the saving under way, so that nobody is told of one's own.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) {
      stopped = true;
      return;
    }
    event.preventDefault();
    saving.finally(() => {
      clearTimeout(timer);
      stopped = true;
      form.requestSubmit(event.submitter);
    });
  });
})();
