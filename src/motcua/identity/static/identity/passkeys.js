// Forms with data-passkey: ask the server what to ask, ask the browser for the key, send what it answers.
const AT_ONCE = 600; // milliseconds: nobody reads and cancels a dialogue in less

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

async function options(form) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail || said.title, { cause: "told" });
  said.challenge = bytes(said.challenge);
  if (said.user) said.user.id = bytes(said.user.id);
  said.excludeCredentials = described(said.excludeCredentials);
  said.allowCredentials = described(said.allowCredentials);
  return said;
}

function plain(credential) {
  const { response } = credential;
  const sent = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) sent[name] = text(response[name]);
  }
  if (response.getTransports) sent.transports = response.getTransports();
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: sent };
}

function why(error, took) {
  if (error.name === "InvalidStateError") return "known";
  if (error.name === "NotAllowedError") return took < AT_ONCE ? "none" : "cancelled";
  return error.name === "AbortError" ? "cancelled" : "failed";
}

async function ask(form) {
  const said = form.querySelector("[data-passkey-said]");
  said.textContent = "";
  if (!window.PublicKeyCredential) {
    said.textContent = said.dataset.unsupported;
    return;
  }
  let began = performance.now();
  try {
    const publicKey = await options(form);
    began = performance.now();
    const found = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(plain(found));
    form.submit();
  } catch (error) {
    said.textContent = error.cause === "told" ? error.message : said.dataset[why(error, performance.now() - began)];
    form.querySelector("button[type=submit]").focus();
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  ask(form);
});
