// Makes a page of questions answer at once: questions come and go, sums are shown, a rule is told when its answers are
// in. Nothing here decides: without it every question stands on the page, and the server judges what is sent.
import { Page } from "./page.mjs";
import { PARTS, cleaned, kept, typedIn } from "./reading.mjs";

export { BROKEN, TABLE, asKind, compile, toCel } from "./cel.mjs";
export { Page, cleaned, kept };

const grouped = (digits, sign) => digits.replace(/\B(?=(\d{3})+$)/g, sign);

// A worked-out value as people read it (forms/domain/showing.py).
export const told = (value, kind, words) => {
  if (value === null) return "–";
  const [sign, point] = words.point === "." ? [",", "."] : [".", ","];
  const [digits, rest] = String(value).split(".");
  const number = grouped(digits, sign) + (rest ? point + rest : "");
  if (kind === "money") return words.money.replace("{amount}", number);
  if (kind === "number" || kind === "decimal") return number;
  if (kind === "yes_no") return value ? words.yes : words.no;
  return kind === "date" ? value.split("-").reverse().join("/") : value;
};

class Live {
  constructor(form, program) {
    this.form = form;
    this.program = program;
    this.page = new Page(program);
    this.fieldOf = new Map(); // name of a box -> field
    for (const [field, [kind]] of Object.entries(program.fields)) {
      const name = program.box + field;
      for (const box of PARTS[kind]?.map((part) => `${name}-${part}`) ?? [name]) this.fieldOf.set(box, field);
    }
    this.parts = new Map(); // name of a box -> where its question stands, its worked-out value, what it is called
    for (const part of form.querySelectorAll("[data-question]")) {
      const label = part.querySelector("legend, label, .govuk-label")?.textContent.trim() ?? "";
      this.parts.set(part.dataset.question, { part, output: part.querySelector("output"), label });
    }
    this.waiting = new Map(); // "kind field" -> the change: until somebody has finished typing
    this.sums = new Map(); // field -> what was last said of it
    this.region = form.appendChild(Object.assign(document.createElement("p"), { className: "govuk-visually-hidden" }));
    this.region.setAttribute("role", "status");
    // Each letter that is typed would be read out; `sum` says it once the box is left.
    for (const { output } of this.parts.values()) output?.setAttribute("aria-live", "off");
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("change", (event) => this.changed(event.target) && this.finished());
    form.addEventListener("keydown", (event) => event.key === "Tab" && this.finished()); // and then to what has come
    // Where the focus goes: nowhere is the page's body, or where it is when only the window is left.
    form.addEventListener("focusout", (event) => this.finished(event.relatedTarget ?? document.activeElement));
    // What comes or goes between pressing and letting go would move the button away from under the pointer.
    addEventListener("mousedown", () => (this.pressed = true), true);
    addEventListener("mouseup", () => this.released(), true);
    document.addEventListener("htmx:afterSettle", () => this.readAll());
    addEventListener("pageshow", () => this.readAll()); // browsers put back what was typed
    this.readAll();
  }

  boxes() {
    const found = new Map();
    for (const box of this.form.elements) if (this.fieldOf.has(box.name)) found.set(box.name, [...(found.get(box.name) ?? []), box]);
    return found;
  }

  read(field) {
    const spec = this.program.fields[field];
    this.page.set(field, cleaned(typedIn(this.all, this.program.box + field, spec), spec));
  }

  // As the page comes, or comes back: nothing is announced, and no rule is told before anything was done.
  readAll() {
    this.all = this.boxes();
    for (const field of Object.keys(this.program.fields)) this.read(field);
    this.follow((kind) => kind !== "check");
    this.region.textContent = "";
  }

  changed(box) {
    const field = this.fieldOf.get(box.name);
    if (!field) return false;
    this.read(field);
    this.follow((kind, message) => kind === "check" && !message); // what was mended is taken back at once
    return true;
  }

  finished(focus) {
    this.due = this.pressed;
    if (!this.pressed) this.follow(() => true, focus);
  }

  released() {
    this.pressed = false;
    if (this.due) setTimeout(() => this.finished());
  }

  // Put the changes that are ready on the page, and say them together.
  follow(ready, focus = document.activeElement) {
    this.focus = focus;
    for (const change of this.page.settle()) this.waiting.set(`${change[0]} ${change[1]}`, change);
    const said = [];
    for (const [key, [kind, field, ...what]] of this.waiting) {
      if (kind === "sum") this.write(field, ...what);
      if (!ready(kind, ...what)) continue;
      const text = this[kind](field, ...what);
      if (text === undefined) continue; // not yet
      this.waiting.delete(key);
      said.push(text);
    }
    const text = said.filter(Boolean).join(" ");
    if (text) this.region.textContent = text;
  }

  place(field) {
    return this.parts.get(this.program.box + field) ?? {};
  }

  // A question that has the focus stays until it is left.
  show(field, shown) {
    const { part, label } = this.place(field);
    if (!part || part.hidden === !shown) return "";
    if (!shown && part.contains(this.focus)) return undefined;
    part.hidden = !shown;
    return this.program.words[shown ? "more" : "less"].replace("{label}", label);
  }

  write(field, value, kind) {
    const { output } = this.place(field);
    const text = told(value, kind, this.program.words);
    if (output && output.textContent !== text) output.textContent = text;
  }

  sum(field, value, kind) {
    const [text, before] = [told(value, kind, this.program.words), this.sums.get(field)];
    this.sums.set(field, text);
    return text === before || value === null || this.page.hidden.has(field) ? "" : `${this.place(field).label}: ${text}.`;
  }

  // Beside the question and politely; where the server has said the same, it stays said once.
  check(field, message) {
    const box = this.program.box + field;
    const part = this.place(field).part ?? this.form.querySelector(`[id="${box}"]`)?.closest(".govuk-form-group");
    const group = part?.querySelector(".govuk-form-group") ?? part;
    if (!group) return "";
    if (message && group.querySelector(".govuk-error-message:not([data-told])")?.textContent.includes(message)) return "";
    let line = group.querySelector("[data-told]");
    if (!line && !message) return "";
    if (!line) {
      line = group.appendChild(document.createElement("p"));
      line.className = "govuk-error-message govuk-!-margin-top-2";
      line.dataset.told = "";
      line.id = `${box}-told`;
      const about = group.querySelector("fieldset, input, select, textarea");
      about?.setAttribute("aria-describedby", `${about.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
    }
    line.textContent = message;
    line.hidden = !message;
    return message;
  }
}

const program = globalThis.document?.getElementById("page-program");
if (program?.closest("form")) new Live(program.closest("form"), JSON.parse(program.textContent));
