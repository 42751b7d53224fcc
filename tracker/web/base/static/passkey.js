// Asks the browser for a passkey, and sends its response with the form.
"use strict";

(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const answer = form.querySelector("[data-answer]");
  const button = form.querySelector("[data-ask]");
  const trouble = form.querySelector("[data-trouble]");

  const bytes = (words) =>
    Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const words = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const asked = JSON.parse(form.dataset.passkey);
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const list of [asked.excludeCredentials, asked.allowCredentials]) {
    for (const key of list || []) key.id = bytes(key.id);
  }

  const told = (given) => {
    const response = { clientDataJSON: words(given.response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (given.response[part]) response[part] = words(given.response[part]);
    }
    return JSON.stringify({
      id: given.id,
      rawId: words(given.rawId),
      type: given.type,
      response,
      clientExtensionResults: {},
    });
  };

  if (!window.PublicKeyCredential) {
    trouble.hidden = false;
    return;
  }
  form.querySelector("[data-without]").hidden = true;
  button.disabled = false;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    if (!form.reportValidity()) return;
    try {
      const given = asked.user
        ? await navigator.credentials.create({ publicKey: asked })
        : await navigator.credentials.get({ publicKey: asked });
      answer.value = told(given);
      form.submit();
    } catch (_) {
      trouble.hidden = false;
    }
  });
})();
