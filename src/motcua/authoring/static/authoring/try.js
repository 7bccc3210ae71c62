// Reloads the page when the package's folder changes, and gives back what was typed but not yet sent.

const state = document.querySelector("[data-watching]");
const KEPT = `motcua-try:${location.pathname}`;
const PAUSE = 1000; // ms before asking again when the server is away

const form = () => document.querySelector("main form[method=post]");

function keep() {
  const asked = form();
  if (!asked) return;
  const typed = [...new FormData(asked)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  sessionStorage.setItem(KEPT, JSON.stringify({ typed, place: document.activeElement?.id ?? "" }));
}

function giveBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  const asked = form();
  if (!kept || !asked) return; // the package is broken just now: it is given back when it is mended
  sessionStorage.removeItem(KEPT);
  const chosen = new Map();
  for (const [name, value] of kept.typed) chosen.set(name, [...(chosen.get(name) ?? []), value]);
  for (const box of asked.elements) {
    const values = chosen.get(box.name);
    if (!values) continue;
    if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
    else if (box.type !== "hidden" && box.type !== "submit" && box.type !== "file") box.value = values[0];
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  document.getElementById(kept.place)?.focus();
}

async function watch(revision) {
  for (;;) {
    try {
      const answer = await fetch(`${state.dataset.watching}?since=${revision}`, { cache: "no-store" });
      const now = (await answer.json()).revision;
      if (now !== revision) {
        keep();
        location.reload();
        return;
      }
    } catch {
      await new Promise((later) => setTimeout(later, PAUSE));
    }
  }
}

if (state) {
  giveBack();
  watch(Number(state.dataset.revision));
}
