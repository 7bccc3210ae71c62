// Suggestions under a search field become a listbox that the arrow keys walk through. Without this file, and without
// scripts at all, the form is sent and answers with a page.
const fields = document.querySelectorAll("[data-suggest]");

fields.forEach((field) => {
  const box = document.getElementById(field.dataset.suggest);
  if (!box) return;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");

  const options = () => [...box.querySelectorAll("[role=option]")];
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  const choose = (place) => {
    options().forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    const option = options()[place];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    box.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-controls");
    field.removeAttribute("aria-activedescendant");
  };

  box.addEventListener("htmx:afterSwap", () => {
    const list = box.querySelector("[role=listbox]");
    if (list) {
      list.id = `${box.id}-list`;
      field.setAttribute("aria-controls", list.id);
    }
    field.setAttribute("aria-expanded", String(Boolean(list)));
    field.removeAttribute("aria-activedescendant");
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = options().length;
    if (event.key === "Escape" && box.firstChild) {
      event.preventDefault();
      close();
    } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((chosen() + step + count + (chosen() < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Enter" && chosen() >= 0) {
      event.preventDefault();
      options()[chosen()].click();
    }
  });

  document.addEventListener("click", (event) => {
    if (!box.contains(event.target) && event.target !== field) close();
  });
});
