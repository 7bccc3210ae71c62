// Comfort for the editor; everything works without it. Conditions show only the way that is chosen, items of a list
// can be dragged, the keyboard saves with Ctrl+S, and a line number leads to its line.

function showChosen(box) {
  const chosen = box.querySelector("input[type=radio]:checked")?.value;
  box.querySelectorAll("[data-when-for]").forEach((part) => { part.hidden = part.dataset.whenFor !== chosen; });
}

document.querySelectorAll("[data-when]").forEach((box) => {
  showChosen(box);
  box.addEventListener("change", (event) => {
    if (event.target.type === "radio") showChosen(box);
  });
});

// htmx posts need the token of the form they stand in.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
  const form = document.activeElement?.closest("form") ?? document.querySelector(".edit-main form[novalidate]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

document.querySelectorAll("[data-line]").forEach((link) => {
  link.addEventListener("click", (event) => {
    const text = document.getElementById("text");
    const lines = text.value.split("\n");
    const line = Math.min(Number(link.dataset.line), lines.length);
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    event.preventDefault();
    text.focus();
    text.setSelectionRange(start, start + lines[line - 1].length);
    text.scrollTop = (line - 4) * 22;
  });
});

// Dragging: the same post as the buttons send.
document.querySelectorAll("[data-sort]").forEach((list) => {
  if (!list.dataset.sort) return;
  let dragged = null;
  const items = [...list.querySelectorAll(":scope > [data-place]")];
  items.forEach((item) => {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.place);
    });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      item.classList.add("edit-item--over");
    });
    item.addEventListener("dragleave", () => item.classList.remove("edit-item--over"));
    item.addEventListener("drop", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const form = item.querySelector("form") ?? list.querySelector("form");
      const wish = document.createElement("input");
      wish.type = "hidden";
      wish.name = "do";
      wish.value = `place ${dragged.dataset.place} ${item.dataset.place}`;
      form.append(wish);
      form.submit();
    });
  });
});
