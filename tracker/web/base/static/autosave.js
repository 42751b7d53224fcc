// Saves a form while it is typed, by the address that the form names, and tells when. Where the
// form has a version it stops once somebody else saved first: a person compares, and then decides.
// Files are not saved. Where the session has ended or the network is gone, nothing typed is lost:
// it is saved as soon as the same person is signed in again, here or in another tab.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const told = form.querySelector("[data-saved]");
  const version = form.elements.namedItem("version");
  const PAUSE = 3000;
  const AGAIN = 15000;

  const fields = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };
  const typed = () => {
    const data = fields();
    data.delete("version");
    data.delete("csrf_token");
    return new URLSearchParams(data).toString();
  };
  let kept = typed();
  let again = false;
  let timer = 0;
  let saving = null;
  let stopped = false;
  let waiting = false;

  const say = (words) => {
    told.textContent = words;
  };
  const wait = (words) => {
    waiting = true;
    say(words);
  };

  const send = () =>
    fetch(form.dataset.autosave, {
      method: "POST",
      body: new URLSearchParams(fields()),
      redirect: "manual",
    });

  // The key of a form belongs to one session. After a new one began, the same person gets another.
  const renew = async () => {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const other = page.querySelector("form[data-autosave]");
    if (!other || other.dataset.person !== form.dataset.person) return false;
    form.elements.namedItem("csrf_token").value = other.elements.namedItem("csrf_token").value;
    return true;
  };

  const save = async () => {
    const now = typed();
    if (stopped || now === kept) return;
    let answer;
    let news;
    try {
      answer = await send();
      const shut = answer.status === 400 || answer.status === 401 || answer.status === 0;
      if (shut && (await renew())) answer = await send();
    } catch (_) {
      wait(told.dataset.offline);
      timer = setTimeout(start, AGAIN);
      return;
    }
    try {
      news = await answer.json();
    } catch (_) {
      // A page in place of an answer: the session may have ended.
      wait(told.dataset.signedOut);
      return;
    }
    waiting = false;
    kept = now;
    if (answer.ok && version) version.value = news.version;
    // Whoever saved first is not overwritten; the button shows both.
    stopped = answer.status === 409;
    say(answer.ok ? news.said : `${told.dataset.unsaved} ${news.said}`);
  };

  function start() {
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
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(start, PAUSE);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  document.addEventListener("visibilitychange", start);
  for (const kind of ["online", "focus"]) window.addEventListener(kind, () => waiting && start());
  window.addEventListener("beforeunload", (event) => {
    if (waiting && !stopped && typed() !== kept) event.preventDefault();
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
