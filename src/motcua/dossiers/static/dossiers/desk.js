// The desk by keys: j and k walk the list, an act's key opens its form with the cursor in it. Links and forms stay plain.
const links = () => [...document.querySelectorAll("#desk-rows .desk-row__link")];

function here() {
  const all = links();
  const focused = all.indexOf(document.activeElement);
  return focused >= 0 ? focused : all.findIndex((each) => each.hasAttribute("aria-current"));
}

// The list as it was last walked: the buttons for j and k take the focus before they act.
let last = -1;

function move(step) {
  const all = links();
  if (all.length === 0) return;
  const from = here() >= 0 ? here() : last;
  const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), all.length - 1);
  last = to;
  all[to].focus();
  all[to].closest("li").scrollIntoView({ block: "nearest" });
}

function markCurrent(code) {
  links().forEach((each, place) => {
    const current = new URL(each.href).pathname.endsWith(`/${code}`);
    each.closest("li").classList.toggle("desk-row--current", current);
    if (current) { each.setAttribute("aria-current", "true"); last = place; } else each.removeAttribute("aria-current");
  });
}

// Choosing rows: the one that was walked to last, or all of them (none when all are chosen already).
function choose(which) {
  const boxes = [...document.querySelectorAll("#desk-rows .desk-row__pick")];
  if (which === "all") {
    const every = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !every; });
    return;
  }
  const link = links()[last >= 0 ? last : Math.max(here(), 0)];
  const box = link?.closest("li").querySelector(".desk-row__pick");
  if (box) box.checked = !box.checked;
  link?.focus();
}

function reveal() {
  document.querySelectorAll("[data-desk-moves]").forEach((each) => { each.hidden = links().length === 0; });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-desk-move]");
  if (button) move(Number(button.dataset.deskMove));
  const pick = event.target.closest("[data-desk-pick]");
  if (pick) choose(pick.dataset.deskPick);
});

document.addEventListener("focusin", (event) => {
  const place = links().indexOf(event.target);
  if (place >= 0) last = place;
});

// The form that the cursor is in; on a page that is about one batch, that batch wherever the cursor is.
function sendable(at) {
  const own = at.closest?.("form");
  return own ? own.closest(".desk-act__form") : document.querySelector("form.desk-batch");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && event.target.closest?.("#desk-rows")) {
    event.preventDefault();
    move(step);
  }
  const act = event.target.closest?.("details.desk-act[open]");
  if (event.key === "Escape" && act) {
    act.open = false;
    act.querySelector("summary").focus();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendable(event.target)?.requestSubmit();
});

// `toggle` does not bubble. Opening an act puts the cursor where one begins: the first box, else the button.
document.addEventListener("toggle", (event) => {
  const act = event.target;
  if (!act.open || !act.matches("details.desk-act") || act.contains(document.activeElement?.closest("form"))) return;
  const first = act.querySelector("[data-first], .govuk-input, .govuk-textarea, button[type=submit]");
  const begin = act.querySelector("[data-first]") ?? first;
  begin?.focus({ preventScroll: true });
  act.scrollIntoView({ block: "nearest" });
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "dossier") {
    const title = document.getElementById("case-title");
    markCurrent(title?.closest("[data-code]")?.dataset.code ?? "");
    event.target.scrollTop = 0;
    title?.focus({ preventScroll: true });
    if (matchMedia("(max-width: 999px)").matches) scrollTo(0, 0);
  }
});

// More rows: the cursor goes to the first new one.
let before = 0;
document.addEventListener("htmx:beforeSwap", (event) => { if (event.target.id === "desk-more") before = links().length - 1; });
document.addEventListener("htmx:afterSettle", (event) => {
  if (before > 0 && event.target.closest?.("#desk-rows")) {
    links()[before]?.focus();
    before = 0;
  }
});

const opened = document.querySelector("details.desk-act[open] [data-first]");
const told = document.querySelector("[data-focus]");
if (told) told.focus();
else if (document.querySelector(".desk-counter") && !document.querySelector(".govuk-error-summary")) {
  document.querySelector(".desk-counter [data-begin], .desk-counter input:not([type=hidden])")?.focus();
} else if (opened && !document.querySelector(".govuk-error-summary")) opened.focus();
document.querySelector(".desk-row--current")?.scrollIntoView({ block: "nearest" });
reveal();
