// Passkeys: hands the server's question to the browser and the browser's answer to the server. The only script here.
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (each) => ({ ...each, id: toBytes(each.id) });

async function ask(path, token, told) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRF": token };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(told) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.words);
  return said;
}

function plain(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response };
}

async function make(box) {
  const asked = await ask("/account/passkeys/options", box.dataset.token, {});
  const options = asked.options;
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map(described),
  };
  const credential = await navigator.credentials.create({ publicKey });
  const title = box.querySelector("input").value;
  return ask("/account/passkeys", box.dataset.token, { code: asked.code, credential: plain(credential), title });
}

async function show(box) {
  const asked = await ask("/sign-in/passkey/options", box.dataset.token, {});
  const publicKey = { ...asked.options, challenge: toBytes(asked.options.challenge), allowCredentials: [] };
  const credential = await navigator.credentials.get({ publicKey });
  return ask("/sign-in/passkey", box.dataset.token, { code: asked.code, credential: plain(credential), next: box.dataset.next });
}

for (const box of document.querySelectorAll("[data-passkey]")) {
  const button = box.querySelector("button");
  const said = box.querySelector("[role=alert]");
  box.hidden = !window.PublicKeyCredential;
  button.addEventListener("click", async () => {
    said.textContent = "";
    button.disabled = true;
    try {
      const answer = await (box.dataset.passkey === "make" ? make(box) : show(box));
      location.assign(answer.next);
    } catch (problem) {
      said.textContent = problem instanceof DOMException || !problem.message ? box.dataset.failed : problem.message;
      button.disabled = false;
    }
  });
}
