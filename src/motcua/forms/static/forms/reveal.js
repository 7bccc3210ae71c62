// Shows a question only while an option that asks for it is picked. Without scripts all questions show,
// and the server ignores what isn't asked.
const picked = (form, name) =>
  [...form.elements].filter((box) => box.name === name && (box.checked || box.tagName === "SELECT")).map((box) => box.value);

const settle = (form) => {
  for (const part of form.querySelectorAll("[data-shown-by]")) {
    const wanted = part.dataset.shownFor.split(" ");
    part.hidden = !picked(form, part.dataset.shownBy).some((value) => wanted.includes(value));
  }
};

const settleAll = () => document.querySelectorAll("form").forEach(settle);
document.addEventListener("change", (event) => event.target.form && settle(event.target.form));
document.addEventListener("htmx:afterSettle", settleAll);
settleAll();
