// Keyboard shortcuts, declared where they act: <a data-key="g h" data-key-does="Về trang đầu">.
// `?` lists them. A key typed into a field is text, never a command.
const dialog = document.getElementById("mc-keys");
let typed = "";
let forget;

const declared = () => [...document.querySelectorAll("[data-key]")].filter((each) => !each.closest("[hidden]"));

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName ?? "");
}

function act(element) {
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) {
    element.focus();
    element.select?.();
  } else {
    element.focus();
    element.click();
  }
}

function row(element) {
  const term = document.createElement("dt");
  element.dataset.key.split(" ").forEach((key) => {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap, " ");
  });
  const does = document.createElement("dd");
  does.textContent = element.dataset.keyDoes ?? element.textContent.trim();
  return [term, does];
}

function show() {
  const rows = declared().flatMap(row);
  document.getElementById("mc-keys-list").replaceChildren(...rows);
  document.getElementById("mc-keys-none").hidden = rows.length > 0;
  dialog.showModal();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (isTyping(event.target) || dialog?.open) return;
  if (event.key === "?" && dialog) {
    event.preventDefault();
    show();
    return;
  }
  clearTimeout(forget);
  forget = setTimeout(() => { typed = ""; }, 1200);
  typed = `${typed} ${event.key}`.trim();
  const keys = declared();
  const hit = keys.find((each) => each.dataset.key === typed) ?? keys.find((each) => each.dataset.key === event.key);
  if (!hit) return;
  typed = "";
  event.preventDefault();
  act(hit);
}

document.addEventListener("keydown", onKey);
