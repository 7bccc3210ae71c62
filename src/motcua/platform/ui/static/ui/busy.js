// Says that something is under way, and lets a form go only once.
const bar = document.getElementById("mc-busy");
const toast = document.getElementById("mc-toast");
let running = 0;
let slow;

function say(text) {
  if (toast) toast.textContent = text ?? "";
}

function begin() {
  running += 1;
  bar?.classList.add("is-on");
  clearTimeout(slow);
  slow = setTimeout(() => say(toast?.dataset.working), 700); // quick answers need no words
}

function end() {
  running = Math.max(0, running - 1);
  if (running > 0) return;
  clearTimeout(slow);
  bar?.classList.remove("is-on");
  if (toast?.textContent === toast?.dataset.working) say("");
}

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target?.setAttribute("aria-busy", "true");
  begin();
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
  end();
  if (event.detail.failed) say(toast?.dataset.failed);
});

// A second press on a form that is already on its way would submit twice; the first one is kept.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.method === "get" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  begin();
});

// Coming back with the Back button must find the form usable again.
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  running = 0;
  end();
});
