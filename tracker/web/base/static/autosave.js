// Saves a form while it is typed, to the address that the form names, and shows when. If the form
// has a version, saving stops once someone else has saved first: a person then compares and decides.
// Files are not saved. If the session has ended or the network is down, nothing typed is lost: it is
// saved as soon as the same person is signed in again, here or in another tab.
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

  // A form token belongs to one session. In a new session, the same person gets a new token.
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
      // A page instead of JSON: the session may have ended.
      wait(told.dataset.signedOut);
      return;
    }
    waiting = false;
    kept = now;
    if (answer.ok && version) version.value = news.version;
    // What is written in own words counts from now on.
    const length = document.getElementById("length");
    if (answer.ok && length) length.href = length.href.replace(/=\d+$/, `=${news.version}`);
    // Never overwrite the version saved first; the button shows both.
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

  // A button waits for the save in progress, so that it does not conflict with one's own.
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
