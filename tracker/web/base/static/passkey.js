// Asks the browser for a passkey, and sends its response with the form. What its PRF gives goes in
// a field of its own: it opens private words.
"use strict";

(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const answer = form.querySelector("[data-answer]");
  const secret = form.querySelector("[data-secret]");
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
  const prf = asked.extensions.prf.eval;
  prf.first = bytes(prf.first);
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

  const prfOf = (given) => given?.getClientExtensionResults().prf;

  // Some devices make a passkey first and give its PRF only when they are asked for it again.
  const secretOf = async (given) => {
    let said = prfOf(given);
    if (asked.user && said?.enabled && !said.results?.first) {
      said = prfOf(await navigator.credentials.get({ publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rpId: asked.rp.id,
        allowCredentials: [{ type: "public-key", id: given.rawId }],
        userVerification: "required",
        extensions: asked.extensions,
      } }).catch(() => null));
    }
    return said?.results?.first ? words(said.results.first) : "";
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
      secret.value = await secretOf(given);
      form.submit();
      secret.value = "";
    } catch (_) {
      trouble.hidden = false;
    }
  });
})();
