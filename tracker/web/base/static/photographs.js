// Sends photographs one by one, in pieces. After a break in the connection it continues with the
// first byte that the server does not have. Without this script the form sends whole files.
"use strict";

(() => {
  const form = document.querySelector("form[data-begin]");
  // The server finds an unfinished photograph by its hash, which only a secure page can compute.
  if (!form || !window.crypto || !crypto.subtle) return;
  const words = form.dataset;
  const told = form.querySelector("[data-progress]");
  const LONGEST_WAIT = 30000;
  const PATIENCE = 90000;
  const queue = [];
  let busy = false;
  let failed = false;

  const sha256 = async (bytes) => {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // Waits for a time, or until the browser is online again if that is sooner.
  const wait = (time) =>
    new Promise((done) => {
      const timer = setTimeout(done, time);
      window.addEventListener(
        "online",
        () => {
          clearTimeout(timer);
          done();
        },
        { once: true },
      );
    });

  class Stopped extends Error {}

  const post = async (address, body, headers) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), PATIENCE);
    try {
      const options = { method: "POST", body, headers, redirect: "manual", signal: late.signal };
      const answer = await fetch(address, options);
      if (answer.status === 0 || answer.status === 400 || answer.status === 401)
        throw new Stopped(words.signedOut);
      if (answer.status >= 500) throw new TypeError("try again");
      const json = await answer.json();
      return { ok: answer.ok, gone: answer.status === 410, ...json };
    } finally {
      clearTimeout(timer);
    }
  };

  const token = () => form.elements.namedItem("csrf_token").value;

  const begin = (file, digest) => {
    const fields = { csrf_token: token(), name: file.name, size: file.size, sha256: digest };
    return post(words.begin, new URLSearchParams(fields));
  };

  // Sends one photograph. The server answers each piece with the start of the next one.
  const send = async (file, line) => {
    const say = (said) => {
      line.lastChild.textContent = ` ${said}`;
    };
    say(words.reading);
    if (file.size > Number(words.mostPhotograph)) throw new Stopped(words.large);
    const digest = await sha256(await file.arrayBuffer());
    let state = null;
    let pause = 1000;
    for (;;) {
      try {
        state ??= await begin(file, digest);
        if (state.gone) {
          state = null;
          continue;
        }
        if (!state.ok) throw new Stopped(state.said);
        if (state.whole) return say(words.whole);
        say(words.part.replace("{percent}", Math.floor((state.have * 100) / state.size)));
        const bytes = await file.slice(state.have, state.have + Number(words.piece)).arrayBuffer();
        const hash = await sha256(bytes);
        const address = `${state.address}?start=${state.have}&sha256=${hash}`;
        const type = "application/octet-stream";
        const next = await post(address, bytes, { "Content-Type": type, "X-CSRFToken": token() });
        // The server has no more bytes than before, so the piece was damaged on the way.
        if (next.have === state.have) throw new TypeError("try again");
        state = next;
        pause = 1000;
      } catch (error) {
        if (error instanceof Stopped) throw error;
        say(words.waiting);
        await wait(pause);
        pause = Math.min(pause * 2, LONGEST_WAIT);
        // Asks the server again how much it has.
        state = null;
      }
    }
  };

  const run = async () => {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const [file, line] = queue.shift();
      try {
        await send(file, line);
      } catch (error) {
        failed = true;
        line.className = "wrong";
        line.lastChild.textContent = ` ${error instanceof Stopped ? error.message : words.failed}`;
      }
    }
    busy = false;
    if (!failed) location.reload();
  };

  const take = (field) => {
    for (const file of field.files) {
      const line = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = file.name;
      line.append(name, document.createTextNode(""));
      told.append(line);
      queue.push([file, line]);
    }
    field.value = "";
    run();
  };

  for (const field of form.querySelectorAll("input[type=file]"))
    field.addEventListener("change", () => take(field));
  // No button is needed, because each photograph is sent as soon as it is chosen.
  for (const button of form.querySelectorAll("button")) button.remove();
  window.addEventListener("beforeunload", (event) => busy && event.preventDefault());
})();
